/** From the link of a dispatch to the course: meeting the platform, passwords, refusals, trouble. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Entrance } from "../../../static/js/entrance/flow.js";
import { Memory } from "../../../static/js/entrance/memory.js";
import { HostLink } from "../../../static/js/shell/host_link.js";
import { Neighbours } from "./neighbours.js";
import { Clock } from "./world.js";

const NETWORK = { ok: false, problem: { code: "NETWORK", status: 0 } };

/** @param {string} code @param {object} [more] */
const refusal = (code, more = {}) => ({ ok: false, problem: { code, status: 403, ...more } });

/** @param {object} [more] */
const admission = (more = {}) => ({
  ok: true,
  body: {
    ...{ session_id: "s/1", token: "T&", binding: "B1", user_id: "ann" },
    ...{ outcome: "new", dispatch_id: "d1", ...more },
  },
});

const SEEN = {
  ...{ origin: "https://play.test", ancestors: ["https://lms.test"], referrer: "https://lms.test/" },
  ...{ browser: "B", stores: true, secure: true, fullscreen: true, autoplay: true, clock: 0 },
};

/** Somebody who opens the link. */
class Arrival {
  around = new Neighbours();
  clock = new Clock();
  /** @type {string[]} */
  log = [];
  /** @type {any[]} */
  asked = [];
  /** @type {any} */
  examined = null;

  /**
   * @param {object} [boot]
   * @param {{dispatch?: object, seen?: object, blocked?: boolean, kept?: Map<string, string>, answers?: any[]}} [more]
   */
  constructor(boot = {}, { dispatch = {}, seen = {}, blocked = false, kept = new Map(), answers = [] } = {}) {
    this.kept = kept;
    this.answers = answers;
    const { later, cancel } = this.clock;
    const times = { later, cancel, now: () => this.clock.time };
    const told = { shell: "", learner: { user_id: "", name: "", email: "" }, server_time: 0, ...boot };
    const known = { id: "d1", title: "Course", password: false, test: false, ...dispatch };
    const storage = /** @type {any} */ ({
      getItem: (/** @type {string} */ key) => this.kept.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => void this.kept.set(key, value),
      removeItem: (/** @type {string} */ key) => void this.kept.delete(key),
    });
    const memory = new Memory(() => {
      if (blocked) throw new Error("blocked");
      return storage;
    }, "d1");
    const whole = { token: "D", endpoints_prefix: "/player", texts: {}, lang: "en", dir: "ltr", ...told };
    this.entrance = new Entrance(/** @type {any} */ ({ ...whole, dispatch: known }), {
      view: this.#view(),
      link: (hears) => new HostLink(this.around, "entrance", hears, times),
      register: /** @type {any} */ (async (/** @type {any} */ arriving) => {
        this.asked.push(arriving);
        return this.answers.shift() ?? admission();
      }),
      memory,
      seen: { ...SEEN, ...seen },
      leave: (address) => void this.log.push(`leave ${address}`),
      clock: times,
    });
    this.entrance.start();
  }

  #view() {
    return {
      loading: (/** @type {string} */ words) => void this.log.push(words),
      password: (/** @type {string} */ trouble, /** @type {boolean} */ nameless) =>
        void this.log.push(`password ${trouble}${nameless ? " name?" : ""}`),
      problem: (/** @type {any} */ { code, reason = "" }) => void this.log.push(`problem ${code} ${reason}`.trim()),
      check: (/** @type {any} */ examined) => {
        this.examined = examined;
        this.log.push(`check ${examined.code}`);
      },
    };
  }

  /** Lets everything happen that is under way. */
  async news() {
    await this.clock.pass(10);
    return this.log.splice(0);
  }
}

test("a plain link leads to the course at once, for whom its address names", async () => {
  const arrival = new Arrival({ learner: { user_id: "ann", name: "Ann", email: "a@b.test" } });

  assert.deepEqual((await arrival.news()).at(-1), "leave /player/s%2F1?token=T%26");
  const [{ user_id, name, email, host, ancestors, lms, remembered }] = arrival.asked;
  assert.deepEqual([user_id, name, email, host, remembered], ["ann", "Ann", "a@b.test", "", ""]);
  assert.deepEqual([ancestors, lms], [["https://lms.test"], { standard: "", mode: "normal" }]);
  assert.equal(arrival.around.told.length, 0);
});

