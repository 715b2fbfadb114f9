/** Finds the LMS's API object as the books say: up through the frames, then where those were opened. */

/** @typedef {"1.2" | "2004"} Standard */
/** @typedef {{api: any, standard: Standard, where: string}} Found */

const MOST_WINDOWS = 500;
/** @type {Record<Standard, {object: string, begin: string}>} */
const SIGNS = {
  1.2: { object: "API", begin: "LMSInitialize" },
  2004: { object: "API_1484_11", begin: "Initialize" },
};

/** Pages of other origins throw when looked into. @template T @param {() => T} run @returns {T | null} */
function allowed(run) {
  try {
    return run();
  } catch {
    return null;
  }
}

/** The page's own window, those around it, then those that opened one of these. @param {any} own */
function windowsAround(own) {
  const known = new Set();
  /** @type {{window: any, where: string}[]} */
  const found = [];
  const starts = [{ window: own, where: "window" }];
  for (let start = starts.shift(); start; start = starts.shift()) {
    let { window, where } = start;
    for (let level = 1; window && !known.has(window) && known.size < MOST_WINDOWS; level += 1) {
      const here = window;
      known.add(here);
      found.push({ window: here, where });
      const opener = allowed(() => here.opener);
      if (opener) starts.push({ window: opener, where: `opener of ${where}` });
      window = allowed(() => here.parent);
      where = start.where === "window" ? `parent ${level}` : `${start.where}, parent ${level}`;
    }
  }
  return found;
}

/** A frame may bear the name of the object, so its first function is looked for too. */
function apiOf(/** @type {any} */ window, /** @type {Standard} */ standard) {
  const { object, begin } = SIGNS[standard];
  return allowed(() => (window[object]?.[begin] ? window[object] : null));
}

/** The object of the package's own standard, wherever it is; else the other one's. */
export function findApi(/** @type {any} */ own, /** @type {Standard} */ preferred) {
  const windows = windowsAround(own);
  /** @type {Standard[]} */
  const standards = preferred === "2004" ? ["2004", "1.2"] : ["1.2", "2004"];
  for (const standard of standards) {
    for (const { window, where } of windows) {
      const api = apiOf(window, standard);
      if (api) return /** @type {Found} */ ({ api, standard, where });
    }
  }
  return null;
}
