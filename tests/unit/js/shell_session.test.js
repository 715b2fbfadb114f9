/** The flow of a visit: opening, moving, losing the network, losing the right to write, ending. */

/** @import { Reply, Status, Step } from "../../../static/js/shell/types.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PlayerSession } from "../../../static/js/shell/session.js";
import { Clock } from "./world.js";

const NETWORK = /** @type {const} */ ({ ok: false, problem: { code: "NETWORK", status: 0 } });

/** @param {string} current */
function toc(current) {
  return ["a", "b"].map((id) => ({
    ...{ id, title: id, level: 1, status: "incomplete", selectable: true, visible: true },
    current: id === current,
  }));
}

/** @param {string | null} item @param {Partial<Step>} [more] @returns {Reply<Step>} */
function step(item, more = {}) {
  const delivery = item === null ? null : /** @type {any} */ ({ item, title: item });
  const controls = { continue: item === "a" };
  return { ok: true, body: { delivery, controls, toc: toc(item ?? ""), ended: null, ...more } };
}

/** @param {string} state @param {string} current @param {Partial<Status>} [more] @returns {Reply<Status>} */
function status(state, current, more = {}) {
  return { ok: true, body: { state, controls: {}, toc: toc(current), ...more } };
}

/** A shell whose server and bridge say what the test wants. */
class Visit {
  clock = new Clock();
  /** @type {string[]} */
  log = [];
  /** @type {any[]} */
  opens = [];
  /** @type {any[]} */
  steps = [];
  /** @type {Reply<Status>} */
  status = status("current", "a");
  version = "1.2";
  statusAsked = 0;
  /** What the answers about the status wait for. @type {Promise<unknown> | null} */
  slowness = null;
  /** @type {any} */
  hears = null;
  /** What happens while the course is taken away. */
  closing = () => undefined;

  constructor() {
    const endpoints = /** @type {any} */ ({
      open: async () => this.opens.shift() ?? this.#launched(),
      deliver: async (/** @type {string} */ request, /** @type {string} */ target) => {
        this.log.push(`ask ${request}${target ? ` ${target}` : ""}`);
        return this.steps.shift() ?? NETWORK;
      },
      status: async () => {
        this.statusAsked += 1;
        const { status } = this;
        await this.slowness;
        return status;
      },
      capability: async () => ({ ok: true, body: { capability: "C", expires_in: 900 } }),
    });
    this.session = new PlayerSession(endpoints, this.#view(), this.#connect, {
      later: this.clock.later,
      cancel: this.clock.cancel,
      now: () => this.clock.time,
    });
  }

  #launched() {
    const launch = { id: "L", handle: "H", mode: "normal", attempt: 1, resumed: false };
    const course = { title: "Course", version: this.version, toc: toc("") };
    return { ok: true, body: { launch, course, return_url: "https://lms.test/", window: "frame" } };
  }

  #view() {
    const say = (/** @type {string} */ word) => () => void this.log.push(word);
    const names = ["loading", "opened", "course", "waiting", "partDone", "save", "superseded"];
    const view = Object.fromEntries(names.map((name) => [name, say(name)]));
    return /** @type {any} */ ({
      ...view,
      choose: (/** @type {string} */ reason) => this.log.push(`choose ${reason}`.trim()),
      refused: (/** @type {string} */ reason) => this.log.push(`refused ${reason}`),
      moving: () => undefined,
      visible: () => true,
      step: (/** @type {any} */ controls) => this.log.push(`controls ${!!controls.continue}`),
      problem: (/** @type {any} */ { code }) => this.log.push(`problem ${code}`),
      ended: (/** @type {any} */ { reason }, /** @type {any} */ url) => this.log.push(`ended ${reason} ${url}`),
    });
  }

  #connect = (/** @type {any} */ _launched, /** @type {any} */ hears) => {
    this.hears = hears;
    return /** @type {any} */ ({
      tell: (/** @type {string} */ type) => void this.log.push(`tell ${type}`),
      deliver: (/** @type {any} */ { item }) => void this.log.push(`deliver ${item}`),
      close: async () => {
        this.log.push("close");
        this.closing();
      },
      remove: () => void this.log.push("remove"),
    });
  };

  /** Opens the course and lets its first part run. */
  async begin() {
    this.steps.unshift(step("a"));
    await this.session.open("T", []);
    this.hears.ready({});
    await this.clock.pass(10);
    return this;
  }

  /** What was said since the last time. */
  news() {
    return this.log.splice(0);
  }
}

