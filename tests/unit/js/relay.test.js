/** Results on their way into the learning platform of a client, and word of what became of them. */

/** @import { Result } from "../../../static/js/shell/types.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { wordsFor } from "../../../static/js/shell/handed_back.js";
import { Relay } from "../../../static/js/shell/relay.js";
import { Neighbours } from "./neighbours.js";
import { english } from "./speaking.js";
import { Clock } from "./world.js";

const NETWORK = { ok: false, problem: { code: "NETWORK", status: 0 } };

/** @param {number} version @param {Partial<Result>} [more] @returns {Result} */
function result(version, more = {}) {
  const score = { scaled: null, raw: null, min: null, max: null };
  const status = { completion_status: "incomplete", success_status: "unknown", score, progress: null };
  return { version, ...status, seconds: version, visit_seconds: version, attempt: 1, ...more };
}

const PASSED = { completion_status: "completed", success_status: "passed" };

/** A course that runs in a platform which says what the test wants. */
class Lesson {
  around = new Neighbours();
  clock = new Clock();
  /** @type {string[]} */
  shown = [];
  /** @type {any[]} */
  reported = [];
  /** What the server answers to receipts, and then always yes. @type {any[]} */
  answers = [];
  /** @type {any[]} */
  statuses = [];
  now = result(1);

  constructor() {
    const parts = {
      report: async (/** @type {any} */ handed) => {
        this.reported.push(handed);
        return this.answers.shift() ?? { ok: true, body: { state: "accepted" } };
      },
      status: async () => this.statuses.shift() ?? { ok: true, body: { result: this.now } },
      show: (/** @type {string} */ state, /** @type {boolean} */ hope) =>
        void this.shown.push(`${state} ${hope}`),
    };
    const { later, cancel } = this.clock;
    const times = { later, cancel, now: () => this.clock.time };
    this.relay = new Relay(this.around, "https://lms.test", /** @type {any} */ (parts), times);
    this.relay.start(this.now);
  }

  /** @param {Result} now */
  learns(now) {
    this.now = now;
    this.relay.learned(now);
  }

  /** @param {number} version @param {object} [more] */
  receipt(version, more = {}) {
    this.around.say({ lectern: 1, type: "receipt", version, ok: true, error: "", ...more });
  }

  /** The versions that went over since the last time. */
  get sent() {
    return this.around.heard("state").map(({ data }) => data.result.version);
  }
}

test("how things stand goes over as soon as the platform has answered", () => {
  const lesson = new Lesson();
  assert.deepEqual(lesson.sent, []);
  lesson.around.learner();

  assert.deepEqual(lesson.around.heard("state"), [
    { data: { lectern: 1, type: "state", result: result(1), final: false }, to: "https://lms.test" },
  ]);
  assert.equal(lesson.around.heard("opened").length, 1);
});

test("a new status goes over at once, time alone every ten seconds", async () => {
  const lesson = new Lesson();
  lesson.around.learner();
  lesson.learns(result(2));
  lesson.learns(result(3, PASSED));
  assert.deepEqual(lesson.sent, [1, 3]);

  lesson.learns(result(4, PASSED));
  await lesson.clock.pass(5_000);
  lesson.learns(result(5, PASSED));
  assert.deepEqual(lesson.sent, []);
  await lesson.clock.pass(5_000);
  assert.deepEqual(lesson.sent, [5]);
  await lesson.clock.pass(60_000);
  assert.deepEqual(lesson.sent, []);
});

test("what is known goes over when the learner looks away", () => {
  const lesson = new Lesson();
  lesson.around.learner();
  lesson.learns(result(2));
  lesson.relay.flush();
  lesson.relay.flush();

  assert.deepEqual(lesson.sent, [1, 2]);
});

test("what stays the same is not sent again", async () => {
  const lesson = new Lesson();
  lesson.around.learner();
  for (let poll = 0; poll < 20; poll += 1) {
    lesson.learns(result(1));
    await lesson.clock.pass(4_000);
  }

  assert.deepEqual(lesson.sent, [1]);
});

test("what the platform has taken is told to the server, with what it was", async () => {
  const lesson = new Lesson();
  lesson.around.learner();
  lesson.learns(result(2, PASSED));
  lesson.receipt(2, { diagnosis: { standard: "1.2" } });
  await lesson.clock.pass(1);

  assert.deepEqual(lesson.reported, [
    { version: 2, ok: true, error: "", diagnosis: { standard: "1.2" }, result: result(2, PASSED) },
  ]);
});

test("a receipt for what was never sent is no receipt", async () => {
  const lesson = new Lesson();
  lesson.receipt(1);
  lesson.around.learner();
  lesson.receipt(99);
  lesson.around.say(
    { lectern: 1, type: "receipt", version: 1, ok: true },
    { origin: "https://evil.test" },
  );
  await lesson.clock.pass(1);

  assert.deepEqual(lesson.reported, []);
});

