/** The connection check: what this page finds by itself and what the package has told, as one code. */

/** @import { Check, CheckRow, Examined, Problem, Surroundings } from "./types.js" */

const MOST_CLOCK_ERROR = 5 * 60_000;
export const GOOD = "LEC-00";
export const UNHEARD = "LEC-05";
export const WINDOWS = "LEC-07";
export const REFUSED = "LEC-13";

const OF_THE_PAGE = ["LEC-06", WINDOWS, "LEC-08", "LEC-10", "LEC-11", "LEC-12"];
const OF_A_PLATFORM = ["LEC-01", "LEC-02", "LEC-03", "LEC-04", UNHEARD, "LEC-09"];
// Good to know; courses play all the same.
const NOTES = new Set(["LEC-10", "LEC-11", "LEC-12"]);
// What stands first explains what comes after it; the package goes by the same order.
const GRAVEST = [
  ...["LEC-01", "LEC-02", "LEC-06", UNHEARD, WINDOWS, REFUSED, "LEC-09", "LEC-04", "LEC-03"],
  "LEC-08",
];

/** @param {Surroundings} seen @returns {Check[]} */
export function lookAround({ stores, secure, fullscreen, autoplay, clock }) {
  return [
    { code: "LEC-06", ok: true },
    { code: "LEC-08", ok: Math.abs(clock) <= MOST_CLOCK_ERROR },
    { code: "LEC-10", ok: stores },
    { code: "LEC-11", ok: fullscreen && autoplay },
    { code: "LEC-12", ok: secure },
  ];
}

/**
 * @param {Check[]} checks Where two speak of the same, bad news counts.
 * @param {{platform: boolean, problem?: Problem | null}} about
 * @returns {Examined}
 */
export function examine(checks, { platform, problem = null }) {
  const found = new Map();
  for (const { code, ok } of problem ? [...checks, { code: REFUSED, ok: false }] : checks) {
    found.set(code, ok && (found.get(code) ?? true));
  }
  const known = [...(platform ? OF_A_PLATFORM : []), ...OF_THE_PAGE, ...found.keys()];
  const codes = [...new Set(known)].filter((one) => GRAVEST.includes(one) || NOTES.has(one)).sort();
  const code = GRAVEST.find((one) => found.get(one) === false) ?? GOOD;
  return { code, rows: codes.map((one) => rowOf(one, found.get(one))), problem, platform };
}

/** @param {string} code @param {boolean | undefined} ok @returns {CheckRow} */
function rowOf(code, ok) {
  if (ok === undefined) return { code, state: "open" };
  if (ok) return { code, state: "ok" };
  return { code, state: NOTES.has(code) ? "note" : "failed" };
}
