/** A step that is asked for until there is an answer. */

/** @import { Endpoints } from "./endpoints.js" */
/** @import { Problem, Reply, Status, Step, TocEntry, Wish } from "./types.js" */

import { passes } from "./watch.js";

/** @param {TocEntry[]} toc */
export const currentOf = (toc) => toc.find(({ current }) => current)?.id ?? "";

/** @param {Problem} problem The server has understood, and will not go there. */
export const isRefusal = ({ code, status = 0 }) =>
  code !== "SUPERSEDED" && [400, 409, 422].includes(status);

/** @param {Status} status @returns {Step} */
export function stepOf({ controls, toc, ended }) {
  return { delivery: null, controls, toc, ended: ended ?? { reason: "exited" } };
}

/** @param {Status} status @param {Problem} problem @returns {Reply<Step>} */
function idle({ controls, toc }, { reason = "" }) {
  return { ok: true, body: { delivery: null, controls, toc, ended: null, reason } };
}

/**
 * Repeats a request until there is an answer. It may have been carried out although its answer
 * was lost; then the course has moved already, and what is there now is asked for instead.
 * @param {Endpoints} endpoints @param {Wish} wish
 * @param {{current: () => string, wait: (tries: number) => Promise<void>}} meanwhile
 * @returns {Promise<Reply<Step>>}
 */
export async function insist(endpoints, { request, target }, { current, wait }) {
  let [wish, place] = [request, target];
  /** @type {Status | null} */
  let known = null;
  for (let tries = 0; ; tries += 1) {
    const reply = await endpoints.deliver(wish, place);
    // A part that has left cannot leave again.
    if (!reply.ok && known && isRefusal(reply.problem)) return idle(known, reply.problem);
    if (reply.ok || !passes(reply.problem)) return reply;
    await wait(tries);
    const status = await endpoints.status();
    if (status.ok && currentOf(status.body.toc) !== current()) [wish, place] = ["start", undefined];
    if (status.ok && status.body.ended) return { ok: true, body: stepOf(status.body) };
    if (status.ok) known = status.body;
  }
}
