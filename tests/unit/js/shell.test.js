/** The shell's own decisions: tokens, words, contents, and what it believes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isLed, needsContents, progress } from "../../../static/js/shell/contents.js";
import { ContentsKeys } from "../../../static/js/shell/contents_keys.js";
import { Endpoints } from "../../../static/js/shell/endpoints.js";
import { outlookOf, resultRows, returnTarget, spokenScore } from "../../../static/js/shell/panels.js";
import { readRequest } from "../../../static/js/shell/requests.js";
import { deservesAnnouncement, describe, readSaved } from "../../../static/js/shell/save_state.js";
import { takeToken } from "../../../static/js/shell/token.js";
import { english, phrasesOf } from "./speaking.js";

/** @param {string} id @param {number} level @param {object} [more] */
function entry(id, level, more = {}) {
  const plain = { status: "not attempted", selectable: true, current: false, visible: true };
  return { id, title: id, level, ...plain, ...more };
}

/** @param {string} href @param {{blocked?: boolean, items?: Map<string, string>}} [given] */
function page(href, { blocked = false, items = new Map() } = {}) {
  const shown = { href };
  const storage = /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void items.set(key, value),
  });
  return {
    shown,
    items,
    href,
    storage: () => {
      if (blocked) throw new Error("blocked");
      return storage;
    },
    readdress: (/** @type {string} */ address) => void (shown.href = address),
  };
}

test("the token leaves the address bar once a reload can find it elsewhere", () => {
  const first = page("http://play.test/player/s1?token=T&lang=de");

  assert.equal(takeToken("s1", first), "T");
  assert.equal(first.shown.href, "http://play.test/player/s1?lang=de");
  assert.equal(takeToken("s1", page("http://play.test/player/s1", { items: first.items })), "T");
});

test("where storage is blocked the token stays in the address bar", () => {
  const blocked = page("http://play.test/player/s1?token=T", { blocked: true });

  assert.equal(takeToken("s1", blocked), "T");
  assert.equal(blocked.shown.href, "http://play.test/player/s1?token=T");
});

test("a token is kept for its own session only", () => {
  const { items } = page("");
  takeToken("s1", page("http://play.test/player/s1?token=T", { items }));

  assert.equal(takeToken("s2", page("http://play.test/player/s2", { items })), "");
});

test("the save state is said in plain words", () => {
  const at = new Date(2026, 0, 1, 12, 3).getTime();

  assert.match(describe({ state: "saved", pending: 0, at }, english), /^Saved 12:03/);
  assert.equal(describe({ state: "saving", pending: 2, at }, english), "Saving…");
  assert.equal(
    describe({ state: "offline", pending: 3, at }, english),
    "Offline, 3 changes kept on this device",
  );
  assert.equal(describe({ state: "superseded", pending: 0, at }, english), "Opened in another window");
});

test("plurals follow the language", () => {
  const arabic = phrasesOf("ar");
  const said = [1, 2, 3, 11].map((pending) => describe({ state: "offline", pending, at: 0 }, arabic));

  assert.equal(new Set(said).size, 4);
  assert.match(describe({ state: "offline", pending: 1, at: 0 }, english), /1 change kept/);
});

test("what a course makes up about saving is ignored or cut to size", () => {
  assert.equal(readSaved({ state: "<b>saved</b>" }), null);
  assert.equal(readSaved(null), null);
  assert.deepEqual(readSaved({ state: "offline", pending: "many", at: {} }), {
    state: "offline",
    pending: 0,
    at: 0,
  });
});

test("a screen reader hears bad news and its end, not every save", () => {
  assert.equal(deservesAnnouncement("saved", "saving"), false);
  assert.equal(deservesAnnouncement("saving", "saved"), false);
  assert.equal(deservesAnnouncement("saved", "offline"), true);
  assert.equal(deservesAnnouncement("offline", "saved"), true);
});

test("a course of one part has no contents, whatever surrounds the part", () => {
  assert.equal(needsContents([entry("org", 0), entry("block", 1), entry("sco", 2)]), false);
  assert.equal(needsContents([entry("org", 0), entry("a", 1), entry("b", 1)]), true);
});

test("a part that is never shown makes no contents", () => {
  const unseen = entry("b", 1, { visible: false });

  assert.equal(needsContents([entry("org", 0), entry("a", 1), unseen]), false);
});

test("where nothing is to be chosen one sentence says so for all parts", () => {
  const closed = { selectable: false, reason: "CHOICE_OFF" };
  const used = { selectable: false, reason: "ATTEMPTS_USED" };

  assert.equal(isLed([entry("a", 1, closed), entry("b", 1, used)]), true);
  assert.equal(isLed([entry("a", 1, closed), entry("b", 1)]), false);
  assert.equal(isLed([entry("a", 1, used)]), false);
});

