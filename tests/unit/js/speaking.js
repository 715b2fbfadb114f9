/** The player's words in a language. */

import { readFileSync } from "node:fs";

import { Phrases } from "../../../static/js/shell/phrases.js";

/** @param {string} lang @returns {Record<string, string>} */
export function catalogue(lang) {
  return JSON.parse(readFileSync(new URL(`../../../locales/${lang}.json`, import.meta.url), "utf8"));
}

/** @param {string} lang */
export const phrasesOf = (lang) => new Phrases(catalogue(lang), lang);

export const english = phrasesOf("en");