test("somebody without a name is let in, told so, and found again by this browser", async () => {
  const arrival = new Arrival();
  assert.match((await arrival.news()).at(-1) ?? "", /#guest-new$/);
  assert.equal(arrival.kept.get("lectern-dispatch:d1:"), "B1");

  const answers = [admission({ outcome: "resumed", binding: "B1" })];
  const again = new Arrival({}, { kept: arrival.kept, answers });
  assert.match((await again.news()).at(-1) ?? "", /#guest$/);
  assert.equal(again.asked[0]?.remembered, "B1");
});

test("a platform that has forgotten the record is given what the browser kept", async () => {
  const answers = [admission({ outcome: "resumed", binding: "B1" })];
  const arrival = new Arrival({ shell: "1.2" }, { answers });
  arrival.kept.set("lectern-dispatch:d1:ann https://lms.test", "B1");
  arrival.around.learner();
  await arrival.news();
  assert.equal(arrival.asked[0]?.remembered, "B1");
  assert.equal(arrival.around.heard("bound")[0]?.data.binding, "B1");
});

test("where the browser keeps nothing a guest is told", async () => {
  const arrival = new Arrival({}, { blocked: true });

  assert.match((await arrival.news()).at(-1) ?? "", /#guest-forgotten$/);
});

test("what one site was given is never shown to another, which could open the record with it", async () => {
  const arrival = new Arrival({ shell: "1.2" });
  arrival.kept.set("lectern-dispatch:d1:ann https://lms.test", "SECRET");
  arrival.kept.set("lectern-dispatch:d1:ann", "SECRET");
  arrival.around.learner({}, { origin: "https://evil.test" });
  await arrival.news();

  assert.equal(arrival.asked[0]?.remembered, "");
  assert.equal(arrival.around.heard("bound")[0]?.data.binding, "B1");
});

test("a shell package is greeted first, and says who learns", async () => {
  const arrival = new Arrival({ shell: "2004" });
  assert.deepEqual(await arrival.news(), ["dispatch.meeting"]);
  assert.equal(arrival.around.heard("hello")[0]?.data.page, "entrance");

  arrival.around.learner({ user_id: "bob", name: "Bob", binding: "KEPT", standard: "2004", mode: "review" });
  await arrival.news();
  const [{ user_id, name, binding, host, lms }] = arrival.asked;
  assert.deepEqual([user_id, name, binding, host], ["bob", "Bob", "KEPT", "https://lms.test"]);
  assert.deepEqual(lms, { standard: "2004", mode: "review" });
  assert.deepEqual(arrival.around.heard("bound"), [
    { data: { lectern: 1, type: "bound", binding: "B1", user_id: "ann", outcome: "new" }, to: "https://lms.test" },
  ]);
});

test("who learns is what the package said first, and nobody is let in twice", async () => {
  const arrival = new Arrival({ shell: "1.2" });
  arrival.around.learner({ user_id: "ann" });
  arrival.around.learner({ user_id: "eve" });
  arrival.around.learner({ user_id: "eve" }, { origin: "https://evil.test" });
  await arrival.news();

  assert.deepEqual(arrival.asked.map(({ user_id }) => user_id), ["ann"]);
});

test("a name in the address does not count where a platform speaks", async () => {
  const arrival = new Arrival({ shell: "1.2", learner: { user_id: "eve", name: "Eve", email: "e@x.test" } });
  arrival.around.learner({ user_id: "" });
  await arrival.news();

  assert.deepEqual([arrival.asked[0].user_id, arrival.asked[0].email], ["", ""]);
});

test("learners whom a platform does not name are not mixed up by a browser they share", async () => {
  const arrival = new Arrival({ shell: "1.2" });
  const key = "lectern-dispatch:d1: https://lms.test";
  arrival.kept.set(key, "OF SOMEBODY ELSE");
  arrival.around.learner({ user_id: "" });
  await arrival.news();

  assert.equal(arrival.asked[0]?.remembered, "");
  assert.equal(arrival.kept.get(key), "OF SOMEBODY ELSE");
});

test("a package that never answers is told of, and may still answer later", async () => {
  const arrival = new Arrival({ shell: "1.2" });
  await arrival.clock.pass(25_000);
  assert.deepEqual(await arrival.news(), ["dispatch.meeting", "problem LEC-05"]);

  arrival.around.learner();
  assert.match((await arrival.news()).at(-1) ?? "", /^leave/);
});

test("a password is asked for, found wrong, and then right", async () => {
  const arrival = new Arrival({}, { dispatch: { password: true } });
  assert.deepEqual(await arrival.news(), ["player.loading", "password  name?"]);
  assert.equal(arrival.asked.length, 0);

  arrival.answers = [refusal("PASSWORD_REQUIRED", { reason: "password" })];
  void arrival.entrance.enter({ password: "guess", name: "Ann" });
  assert.deepEqual(await arrival.news(), ["player.loading", "password wrong name?"]);
  void arrival.entrance.enter({ password: "right", name: "Ann" });
  assert.match((await arrival.news()).at(-1) ?? "", /^leave/);
  assert.deepEqual(arrival.asked.map(({ password, name }) => [password, name]), [
    ["guess", "Ann"],
    ["right", "Ann"],
  ]);
});

test("a password that was set meanwhile is asked for as well, and the platform hears of no refusal", async () => {
  const arrival = new Arrival({ shell: "1.2" });
  arrival.answers = [refusal("PASSWORD_REQUIRED")];
  arrival.around.learner();

  assert.equal((await arrival.news()).at(-1), "password ");
  assert.equal(arrival.around.heard("refused").length, 0);
});

test("whoever tries too many passwords is told to wait", async () => {
  const arrival = new Arrival({}, { dispatch: { password: true } });
  arrival.answers = [refusal("RATE_LIMIT_EXCEEDED", { status: 429 })];
  void arrival.entrance.enter({ password: "guess" });

  assert.equal((await arrival.news()).at(-1), "password often name?");
});

test("one press of a button asks once", async () => {
  const arrival = new Arrival({}, { dispatch: { password: true } });
  void arrival.entrance.enter({ password: "a" });
  void arrival.entrance.enter({ password: "a" });
  await arrival.news();

  assert.equal(arrival.asked.length, 1);
});

test("a lost connection is waited for", async () => {
  const answers = [NETWORK, refusal("SERVICE_UNAVAILABLE", { status: 503 })];
  const arrival = new Arrival({}, { answers });
  await arrival.clock.pass(10_000);

  assert.equal(arrival.asked.length, 3);
  assert.match((await arrival.news()).at(-1) ?? "", /^leave/);
});

test("a crowd waits as long as the server wants, and a test that was tried too often not at all", async () => {
  const details = { limit: 300, retry_after_seconds: 40 };
  const busy = refusal("RATE_LIMIT_EXCEEDED", { status: 429, details });
  const arrival = new Arrival({}, { answers: [busy] });
  await arrival.clock.pass(39_000);
  assert.equal(arrival.asked.length, 1);
  await arrival.clock.pass(5_000);
  assert.equal(arrival.asked.length, 2);

  const answers = [refusal("RATE_LIMIT_EXCEEDED", { status: 429, reason: "test_limit", details })];
  const tried = new Arrival({}, { dispatch: { test: true }, answers });
  void tried.entrance.enter();
  assert.equal((await tried.news()).at(-1), "check LEC-13");
});

test("a refusal is shown with its reason, and the platform hears of it", async () => {
  const arrival = new Arrival({ shell: "1.2" });
  arrival.answers = [refusal("QUOTA_EXCEEDED", { reason: "license_limit" })];
  arrival.around.learner();
  assert.equal((await arrival.news()).at(-1), "problem QUOTA_EXCEEDED license_limit");

  const [told] = arrival.around.heard("refused");
  assert.deepEqual(told?.data, { lectern: 1, type: "refused", code: "QUOTA_EXCEEDED", reason: "license_limit" });
  const [{ data }] = /** @type {[any]} */ (arrival.around.heard("checks"));
  assert.deepEqual(data.checks.at(-1), { code: "LEC-13", ok: false });
});

test("a page that was refused from the start says so to the platform once that answers", async () => {
  const problem = { code: "DISPATCH_NOT_ACTIVE", status: 403, details: { reason: "revoked" } };
  const arrival = new Arrival({ shell: "1.2", problem });
  assert.deepEqual(await arrival.news(), ["problem DISPATCH_NOT_ACTIVE"]);
  assert.equal(arrival.around.heard("refused").length, 0);

  arrival.around.learner();
  await arrival.news();
  assert.equal(arrival.around.heard("refused")[0]?.data.reason, "revoked");
  assert.equal(arrival.asked.length, 0);
});

test("a test shows the check first, and opens the course when somebody wants it", async () => {
  const arrival = new Arrival({}, { dispatch: { test: true, password: true } });
  assert.deepEqual(await arrival.news(), ["player.loading", "check LEC-00"]);
  assert.equal(arrival.asked.length, 0);

  arrival.answers = [admission({ binding: null, outcome: "test" })];
  void arrival.entrance.enter();
  assert.equal((await arrival.news()).at(-1), "leave /player/s%2F1?token=T%26");
  assert.equal(arrival.kept.size, 0);
});

test("in a test the platform hears what was found, and may open the course itself", async () => {
  const arrival = new Arrival({ shell: "1.2" }, { dispatch: { test: true }, seen: { clock: 400_000 } });
  arrival.around.learner({ checks: [{ code: "LEC-03", ok: false }, { code: "LEC-01", ok: true }] });
  assert.equal((await arrival.news()).at(-1), "check LEC-03");
  const [{ data }] = /** @type {[any]} */ (arrival.around.heard("checks"));
  const found = Object.fromEntries(data.checks.map((/** @type {any} */ one) => [one.code, one.ok]));
  assert.deepEqual([found["LEC-01"], found["LEC-03"], found["LEC-08"]], [true, false, false]);

  arrival.around.say({ lectern: 1, type: "open" });
  assert.match((await arrival.news()).at(-1) ?? "", /^leave/);
});

test("a test without an answer from the platform says which link is broken", async () => {
  const arrival = new Arrival({ shell: "1.2" }, { dispatch: { test: true } });
  await arrival.clock.pass(25_000);
  assert.equal((await arrival.news()).at(-1), "check LEC-05");

  arrival.around.learner({ checks: [{ code: "LEC-01", ok: true }] });
  assert.equal((await arrival.news()).at(-1), "check LEC-00");
});

test("a test that is refused names the reason in the check", async () => {
  const arrival = new Arrival({}, { dispatch: { test: true } });
  arrival.answers = [refusal("DISPATCH_NOT_ACTIVE", { reason: "paused" })];
  void arrival.entrance.enter();

  assert.equal((await arrival.news()).at(-1), "check LEC-13");
  assert.equal(arrival.examined.problem.reason, "paused");
});
