/** Asks the server to let a learner in. */

/** @import { Reply } from "../shell/types.js" */
/** @import { Admitted, Arriving } from "./types.js" */

import { ask } from "../shell/endpoints.js";

/**
 * @param {typeof fetch} fetch @param {string} prefix @param {string} token
 * @returns {(arriving: Arriving) => Promise<Reply<Admitted>>}
 */
export function registrar(fetch, prefix, token) {
  const address = `${prefix}/dispatch/${encodeURIComponent(token)}/registrations`;
  return async (arriving) => {
    const reply = await ask(fetch, address, { method: "POST", body: arriving });
    if (reply.ok || reply.problem.code !== "INVALID_TOKEN") return reply;
    // The words for a link to a course would not help here: it is another kind of link.
    return { ok: false, problem: { ...reply.problem, reason: "dispatch" } };
  };
}

/** Where the player takes over. @param {string} prefix @param {Admitted} admitted @param {string} note */
export function playerAddress(prefix, { session_id, token }, note) {
  const query = new URLSearchParams({ token });
  return `${prefix}/${encodeURIComponent(session_id)}?${query}${note && `#${note}`}`;
}
