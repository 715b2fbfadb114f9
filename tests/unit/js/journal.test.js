/** The journal: what outlives a page, and a random life of launches that loses nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { leftBehind } from "../../../static/js/rte/journal.js";
import { Clock, dice, MemoryMirror, MemoryStore, Page, refusal, Server, settle } from "./world.js";

/** @param {Page} page A later page of the same registration on the same device. @param {string} launch */
async function reopen(page, launch) {
  page.clock.stop();
  const { clock, server, places } = page;
  const next = new Page({ clock, server, ...places, launch });
  server.open(launch, `T-${launch}`);
  const late = [];
  for (const record of await leftBehind("R", launch, places)) {
    const old = new Page({ clock, server, ...places, launch: record.note.launch });
    old.engine.inherit(record, old.journal);
    late.push(old);
  }
  return { next: next.begin({ launch, capability: `T-${launch}` }), late };
}

for (const lost of /** @type {const} */ (["store", "mirror", "neither"])) {
  test(`an unsent change outlives the page when ${lost} is lost`, async () => {
    const page = new Page().begin();
    page.online = false;
    page.engine.change("A", "cmi.suspend_data", "bookmark");
    await page.clock.pass(1_500);
    page.engine.terminate("A");
    await page.clock.pass(500);
    if (lost === "store") page.places.store.records.clear();
    if (lost === "mirror") page.places.mirror.items.clear();

    const { late } = await reopen(page, "L2");
    await page.clock.pass(10);

    assert.equal(page.server.value("A", "cmi.suspend_data"), "bookmark");
    const [body] = late[0]?.bodies ?? [];
    assert.equal(body?.launch, "L1");
    assert.equal(body?.token, "T1");
    assert.deepEqual(body?.flags, { terminate: true, late: true });
    assert.deepEqual(await leftBehind("R", "L2", page.places), []);
  });
}

test("time that nobody told the server outlives the page", async () => {
  const page = new Page().begin();
  page.engine.spent = () => ({ A: 2 });
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(2_000);
  page.engine.spent = () => ({ A: 31.5 });
  page.engine.keepTime();
  await page.clock.pass(10);

  const { late } = await reopen(page, "L2");
  await page.clock.pass(10);

  assert.deepEqual(late[0]?.bodies.map(({ t, patch }) => ({ t, patch })), [{ t: { A: 31.5 }, patch: {} }]);
  assert.deepEqual(await leftBehind("R", "L2", page.places), []);
});

test("a value that the server has acknowledged is not sent again by an old mirror", async () => {
  const page = new Page().begin();
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(300);
  const old = new Map(page.places.mirror.items);
  await page.clock.pass(2_000);
  page.engine.change("A", "cmi.location", "2");
  await page.clock.pass(2_000);
  page.places.mirror.items = old;

  await reopen(page, "L2");
  await page.clock.pass(10);

  assert.equal(page.server.value("A", "cmi.location"), "2");
});

test("a journal that comes too late goes to the server's log and leaves the device", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(2_000);
  page.server.open("L2", "T2");
  page.server.currentHasWritten = true;

  const record = (await leftBehind("R", "L2", page.places))[0];
  assert.ok(record);
  const old = new Page({ clock: page.clock, server: page.server, ...page.places });
  old.engine.inherit(record, old.journal);
  await page.clock.pass(10);

  assert.equal(page.server.orphans[0]?.patch["cmi.location"], "1");
  assert.deepEqual(await leftBehind("R", "L2", page.places), []);
});

test("a journal that the server refuses stays on the device and is not offered again", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(2_000);
  page.server.validTokens.clear();

  await reopen(page, "L2");
  await page.clock.pass(10);

  assert.deepEqual(await leftBehind("R", "L2", page.places), []);
  assert.ok([...page.places.store.records.keys()].some((key) => key.includes("cmi.location")));
});

test("a journal that the server cannot read delays no later launch", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(2_000);
  const record = (await leftBehind("R", "L2", page.places))[0];
  assert.ok(record);

  const old = new Page({ clock: page.clock, server: page.server, ...page.places });
  old.network = async () => refusal(400, "VALIDATION_ERROR");
  old.engine.inherit(record, old.journal);
  await page.clock.pass(10);
  await old.engine.settled();

  assert.deepEqual(await leftBehind("R", "L2", page.places), []);
});

test("blocked storage stops nothing", async () => {
  const page = new Page();
  page.places.store.broken = true;
  page.places.mirror.broken = true;
  page.begin();

  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(2_000);

  assert.equal(page.server.value("A", "cmi.location"), "1");
  assert.deepEqual(await leftBehind("R", "L2", page.places), []);
});

