/** The commit engine: pace, failures, the last word of a page, refusals. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { delivery, Page, refusal, settle } from "./world.js";

const LARGE = "x".repeat(50_000);

test("a change is sent one second after the last one", async () => {
  const page = new Page().begin();

  page.engine.change("A", "cmi.core.lesson_location", "1");
  await page.clock.pass(900);
  page.engine.change("A", "cmi.core.lesson_location", "2");
  await page.clock.pass(900);
  assert.equal(page.requests.length, 0);
  await page.clock.pass(200);

  assert.deepEqual(page.bodies.map((body) => body.patch), [{ "cmi.core.lesson_location": "2" }]);
  assert.equal(page.saved.state, "saved");
});

test("a course that never pauses is saved every three seconds", async () => {
  const page = new Page().begin();

  for (let step = 0; step < 100; step += 1) {
    page.engine.change("A", "cmi.suspend_data", String(step));
    await page.clock.pass(100);
  }

  assert.ok(page.requests.length >= 3 && page.requests.length <= 4, String(page.requests.length));
});

for (const element of ["cmi.core.lesson_status", "cmi.score.scaled", "cmi.success_status", "cmi.exit"]) {
  test(`${element} is sent at once`, async () => {
    const page = new Page().begin();

    page.engine.change("A", "cmi.location", "1");
    page.engine.change("A", element, "1");
    page.engine.change("A", "cmi.suspend_data", "1");
    await page.clock.pass(0);

    assert.equal(page.bodies.length, 1);
    assert.equal(Object.keys(page.bodies[0]?.patch ?? {}).length, 3);
  });
}

test("one request is under way and the next carries everything that is not acknowledged", async () => {
  const page = new Page().begin();
  let release = () => undefined;
  page.network = async (text) => {
    if (page.requests.length === 1) await new Promise((done) => (release = () => void done(null)));
    return page.server.take(text);
  };

  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(0);
  page.engine.change("A", "cmi.location", "9");
  page.engine.commit();
  await page.clock.pass(5_000);
  assert.equal(page.requests.length, 1);
  release();
  await page.clock.pass(0);

  assert.deepEqual(page.bodies[1]?.patch, { "cmi.location": "9" });
  assert.equal(page.bodies[1]?.base, page.bodies[0]?.seq);
});

test("after a failure the patch still holds what the lost request carried", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(0);
  assert.deepEqual(page.saved, { state: "offline", pending: 1 });

  page.online = true;
  page.engine.change("A", "cmi.location", "9");
  await page.clock.pass(1_000);

  const last = page.bodies.at(-1);
  assert.deepEqual(last?.patch, { "cmi.exit": "suspend", "cmi.location": "9" });
  assert.equal(last?.base, 0);
  assert.notEqual(last?.seq, page.bodies[0]?.seq);
});

test("failures are retried after 1, 2, 4 … 60 seconds without end", async () => {
  const page = new Page().begin();
  page.online = false;
  const times = /** @type {number[]} */ ([]);
  page.engine.change("A", "cmi.exit", "suspend");
  for (let second = 0; second < 400; second += 1) {
    const before = page.requests.length;
    await page.clock.pass(1_000);
    if (page.requests.length > before) times.push(second);
  }

  assert.deepEqual(times, [0, 2, 6, 14, 30, 62, 122, 182, 242, 302, 362]);
});

test("a hint that the network is back is followed at once", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(100_000);

  page.online = true;
  page.engine.pace.retry();
  await page.clock.pass(0);

  assert.equal(page.saved.state, "saved");
});

test("leaving sends the unsaved changes by a keepalive request within 60 KiB", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.suspend_data", "ü".repeat(40_000));
  page.engine.change("A", "cmi.location", "7");

  page.engine.leave(true);
  await settle();

  const [request] = page.requests;
  assert.ok(request?.keepalive);
  assert.ok(Buffer.byteLength(request.text) <= 60 * 1024);
  assert.deepEqual(page.bodies[0]?.patch, { "cmi.location": "7" });
  assert.deepEqual(page.bodies[0]?.flags, { hidden: true, partial: true });
});

test("after a partial commit the base stays and everything is sent again", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.suspend_data", LARGE + LARGE);
  page.engine.change("A", "cmi.location", "7");

  page.engine.leave();
  await page.clock.pass(0);

  const last = page.bodies.at(-1);
  assert.equal(last?.base, 0);
  assert.deepEqual(Object.keys(last?.patch ?? {}).sort(), ["cmi.location", "cmi.suspend_data"]);
  assert.equal(page.saved.pending, 0);
});

test("keepalive bodies under way never add up to more than 64 KiB", async () => {
  const page = new Page().begin();
  page.network = () => new Promise(() => undefined);

  page.engine.change("A", "cmi.suspend_data", "x".repeat(40_000));
  page.engine.leave();
  page.engine.change("A", "cmi.comments", "y".repeat(40_000));
  page.engine.leave();
  await settle();
  page.engine.change("A", "cmi.location", "1");
  page.engine.leave(true);
  await settle();

  const kept = page.requests.filter(({ keepalive }) => keepalive);
  const sum = kept.reduce((total, { text }) => total + Buffer.byteLength(text), 0);
  assert.ok(sum <= 64 * 1024, String(sum));
  assert.equal(page.bodies.at(-1)?.patch["cmi.location"], "1");
});

test("hiding and leaving with nothing new sends one request, not two", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.location", "1");

  page.engine.leave();
  page.engine.leave(true);
  await settle();

  assert.equal(page.requests.length, 1);
});

