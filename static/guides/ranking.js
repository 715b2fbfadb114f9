/** Which sections of the guides fit what somebody is looking for. */

/**
 * @typedef {{guide: string, title: string, address: string, text: string}} Section
 * @typedef {{section: Section, score: number}} Ranked
 */

const MOST = 12;
const AROUND = 60;

/** @param {string} text */
export function wordsOf(text) {
  /** @type {string[]} */
  const found = text.toLowerCase().match(/[\p{L}\p{N}_./{}-]+/gu) ?? [];
  return found;
}

/**
 * Every word must occur somewhere; headings count for more than text.
 * @param {Section[]} sections
 * @param {string} query
 * @returns {Section[]}
 */
export function rank(sections, query) {
  const words = wordsOf(query);
  if (!words.length) {
    return [];
  }
  /** @type {Ranked[]} */
  const ranked = [];
  for (const section of sections) {
    const scores = words.map((word) => scoreOf(section, word));
    if (Math.min(...scores) > 0) {
      ranked.push({ section, score: scores.reduce((sum, score) => sum + score, 0) });
    }
  }
  ranked.sort((a, b) => b.score - a.score);
  return ranked.slice(0, MOST).map((one) => one.section);
}

/**
 * @param {Section} section
 * @param {string} word
 * @returns {number}
 */
function scoreOf(section, word) {
  const title = section.title.toLowerCase();
  const own = wordsOf(title);
  if (own.includes(word)) {
    return 12;
  }
  if (own.some((one) => one.startsWith(word))) {
    return 8;
  }
  if (title.includes(word)) {
    return 5;
  }
  if (section.guide.toLowerCase().includes(word)) {
    return 3;
  }
  const text = section.text.toLowerCase();
  if (text.includes(` ${word}`)) {
    return 2;
  }
  return text.includes(word) ? 1 : 0;
}

/**
 * The stretch of a text around the first word that was found.
 * @param {string} text
 * @param {string[]} words
 */
export function stretch(text, words) {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const first = places.length ? Math.min(...places) : 0;
  const begin = first > AROUND ? text.lastIndexOf(" ", first - AROUND / 2) + 1 : 0;
  const end = text.indexOf(" ", begin + 2 * AROUND);
  const cut = end < 0 ? text.slice(begin) : text.slice(begin, end);
  return `${begin > 0 ? "… " : ""}${cut}${end < 0 ? "" : " …"}`;
}

/**
 * A text as pieces, each found or not.
 * @param {string} text
 * @param {string[]} words
 * @returns {{text: string, found: boolean}[]}
 */
export function pieces(text, words) {
  if (!words.length) {
    return [{ text, found: false }];
  }
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return text
    .split(new RegExp(`(${escaped.join("|")})`, "giu"))
    .map((part, at) => ({ text: part, found: at % 2 === 1 }))
    .filter((part) => part.text);
}
