/** What the page says, in the learner's language as far as the package speaks it. */

/** @typedef {Record<string, Record<string, string>>} Texts Of every language, by key. */

const FALLBACK = "en";

/** The first wish that can be fulfilled, whatever its region. @param {Texts} texts @param {readonly string[]} wishes */
export function languageOf(texts, wishes) {
  for (const wish of wishes) {
    const tag = wish.trim().toLowerCase().replace("_", "-");
    const found = [tag, tag.split("-")[0] ?? ""].find((each) => Object.hasOwn(texts, each));
    if (found) return found;
  }
  return FALLBACK;
}

export class Words {
  /** @param {Texts} texts @param {string} lang */
  constructor(texts, lang) {
    this.lang = lang;
    this.texts = texts[lang] ?? {};
    this.spare = texts[FALLBACK] ?? {};
    this.dir = this.texts["dir"] === "rtl" ? "rtl" : "ltr";
  }

  /** @param {string} key @param {Record<string, string>} [places] */
  say(key, places = {}) {
    const text = this.texts[key] ?? this.spare[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
  }
}
