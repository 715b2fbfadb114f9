/** Makes the calls of a conformance case and compares the answers by the rules of the kit. */

const REALS = new Set([
  ...["scaled", "raw", "min", "max", "progress_measure", "completion_threshold", "result"],
  ...["scaled_passing_score", "mastery_score", "weighting", "audio_level", "delivery_speed"],
]);
const DURATIONS = new Set(["latency", "total_time", "max_time_allowed"]);
const TIMESPAN = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/;
const PERIOD =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** @param {string} text */
function hundredths(text) {
  const short = TIMESPAN.exec(text);
  const parts = short ? ["", "", "", "", ...short.slice(1)] : PERIOD.exec(text);
  if (!parts) return Number.NaN;
  const seconds = [31_536_000, 2_628_029, 86_400, 3_600, 60, 1];
  return Math.round(
    seconds.reduce((sum, weight, index) => sum + weight * Number(parts[index + 1] || 0), 0) * 100,
  );
}

/** @param {string} list */
const sorted = (list) => list.split(",").map((name) => name.trim()).sort().join();

/** @param {string} element @param {string} expected @param {string} got */
function same(element, expected, got) {
  if (expected === got) return true;
  const name = element.slice(element.lastIndexOf(".") + 1);
  if (name === "_children") return sorted(expected) === sorted(got);
  if (DURATIONS.has(name)) return hundredths(expected) === hundredths(got);
  if (!REALS.has(name) || !expected || !got) return false;
  return Math.abs(Number(expected) - Number(got)) < 1e-6;
}

/** @param {string} element @param {any} expect @param {string} got @param {string} learner */
export function meets(element, expect, got, learner) {
  if (typeof expect === "string") return same(element, expect, got);
  if (Array.isArray(expect)) return expect.toSorted().join("\n") === got;
  if ("oneOf" in expect) return expect.oneOf.includes(got);
  if ("shorterThan" in expect) return got.length < expect.shorterThan;
  if ("pattern" in expect) return new RegExp(expect.pattern).test(got);
  return "learner" in expect ? got === learner : "anything" in expect;
}

/** @param {any} api @param {string} prefix @param {any} call */
function make(api, prefix, call) {
  if (call.call === "ApiVersion") return api.version;
  let element = call.element;
  if (call.where !== undefined) {
    const list = element.slice(0, element.indexOf(".?"));
    const count = Number(api[`${prefix}GetValue`](`${list}._count`));
    let row = 0;
    while (row < count && api[`${prefix}GetValue`](`${list}.${row}.id`) !== call.where) row += 1;
    element = element.replace("?", String(row));
  }
  const first = element ?? call.value;
  return api[prefix + call.call](...(first === undefined ? [] : [first, call.value]));
}

/**
 * @param {any} api @param {string} prefix @param {any[]} calls @param {string} learner
 * @returns {string[]} What was wrong.
 */
export function replay(api, prefix, calls, learner) {
  const wrong = [];
  for (const [index, call] of calls.entries()) {
    const got = make(api, prefix, call);
    const error = api[`${prefix}GetLastError`]();
    const allowed = Array.isArray(call.error) && prefix ? call.error.slice(0, 1) : call.error;
    const rightError = allowed === undefined || allowed === null || [allowed].flat().includes(error);
    const element = call.call === "GetValue" ? call.element : "";
    if (rightError && meets(element, call.expect, got, learner)) continue;
    wrong.push(`${index} ${JSON.stringify(call).slice(0, 300)} -> ${got.slice(0, 80)} ${error}`);
  }
  return wrong;
}
