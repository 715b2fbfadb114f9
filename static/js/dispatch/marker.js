/** The mark that an LMS keeps for us, so that a learner comes back to the record they left. */

const MARK = "lectern1:";
const MARKED = /^lectern1:([\w-]{20,200})=*$/;

/** A secret that may be stored; anything else that a page sends is none. @param {unknown} value */
export function isBinding(value) {
  return typeof value === "string" && /^[\w-]{20,200}$/.test(value);
}

/** @param {string} binding */
export function markerOf(binding) {
  return MARK + binding;
}

/** Of several places, as one may be cut short or be lost: the longest wins. @param {string[]} places */
export function bindingIn(...places) {
  const kept = places.map((place) => MARKED.exec(place.trim())?.[1] ?? "");
  return kept.reduce((best, each) => (each.length > best.length ? each : best), "");
}
