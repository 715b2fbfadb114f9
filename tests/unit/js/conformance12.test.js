/** The SCORM 1.2 checks of the conformance kit, played through window.API. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { makeApi12 } from "../../../static/js/rte/api.js";
import { createDataModel } from "../../../static/js/rte/datamodel.js";
import { ask, kit, tableOf } from "./books.js";
import { replay } from "./replay.js";

const folder = `${kit}scorm12/`;
const skip = existsSync(folder) ? false : "the conformance kit is not here";
const { cases } = skip ? { cases: [] } : JSON.parse(readFileSync(`${folder}cases.json`, "utf8"));
const table = await tableOf("1.2");
const LEARNER = "learner-1";

/** @param {any} item @param {number} seconds */
function factsOf(item, seconds) {
  const manifest = readFileSync(`${folder}manifests/${item.packages[0].manifest}`, "utf8");
  const given = (/** @type {string} */ name) =>
    new RegExp(`<adlcp:${name}>(.*?)</`).exec(manifest)?.[1] ?? "";
  return {
    learner_id: LEARNER,
    learner_name: "Tester, Lena",
    launch_data: given("datafromlms"),
    mastery_score: given("masteryscore"),
    max_time_allowed: given("maxtimeallowed"),
    time_limit_action: given("timelimitaction"),
    total_seconds: seconds,
  };
}

/** @param {Record<string, string>} values */
function open(values) {
  /** @type {Record<string, string>} */
  const patch = {};
  const onChange = (/** @type {string} */ element, /** @type {string} */ value) => {
    patch[element] = value;
  };
  const model = createDataModel({ table, strict: true, values, onChange });
  const yes = () => true;
  const api = makeApi12(model, {
    ...{ initialize: yes, commit: yes, terminate: yes },
    called: () => {},
    requestValid: () => "unknown",
  });
  return { api, model, patch };
}

for (const item of cases) {
  test(`every call of ${item.case} is answered as expected`, { skip }, async () => {
    let state = {};
    let seconds = 0;
    const wrong = [];

    for (const launch of item.launches) {
      const facts = factsOf(item, seconds);
      const about = { edition: "1.2", facts, state };
      const values = await ask({ ...about, do: "begin" });
      const { api, model, patch } = open(values);
      wrong.push(...replay(api, "LMS", launch.calls, LEARNER));

      const [patched, refused] = await ask({ ...about, do: "patch", strict: true, state: values, patch });
      assert.deepEqual(refused, {});
      assert.deepEqual(patched, model.snapshot());
      const end = await ask({ ...facts, edition: "1.2", do: "finish", state: patched });
      state = end.state;
      seconds += end.seconds;
    }

    assert.deepEqual(wrong, []);
  });
}

test("the kit has 914 checks", { skip }, () => {
  const calls = cases.flatMap((/** @type {any} */ item) =>
    item.launches.flatMap((/** @type {any} */ launch) => launch.calls),
  );
  assert.equal(calls.length, 914);
});
