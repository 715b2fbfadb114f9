/** window.API beyond the checks of the kit: what real content does with it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeApi12 } from "../../../static/js/rte/api.js";
import { createDataModel } from "../../../static/js/rte/datamodel.js";
import { tableOf } from "./books.js";

const table = await tableOf("1.2");

/** @param {object} [overrides] */
function open(overrides = {}) {
  /** @type {any[][]} */
  const calls = [];
  const model = createDataModel({ table, strict: false, values: {}, onChange: () => {} });
  const api = makeApi12(model, {
    initialize: () => true,
    commit: () => true,
    terminate: () => true,
    called: (...call) => calls.push(call),
    requestValid: () => "unknown",
    ...overrides,
  });
  return { api, calls, model };
}

test("the object cannot be changed, and its functions can be detached", () => {
  const { api } = open();
  const { LMSInitialize, LMSSetValue, LMSGetValue } = api;

  assert.ok(Object.isFrozen(api));
  assert.equal(LMSInitialize(), "true");
  assert.equal(LMSSetValue("cmi.core.lesson_location", 7), "true");
  assert.equal(LMSGetValue("cmi.core.lesson_location"), "7");
});

test("missing arguments count as empty ones", () => {
  const { api } = open();

  assert.equal(api.LMSInitialize(null), "true");
  assert.equal(api.LMSSetValue("cmi.suspend_data"), "true");
  assert.equal(api.LMSGetValue("cmi.suspend_data"), "");
  assert.equal(api.LMSGetValue(), "");
  assert.equal(api.LMSGetLastError(), "201");
  assert.equal(api.LMSCommit(undefined), "true");
  assert.equal(api.LMSFinish(null), "true");
});

test("every call is told with its result and its error", () => {
  const { api, calls } = open();

  api.LMSGetValue("cmi.suspend_data");
  api.LMSInitialize("");
  api.LMSSetValue("cmi.core.student_id", "x");
  api.LMSGetValue("cmi.core.credit");
  api.LMSCommit("");

  assert.deepEqual(calls, [
    ["LMSGetValue", ["cmi.suspend_data"], "", 301],
    ["LMSInitialize", [""], "true", 0],
    ["LMSSetValue", ["cmi.core.student_id", "x"], "false", 403],
    ["LMSGetValue", ["cmi.core.credit"], "credit", 0],
    ["LMSCommit", [""], "true", 0],
  ]);
});

test("a diagnostic names the element of the last error", () => {
  const { api } = open();
  api.LMSInitialize("");

  api.LMSSetValue("cmi.core.student_id", "x");

  assert.equal(api.LMSGetDiagnostic(""), "Element is read only: cmi.core.student_id");
  assert.equal(api.LMSGetDiagnostic(403), "Element is read only: cmi.core.student_id");
  assert.equal(api.LMSGetDiagnostic("405"), "Incorrect data type");
  assert.equal(api.LMSGetDiagnostic("999"), "");
  api.LMSGetValue("cmi.".padEnd(500, "x"));
  assert.ok(api.LMSGetDiagnostic("").length < 255);
});

test("what the bridge cannot do is a general exception", () => {
  const refusing = open({ initialize: () => false });
  assert.equal(refusing.api.LMSInitialize(""), "false");
  assert.equal(refusing.api.LMSGetLastError(), "101");

  const { api } = open({ commit: () => false, terminate: () => false });
  api.LMSInitialize("");
  assert.equal(api.LMSCommit(""), "false");
  assert.equal(api.LMSFinish(""), "false");
  assert.equal(api.LMSGetLastError(), "101");
  assert.equal(api.LMSGetValue("cmi.core.credit"), "credit");
});

test("a failure of our own never reaches the content", () => {
  const { api, model } = open();
  const broken = () => {
    throw new TypeError("ours");
  };
  const { LMSGetValue, LMSSetValue, LMSInitialize, LMSGetLastError } = makeApi12(
    { ...model, get: broken, set: broken },
    { initialize: () => true, commit: () => true, terminate: () => true, called: () => {}, requestValid: () => "unknown" },
  );
  LMSInitialize("");

  assert.equal(LMSGetValue("cmi.core.credit"), "");
  assert.equal(LMSSetValue("cmi.suspend_data", "x"), "false");
  assert.equal(LMSGetLastError(), "101");
  assert.equal(api.LMSGetLastError(), "0");
});

test("content that finishes is finished before the bridge is told", () => {
  /** @type {string[]} */
  const seen = [];
  const { api } = open({ terminate: () => Boolean(seen.push(api.LMSGetValue("cmi.core.credit"))) });
  api.LMSInitialize("");

  assert.equal(api.LMSFinish(""), "true");

  assert.deepEqual(seen, [""]);
});
