/** Thousands of random calls: whatever the server would answer, the browser answers too. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { RteError, createDataModel } from "../../../static/js/rte/datamodel.js";
import { ask, tableOf } from "./books.js";

const EDITIONS = ["1.2", "2004 2nd Edition", "2004 3rd Edition", "2004 4th Edition"];
const KINDS = [
  ...["true-false", "choice", "fill-in", "long-fill-in", "likert"],
  ...["matching", "performance", "sequencing", "numeric", "other"],
];
const VALUES = [
  ...["", "0", "1", "-1", "0.5", "1.1", "100", "101", " 5 ", "1e3", "+3", ".5", "5.", "five"],
  ...["completed", "passed", "incomplete", "not attempted", "unknown", "suspend", "normal"],
  ...["a", "b", "a[,]b", "a[.]b", "a[,]a", "[,]", "[.]", "true", "1[:]2", "2[:]1", "two words"],
  ...["{order_matters=true}a", "{case_matters=false}{order_matters=true}x[,]y", "{lang=en}z"],
  ...["{lang=zz}z", "{lang=fr}{case_matters=true}z", "{lang=}z", "en-GB", "x-a", "qq", "é\u2028"],
  ...["PT1S", "P1D", "P", "00:00:10", "1:2:3", "2004-01-01", "2004-01-01T10:00:00Z", "9:05 am"],
  ...["correct", "wrong", "incorrect", "urn:a:b", "urn:", "{target=a}choice", "{target=a}jump"],
  ...[..."xy"].map((letter) => letter.repeat(300)),
  "z".repeat(5_000),
];
const STRANGE = ["", ".", "cmi", "cmi.x", "cmi.objectives.n.id", "adl.data.0._access", "0.cmi"];

/** A generator that is the same on every run. @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** @param {any} table @param {(below: number) => number} below */
function makeCalls(table, below) {
  const pick = (/** @type {any[]} */ list) => list[below(list.length)];
  const elements = table.elements.map((/** @type {any[]} */ row) => row[0]);
  const lists = elements.filter((/** @type {string} */ name) => name.includes(".n."));
  const keywords = ["_children", "_count", "_version"];
  return Array.from({ length: 400 }, () => {
    let name = pick([elements, lists, lists, lists][below(4)]);
    if (below(12) === 0) name = `${name.slice(0, name.lastIndexOf("."))}.${pick(keywords)}`;
    if (below(30) === 0) name = pick(STRANGE);
    name = name.replaceAll(/\bn\b/g, () => (below(9) ? below(2) : pick(["2", "00", "x", "7"])));
    if (below(3) === 0) return [name, null];
    if (name.endsWith(".type") && below(5)) return [name, pick(KINDS)];
    return [name, name.endsWith(".id") && below(3) ? `id${below(4)}` : pick(VALUES)];
  });
}

/** @param {any} model @param {any[]} call */
function answer(model, [element, value]) {
  try {
    return value === null ? [model.get(element), 0] : [model.set(element, value) ?? "", 0];
  } catch (error) {
    if (error instanceof RteError) return ["", error.code];
    throw error;
  }
}

for (const edition of EDITIONS) {
  for (const strict of [true, false]) {
    test(`${strict ? "strict" : "lenient"} ${edition} is the same on both sides`, async () => {
      const table = await tableOf(edition);
      const values = {
        ...{ "adl.data.0.id": "a", "adl.data.1.id": "b", "adl.data.1._access": "r" },
        ...{ "cmi.completion_threshold": "0.5", "cmi.scaled_passing_score": "0.6" },
      };

      for (let seed = 1; seed <= 5; seed += 1) {
        const calls = makeCalls(table, random(seed));
        const expected = await ask({ do: "replay", edition, strict, values, calls });
        const model = createDataModel({ table, strict, values, onChange: () => {} });

        for (const [index, call] of calls.entries()) {
          assert.deepEqual([call, answer(model, call)], [call, expected.answers[index]]);
        }
        assert.deepEqual(model.snapshot(), expected.values);
      }
    });
  }
}