test("progress counts parts, not blocks", () => {
  const toc = [
    entry("org", 0, { status: "incomplete" }),
    entry("block", 1, { status: "completed" }),
    entry("a", 2, { status: "completed" }),
    entry("b", 2, { status: "passed" }),
    entry("c", 1, { status: "failed" }),
    entry("hidden", 1, { visible: false }),
  ];

  assert.deepEqual(progress(toc), { done: 2, of: 3 });
});

test("only the requests of the book are passed on", () => {
  assert.deepEqual(readRequest("continue"), { request: "continue" });
  assert.deepEqual(readRequest("{target=item-7}choice"), { request: "choice", target: "item-7" });
  assert.equal(readRequest("_none_"), null);
  assert.equal(readRequest("start"), null);
  assert.equal(readRequest({ request: "exitAll" }), null);
});

test("where nothing plays a learner is told what is left to do", () => {
  assert.equal(outlookOf({ selectable: true, steps: false, begun: false }), "begin");
  assert.equal(outlookOf({ selectable: true, steps: true, begun: true }), "choose");
  assert.equal(outlookOf({ selectable: false, steps: true, begun: true }), "onward");
  assert.equal(outlookOf({ selectable: false, steps: false, begun: true }), "stuck");
  assert.equal(outlookOf({ selectable: false, steps: false, begun: false }), "empty");
});

const REASONS = [
  ...["CHOICE_OFF", "NOT_NOW", "DISABLED", "ATTEMPTS_USED", "STAY_INSIDE", "ONE_STEP_ONLY"],
  ...["NO_WAY_BACK", "STOPPED", "NOTHING_INSIDE", "PREREQUISITES"],
];

test("every reason for a closed part has words of its own, in every language", () => {
  for (const lang of ["en", "de", "fr", "es", "ar"]) {
    const said = REASONS.map((code) => phrasesOf(lang).reason(code));
    assert.ok(said.every((words) => words.length > 5), lang);
    assert.equal(new Set(said).size, REASONS.length, lang);
  }
  assert.equal(english.reason("SOMETHING_NEW"), "");
});

/** @param {string} key @param {object} [more] */
function press(key, more = {}) {
  return { key, timeStamp: 0, ctrlKey: false, metaKey: false, altKey: false, ...more };
}

test("the contents are walked by arrows, Home and End", () => {
  const entries = /** @type {any[]} */ (["Intro", "Hazards", "Help"]);
  const keys = new ContentsKeys(String);

  assert.equal(keys.follow(entries, 0, press("ArrowDown")), "Hazards");
  assert.equal(keys.follow(entries, 2, press("ArrowDown")), undefined);
  assert.equal(keys.follow(entries, 0, press("ArrowUp")), undefined);
  assert.equal(keys.follow(entries, 2, press("ArrowUp")), "Hazards");
  assert.equal(keys.follow(entries, 1, press("Home")), "Intro");
  assert.equal(keys.follow(entries, 0, press("End")), "Help");
});

test("typing leads to the part that begins so, and from one to the next", () => {
  const entries = /** @type {any[]} */ (["Intro", "Hazards", "Help", "Élan"]);
  const keys = new ContentsKeys(String);

  assert.equal(keys.follow(entries, 0, press("h", { timeStamp: 0 })), "Hazards");
  assert.equal(keys.follow(entries, 1, press("E", { timeStamp: 300 })), "Help");
  assert.equal(keys.follow(entries, 2, press("h", { timeStamp: 5_000 })), "Hazards");
  assert.equal(keys.follow(entries, 1, press("é", { timeStamp: 9_000 })), "Élan");
});

test("a move between two letters makes them two words", () => {
  const entries = /** @type {any[]} */ (["Hazards", "First", "Exam"]);
  const keys = new ContentsKeys(String);

  assert.equal(keys.follow(entries, 0, press("e")), "Exam");
  assert.equal(keys.follow(entries, 2, press("Home")), "Hazards");
  assert.equal(keys.follow(entries, 0, press("f")), "First");
});

test("a key that means something to the browser keeps its meaning", () => {
  const entries = /** @type {any[]} */ (["Intro"]);
  const keys = new ContentsKeys(String);

  for (const made of [press("Tab"), press("Enter"), press(" "), press("i", { ctrlKey: true })]) {
    assert.equal(keys.follow(entries, 0, made), undefined);
  }
});

