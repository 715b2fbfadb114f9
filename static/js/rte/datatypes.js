/** One check per data type; the forms come with the element table. */

/**
 * @typedef {object} Table What the server sends about one edition.
 * @property {string} edition
 * @property {number} most The most characters of any value.
 * @property {any[][]} elements
 * @property {Record<string, string[]>} patterns The form of the book, and the lenient one.
 * @property {Record<string, number>} codes
 * @property {Record<string, string>} texts
 * @property {string[]} namespaces
 * @property {Record<string, string[]>} judged
 * @property {string} [languages]
 *
 * @typedef {"" | "type" | "range"} Verdict Why a value is wrong, or nothing.
 * @typedef {(value: string, limit: any, strict: boolean) => Verdict} Check
 */

/** @param {boolean} good @returns {Verdict} */
const typed = (good) => (good ? "" : "type");

const TAG = /^([A-Za-z]{1,8})(-[A-Za-z0-9]{1,8})*$/;
const PREFIX = /^\{lang=([^}]*)\}/;
const MATTERS = /^\{(case|order)_matters=([^}]*)\}/;
/** @type {Record<string, string[]>} */
const QUALIFIERS = {
  "fill-in": ["case", "order"],
  "long-fill-in": ["case"],
  performance: ["order"],
};

/** @param {string} kind @param {string} pattern */
function unqualified(kind, pattern) {
  let rest = pattern;
  let match = MATTERS.exec(rest);
  while (match && QUALIFIERS[kind]?.includes(match[1] ?? "")) {
    if (match[2] !== "true" && match[2] !== "false") return null;
    rest = rest.slice(match[0].length);
    match = MATTERS.exec(rest);
  }
  return rest;
}

/** What a qualifier says when it is not there. @type {Record<string, string>} */
const DEFAULTS = { case: "false", order: "true" };
const LONG_ANSWER = 32_000;

/**
 * An answer without the qualifiers that say what is so by default, as the book reads it. The
 * conformance suite wants very long answers back as they were.
 * @param {string} type @param {string} kind @param {string} value
 */
export function canonical(type, kind, value) {
  const isRight = type === "pattern";
  if (value.length > LONG_ANSWER) return value;
  if (kind === "long-fill-in") return longForm(value, isRight);
  let kept = "";
  let rest = value;
  let match = isRight ? MATTERS.exec(rest) : null;
  while (match && QUALIFIERS[kind]?.includes(match[1] ?? "")) {
    if (match[2] !== DEFAULTS[match[1] ?? ""]) kept += match[0];
    rest = rest.slice(match[0].length);
    match = MATTERS.exec(rest);
  }
  return kept + rest;
}

/** Case and language may come in either order; the canonical one is this.
 * @param {string} value @param {boolean} isRight */
function longForm(value, isRight) {
  const form = isRight ? /^\{(lang=[^}]*|case_matters=(?:true|false))\}/ : /^\{(lang=[^}]*)\}/;
  const found = { lang: "", case: "" };
  let rest = value;
  for (let match = form.exec(rest); match; match = form.exec(rest)) {
    const name = match[1]?.startsWith("lang") ? "lang" : "case";
    if (found[name]) break;
    found[name] = match[0];
    rest = rest.slice(match[0].length);
  }
  const matters = found.case === "{case_matters=false}" ? "" : found.case;
  return matters + (found.lang === "{lang=en}" ? "" : found.lang) + rest;
}

const items = (/** @type {string} */ value) => (value ? value.split("[,]") : []);

/**
 * The kinds of interactions and what an answer to each looks like [SCORM 2004 RTE 4.2.9].
 * @param {(value: string) => boolean} short
 * @param {(value: string) => boolean} real
 * @param {(value: string) => boolean} localized
 * @returns {Record<string, (value: string) => boolean>}
 */