test("a course that terminates while the page goes away is still heard", async () => {
  const page = new Page().begin();
  page.engine.leave(true);

  page.engine.change("A", "cmi.core.lesson_status", "completed");
  page.engine.terminate("A");
  await settle();

  assert.equal(page.server.value("A", "cmi.core.lesson_status"), "completed");
  assert.ok(page.bodies[0]?.flags.terminate);
});

test("time alone is reported when the page is left, once", async () => {
  const page = new Page().begin();
  page.engine.spent = () => ({ A: 12.5 });

  page.engine.leave();
  page.engine.leave(true);
  await settle();

  assert.deepEqual(page.bodies.map((body) => body.t), [{ A: 12.5 }]);
});

test("RESYNC is answered with everything this launch has written", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.exit", "suspend");
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(0);
  page.server.launches.clear();
  page.server.values.clear();

  page.engine.change("A", "cmi.location", "2");
  await page.clock.pass(3_000);

  assert.equal(page.server.value("A", "cmi.exit"), "suspend");
  assert.equal(page.server.value("A", "cmi.location"), "2");
  assert.equal(page.saved.state, "saved");
});

test("a superseded page stops, says so, and keeps its journal", async () => {
  const page = new Page().begin();
  page.network = async () => refusal(409, "SUPERSEDED");
  page.engine.change("A", "cmi.exit", "suspend");
  assert.equal(page.engine.commit(), true);
  await page.clock.pass(60_000);

  assert.deepEqual(page.stops, ["SUPERSEDED"]);
  assert.equal(page.saved.state, "superseded");
  assert.equal(page.engine.commit(), false);
  assert.equal(page.engine.terminate("A"), false);
  assert.equal(page.requests.length, 1);
  assert.ok([...page.places.store.records.keys()].some((key) => key.endsWith("cmi.exit")));
});

test("a registration that is gone clears its journal", async () => {
  const page = new Page().begin();
  page.network = async () => refusal(410, "GONE");
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(1_000);

  assert.deepEqual(page.stops, ["GONE"]);
  assert.equal(page.places.store.records.size, 0);
  assert.equal(page.places.mirror.items.size, 0);
});

test("the capability is renewed before it ends", async () => {
  const page = new Page().begin();

  await page.clock.pass(640_000);
  page.engine.keepFresh();
  page.engine.keepFresh();
  assert.equal(page.needed, 1);
  page.engine.renew("T2", 900);
  page.server.validTokens.add("T2");
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(0);

  assert.equal(page.bodies.at(-1)?.token, "T2");
  assert.equal(page.needed, 1);
});

test("a refused capability is replaced and nothing is lost", async () => {
  const page = new Page().begin();
  page.server.validTokens.clear();
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(0);
  assert.equal(page.needed, 1);

  page.server.validTokens.add("T2");
  page.engine.renew("T2", 900);
  await page.clock.pass(0);

  assert.equal(page.server.value("A", "cmi.exit"), "suspend");
});

test("Commit is true while the journal holds the change, whatever the network does", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(120_000);

  assert.equal(page.engine.commit(), true);
});

test("without any storage Commit turns false after 30 seconds of failures", async () => {
  const page = new Page();
  page.places.store.broken = true;
  page.places.mirror.broken = true;
  page.begin();
  page.online = false;
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(20_000);
  assert.equal(page.engine.commit(), true);
  await page.clock.pass(20_000);

  assert.equal(page.engine.commit(), false);
});

test("two activities are never under way together", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.exit", "suspend");
  page.engine.terminate("A");
  await page.clock.pass(0);
  page.engine.begin(delivery({ item: "B" }), page.journal);
  page.engine.change("B", "cmi.exit", "time-out");

  page.online = true;
  await page.clock.pass(10_000);

  assert.equal(page.server.value("A", "cmi.exit"), "suspend");
  assert.equal(page.server.value("B", "cmi.exit"), "time-out");
  assert.deepEqual(page.finished, ["A"]);
});

test("the call log travels with commits, a bounded piece at a time", async () => {
  const page = new Page().begin();
  for (let call = 0; call < 1_000; call += 1) {
    page.calls.add("SetValue", [`cmi.interactions.${call}.id`, "q".repeat(200)], "true", 0);
  }
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(0);
  page.engine.change("A", "cmi.exit", "normal");
  await page.clock.pass(0);

  const [first, second] = page.bodies;
  assert.ok(JSON.stringify(first?.calls).length <= 16_500);
  assert.equal(first?.calls?.[0]?.[2], "cmi.interactions.0.id");
  assert.equal(second?.calls?.[0]?.[2], `cmi.interactions.${first?.calls?.length}.id`);
});

test("a long look at one page is told as time, without changes", async () => {
  const page = new Page().begin();
  page.engine.spent = () => ({ A: 60 });

  page.engine.keepTime(true);
  page.engine.keepTime(true);
  await page.clock.pass(10);
  page.engine.keepTime(true);
  await page.clock.pass(10);

  assert.deepEqual(page.bodies.map(({ t }) => t), [{ A: 60 }]);
});

test("what a page has not sent when it is superseded still reaches the server's log", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.location", "1");
  page.server.open("L2", "T2");
  page.server.currentHasWritten = true;

  page.engine.supersede();
  await settle();
  page.engine.change("A", "cmi.location", "2");
  await page.clock.pass(60_000);

  assert.deepEqual(page.server.orphans.map(({ patch }) => patch), [{ "cmi.location": "1" }]);
  assert.deepEqual(page.stops, ["SUPERSEDED"]);
});
