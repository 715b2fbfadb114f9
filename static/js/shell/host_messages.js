/** What the package inside a learning platform may say to the player's pages. */

/** @typedef {{code: string, ok: boolean}} Check A point of the connection check. */

/**
 * @typedef {object} Learner Who learns, as the learning platform tells it.
 * @property {string} user_id
 * @property {string} name
 * @property {string} binding What an earlier visit left with the platform.
 * @property {"1.2" | "2004" | ""} standard
 * @property {"normal" | "review" | "browse"} mode
 * @property {boolean} closed Whether the platform takes nothing any more.
 * @property {boolean} test
 * @property {Check[]} checks
 */

/** @typedef {{version: number, ok: boolean, error: string, diagnosis: object | null}} Receipt */

const LONGEST = 4_000;
const MOST_CHECKS = 40;

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : "");

/** @template T @param {readonly T[]} choices @param {any} value @param {T} otherwise @returns {T} */
const oneOf = (choices, value, otherwise) => (choices.includes(value) ? value : otherwise);

/** @param {unknown} code "LEC-04", "04" and 4 are the same. @returns {string} Empty for what is no code. */
function readCode(code) {
  const digits = /^(?:LEC-)?(\d{1,2})$/.exec(String(code))?.[1];
  return digits ? `LEC-${digits.padStart(2, "0")}` : "";
}

/** @param {unknown} checks @returns {Check[]} */
export function readChecks(checks) {
  if (!Array.isArray(checks)) return [];
  return checks
    .slice(0, MOST_CHECKS)
    .map((check) => ({ code: readCode(check?.code), ok: check?.ok === true }))
    .filter(({ code }) => code !== "");
}

/** @param {any} data @returns {Learner} */
export function readLearner(data) {
  return {
    user_id: text(data.user_id),
    name: text(data.name),
    binding: text(data.binding),
    standard: oneOf(/** @type {const} */ (["1.2", "2004", ""]), data.standard, ""),
    mode: oneOf(/** @type {const} */ (["normal", "review", "browse"]), data.mode, "normal"),
    closed: data.closed === true,
    test: data.test === true,
    checks: readChecks(data.checks),
  };
}

/** @param {any} data @returns {Receipt | null} Null for what is none. */
export function readReceipt({ version, ok, error, diagnosis }) {
  if (!Number.isSafeInteger(version) || typeof ok !== "boolean") return null;
  return { version, ok, error: text(error).slice(0, 200), diagnosis: readDiagnosis(diagnosis) };
}

/** @param {unknown} diagnosis @returns {object | null} */
function readDiagnosis(diagnosis) {
  if (typeof diagnosis !== "object" || diagnosis === null || Array.isArray(diagnosis)) return null;
  try {
    const size = new TextEncoder().encode(JSON.stringify(diagnosis)).length;
    return size <= LONGEST ? diagnosis : null;
  } catch {
    return null;
  }
}