function makeAnswers(short, real, localized) {
  /** @param {string} item */
  const pair = (item) => {
    const parts = item.split("[.]");
    return parts.length === 2 && parts.every(short);
  };
  /** @param {string} item */
  const step = (item) => {
    const [name = "", answer, ...more] = item.split("[.]");
    return answer !== undefined && !more.length && name + answer !== "" && (!name || short(name));
  };
  return {
    "true-false": (value) => value === "true" || value === "false",
    choice: (value) => items(value).every(short) && new Set(items(value)).size === items(value).length,
    "fill-in": (value) => items(value).every(localized),
    "long-fill-in": localized,
    likert: short,
    matching: (value) => items(value).every(pair),
    performance: (value) => items(value).every(step),
    sequencing: (value) => items(value).every(short),
    numeric: real,
    between: (value) => {
      const bounds = value.split("[:]");
      const [low, high] = bounds;
      if (bounds.length !== 2 || !bounds.every((bound) => !bound || real(bound))) return false;
      return !low || !high || Number(low) <= Number(high);
    },
  };
}

/** @param {string} value @param {(number | null)[] | null} limit @returns {Verdict} */
function inRange(value, limit) {
  if (!limit) return "";
  const number = Number(value);
  const [low = null, high = null] = limit;
  return (low !== null && number < low) || (high !== null && number > high) ? "range" : "";
}

/**
 * @param {Table} table
 * @returns {{check: (type: string, value: string, limit: any, strict: boolean) => Verdict,
 *   answers: (type: string, kind: string, value: string) => boolean}}
 */
export function makeChecks(table) {
  const languages = new Set(table.languages?.split(" "));
  /** @type {Map<string, RegExp[]>} */
  const patterns = new Map(
    Object.entries(table.patterns).map(([name, both]) => [
      name,
      both.map((source) => new RegExp(`^(?:${source})$`)),
    ]),
  );

  /** @param {string} name @param {string} value @param {boolean} strict */
  const matches = (name, value, strict) => !!patterns.get(name)?.[strict ? 0 : 1]?.test(value);

  /** @param {string} value @param {number | null} limit @param {boolean} strict */
  const fits = (value, limit, strict) => value.length <= (strict && limit ? limit : table.most);

  /** @param {string} tag @param {boolean} strict */
  function isLanguage(tag, strict) {
    const primary = TAG.exec(tag)?.[1]?.toLowerCase();
    if (!primary) return false;
    // Without the list, as in lenient mode, every language exists.
    return !strict || !languages.size || languages.has(primary) || (tag.length > 2 && /^[ix]$/.test(primary));
  }

  /** The text without its language, or null. @param {string} value @param {boolean} strict */
  function localized(value, strict) {
    const match = PREFIX.exec(value);
    if (!match) return value;
    return !strict || isLanguage(match[1] ?? "", true) ? value.slice(match[0].length) : null;
  }

  /** @type {Check} */
  const token = (value, limit, strict) =>
    typed(limit[0].includes(value) || (!strict && limit[1].includes(value)));
  /** @type {Check} */
  const real = (value, limit, strict) =>
    matches("real", value, strict) ? inRange(value, limit) : "type";

  /** @type {Record<string, Check>} */
  const checks = {
    string: (value, limit, strict) => typed(fits(value, limit, strict)),
    localized: (value, limit, strict) => {
      const rest = localized(value, strict);
      return typed(rest !== null && fits(rest, limit, strict));
    },
    language: (value, limit, strict) =>
      typed(!value || (isLanguage(value, strict) && fits(value, limit, strict))),
    token,
    result: (value, limit, strict) =>
      matches("real", value, strict) ? "" : token(value, limit, strict),
    real,
    integer: (value, limit, strict) =>
      matches("integer", value, strict) ? inRange(value, limit) : "type",
    score: (value, limit, strict) => (value ? real(value, strict ? limit : null, strict) : ""),
  };

  const kinds = makeAnswers(
    (value) => matches("short", value, true),
    (value) => matches("real", value, true),
    (value) => localized(value, true) !== null,
  );

  return {
    check: (type, value, limit, strict) =>
      checks[type]?.(value, limit, strict) ??
      typed(value.length <= table.most && matches(type, value, strict) && fits(value, limit, strict)),

    answers: (type, kind, value) => {
      const rest = type === "pattern" ? unqualified(kind, value) : value;
      const right = kinds[type === "pattern" && kind === "numeric" ? "between" : kind];
      return rest !== null && (!right || right(rest));
    },
  };
}
