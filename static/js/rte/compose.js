/** The body of one commit, as much of it as there is room for. */

/** @import { Call, CommitBody, Values } from "./types.js" */

const encoder = new TextEncoder();

/** @param {string} text In UTF-8, which is what browsers and servers count. */
export function bytes(text) {
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