test("the controls are right before the course begins", async () => {
  const visit = await new Visit().begin();

  assert.deepEqual(visit.news(), [
    ...["loading", "loading", "opened", "ask start", "controls true", "deliver a", "course"],
  ]);
});

test("the course is closed, and its data saved, before the server is asked for the next part", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step("b"));
  visit.news();

  await visit.session.go("continue");

  assert.deepEqual(visit.news(), ["close", "ask continue", "controls false", "deliver b", "course"]);
});

test("a second click while the first is carried out does nothing", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step("b"), step("a"));
  visit.news();

  await Promise.all([visit.session.go("continue"), visit.session.go("continue")]);

  assert.equal(visit.news().filter((word) => word === "ask continue").length, 1);
});

test("a step whose answer was lost is not taken twice", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(NETWORK, step("b"));
  visit.status = status("current", "b");
  visit.news();

  const going = visit.session.go("continue");
  await visit.clock.pass(3_000);
  await going;

  const asked = visit.news().filter((word) => word.startsWith("ask"));
  assert.deepEqual(asked, ["ask continue", "ask start"]);
});

test("a step that never arrived is asked for again", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(NETWORK, NETWORK, step("b"));
  visit.news();

  const going = visit.session.go("choice", "b");
  await visit.clock.pass(10_000);
  await going;

  const words = visit.news();
  assert.deepEqual(words.filter((word) => word.startsWith("ask")), Array(3).fill("ask choice b"));
  assert.ok(words.includes("waiting") && words.includes("deliver b"));
});

test("opening waits for the network instead of giving up", async () => {
  const visit = new Visit();
  visit.opens.push(NETWORK, NETWORK);

  const opening = visit.session.open("T", []);
  await visit.clock.pass(10_000);
  await opening;

  assert.deepEqual(visit.news().slice(0, 5), [
    ...["loading", "problem NETWORK", "problem NETWORK", "loading", "opened"],
  ]);
});

test("a link that has expired is explained and not tried again", async () => {
  const visit = new Visit();
  visit.opens.push({ ok: false, problem: { code: "TOKEN_EXPIRED", status: 401 } });

  await visit.session.open("T", []);
  await visit.clock.pass(60_000);

  assert.deepEqual(visit.news(), ["loading", "problem TOKEN_EXPIRED"]);
});

test("an older window is told within five seconds, and asks no more", async () => {
  const visit = await new Visit().begin();
  visit.status = status("superseded", "a");
  visit.news();

  await visit.clock.pass(5_000);
  const asked = visit.statusAsked;
  await visit.clock.pass(60_000);

  assert.deepEqual(visit.news(), ["tell superseded", "superseded"]);
  assert.equal(visit.statusAsked, asked);
});

test("an answer from before a step does not undo what the step has shown", async () => {
  const visit = await new Visit().begin();
  let release = () => undefined;
  visit.slowness = new Promise((done) => (release = () => void done(null)));
  visit.status = status("current", "a", { controls: { continue: true } });
  visit.session.wake();
  visit.steps.push(step("b"));

  await visit.session.go("continue");
  visit.news();
  release();
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), []);
});

test("when the server answers again the bridge is told at once", async () => {
  const visit = await new Visit().begin();
  visit.status = NETWORK;
  await visit.clock.pass(10_000);
  visit.news();

  visit.status = status("current", "a");
  await visit.clock.pass(4_000);

  assert.ok(visit.news().includes("tell retry"));
});

test("leaving shows the result and the way back", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step(null, { ended: { reason: "suspended" } }));
  visit.news();

  await visit.session.go("suspendAll");

  assert.deepEqual(visit.news().slice(-2), ["remove", "ended suspended https://lms.test/"]);
});

test("a session that ended elsewhere takes the course away", async () => {
  const visit = await new Visit().begin();
  visit.status = status("ended", "", { ended: { reason: "finished" } });
  await visit.clock.pass(5_000);

  assert.deepEqual(visit.news().slice(-3), ["close", "remove", "ended finished https://lms.test/"]);
});

test("what the course asked for when it ended is done", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step("b"));
  visit.news();

  visit.hears.finished({ item: "a", request: "{target=b}choice" });
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), ["ask choice b", "controls false", "deliver b", "course"]);
});

test("leaving a part is left to the server, whatever else the course has", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step(null));
  visit.news();

  visit.hears.finished({ item: "a", request: "exit" });
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), ["ask exit", "close", "controls false", "choose"]);
});

test("nothing is said about a part that is not there any more", async () => {
  const visit = await new Visit().begin();
  visit.news();

  visit.hears.finished({ item: "b", request: "exitAll" });
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), []);
});

