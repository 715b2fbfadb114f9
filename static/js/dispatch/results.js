/** A result of ours in the words of the LMS's standard. */

/** @import { Standard } from "./finding.js" */

/** @typedef {{scaled: number | null, raw: number | null, min: number | null, max: number | null}} Score */

/**
 * @typedef {object} Result
 * @property {number} version
 * @property {string} completion_status
 * @property {string} success_status
 * @property {Score} score
 * @property {number | null} progress
 * @property {number} seconds Of the whole attempt.
 * @property {number} visit_seconds Since the course was opened this time.
 * @property {number} attempt
 */

/** @param {unknown} value */
const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
/** @param {unknown} value */
const word = (value) => (typeof value === "string" ? value : "unknown");

/** What a page sends as a result; null if it is none. @param {any} told @returns {Result | null} */
export function resultOf(told) {
  const version = number(told?.version);
  if (version === null) return null;
  const { scaled, raw, min, max } = told.score ?? {};
  return {
    version,
    completion_status: word(told.completion_status),
    success_status: word(told.success_status),
    score: { scaled: number(scaled), raw: number(raw), min: number(min), max: number(max) },
    progress: number(told.progress),
    seconds: number(told.seconds) ?? 0,
    visit_seconds: number(told.visit_seconds) ?? 0,
    attempt: number(told.attempt) ?? 1,
  };
}

/** @param {Result} result */
const judged = ({ success_status }) => success_status === "passed" || success_status === "failed";

/** @param {Result} result */
export const isFinished = (result) => result.completion_status === "completed" || judged(result);

/** What anybody cares about, without the time that passes. @param {Result} result */
export function outcomeOf({ completion_status, success_status, score, progress, attempt }) {
  return JSON.stringify([completion_status, success_status, score, progress, attempt]);
}

/** Without the ending zeros and without an exponent. @param {number} value @param {number} digits */
const decimal = (value, digits) =>
  value
    .toFixed(digits)
    .replace(/\.?0+$/, "")
    .replace(/^-0$/, "0");

/** SCORM 1.2 knows scores from 0 to 100 only. @param {Score} score */
function percent({ scaled, raw, min, max }) {
  const isPercent = raw !== null && (min ?? 0) === 0 && (max ?? 100) === 100;
  const value = isPercent ? raw : scaled === null ? null : scaled * 100;
  return value === null || value < 0 || value > 100 ? null : value;
}

/** @param {Result} result @returns {[string, string][]} Fields of the LMS and their values. */
function older(result) {
  const { completion_status: completion, success_status: success, score } = result;
  const status = judged(result) ? success : completion === "completed" ? completion : "incomplete";
  const value = percent(score);
  if (value === null) return [["status", status]];
  return [
    ["status", status],
    ["min", "0"],
    ["max", "100"],
    ["raw", decimal(value, 2)],
  ];
}

/** @param {Result} result @returns {[string, string][]} */
function newer(result) {
  const { scaled, raw, min, max } = result.score;
  const within = scaled !== null && Math.abs(scaled) <= 1 ? scaled : null;
  const share = result.progress !== null && result.progress >= 0 && result.progress <= 1;
  /** @type {[string, number | null][]} */
  const numbers = [
    ["min", min],
    ["max", max],
    ["raw", raw],
    ["scaled", within],
  ];
  const known = numbers.flatMap(([field, value]) => (value === null ? [] : [[field, decimal(value, 7)]]));
  return /** @type {[string, string][]} */ ([
    ["completion", result.completion_status === "completed" ? "completed" : "incomplete"],
    ["success", judged(result) ? result.success_status : "unknown"],
    ...known,
    ...(share ? [["progress", decimal(result.progress ?? 0, 7)]] : []),
  ]);
}

/** @param {Standard} standard @param {Result} result */
export const valuesOf = (standard, result) => (standard === "2004" ? newer(result) : older(result));

/** "80", "80.0" and "080" are one score. @param {string} one @param {string} other */
export function isSame(one, other) {
  if (one === other) return true;
  const numbers = [one, other].map((text) => (text.trim() === "" ? NaN : Number(text)));
  return Math.abs((numbers[0] ?? NaN) - (numbers[1] ?? NaN)) < 1e-6;
}
