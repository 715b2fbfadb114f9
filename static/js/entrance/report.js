/** The connection check as text, to be sent to somebody who can help. */

/** @import { Phrases } from "../shell/phrases.js" */
/** @import { Examined, Surroundings } from "./types.js" */

import { GOOD } from "./checks.js";

/**
 * @typedef {object} Circumstances
 * @property {string} dispatch
 * @property {string} host The learning platform, empty without one.
 * @property {Date} time
 */

/**
 * @param {Examined} examined @param {Surroundings} seen @param {Circumstances} about @param {Phrases} phrases
 * @returns {string}
 */
export function reportOf({ code, rows, problem, platform }, seen, { dispatch, host, time }, phrases) {
  const say = (/** @type {string} */ key) => phrases.say(key);
  const none = say("dispatch.report.none");
  const facts = {
    dispatch: dispatch || none,
    time: time.toISOString(),
    page: seen.origin,
    host: host || none,
    chain: seen.ancestors.join(" ← ") || none,
    clock: String(Math.round(seen.clock / 1_000)),
    browser: seen.browser,
    ...(problem && { reason: [problem.code, reasonOf(problem), problem.request_id].filter(Boolean).join(" ") }),
  };
  return [
    `${code} ${say(`check.${code.slice(4)}.title`)}`,
    say(code === GOOD && !platform ? "dispatch.check.alone" : `check.${code.slice(4)}.text`),
    "",
    ...rows.map((row) => `${row.code} ${say(`check.${row.code.slice(4)}.name`)}: ${say(`dispatch.check.${row.state}`)}`),
    "",
    ...Object.entries(facts).map(([name, value]) => `${say(`dispatch.report.${name}`)}: ${value}`),
  ].join("\n");
}

/** @param {import("../shell/types.js").Problem} problem */
function reasonOf({ reason, details }) {
  return reason ?? details?.reason ?? "";
}