test("receipts outlive a lost connection, and the newest replaces the one that waits", async () => {
  const lesson = new Lesson();
  lesson.answers = [NETWORK, NETWORK];
  lesson.around.learner();
  lesson.receipt(1);
  await lesson.clock.pass(500);
  lesson.learns(result(2, PASSED));
  lesson.receipt(2);
  lesson.receipt(1);
  await lesson.clock.pass(20_000);

  assert.deepEqual(lesson.reported.map(({ version }) => version), [1, 2, 2]);
});

test("a receipt that the server refuses is not repeated", async () => {
  const lesson = new Lesson();
  lesson.answers = [{ ok: false, problem: { code: "INVALID_TOKEN", status: 401 } }];
  lesson.around.learner();
  lesson.receipt(1);
  await lesson.clock.pass(60_000);

  assert.equal(lesson.reported.length, 1);
});

test("at the end the last result goes over, then the exit, and the learner sees it arrive", async () => {
  const lesson = new Lesson();
  lesson.around.learner();
  lesson.now = result(7, PASSED);
  await lesson.relay.ended("finished");
  const told = lesson.around.told.map(({ data }) => data).filter(({ type }) => type !== "hello");

  assert.deepEqual(told.slice(2), [
    { lectern: 1, type: "state", result: result(7, PASSED), final: true, reason: "finished" },
    { lectern: 1, type: "exit", reason: "finished" },
  ]);
  lesson.receipt(7);
  await lesson.clock.pass(60_000);
  assert.deepEqual(lesson.shown, ["pending true", "accepted false"]);
});

test("the last result is asked for until the network gives it", async () => {
  const lesson = new Lesson();
  lesson.around.learner();
  lesson.statuses = [NETWORK, NETWORK];
  lesson.now = result(7, PASSED);
  const ended = lesson.relay.ended("exited");
  await lesson.clock.pass(10_000);
  await ended;

  assert.deepEqual(lesson.sent, [1, 7]);
});

test("what the platform refuses in the end is said, and so is a change of its mind", async () => {
  const lesson = new Lesson();
  lesson.around.learner();
  await lesson.relay.ended("exited");
  lesson.receipt(1, { ok: false, error: "405" });
  lesson.around.say({ lectern: 1, type: "closed" });
  lesson.receipt(1);
  await lesson.clock.pass(60_000);

  assert.deepEqual(lesson.shown, ["pending true", "refused false", "accepted false"]);
  assert.deepEqual(lesson.reported.map(({ ok }) => ok), [false, true]);
});

test("without word from the platform hope ends after a while, or when it closes", async () => {
  const silent = new Lesson();
  silent.around.learner();
  await silent.relay.ended("exited");
  await silent.clock.pass(60_000);
  assert.deepEqual(silent.shown, ["pending true", "pending false"]);

  const closed = new Lesson();
  closed.around.learner({ closed: true });
  await closed.relay.ended("exited");
  assert.deepEqual(closed.sent, []);
  assert.equal(closed.shown.at(-1), "pending false");
});

test("a platform that answers only after the end still gets the result", async () => {
  const lesson = new Lesson();
  lesson.now = result(3, PASSED);
  await lesson.relay.ended("finished");
  lesson.around.learner();
  lesson.receipt(3);
  await lesson.clock.pass(1);

  assert.deepEqual(lesson.sent, [3]);
  assert.equal(lesson.shown.at(-1), "accepted false");
});

test("a platform that only shows the course is sent nothing, and nothing is said about it", async () => {
  const lesson = new Lesson();
  lesson.around.learner({ mode: "review" });
  lesson.learns(result(2, PASSED));
  await lesson.relay.ended("exited");

  assert.deepEqual(lesson.sent, []);
  assert.equal(lesson.around.heard("exit").length, 1);
  assert.equal(lesson.shown.length, 0);
});

test("a window that was superseded says so to the platform, and nothing more", async () => {
  const lesson = new Lesson();
  lesson.around.learner();
  lesson.relay.superseded();
  lesson.learns(result(2, PASSED));
  lesson.relay.flush();
  await lesson.relay.ended("exited");

  assert.deepEqual(lesson.sent, [1]);
  assert.equal(lesson.around.heard("superseded").length, 1);
  assert.equal(lesson.around.heard("exit").length, 0);
});

test("a course that was taken away says why", () => {
  const lesson = new Lesson();
  lesson.around.learner();
  lesson.relay.lost({ code: "DISPATCH_NOT_ACTIVE", reason: "revoked" });

  const [refused] = lesson.around.heard("refused");
  assert.deepEqual(refused?.data, { lectern: 1, type: "refused", code: "DISPATCH_NOT_ACTIVE", reason: "revoked" });
});

test("the line on the last page names the platform, or says that it is tried again", () => {
  const say = (/** @type {any} */ state, /** @type {boolean} */ hope) =>
    wordsFor("https://lms.test:8443", state, hope, english);

  assert.equal(say("accepted", false), "Your result was handed to lms.test.");
  assert.equal(say("pending", true), "Your result is being handed to lms.test…");
  assert.match(say("pending", false), /tried again when you open the course next time/);
  assert.match(say("refused", false), /has not taken it yet/);
});
