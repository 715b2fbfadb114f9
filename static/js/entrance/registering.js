/** Asks the server to let a learner in. */

/** @import { Reply } from "../shell/types.js" */
/** @import { Admitted, Arriving, Problem } from "./types.js" */

import { ask } from "../shell/endpoints.js";

/**
 * @param {typeof fetch} fetch @param {string} prefix @param {string} token
 * @param {string} proposed The secret of a new record: when an answer is lost, the next one is of the same.
 * @returns {(arriving: Arriving) => Promise<Reply<Admitted>>}
 */
export function registrar(fetch, prefix, token, proposed) {
  const address = `${prefix}/dispatch/${encodeURIComponent(token)}/registrations`;
  return async (arriving) => {
    const reply = await ask(fetch, address, { method: "POST", body: { ...arriving, proposed } });
    return reply.ok ? reply : { ok: false, problem: ofDispatch(reply.problem) };
  };
}

/** Nobody can guess it. @param {Crypto} crypto */
export function mint(crypto) {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replace(/[+/=]/g, (sign) => ({ "+": "-", "/": "_" })[sign] ?? "");
}

/** The words for a link to a course do not help where it is another kind of link. @param {Problem} problem @returns {Problem} */
export function ofDispatch(problem) {
  return problem.code === "INVALID_TOKEN" ? { ...problem, reason: "dispatch" } : problem;
}

/** Where the player takes over. @param {string} prefix @param {Admitted} admitted @param {string} note */
export function playerAddress(prefix, { session_id, token }, note) {
  const query = new URLSearchParams({ token });
  return `${prefix}/${encodeURIComponent(session_id)}?${query}${note && `#${note}`}`;
}
