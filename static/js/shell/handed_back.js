/** What a learner is told about the way of a result into the learning platform of a client. */

/** @import { Phrases } from "./phrases.js" */
/** @import { HandedBack } from "./relay.js" */

/** @param {string} host @param {HandedBack} state @param {boolean} hope @param {Phrases} phrases */
export function wordsFor(host, state, hope, phrases) {
  const key = state === "pending" && !hope ? "refused" : state;
  return phrases.say(`relay.${key}`, { host: URL.canParse(host) ? new URL(host).hostname : host });
}

/** @param {Document} document @param {HandedBack} state @param {string} words */
export function renderHandedBack(document, state, words) {
  const place = /** @type {HTMLElement} */ (document.getElementById("handed-back"));
  place.dataset["handedBack"] = state;
  place.textContent = words;
  place.hidden = false;
}
