/** The ADL cases about API and data model, played through window.API_1484_11. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { makeApi2004 } from "../../../static/js/rte/api.js";
import { createDataModel } from "../../../static/js/rte/datamodel.js";
import { ask, kit, tableOf } from "./books.js";
import { replay } from "./replay.js";

const folder = `${kit}adl-2004-4th/`;
const skip = existsSync(folder) ? false : "the conformance kit is not here";
const edition = "2004 4th Edition";
const table = await tableOf(edition);
const LEARNER = "learner-2";
const ALONE = ["API", "DMI", "DMB", "DDM"];
const cases = skip
  ? []
  : JSON.parse(readFileSync(`${folder}cases.json`, "utf8")).cases.filter(
      (/** @type {any} */ item) => ALONE.includes(item.case),
    );

/** @param {string} text @param {RegExp} pattern @param {string} [otherwise] */
const found = (text, pattern, otherwise = "") => {
  const match = pattern.exec(text);
  return match ? (match[1] ?? otherwise) : "";
};

/** What the manifest says about one activity. @param {string} file @param {string} activity */
function activityOf(file, activity) {
  const manifest = readFileSync(`${folder}manifests/${file}`, "utf8").replaceAll(/<!--.*?-->/gs, "");
  const item = manifest.split("<item ").find((part) => part.includes(`;act=${activity}"`)) ?? "";
  const byMeasure = /<adlcp:completionThreshold[^>]*completedByMeasure="true"/.test(item);
  const bySatisfaction = /satisfiedByMeasure="true"/.test(item);
  const maps = [...item.matchAll(/<adlcp:map([^>]*)>/g)].map(([, map = ""]) => [
    found(map, /targetID\s*=\s*"([^"]*)"/),
    null,
    !/readSharedData\s*=\s*"false"/.test(map),
    !/writeSharedData\s*=\s*"false"/.test(map),
  ]);
  const facts = {
    learner_id: LEARNER,
    learner_name: "Tester, Lena",
    launch_data: found(item, /<adlcp:dataFromLMS>(.*?)<\//s),
    time_limit_action: found(item, /<adlcp:timeLimitAction>(.*?)<\//),
    completion_threshold: byMeasure
      ? found(item, /<adlcp:completionThreshold(?:[^>]*minProgressMeasure="([^"]*)")?/, "1.0")
      : "",
    scaled_passing_score: bySatisfaction
      ? found(item, /<imsss:primaryObjective[^>]*>\s*(?:<imsss:minNormalizedMeasure>(.*?)<\/)?/, "1.0")
      : "",
  };
  const isLocal = /sharedDataGlobalToSystem\s*=\s*"false"/.test(manifest);
  return { facts, maps, isLocal };
}

/** What outlives a visit, as far as it needs no sequencing. */
class Registration {
  /** @type {Record<string, {state: Record<string, string>, seconds: number}>} */
  visits = {};
  /** @type {Record<string, string>} */
  buckets = {};
  suspended = true;

  /** A launch that does not resume begins a new attempt on the whole tree. @param {boolean} isLocal */
  begin(isLocal) {
    if (!this.suspended) this.visits = {};
    if (!this.suspended && isLocal) this.buckets = {};
    this.suspended = true;
  }
}

/** @param {Registration} registration @param {any} launch @param {any} activity */
async function play(registration, launch, { facts, maps }) {
  const visit = registration.visits[launch.activity] ?? { state: {}, seconds: 0 };
  const buckets = maps.map((/** @type {any[]} */ map) => [
    map[0],
    registration.buckets[map[0]] ?? null,
    ...map.slice(2),
  ]);
  const told = { ...facts, total_seconds: visit.seconds };
  const values = await ask({ do: "begin", edition, facts: told, state: visit.state, buckets });
  /** @type {Record<string, string>} */
  const patch = {};
  const onChange = (/** @type {string} */ element, /** @type {string} */ value) => {
    patch[element] = value;
  };
  const model = createDataModel({ table, strict: true, values, onChange });
  const yes = () => true;
  const api = makeApi2004(model, {
    ...{ initialize: yes, commit: yes, terminate: yes },
    called: () => {},
    requestValid: () => "unknown",
  });

  const wrong = replay(api, "", launch.calls, LEARNER);

  const [state, refused] = await ask({
    ...{ do: "patch", edition, strict: true },
    ...{ state: values, patch },
  });
  assert.deepEqual(refused, {});
  assert.deepEqual(state, model.snapshot());
  await leave(registration, launch, state, visit.seconds);
  return wrong;
}

/** @param {Registration} registration @param {any} launch @param {any} state @param {number} seconds */
async function leave(registration, launch, state, seconds) {
  for (let row = 0; state[`adl.data.${row}.id`] !== undefined; row += 1) {
    registration.buckets[state[`adl.data.${row}.id`]] = state[`adl.data.${row}.store`] ?? null;
  }
  const suspending = state["adl.nav.request"] === "suspendAll";
  const end = await ask({ do: "finish", edition, state, suspending });
  delete registration.visits[launch.activity];
  if (end.state["cmi.entry"] === "resume") {
    registration.visits[launch.activity] = { state: end.state, seconds: seconds + end.seconds };
  }
  const over = launch.then.some((/** @type {any} */ step) => step.does === "end the session");
  registration.suspended = suspending || !over;
}

for (const item of cases) {
  test(`every call of ${item.case} is answered as expected`, { skip }, async () => {
    /** @type {Record<string, Registration>} */
    const registrations = {};
    const wrong = [];

    for (const launch of item.launches) {
      const registration = (registrations[launch.package] ??= new Registration());
      const { manifest } = item.packages.find((/** @type {any} */ p) => p.package === launch.package);
      const activity = activityOf(manifest, launch.activity);
      registration.begin(activity.isLocal);
      for (const line of await play(registration, launch, activity)) {
        wrong.push(`${launch.launch}.${line}`);
      }
    }

    assert.deepEqual(wrong, []);
  });
}

test("the four cases make 8,547 calls", { skip }, () => {
  const calls = cases.flatMap((/** @type {any} */ item) =>
    item.launches.flatMap((/** @type {any} */ launch) => launch.calls),
  );
  assert.equal(calls.length, 8547);
});