test("what the learner presses comes before what the course asks for on its way out", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step("b"));
  visit.news();
  visit.closing = () => visit.hears.finished({ item: "a", request: "exitAll" });

  await visit.session.go("continue");
  visit.hears.finished({ item: "a", request: "exitAll" });
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), ["close", "ask continue", "controls false", "deliver b", "course"]);
});

/** @param {string} reason @returns {any} */
const refusal = (reason) => ({ ok: false, problem: { code: "SEQUENCING", status: 409, reason } });

test("a course that asks for what cannot be stays, and the learner hears why", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(refusal("STAY_INSIDE"));
  visit.news();

  visit.hears.finished({ item: "a", request: "{target=b}choice" });
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), ["ask choice b", "refused STAY_INSIDE", "controls false"]);
});

test("a learner whose step is refused chooses anew", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(refusal("ATTEMPTS_USED"));
  visit.news();

  await visit.session.go("choice", "b");
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), [
    ...["close", "ask choice b", "choose", "refused ATTEMPTS_USED", "controls false"],
  ]);
});

test("a part that has left, and whose answer was lost, is gone all the same", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(NETWORK, refusal(""));
  visit.news();

  visit.hears.finished({ item: "a", request: "exit" });
  await visit.clock.pass(3_000);

  const words = visit.news().filter((word) => /ask|close|choose|refused/.test(word));
  assert.deepEqual(words, ["ask exit", "ask exit", "close", "choose"]);
});

test("a course that cannot begin says so, and the session stays open", async () => {
  const visit = new Visit();
  visit.steps.push(refusal("NOT_NOW"));

  await visit.session.open("T", []);
  visit.hears.ready({});
  await visit.clock.pass(10);

  assert.ok(visit.news().includes("choose NOT_NOW"));
});

test("where the server delivers nothing it may say why", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step(null, { reason: "ATTEMPTS_USED" }));

  await visit.session.go("continue");

  assert.equal(visit.news().at(-1), "choose ATTEMPTS_USED");
});

test("a course that ends without a wish stays where it is", async () => {
  const visit = await new Visit().begin();
  visit.news();

  visit.hears.finished({ item: "a", request: "" });
  await visit.clock.pass(10);

  assert.deepEqual(visit.news(), ["partDone", "controls false"]);
});

test("nothing deliverable leads to the contents", async () => {
  const visit = await new Visit().begin();
  visit.steps.push(step(null));

  await visit.session.go("continue");

  assert.equal(visit.news().at(-1), "choose");
});

test("ten thousand made-up messages cost a handful of requests and end nothing", async () => {
  const visit = await new Visit().begin();
  visit.news();
  const before = visit.statusAsked;

  for (let message = 0; message < 10_000; message += 1) {
    visit.hears.initialized({});
    visit.hears.gone({ code: "SUPERSEDED" });
    visit.hears["capability-needed"]({});
  }
  await visit.clock.pass(1_000);

  assert.ok(visit.statusAsked - before <= 2, String(visit.statusAsked - before));
  assert.ok(!visit.news().some((word) => /ended|superseded|problem/.test(word)));
});

test("a bridge that was loaded anew gets a new launch, a few times", async () => {
  const visit = await new Visit().begin();
  visit.news();

  visit.hears.again();
  await visit.clock.pass(10);
  assert.deepEqual(visit.news(), ["remove", "loading", "loading", "opened"]);
  for (let time = 0; time < 5; time += 1) {
    visit.hears.again();
    await visit.clock.pass(10);
  }

  assert.equal(visit.news().at(-1), "problem CONTENT");
});

test("what was saved may open the way on, so the server is asked at once while it is closed", async () => {
  const asked = [];
  for (const [version, open] of [["2004", false], ["2004", true], ["1.2", false]]) {
    const visit = new Visit();
    visit.version = String(version);
    visit.steps.push(step("a", { controls: { continue: Boolean(open) } }));
    await visit.session.open("T", []);
    visit.hears.ready({});
    await visit.clock.pass(10);
    const before = visit.statusAsked;

    visit.hears.save({ state: "saving", pending: 1, at: 0 });
    await visit.clock.pass(1_500);
    visit.hears.save({ state: "saved", pending: 0, at: 0 });
    visit.hears.save({ state: "saved", pending: 0, at: 0 });
    await visit.clock.pass(1_500);
    asked.push(visit.statusAsked - before);
  }

  assert.deepEqual(asked, [1, 0, 0]);
});