test("a score is a percentage if it can be, points if not, and nothing if there is none", () => {
  assert.equal(spokenScore({ scaled: 0.856, raw: 9, max: 10 }, english), "86%");
  assert.equal(spokenScore({ scaled: null, raw: 9, max: 10 }, english), "9 / 10");
  assert.equal(spokenScore({ scaled: null, raw: 0, max: null }, english), "0");
  assert.equal(spokenScore(null, english), "");
});

test("the result leaves out what nobody knows", () => {
  const ended = { reason: "exited", completion_status: "completed", success_status: "unknown" };

  assert.deepEqual(resultRows(ended, english), [["Completion", "Completed", "completed"]]);
});

test("the way back leads to the web and nowhere else", () => {
  assert.equal(returnTarget("https://learn.test/home?x=1")?.host, "learn.test");
  assert.equal(returnTarget("javascript:alert(1)"), null);
  assert.equal(returnTarget("/relative"), null);
  assert.equal(returnTarget(null), null);
});

test("every problem has a title, a sentence and advice, in every language", () => {
  for (const lang of ["en", "de", "fr", "es", "ar"]) {
    for (const code of ["TOKEN_EXPIRED", "GONE", "NETWORK", "CONTENT", "DOMAIN_NOT_ALLOWED", "NEW"]) {
      const { title, text, advice } = phrasesOf(lang).problem(code);
      assert.ok(title && text && advice, `${lang} ${code}`);
    }
  }
});

/** @param {number} status @param {unknown} body */
function answering(status, body) {
  /** @type {{address: string, init: any}[]} */
  const asked = [];
  const fetch = async (/** @type {any} */ address, /** @type {any} */ init) => {
    asked.push({ address, init });
    return /** @type {any} */ ({ ok: status < 300, status, json: async () => body });
  };
  return { asked, fetch: /** @type {any} */ (fetch) };
}

test("the handle of a launch is shown with every question after it, and no cookie", async () => {
  const launch = { id: "L", handle: "H" };
  const { asked, fetch } = answering(201, { launch });
  const endpoints = new Endpoints("/player", "a b/ü", fetch);

  await endpoints.open("T", ["https://lms.test"]);
  await endpoints.deliver("choice", "item");

  assert.equal(asked[0]?.address, "/player/a%20b%2F%C3%BC/launches");
  assert.deepEqual(JSON.parse(asked[0]?.init.body), { token: "T", ancestors: ["https://lms.test"] });
  assert.equal(asked[1]?.address, "/player/launches/L/deliveries");
  assert.equal(asked[1]?.init.headers.authorization, "Bearer H");
  assert.equal(asked[1]?.init.credentials, "omit");
});

test("a refusal keeps its code and the request it can be found by", async () => {
  const { fetch } = answering(401, { error: { code: "TOKEN_EXPIRED" }, request_id: "r1" });

  const reply = await new Endpoints("/player", "s", fetch).open("T", []);

  assert.deepEqual(reply, {
    ok: false,
    problem: { code: "TOKEN_EXPIRED", status: 401, request_id: "r1" },
  });
});

test("a refusal of a step says why", async () => {
  const { fetch } = answering(409, { error: { code: "SEQUENCING", details: { reason: "STAY_INSIDE" } } });
  const endpoints = new Endpoints("/player", "s", fetch);

  const reply = await endpoints.deliver("choice", "b");

  assert.equal(!reply.ok && reply.problem.reason, "STAY_INSIDE");
});

test("a refusal keeps what it knows about places and limits", async () => {
  const details = { allowed: ["lms.test"], seen: [], reason: "domain" };
  const { fetch } = answering(403, { error: { code: "DOMAIN_NOT_ALLOWED", details } });

  const reply = await new Endpoints("/player", "s", fetch).open("T", []);

  assert.deepEqual(!reply.ok && reply.problem.details, details);
});

test("word of a result outlives the page that sends it", async () => {
  const { asked, fetch } = answering(200, { launch: { id: "L", handle: "H" }, state: "accepted" });
  const endpoints = new Endpoints("/player", "s", fetch);
  await endpoints.open("T", []);
  await endpoints.receipt(/** @type {any} */ ({ version: 3, ok: true }));

  assert.equal(asked[1]?.address, "/player/launches/L/receipts");
  assert.equal(asked[1]?.init.keepalive, true);
  assert.equal(asked[1]?.init.headers.authorization, "Bearer H");
});

test("no answer at all is a problem of the network", async () => {
  const fetch = /** @type {any} */ (() => Promise.reject(new TypeError("Failed to fetch")));

  const reply = await new Endpoints("/player", "s", fetch).open("T", []);

  assert.deepEqual(reply, { ok: false, problem: { code: "NETWORK", status: 0 } });
});
