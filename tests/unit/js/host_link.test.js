/** The link to a learning platform: whom it hears, and whom it tells. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { HostLink } from "../../../static/js/shell/host_link.js";
import { Neighbours } from "./neighbours.js";
import { Clock } from "./world.js";

/** @param {{origin?: string, page?: "player" | "entrance"}} [given] */
function meeting({ origin = "", page = "player" } = {}) {
  const around = new Neighbours();
  const clock = new Clock();
  /** @type {[string, any][]} */
  const log = [];
  const note = (/** @type {string} */ word) => (/** @type {any} */ said = null) => void log.push([word, said]);
  const hears = {
    ...{ learner: note("learner"), receipt: note("receipt"), closed: note("closed") },
    ...{ open: note("open"), silent: note("silent") },
  };
  const times = { later: clock.later, cancel: clock.cancel, now: () => clock.time };
  const link = new HostLink(around, page, hears, times, origin);
  return { around, clock, log, link };
}

test("a page says hello to whoever is around it until somebody answers", async () => {
  const { around, clock, link } = meeting({ page: "entrance" });
  link.start();
  await clock.pass(1_600);
  around.learner();
  const greetings = around.heard("hello");

  assert.deepEqual(greetings[0], { data: { lectern: 1, type: "hello", page: "entrance" }, to: "*" });
  assert.equal(greetings.length, 4);
  await clock.pass(30_000);
  assert.equal(around.heard("hello").length, 0);
});

test("after twenty seconds of silence it stops, and still hears an answer", async () => {
  const { around, clock, log, link } = meeting();
  link.start();
  await clock.pass(60_000);

  assert.equal(around.heard("hello").length, 40);
  assert.deepEqual(log.map(([word]) => word), ["silent"]);
  around.learner();
  assert.equal(log.at(-1)?.[0], "learner");
});

test("a page with nobody around knows so at once", () => {
  const { around, log, link } = meeting();
  const alone = /** @type {any} */ (new Neighbours());
  alone.parent = alone;
  const nobody = new HostLink(alone, "entrance", { ...link.hears }, link.clock);
  nobody.start();

  assert.deepEqual(log.map(([word]) => word), ["silent"]);
  assert.equal(around.told.length, 0);
});

test("whoever opened the page is greeted as well as whoever frames it", () => {
  const around = new Neighbours();
  const opener = new Neighbours();
  around.opener = opener.parent;
  const { link } = meeting();
  new HostLink(around, "player", link.hears, link.clock).start();

  assert.equal(opener.heard("hello").length, 1);
});

const LEARNER = { lectern: 1, type: "learner", user_id: "eve" };

test("a page that is not around ours is not heard, whatever it says", () => {
  const { around, log, link } = meeting();
  link.start();
  around.say(LEARNER, { source: {} });
  around.say(LEARNER, { source: null });

  assert.deepEqual(log, []);
});

test("where the server has named a host, a page of another origin is not heard", () => {
  const { around, log, link } = meeting({ origin: "https://lms.test" });
  link.start();
  for (const origin of ["https://evil.test", "http://lms.test", "https://lms.test:444", "null", ""]) {
    around.learner({}, { origin });
  }
  assert.deepEqual(log, []);
  around.learner();
  assert.equal(log.length, 1);
});

test("a page without an origin of its own may say who learns, and is told nothing", () => {
  for (const origin of ["null", "file://", "app://course"]) {
    const { around, log, link } = meeting();
    link.start();
    around.learner({}, { origin });
    link.tell("bound", { binding: "SECRET" });

    assert.equal(link.host, "null");
    assert.equal(log.length, 1);
    assert.equal(around.heard("bound").length, 0);
  }
});

test("after the first answer only that window and that origin are heard", () => {
  const { around, log, link } = meeting();
  around.opener = {};
  link.start();
  around.learner();
  around.say({ lectern: 1, type: "closed" }, { origin: "https://evil.test" });
  around.say({ lectern: 1, type: "closed" }, { source: around.opener });
  around.learner({ user_id: "eve" }, { origin: "https://evil.test" });

  assert.deepEqual(log.map(([word]) => word), ["learner"]);
  assert.equal(link.host, "https://lms.test");
});

test("nothing is told to anybody before they have answered, and then only to their origin", () => {
  const { around, link } = meeting();
  link.start();
  link.tell("state", { result: {} });
  around.learner();
  link.tell("state", { result: { version: 1 } });

  assert.deepEqual(around.heard("state"), [
    { data: { lectern: 1, type: "state", result: { version: 1 } }, to: "https://lms.test" },
  ]);
});

test("messages of no known shape change nothing", () => {
  const { around, log, link } = meeting();
  link.start();
  const odd = [null, 7, "learner", [], {}, { type: "learner" }, { lectern: 2, type: "learner" }];
  for (const data of odd) around.say(data);
  around.say({ lectern: 1, type: "receipt", version: 1, ok: true });
  assert.equal(log.length, 0);

  around.learner();
  const receipts = [{}, { version: "1", ok: true }, { version: 1.5, ok: true }, { version: 1, ok: "yes" }];
  for (const receipt of receipts) around.say({ lectern: 1, type: "receipt", ...receipt });
  around.say({ lectern: 1, type: "constructor" });
  assert.deepEqual(log.map(([word]) => word), ["learner"]);
});

test("what a learner is said to be is cut to what it may be", () => {
  const { around, log, link } = meeting();
  link.start();
  around.learner({
    ...{ user_id: { toString: () => "x" }, name: "n".repeat(9_000), binding: 5, standard: "9", mode: "god" },
    ...{ closed: "no", checks: [{ code: 4, ok: true }, { code: "LEC-8" }, { code: "<b>" }, null] },
  });
  const learner = log[0]?.[1];

  assert.equal(learner.user_id, "");
  assert.equal(learner.name.length, 4_000);
  assert.deepEqual([learner.binding, learner.standard, learner.mode], ["", "", "normal"]);
  assert.equal(learner.closed, false);
  assert.deepEqual(learner.checks, [{ code: "LEC-04", ok: true }, { code: "LEC-08", ok: false }]);
});

test("a receipt keeps what helps and nothing endless", () => {
  const { around, log, link } = meeting();
  link.start();
  around.learner();
  const receipt = { lectern: 1, type: "receipt", version: 3, ok: false };
  around.say({ ...receipt, error: "e".repeat(900), diagnosis: { code: "LEC-09" } });
  around.say({ ...receipt, error: 405, diagnosis: { long: "x".repeat(9_000) } });
  const said = log.slice(1).map(([, one]) => one);

  assert.deepEqual(said[0], { version: 3, ok: false, error: "e".repeat(200), diagnosis: { code: "LEC-09" } });
  assert.deepEqual(said[1], { version: 3, ok: false, error: "", diagnosis: null });
});

test("once it is stopped nothing is heard or told", async () => {
  const { around, clock, log, link } = meeting();
  link.start();
  around.learner();
  link.stop();
  around.learner({ user_id: "eve" });
  link.tell("exit");
  await clock.pass(5_000);

  assert.equal(around.listeners, 0);
  assert.equal(log.length, 1);
  assert.equal(around.heard("exit").length, 0);
});
