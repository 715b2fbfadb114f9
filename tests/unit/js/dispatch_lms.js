/** An LMS that remembers: the real scorm-again, with whatever habits a test gives it. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import { factsOf } from "../../../static/js/dispatch/facts.js";
import { Lms } from "../../../static/js/dispatch/lms.js";
import { Relay } from "../../../static/js/dispatch/relay.js";
import { Clock } from "./world.js";

const DIST = new URL("../../../node_modules/scorm-again/dist/esm/", import.meta.url);
export const WITHOUT_LMS = existsSync(DIST) ? false : "scorm-again is not installed (npm ci)";

/** @param {"1.2" | "2004"} standard @returns {Promise<any>} The class of scorm-again. */
async function playerOf(standard) {
  // It expects to be in a browser.
  Object.assign(globalThis, { window: globalThis, addEventListener: () => undefined });
  const name = standard === "2004" ? "scorm2004.js" : "scorm12.js";
  const loaded = await import(new URL(name, DIST).href);
  return standard === "2004" ? loaded.Scorm2004API : loaded.Scorm12API;
}

const NAMES = {
  1.2: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError"],
  2004: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError"],
};

/** @typedef {Record<string, (call: (...args: any[]) => any, ...args: any[]) => any>} Habits By the end of a function's name. */

/** An LMS with one learner: the real scorm-again, its data kept from visit to visit. */
export class Platform {
  /** @type {Record<string, any>} */
  kept = {};
  /** @type {[string, ...any[]][]} */
  calls = [];
  /** @type {any} */
  #real = null;

  /** @param {"1.2" | "2004"} standard @param {any} type @param {Habits} habits */
  constructor(standard, type, habits) {
    this.standard = standard;
    this.type = type;
    this.habits = habits;
    const person = standard === "2004" ? "cmi.learner" : "cmi.core.student";
    this.kept = { [`${person}_id`]: "ann", [`${person}_name`]: "Doe, Ann" };
  }

  /** @param {"1.2" | "2004"} standard @param {Habits} [habits] */
  static async of(standard, habits = {}) {
    return new Platform(standard, await playerOf(standard), habits);
  }

  /** The object of a new visit, as it behaves. @returns {any} */
  visit() {
    this.#real = new this.type({ logLevel: 5, dataCommitFormat: "flattened" });
    this.#real.loadFromFlattenedJSON(this.kept, "");
    this.calls = [];
    /** @type {any} */
    const object = {};
    for (const name of NAMES[this.standard]) {
      const call = (/** @type {any[]} */ ...args) => this.#real[name](...args);
      const habit = Object.entries(this.habits).find(([ending]) => name.endsWith(ending))?.[1];
      object[name] = (/** @type {any[]} */ ...args) => {
        const said = habit ? habit(call, ...args) : call(...args);
        if (!name.endsWith("GetLastError")) this.calls.push([name, ...args, said]);
        return said;
      };
    }
    return object;
  }

  /** What the LMS holds now; also what it remembers for the next visit. */
  keep() {
    const flat = this.#real.renderCommitCMI(true, true);
    const exit = this.standard === "2004" ? "cmi.exit" : "cmi.core.exit";
    const entry = this.standard === "2004" ? "cmi.entry" : "cmi.core.entry";
    const session = this.standard === "2004" ? "cmi.session_time" : "cmi.core.session_time";
    const resumes = flat[exit] === "suspend";
    delete flat[session];
    if (!resumes) delete flat["cmi.suspend_data"];
    this.kept = { ...flat, [exit]: "", [entry]: resumes ? "resume" : "" };
    return this.kept;
  }

  /** The present value of an element, as the LMS itself sees it. @param {string} element */
  value(element) {
    return this.#real.getCMIValue(element);
  }

  /** What was tried to be set of elements with this in their name. @param {string} part */
  sets(part) {
    return this.calls
      .filter(([name, element]) => name.endsWith("SetValue") && element.includes(part))
      .map((call) => call[2]);
  }

  /** @param {string} ending */
  count(ending) {
    return this.calls.filter(([name]) => name.endsWith(ending)).length;
  }
}

/** What courses reach, with nothing in it unless told. @param {Record<string, any>} [told] */
export function resultWith(told = {}) {
  const score = { scaled: null, raw: null, min: null, max: null };
  const statuses = { completion_status: "incomplete", success_status: "unknown" };
  return {
    version: 1,
    ...statuses,
    score,
    progress: null,
    seconds: 0,
    visit_seconds: 0,
    attempt: 1,
    ...told,
  };
}

export const BINDING = "k".repeat(43);
export const PASSED = { completion_status: "completed", success_status: "passed" };
export const SCORE = { scaled: 0.8, raw: 80, min: 0, max: 100 };
/** @type {("1.2" | "2004")[]} */
export const STANDARDS = ["1.2", "2004"];

/** A visit that has begun. @param {Platform} platform @param {string} [outcome] @param {Clock} [clock] */
export function visit(platform, outcome = "new", clock = new Clock()) {
  const lms = new Lms({ api: platform.visit(), standard: platform.standard, where: "parent 1" });
  assert.equal(lms.initialize(), "");
  const facts = factsOf(lms);
  /** @type {any[]} */
  const receipts = [];
  const relay = new Relay(lms, facts, /** @type {any} */ ({ ...clock, now: () => clock.time }), (receipt) =>
    receipts.push(receipt),
  );
  relay.begin();
  relay.opened(outcome);
  return { lms, facts, relay, receipts, clock };
}

/** What the LMS says of the learner: one word in 1.2, two in 2004. @param {Platform} platform */
function status({ standard, ...platform }) {
  const value = (/** @type {string} */ element) => platform.kept[element];
  return standard === "1.2"
    ? value("cmi.core.lesson_status")
    : `${value("cmi.completion_status")} ${value("cmi.success_status")}`;
}

/** @param {any} relay @param {object} told @param {boolean} [final] */
export const take = (relay, told, final = false) => relay.take(resultWith(told), final);

/** @param {Platform} platform */
export const kept = (platform) => {
  platform.keep();
  return status(platform);
};
