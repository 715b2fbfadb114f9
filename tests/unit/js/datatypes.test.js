/** What content passes, and the checks that need no data model. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { text } from "../../../static/js/rte/api.js";
import { canonical, makeChecks } from "../../../static/js/rte/datatypes.js";
import { tableOf } from "./books.js";

const { check } = makeChecks(await tableOf("2004 4th Edition"));

test("arguments become the text that content meant", () => {
  const broken = { toString: () => { throw new Error("no"); } };

  assert.deepEqual(
    ["a", 7, 0.5, true, undefined, null, ["a", "b"], new String("s"), Symbol("x"), broken].map(text),
    ["a", "7", "0.5", "true", "", "", "a,b", "s", "Symbol(x)", ""],
  );
});

test("numbers are compared with their range only when they are numbers", () => {
  assert.equal(check("real", "0.5", [0, 1], true), "");
  assert.equal(check("real", "1.00001", [0, 1], true), "range");
  assert.equal(check("real", "-5", [null, 1], true), "");
  assert.equal(check("real", "5", null, true), "");
  assert.equal(check("real", "five", [0, 1], true), "type");
});

test("a value of an unknown type is refused", () => {
  assert.equal(check("colour", "red", null, true), "type");
});

test("only the qualifiers in front of a right answer are read", () => {
  assert.equal(canonical("response", "fill-in", "{order_matters=true}a"), "{order_matters=true}a");
  assert.equal(canonical("pattern", "fill-in", "{order_matters=true}a"), "a");
  assert.equal(canonical("pattern", "choice", "{order_matters=true}a"), "{order_matters=true}a");
  assert.equal(canonical("response", "long-fill-in", "{case_matters=false}a"), "{case_matters=false}a");
});

test("very long answers are kept as they are", () => {
  const long = `{order_matters=true}${"a".repeat(40_000)}`;

  assert.equal(canonical("pattern", "fill-in", long), long);
});