test("another registration's journal is left alone", async () => {
  const page = new Page().begin();
  page.online = false;
  page.engine.change("A", "cmi.location", "1");
  await page.clock.pass(2_000);

  assert.deepEqual(await leftBehind("S", "L2", page.places), []);
});

/**
 * One random life: courses write, the network fails before or after the server has acted, requests
 * arrive twice or late, pages die with or without a last word, storage loses what browsers lose.
 * @param {number} seed
 */
async function live(seed) {
  const roll = dice(seed);
  const clock = new Clock();
  const server = new Server();
  /** @type {Map<string, string>} */
  const truth = new Map();
  let page = new Page({ clock, server, store: new MemoryStore(), mirror: new MemoryMirror() }).begin();
  let launch = 1;
  let weather = roll;
  page.network = stormy(page, () => weather());

  for (let step = 0; step < 120; step += 1) {
    const event = roll();
    if (event < 0.55) write(page, roll, truth);
    else if (event < 0.65) page.engine.commit();
    else if (event < 0.7) page.engine.leave();
    else if (event < 0.73) weather = weather === roll ? () => 0.99 : roll;
    else if (event < 0.76) page.engine.ask("A");
    else if (event < 0.78) {
      launch += 1;
      await die(page, roll);
      const { next, late } = await reopen(page, `L${launch}`);
      await clock.pass(10_000);
      assert.deepEqual(late.flatMap(({ stops }) => stops), []);
      assert.deepEqual(unlike(server, truth), [], `seed ${seed}, reopened at step ${step}`);
      page = next;
      page.network = stormy(page, () => weather());
    }
    await clock.pass(Math.floor(roll() * 1_500));
    acknowledged(page, server, truth, `seed ${seed}, step ${step}`);
  }

  weather = () => 0.99;
  await clock.pass(200_000);
  assert.equal(page.saved.state, "saved");
  assert.deepEqual(unlike(server, truth), [], `seed ${seed}, at the end`);
}

/** @param {Page} page @param {() => number} roll @param {Map<string, string>} truth */
function write(page, roll, truth) {
  const elements = ["cmi.location", "cmi.suspend_data", "cmi.core.lesson_status", "cmi.comments"];
  const element = elements[Math.floor(roll() * elements.length)] ?? "";
  const value = `${Math.floor(roll() * 1e9)}${"ß".repeat(roll() < 0.1 ? 40_000 : 3)}`;
  truth.set(element, value);
  page.engine.change("A", element, value);
}

/** @param {Page} page @param {() => number} weather */
function stormy(page, weather) {
  return async (/** @type {string} */ text) => {
    const luck = weather();
    if (luck < 0.25) throw new TypeError("lost on the way there");
    // Late arrival: a request that was given up reaches the server after its successor.
    if (luck < 0.35) page.clock.later(() => void page.server.take(text), 700);
    if (luck < 0.35) throw new TypeError("given up");
    const answer = page.server.take(text);
    await new Promise((arrive) => page.clock.later(() => arrive(null), luck * 2_000));
    if (luck < 0.45) page.server.take(text);
    if (luck < 0.6) throw new TypeError("lost on the way back");
    return answer;
  };
}

/** @param {Page} page @param {() => number} roll */
async function die(page, roll) {
  await settle();
  if (roll() < 0.5) page.engine.leave(true);
  await settle();
  // A browser that is killed loses its young local storage; a frame that is removed loses its last
  // IndexedDB writes, but had the time to write the mirror. Here the page had one quiet moment.
  if (roll() < 0.5) page.places.mirror.items.clear();
}

/** @param {Server} server @param {Map<string, string>} truth */
function unlike(server, truth) {
  return [...truth].filter(([element, value]) => server.value("A", element) !== value).map(([e]) => e);
}

/** @param {Page} page @param {Server} server @param {Map<string, string>} truth @param {string} where */
function acknowledged(page, server, truth, where) {
  const unsent = new Set(page.engine.changes.entries.map(({ element }) => element));
  for (const element of unlike(server, truth)) assert.ok(unsent.has(element), `${element}: ${where}`);
  assert.ok(page.server.received.every(({ base, seq }) => base < seq), where);
}

test("sixty random lives lose neither an acknowledged nor an unacknowledged value", async () => {
  for (let seed = 1; seed <= 60; seed += 1) await live(seed);
});
