/** @import { Table } from "./datatypes.js" */

import { canonical, makeChecks } from "./datatypes.js";

/** Getting and setting elements of the run-time data model, by the table of an edition. */

/**
 * @typedef {object} Spec
 * @property {string} access
 * @property {string} type
 * @property {any} limit
 * @property {string | null} initial
 * @property {string[]} rules
 *
 * @typedef {{list: string, place: string, index: number}} Row
 * @typedef {{spec: Spec, rows: Row[]}} Place
 *
 * @typedef {object} DataModel
 * @property {(element: string) => string} get
 * @property {(element: string, value: string) => void} set
 * @property {(element: string, value: string) => void} store
 * @property {() => Record<string, string>} snapshot
 * @property {(element: string) => {kind: string, target: string} | null} navigation
 * @property {Record<string, string>} texts
 */

/** Not an Error: content provokes these in loops, and a stack is dear. */
export class RteError {
  /** @param {number} code @param {string} element */
  constructor(code, element) {
    this.code = code;
    this.element = element;
  }
}

const MOST_ROWS = 2000;
const KEYWORD = /\._(children|count|version)$/;
const ONE_PATTERN = ["true-false", "likert", "numeric", "other"];
const DISTINCT_PATTERNS = ["choice", "sequencing"];
const REQUEST_VALID =
  /^adl\.nav\.request_valid\.(?:(continue|previous)|(choice|jump)\.\{target=([^{}]+)\})$/;

/** @param {Table} table */
function makeSchema(table) {
  /** @type {Map<string, Spec>} */
  const specs = new Map();
  /** @type {Map<string, string[]>} */
  const children = new Map();
  /** @type {Map<string, string[]>} The leaves of a row of each list. */
  const rows = new Map();

  /** @param {Map<string, string[]>} map @param {string} key @param {string} value */
  const add = (map, key, value) => {
    const list = map.get(key) ?? [];
    if (!list.includes(value) && !value.startsWith("_")) list.push(value);
    map.set(key, list);
  };

  for (const [name, access, type, limit = null, initial = null, rules] of table.elements) {
    specs.set(name, { access, type, limit, initial, rules: rules ? rules.split(" ") : [] });
    const parts = name.split(".");
    for (let depth = 1; depth < parts.length; depth += 1) {
      const base = parts.slice(0, depth).join(".");
      const isList = parts[depth] === "n";
      if (!table.namespaces.includes(base)) add(children, base, parts[isList ? depth + 1 : depth]);
      if (isList) {
        add(rows, base, parts.slice(depth + 1).join(".").replaceAll(/\bn\b/g, "0"));
      }
    }
  }
  return { specs, children, rows, isKnown: (/** @type {string} */ n) => specs.has(n) || children.has(n) };
}

/** A name with "n" for every index, and the rows on the way. @param {string} element */
function normalised(element) {
  /** @type {string[]} */
  const names = [];
  /** @type {string[]} */
  const parts = [];
  /** @type {Row[]} */
  const rows = [];
  for (const part of element.split(".")) {
    if (/^[0-9]+$/.test(part) && parts.length) {
      const index = /^(0|[1-9][0-9]{0,3})$/.test(part) && Number(part) < MOST_ROWS ? Number(part) : -1;
      rows.push({ list: names.join("."), place: parts.join("."), index });
      names.push("n");
    } else {
      names.push(part === "n" ? "" : part);
    }
    parts.push(part);
  }
  return { name: names.join("."), rows };
}

/**
 * @param {{table: Table, strict: boolean, values: Record<string, string>,
 *   onChange: (element: string, value: string, departure: number) => void}} options
 *   `departure` is the code that the book has for a value which lenient mode kept, or 0.
 * @returns {DataModel}
 */
