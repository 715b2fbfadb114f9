/** Asking the server what it would grant now: exact, once, and never at the cost of the learner. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { delivery, Page, refusal, settle } from "./world.js";

test("an exact answer can be had at once", () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.completion_status", "completed");

  page.engine.ask("A");

  assert.deepEqual(page.waitedFor.map(({ flags }) => flags), [{ asks: true }]);
  assert.equal(page.server.value("A", "cmi.completion_status"), "completed");
  assert.deepEqual(page.valid, [{ continue: true }]);
  assert.equal(page.saved.state, "saved");
});

test("what the delivery said holds until something changes", () => {
  const page = new Page().begin();

  page.engine.ask("A");

  assert.equal(page.waitedFor.length, 0);
});

test("an answer holds until something changes", () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.location", "1");

  for (let time = 0; time < 5; time += 1) page.engine.ask("A");
  assert.equal(page.waitedFor.length, 1);
  page.engine.change("A", "cmi.location", "2");
  page.engine.ask("A");

  assert.equal(page.waitedFor.length, 2);
});

test("when everything is saved already the question goes alone, under a number of its own", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.completion_status", "completed");
  await page.clock.pass(5_000);

  page.engine.ask("A");
  page.engine.change("A", "cmi.location", "9");
  await page.clock.pass(5_000);

  const [asked] = page.waitedFor;
  assert.deepEqual(asked?.patch, {});
  assert.equal(asked?.base, page.bodies[0]?.seq);
  assert.deepEqual(page.valid, [{ continue: true }]);
  assert.equal(page.bodies.at(-1)?.base, asked?.seq);
  assert.equal(page.server.value("A", "cmi.location"), "9");
});

test("a commit that goes out after the answer makes it old", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.location", "1");
  page.engine.ask("A");
  page.engine.spent = () => ({ A: 60 });
  page.engine.keepTime(true);
  await settle();

  page.engine.ask("A");

  assert.equal(page.waitedFor.length, 2);
});

test("without an answer the page does not wait again until the network is back", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.completion_status", "completed");

  for (let time = 0; time < 5; time += 1) page.engine.ask("A");
  page.engine.change("A", "cmi.location", "2");
  page.engine.ask("A");
  assert.equal(page.waitedFor.length, 1);
  assert.deepEqual(page.saved, { state: "offline", pending: 2 });
  page.online = true;
  await page.clock.pass(5_000);
  page.engine.ask("A");

  assert.deepEqual(page.valid, [{ continue: true }]);
  assert.equal(page.saved.state, "saved");
});

test("a question alone that is not answered is not asked again and again", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(5_000);
  page.online = false;

  for (let time = 0; time < 5; time += 1) page.engine.ask("A");

  assert.equal(page.waitedFor.length, 1);
  assert.equal(page.saved.state, "saved");
});

test("a server that has no answer is not asked again and again", () => {
  const page = new Page().begin();
  const take = page.server.take.bind(page.server);
  page.server.take = (text) => {
    const { status, body } = take(text);
    return { status, body: { applied: body.applied } };
  };
  page.engine.change("A", "cmi.location", "1");

  for (let time = 0; time < 5; time += 1) page.engine.ask("A");

  assert.equal(page.waitedFor.length, 1);
  assert.deepEqual(page.valid, []);
});

test("a page that is being left does not wait", () => {
  const page = new Page().begin();
  page.engine.leave(true);
  page.engine.change("A", "cmi.location", "1");

  page.engine.ask("A");

  assert.equal(page.waitedFor.length, 0);
});

test("a page that may not write any more does not ask", async () => {
  const page = new Page().begin();
  page.network = async () => refusal(409, "SUPERSEDED");
  page.engine.change("A", "cmi.exit", "suspend");
  await page.clock.pass(1_000);

  page.engine.ask("A");

  assert.equal(page.waitedFor.length, 0);
});

test("what is unsent of the activity before goes first, and its answer is not taken for the next", async () => {
  const page = new Page().begin();
  page.network = () => new Promise(() => undefined);
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(5_000);
  page.engine.begin(delivery({ item: "B" }), page.journal);
  page.engine.change("B", "cmi.completion_status", "completed");

  page.engine.ask("B");
  page.engine.ask("B");

  assert.deepEqual(page.waitedFor.map(({ sco }) => sco), ["A", "B"]);
  assert.deepEqual(page.valid.at(-1), { continue: true });
});
