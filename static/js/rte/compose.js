/** The body of one commit, as much of it as there is room for, and how much a last word has. */

/** @import { Call, CommitBody, Values } from "./types.js" */

// Browsers refuse a keepalive body that would lift all of those under way above 64 KiB.
const LARGEST_BODY = 60 * 1024;
const LARGEST_SUM = 64 * 1024;
const WORTH_IT = 1_024;
const encoder = new TextEncoder();

/** @param {string} text In UTF-8, which is what browsers and servers count. */
function bytes(text) {
  return encoder.encode(text).length;
}

/**
 * Small values first, large ones wait.
 * @param {[string, string][]} changes
 * @param {number} room In bytes.
 * @returns {{patch: Values, partial: boolean}}
 */
function fit(changes, room) {
  if (room === Infinity) return { patch: Object.fromEntries(changes), partial: false };
  const measured = changes.map(([element, value]) => ({
    element,
    value,
    size: bytes(JSON.stringify([element, value])),
  }));
  /** @type {Values} */
  const patch = {};
  let left = room;
  for (const { element, value, size } of measured.sort((a, b) => a.size - b.size)) {
    left -= size;
    if (left < 0) return { patch, partial: true };
    patch[element] = value;
  }
  return { patch, partial: false };
}

/**
 * @param {CommitBody} body With an empty patch.
 * @param {[string, string][]} changes
 * @param {Call[]} calls Left out first when room is short: they explain values, they are none.
 * @param {number} room In bytes.
 */
export function compose(body, changes, calls, room) {
  const frame = bytes(JSON.stringify(body)) + ',"partial":true'.length;
  const { patch, partial } = fit(changes, room - frame);
  const whole = { ...body, patch, flags: { ...body.flags, ...(partial && { partial }) } };
  const told = calls.length > 0 ? JSON.stringify({ ...whole, calls }) : "";
  if (told && (room === Infinity || bytes(told) <= room)) return { text: told, partial, calls };
  return { text: JSON.stringify(whole), partial, calls: [] };
}

/** The last words of a page: how much may be said, and what has been said already. */
export class Parting {
  #underWay = 0;
  #said = "";

  /** How many bytes there is room for; 0 when this was said, or nothing fits. @param {string} wish */
  room(wish) {
    const room = Math.min(LARGEST_BODY, LARGEST_SUM - this.#underWay);
    return wish === this.#said || room < WORTH_IT ? 0 : room;
  }

  /** @param {string} wish @param {string} text @param {Promise<boolean>} heard Whether it was answered. */
  async say(wish, text, heard) {
    const size = bytes(text);
    this.#said = wish;
    this.#underWay += size;
    if (!(await heard)) this.#said = "";
    // The request is over, and its share of the quota is free again.
    this.#underWay -= size;
  }
}
