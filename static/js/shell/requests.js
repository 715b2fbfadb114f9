/** What a course may ask of the player when it ends. */

const PLAIN = ["continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll"];
const TARGETED = /^\{target=([^{}]+)\}(choice|jump)$/;

/**
 * The value of adl.nav.request as a request to the server; null when nothing is asked.
 * @param {unknown} value
 * @returns {{request: string, target?: string} | null}
 */
export function readRequest(value) {
  if (typeof value !== "string") return null;
  if (PLAIN.includes(value)) return { request: value };
  const [, target, request] = TARGETED.exec(value) ?? [];
  return target && request ? { request, target } : null;
}

/**
 * Where a course has one part only, leaving the part is leaving the course.
 * @param {{request: string, target?: string}} wish @param {boolean} single
 */
export function widened(wish, single) {
  return single && /^(exit|abandon)$/.test(wish.request) ? { request: `${wish.request}All` } : wish;
}
