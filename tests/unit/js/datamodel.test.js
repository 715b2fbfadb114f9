/** Calls of our own, replayed here and in Python: two interpreters of one table must agree. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { RteError, createDataModel } from "../../../static/js/rte/datamodel.js";
import { root, tableOf } from "./books.js";

const folder = `${root}tests/unit/fixtures/rte/`;
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const table12 = await tableOf("1.2");
const table2004 = await tableOf("2004 4th Edition");

/** "@5000" at the end stands for that many characters. @param {string} value */
const spelledOut = (value) => value.replace(/@([0-9]+)$/, (_, length) => "x".repeat(Number(length)));

/**
 * @param {any} table
 * @param {{strict?: boolean, values?: Record<string, string>}} [options]
 */
function open(table, { strict = true, values = {} } = {}) {
  /** @type {[string, string, number][]} */
  const changes = [];
  const model = createDataModel({
    ...{ table, strict, values },
    onChange: (element, value, departure) => changes.push([element, value, departure]),
  });
  return { model, changes };
}

/** @param {any} model @param {[string, string, string, number]} call */
function answer(model, [verb, element, value]) {
  try {
    return [verb === "get" ? model.get(element) : model.set(element, spelledOut(value)), 0];
  } catch (error) {
    assert.ok(error instanceof RteError, `${element}: ${error}`);
    return ["", error.code];
  }
}

for (const name of names) {
  const fixture = JSON.parse(readFileSync(folder + name, "utf8"));
  const table = await tableOf(fixture.edition);

  test(`calls are answered as ${name} says`, () => {
    const { model } = open(table, fixture);

    for (const call of fixture.calls) {
      const [got, code] = answer(model, call);
      assert.deepEqual([call, code], [call, call[3]]);
      if (call[0] === "get") assert.equal(got, call[3] ? "" : spelledOut(call[2]));
    }
  });
}

test("a change is told with its final value, and with the code of a departure from the book", () => {
  const { model, changes } = open(table12, { strict: false });

  model.set("cmi.comments", "One. ");
  model.set("cmi.comments", "Two.");
  model.set("cmi.core.exit", "normal");

  assert.deepEqual(changes, [
    ["cmi.comments", "One. ", 0],
    ["cmi.comments", "One. Two.", 0],
    ["cmi.core.exit", "normal", 405],
  ]);
});

test("what is refused is neither kept nor told", () => {
  const { model, changes } = open(table12);

  assert.throws(() => model.set("cmi.core.exit", "normal"), { code: 405 });

  assert.deepEqual(changes, []);
  assert.deepEqual(model.snapshot(), {});
});

test("the player may store what content may not set", () => {
  const { model, changes } = open(table12);

  model.store("cmi.core.student_id", "learner-1");

  assert.equal(model.get("cmi.core.student_id"), "learner-1");
  assert.deepEqual(changes, []);
});

test("a snapshot is a copy", () => {
  const { model } = open(table12, { values: { "cmi.suspend_data": "a" } });

  model.snapshot()["cmi.suspend_data"] = "b";

  assert.equal(model.get("cmi.suspend_data"), "a");
});

test("an empty value unsets shared data", () => {
  const values = { "adl.data.0.id": "a", "adl.data.0.store": "x" };
  const { model, changes } = open(table2004, { values });

  model.set("adl.data.0.store", "");

  assert.throws(() => model.get("adl.data.0.store"), { code: 403 });
  assert.deepEqual(changes, [["adl.data.0.store", "", 0]]);
});

test("a threshold that is no number decides nothing", () => {
  const { model } = open(table2004, { values: { "cmi.completion_threshold": "most" } });

  model.set("cmi.completion_status", "completed");

  assert.equal(model.get("cmi.completion_status"), "completed");
});

test("many different names do not pile up", () => {
  const { model } = open(table12);

  for (let index = 0; index < 6_000; index += 1) {
    assert.throws(() => model.get(`cmi.${index}`), { code: 201 });
  }

  assert.equal(model.get("cmi.core.lesson_location"), "");
});

test("without the list of languages, every language exists", () => {
  const { languages, ...table } = table2004;
  const { model, changes } = open(table, { strict: false });

  model.set("cmi.learner_preference.language", "zzz");

  assert.ok(languages.includes("zza"));
  assert.deepEqual(changes, [["cmi.learner_preference.language", "zzz", 0]]);
});
