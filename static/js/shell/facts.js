/** What a refusal knows about itself: where the course was opened, where it may be, how many places are taken. */

/** @import { Phrases } from "./phrases.js" */
/** @import { Problem } from "./types.js" */

/** @typedef {{name: string, values: string[], dir: "auto" | "ltr"}} Fact */

/** @param {Problem} problem @param {Phrases} phrases @returns {Fact[]} */
export function factsOf({ details = {} }, phrases) {
  const { allowed = [], seen = [], limit, current } = details;
  /** @type {Fact[]} */
  const facts = [];
  if (allowed.length > 0) {
    const places = [seen].flat().filter((place) => place !== "");
    const known = places.length > 0 ? places : [phrases.say("place.nowhere")];
    facts.push({ name: phrases.say("place.seen"), values: known, dir: places.length > 0 ? "ltr" : "auto" });
    facts.push({ name: phrases.say("place.allowed"), values: allowed, dir: "ltr" });
  }
  if (typeof limit === "number" && typeof current === "number") {
    const { number } = phrases;
    const places = { current: number.format(current), limit: number.format(limit) };
    facts.push({ name: phrases.say("place.taken"), values: [phrases.say("place.count", places)], dir: "auto" });
  }
  return facts;
}

/** @param {Document} document @param {Phrases} phrases @param {Problem} problem */
export function renderFacts(document, phrases, problem) {
  const list = /** @type {HTMLElement} */ (document.getElementById("problem-facts"));
  const facts = factsOf(problem, phrases);
  list.replaceChildren(...facts.map((fact) => rowOf(document, fact)));
  list.hidden = facts.length === 0;
}

/** @param {Document} document @param {Fact} fact */
function rowOf(document, { name, values, dir }) {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  term.textContent = name;
  row.append(term);
  for (const value of values) {
    const words = document.createElement("dd");
    words.textContent = value;
    words.dir = dir;
    row.append(words);
  }
  return row;
}
