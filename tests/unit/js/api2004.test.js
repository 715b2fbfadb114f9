/** window.API_1484_11 beyond the ADL cases: what real content does with it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeApi2004 } from "../../../static/js/rte/api.js";
import { createDataModel } from "../../../static/js/rte/datamodel.js";
import { tableOf } from "./books.js";

const tables = { "3rd": await tableOf("2004 3rd Edition"), "4th": await tableOf("2004 4th Edition") };

/** @param {object} [overrides] @param {"3rd" | "4th"} [edition] */
function open(overrides = {}, edition = "4th") {
  /** @type {any[][]} */
  const calls = [];
  const table = tables[edition];
  const model = createDataModel({ table, strict: false, values: {}, onChange: () => {} });
  const api = makeApi2004(model, {
    initialize: () => true,
    commit: () => true,
    terminate: () => true,
    called: (...call) => calls.push(call),
    requestValid: (kind, target) => (kind === "continue" || target === "a.b" ? "true" : "false"),
    ...overrides,
  });
  return { api, calls, model };
}

/** @param {any} api */
const last = (api) => api.GetLastError();

test("the object cannot be changed, and its functions can be detached", () => {
  const { api } = open();
  const { Initialize, SetValue, GetValue } = api;

  assert.ok(Object.isFrozen(api));
  assert.equal(api.version, "1.0");
  assert.equal(Initialize(), "true");
  assert.equal(SetValue("cmi.score.scaled", 0.5), "true");
  assert.equal(GetValue("cmi.score.scaled"), "0.5");
});

test("calls that come too early or too late have their own codes", () => {
  const { api } = open();
  const all = [
    () => api.Terminate(""),
    () => api.GetValue("cmi.credit"),
    () => api.SetValue("cmi.location", "x"),
    () => api.Commit(""),
  ];
  const codes = () => all.map((call) => (call(), last(api)));

  assert.deepEqual(codes(), ["112", "122", "132", "142"]);
  api.Initialize("");
  assert.equal(api.Initialize(""), "false");
  assert.equal(last(api), "103");
  assert.equal(api.Terminate(""), "true");
  assert.deepEqual(codes(), ["113", "123", "133", "143"]);
  assert.equal(api.Initialize(""), "false");
  assert.equal(last(api), "104");
});

test("a parameter that must be empty is checked first", () => {
  const { api } = open();

  for (const call of [api.Initialize, api.Commit, api.Terminate]) {
    assert.equal(call("x"), "false");
    assert.equal(last(api), "201");
  }
});

test("what the bridge cannot do has a code for each function", () => {
  const refusing = open({ initialize: () => false });
  assert.equal(refusing.api.Initialize(""), "false");
  assert.equal(last(refusing.api), "102");

  const { api } = open({ commit: () => false, terminate: () => false });
  api.Initialize("");
  assert.equal(api.Commit(""), "false");
  assert.equal(last(api), "391");
  assert.equal(api.Terminate(""), "false");
  assert.equal(last(api), "111");
  assert.equal(api.GetValue("cmi.credit"), "credit");
});

test("the player is asked whether a navigation request would be valid", () => {
  const { api, calls } = open();
  api.Initialize("");

  assert.equal(api.GetValue("adl.nav.request_valid.continue"), "true");
  assert.equal(api.GetValue("adl.nav.request_valid.previous"), "false");
  assert.equal(api.GetValue("adl.nav.request_valid.choice.{target=a.b}"), "true");
  assert.equal(api.GetValue("adl.nav.request_valid.jump.{target=a}"), "false");
  assert.equal(api.GetValue("adl.nav.request_valid.sideways"), "");
  assert.equal(last(api), "401");
  assert.equal(api.SetValue("adl.nav.request_valid.continue", "true"), "false");
  assert.equal(last(api), "404");
  assert.equal(calls.length, 7);
});

test("jump and shared data came with the fourth edition", () => {
  const { api } = open({}, "3rd");
  api.Initialize("");

  for (const element of ["adl.nav.request_valid.jump.{target=a}", "adl.data._count"]) {
    assert.equal(api.GetValue(element), "");
    assert.equal(last(api), "401");
  }
  assert.equal(api.SetValue("adl.nav.request", "{target=a}jump"), "false");
  assert.equal(last(api), "406");
});

test("a diagnostic names the element of the last error", () => {
  const { api } = open();
  api.Initialize("");

  api.GetValue("cmi.location");

  assert.equal(api.GetDiagnostic(""), "Data model element value not initialized: cmi.location");
  assert.equal(api.GetDiagnostic("406"), "Data model element type mismatch");
  assert.equal(api.GetErrorString(403), "Data model element value not initialized");
  assert.equal(last(api), "403");
});

test("a failure of our own never reaches the content", () => {
  const { api, model } = open({
    requestValid: () => {
      throw new TypeError("ours");
    },
  });
  api.Initialize("");

  assert.equal(api.GetValue("adl.nav.request_valid.continue"), "");
  assert.equal(last(api), "301");
  const broken = { ...model, set: () => { throw new TypeError("ours"); } };
  const other = makeApi2004(broken, {
    ...{ initialize: () => true, commit: () => true, terminate: () => true },
    called: () => {},
    requestValid: () => "unknown",
  });
  other.Initialize("");
  assert.equal(other.SetValue("cmi.location", "x"), "false");
  assert.equal(last(other), "351");
});
