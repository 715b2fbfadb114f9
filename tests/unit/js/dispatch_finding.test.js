/** Where an LMS may have put its object, and where it is found. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { findApi } from "../../../static/js/dispatch/finding.js";

const OLD = { LMSInitialize: () => "true" };
const NEW = { Initialize: () => "true" };

/** A window of another origin: it may be passed, not looked into. @param {any} parent @param {any} [opener] */
function foreign(parent, opener = null) {
  return new Proxy(
    {},
    {
      get(_, name) {
        if (name === "parent") return parent;
        if (name === "opener") return opener;
        throw new Error("SecurityError");
      },
    },
  );
}

/** A line of windows, the innermost last; returns that. @param {...any} windows */
function nested(...windows) {
  windows.forEach((window, at) => (window.parent = windows[at - 1] ?? window));
  return windows.at(-1);
}

test("the object is found in the window around this one", () => {
  const found = findApi(nested({}, { API: OLD }, {}), "1.2");

  assert.equal(found?.api, OLD);
  assert.equal(found?.where, "parent 1");
});

test("the nearest object wins", () => {
  const near = { ...OLD };

  assert.equal(findApi(nested({ API: OLD }, { API: near }, {}), "1.2")?.api, near);
});

test("frames of other origins on the way do not stop the search", () => {
  const top = nested({ API_1484_11: NEW });
  const own = { parent: foreign(foreign(top)) };

  assert.equal(findApi(own, "2004")?.api, NEW);
});

test("only behind the frames, the windows that opened them are looked at", () => {
  const opener = nested({ API: OLD }, {});
  const own = nested({ opener }, {});

  const found = findApi(own, "1.2");

  assert.equal(found?.api, OLD);
  assert.equal(found?.where, "opener of parent 1, parent 1");
});

test("the opener of a page of another origin is found too", () => {
  assert.equal(findApi({ parent: foreign(null, { API: OLD }) }, "1.2")?.api, OLD);
});

test("the object of the package's own standard is preferred, even far away", () => {
  const own = nested({ API_1484_11: NEW }, {}, { API: OLD }, {});

  assert.deepEqual([findApi(own, "2004")?.standard, findApi(own, "1.2")?.standard], ["2004", "1.2"]);
});

test("the other standard's object is better than none", () => {
  const own = nested({ API: OLD }, {});

  assert.equal(findApi(own, "2004")?.standard, "1.2");
});

test("a frame that bears the object's name is not the object", () => {
  const own = nested({ API: OLD }, { API: { location: {} } }, {});

  assert.equal(findApi(own, "1.2")?.api, OLD);
});

test("five hundred windows are searched, and no more", () => {
  const windows = (/** @type {number} */ between) =>
    nested({ API: OLD }, ...Array.from({ length: between }, () => ({})));

  assert.equal(findApi(windows(499), "1.2")?.where, "parent 499");
  assert.equal(findApi(windows(500), "1.2"), null);
});

test("windows that opened each other are each searched once", () => {
  /** @type {any} */
  const one = {};
  const other = nested({ opener: one });
  one.opener = other;
  one.parent = one;

  assert.equal(findApi(one, "1.2"), null);
});
