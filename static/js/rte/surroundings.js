/** What a page offers the commit engine: a steady clock, timers, and ways to the server. */

/** @import { Surroundings } from "./types.js" */

const PATIENCE = 8_000;

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {string} commitUrl @returns {Surroundings} */
export function surroundings(commitUrl) {
  return {
    now: () => performance.now(),
    date: () => new Date().toISOString(),
    random: Math.random,
    later: (run, ms) => setTimeout(run, ms),
    cancel: (timer) => clearTimeout(timer),
    async send(text, keepalive) {
      // The type keeps the request simple, and a body on a slow line gets its time.
      const signal = keepalive ? null : AbortSignal.timeout(PATIENCE + text.length / 10);
      const headers = { "content-type": "text/plain;charset=UTF-8" };
      const request = { method: "POST", body: text, keepalive, headers, signal };
      const response = await fetch(commitUrl, { ...request, credentials: "omit", cache: "no-store" });
      // An answer that is not read keeps its share of the keepalive quota.
      return { status: response.status, body: parsed(await response.text()) };
    },
    sendNow(text) {
      const request = new XMLHttpRequest();
      try {
        request.open("POST", commitUrl, false);
        request.setRequestHeader("content-type", "text/plain;charset=UTF-8");
        request.send(text);
        return { status: request.status, body: parsed(request.responseText) };
      } catch {
        return null;
      }
    },
  };
}