export function createDataModel({ table, strict, values: initialValues, onChange }) {
  const { specs, children, rows: lists, isKnown } = makeSchema(table);
  const { check, answers } = makeChecks(table);
  const values = new Map(Object.entries(initialValues));
  /** @type {Map<string, Place | null>} */
  const places = new Map();

  /** @param {string} fault @param {string} element @returns {never} */
  const refuse = (fault, element) => {
    throw new RteError(table.codes[fault] ?? 101, element);
  };

  /** @param {string} element */
  function find(element) {
    const known = places.get(element);
    if (known !== undefined) return known;
    const { name, rows } = normalised(element);
    const spec = specs.get(name);
    const place = spec ? { spec, rows } : null;
    if (places.size > 5000) places.clear();
    places.set(element, place);
    return place;
  }

  /** The navigation request whose validity is asked for [SCORM 2004 SN 5.6.2]; jump came with the
   * fourth edition. @param {string} element */
  function navigation(element) {
    const match = table.namespaces.length ? REQUEST_VALID.exec(element) : null;
    if (!match || (match[2] === "jump" && !table.patterns.request)) return null;
    return { kind: match[1] ?? match[2] ?? "", target: match[3] ?? "" };
  }

  /** @param {Row} row @param {number} [index] */
  const exists = ({ list, place }, index) => {
    if (index === undefined || index < 0) return false;
    for (const leaf of lists.get(list) ?? []) {
      if (values.has(`${place}.${index}.${leaf}`)) return true;
    }
    return false;
  };

  /** @param {Place} place @param {string} name */
  const sibling = ({ rows: [row] }, name) => values.get(`${row?.place}.${row?.index}.${name}`);

  /** @param {Place} place */
  const access = (place) =>
    place.spec.rules.includes("shared") ? (sibling(place, "_access") ?? "rw") : "rw";

  /** @param {Row} row @param {string} element @param {string} value */
  function isDuplicate(row, element, value) {
    const leaf = element.slice(element.lastIndexOf("."));
    for (let index = 0; ; index += 1) {
      const other = values.get(`${row.place}.${index}${leaf}`);
      if (other === undefined) return false;
      if (index !== row.index && other === value) return true;
    }
  }

  /** What is wrong with a value in its place. @param {Place} place @param {string} element
   * @param {string} value @param {boolean} byTheBook */
  function wrong(place, element, value, byTheBook) {
    const { type, rules, limit } = place.spec;
    const last = /** @type {Row} */ (place.rows.at(-1));
    if (type !== "pattern" && type !== "response") {
      const verdict = check(type, value, limit, byTheBook);
      if (verdict || !rules.length) return verdict;
      if (rules.includes("once") && (values.get(element) ?? value) !== value) return "conflict";
      return rules.includes("unique") && isDuplicate(last, element, value) ? "conflict" : "";
    }
    if (value.length > table.most) return "type";
    if (!byTheBook) return "";
    const kind = sibling(place, "type") ?? "";
    if (type === "pattern" && ONE_PATTERN.includes(kind) && last.index > 0) return "conflict";
    if (!answers(type, kind, value)) return "type";
    if (type !== "pattern" || !DISTINCT_PATTERNS.includes(kind)) return "";
    return isDuplicate(last, element, value) ? "conflict" : "";
  }

  /** Whether content may write here at all. @param {Place} place */
  function barred(place) {
    const { spec, rows } = place;
    if (!spec.access.includes("w")) return "read";
    if (!rows.length) return "";
    const fixed = spec.rules.includes("fixed");
    for (const row of rows) {
      const next = !fixed && (row.index === 0 || exists(row, row.index - 1));
      if (!next && !exists(row, row.index)) return "gap";
    }
    if (!access(place).includes("w")) return "read";
    const missing = (/** @type {string} */ name) =>
      spec.rules.includes(name) && sibling(place, name) === undefined;
    return missing("id") || missing("type") ? "needs" : "";
  }

  /** @param {string} element @param {string} value */
  function store(element, value) {
    if (value === "" && find(element)?.spec.rules.includes("shared")) values.delete(element);
    else values.set(element, value);
  }

  /** @param {string} element @returns {never} */
  function refuseUnknown(element) {
    if (element === "") refuse("unnamed", element);
    refuse(navigation(element) ? "read" : "unknown", element);
  }

  /** @param {string} element @param {string} value */
  function set(element, value) {
    const place = find(element);
    if (KEYWORD.test(element)) {
      const known = place || isKnown(normalised(element.replace(KEYWORD, "")).name);
      refuse(known ? "keyword" : "unknown", element);
    }
    if (!place) refuseUnknown(element);
    let whole = place.spec.rules.includes("append") ? (values.get(element) ?? "") + value : value;
    let departure = barred(place);
    if (departure) refuse(departure, element);
    departure = wrong(place, element, whole, true);
    if (departure) {
      const fault = strict ? departure : wrong(place, element, whole, false);
      if (fault) refuse(fault, element);
    }
    const { type } = place.spec;
    if (strict && (type === "pattern" || type === "response")) {
      whole = canonical(type, sibling(place, "type") ?? "", whole);
    }
    store(element, whole);
    onChange(element, whole, departure ? (table.codes[departure] ?? 0) : 0);
  }

  /** A status that a threshold decides, or null. @param {string[]} rule */
  function judged([measure = "", threshold = "", reached = "", missed = ""]) {
    const needed = values.get(threshold);
    if (!needed || !Number.isFinite(Number(needed))) return null;
    const measured = values.get(measure);
    if (!measured) return "unknown";
    return Number(measured) >= Number(needed) ? reached : missed;
  }

  /** @param {string} element */
  function get(element) {
    const place = find(element);
    if (!place) return navigation(element) ? "unknown" : readKeyword(element);
    const { spec, rows } = place;
    if (!spec.access.includes("r")) refuse("write", element);
    if (rows.length) {
      for (const row of rows) if (!exists(row, row.index)) refuse("row", element);
      if (!access(place).includes("r")) refuse("write", element);
    }
    const rule = table.judged[element];
    const value = (rule && judged(rule)) ?? values.get(element) ?? spec.initial;
    return value ?? refuse("unset", element);
  }

  /** @param {string} element */
  function readKeyword(element) {
    const dot = element.lastIndexOf(".");
    const keyword = element.slice(dot + 1);
    if (keyword !== "_children" && keyword !== "_count") {
      refuse(element ? "unknown" : "nameless", element);
    }
    const base = element.slice(0, Math.max(dot, 0));
    const { name, rows } = normalised(base);
    if (!isKnown(name)) refuse("unknown", element);
    for (const row of rows) if (!exists(row, row.index)) refuse("row", element);
    if (keyword === "_count") return lists.has(name) ? count(name, base) : refuse("countless", element);
    const below = name.endsWith(".n") ? undefined : children.get(name);
    return below ? below.join(",") : refuse("childless", element);
  }

  /** @param {string} list @param {string} place */
  function count(list, place) {
    const row = { list, place, index: 0 };
    while (exists(row, row.index)) row.index += 1;
    return String(row.index);
  }

  return { get, set, store, navigation, texts: table.texts, snapshot: () => Object.fromEntries(values) };
}
