/** A visit whose results go to a learning platform as well: what the relay is told, and when. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PlayerSession } from "../../../static/js/shell/session.js";
import { Clock } from "./world.js";

const RESULT = { version: 2, completion_status: "completed" };

/** A course that runs, with a relay that writes down what it hears. */
class Relayed {
  clock = new Clock();
  /** @type {string[]} */
  log = [];
  /** @type {any} */
  hears = null;
  status = { state: "current", controls: {}, toc: /** @type {any[]} */ ([]), result: RESULT };

  constructor() {
    const ended = { delivery: null, controls: {}, toc: [], ended: { reason: "finished" } };
    const delivery = { item: "a", title: "a" };
    const step = { delivery, controls: {}, toc: [], ended: null };
    const endpoints = /** @type {any} */ ({
      open: async () => ({ ok: true, body: { course: { version: "1.2" }, relay: {} } }),
      deliver: async (/** @type {string} */ request) => ({ ok: true, body: request === "start" ? step : ended }),
      status: async () => {
        this.log.push("asked");
        return { ok: true, body: this.status };
      },
    });
    const view = new Proxy(/** @type {any} */ ({}), {
      get: (_view, /** @type {string} */ name) => (/** @type {any} */ said) => {
        if (name === "visible") return true;
        if (name === "problem") this.log.push(`problem ${said.code} ${said.reason}`);
        if (name === "ended") this.log.push("ended page");
        return undefined;
      },
    });
    const link = { tell: () => undefined, deliver: () => undefined, remove: () => undefined };
    const connect = /** @type {any} */ ((/** @type {any} */ _launched, /** @type {any} */ hears) => {
      this.hears = hears;
      return { ...link, close: async () => void this.log.push("close") };
    });
    const { later, cancel } = this.clock;
    const times = { later, cancel, now: () => this.clock.time };
    this.session = new PlayerSession(endpoints, view, connect, times, () => this.#relay());
  }

  #relay() {
    this.log.push("mirrored");
    return /** @type {any} */ ({
      learned: (/** @type {any} */ result) => void this.log.push(`learned ${result?.version}`),
      ended: async (/** @type {string} */ reason) => void this.log.push(`relay ended ${reason}`),
      lost: (/** @type {any} */ { code, reason }) => void this.log.push(`relay lost ${code} ${reason}`),
      leave: () => void this.log.push("relay left"),
      superseded: () => void this.log.push("relay superseded"),
    });
  }

  async begin() {
    await this.session.open("T", []);
    this.hears.ready({});
    await this.clock.pass(10);
    this.log = [];
    return this;
  }
}

test("what was saved is looked up at once where results go on, but no more than once a second", async () => {
  const visit = await new Relayed().begin();
  await visit.clock.pass(1_000);
  visit.log = [];
  for (let saves = 0; saves < 50; saves += 1) visit.hears.save({ state: "saved" });
  await visit.clock.pass(900);

  assert.deepEqual(visit.log, ["asked", "learned 2"]);
});

test("at the end the course is closed before the last result is asked for", async () => {
  const visit = await new Relayed().begin();
  await visit.session.go("exitAll");

  assert.deepEqual(visit.log.slice(-3), ["close", "relay ended finished", "ended page"]);
});

test("a dispatch that was revoked ends the course and tells the platform", async () => {
  const visit = await new Relayed().begin();
  visit.status = { ...visit.status, state: "revoked" };
  await visit.clock.pass(5_000);

  assert.deepEqual(visit.log, [
    ...["asked", "learned 2", "relay lost DISPATCH_NOT_ACTIVE revoked"],
    ...["problem DISPATCH_NOT_ACTIVE revoked", "close"],
  ]);
});

test("a window that was superseded hands nothing on any more", async () => {
  const visit = await new Relayed().begin();
  visit.status = { ...visit.status, state: "superseded" };
  await visit.clock.pass(5_000);

  assert.deepEqual(visit.log, ["asked", "relay superseded"]);
});

test("a course that opens anew gets a new relay, and the old one falls silent", async () => {
  const visit = await new Relayed().begin();
  visit.hears.again({});
  await visit.clock.pass(10);

  assert.deepEqual(visit.log.slice(0, 2), ["relay left", "mirrored"]);
});
