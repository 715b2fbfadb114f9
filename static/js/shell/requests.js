/** What a course may ask of the player when it ends. */

/** @import { Wish } from "./types.js" */

const PLAIN = ["continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll"];
const TARGETED = /^\{target=([^{}]+)\}(choice|jump)$/;

/**
 * The value of adl.nav.request as a request to the server; null when nothing is asked.
 * @param {unknown} value
 * @returns {Wish | null}
 */
export function readRequest(value) {
  if (typeof value !== "string") return null;
  if (PLAIN.includes(value)) return { request: value };
  const [, target, request] = TARGETED.exec(value) ?? [];
  return target && request ? { request, target } : null;
}
