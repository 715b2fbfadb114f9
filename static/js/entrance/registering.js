/** Asks the server to let a learner in. */

/** @import { Reply } from "../shell/types.js" */
/** @import { Admitted, Arriving, Problem } from "./types.js" */

import { ask } from "../shell/endpoints.js";

/**
 * @param {typeof fetch} fetch @param {string} prefix @param {string} token
 * @returns {(arriving: Arriving) => Promise<Reply<Admitted>>}
 */
export function registrar(fetch, prefix, token) {
  const address = `${prefix}/dispatch/${encodeURIComponent(token)}/registrations`;
  return async (arriving) => {
    const reply = await ask(fetch, address, { method: "POST", body: arriving });
    return reply.ok ? reply : { ok: false, problem: ofDispatch(reply.problem) };
  };
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
