/** The script of a shell package in an LMS: who is believed, what is told, and how a visit ends. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sha256 } from "../../../static/js/dispatch/digest.js";
import { BINDING, PASSED, Platform, resultWith, WITHOUT_LMS } from "./dispatch_lms.js";
import { ORIGIN, OtherWindow, Shell } from "./dispatch_page.js";

const skip = WITHOUT_LMS;

/** @param {object} [config] @param {import("./dispatch_lms.js").Habits} [habits] */
async function opened(config = {}, habits = {}) {
  const platform = await Platform.of("1.2", habits);
  const shell = await new Shell(config).open(platform.visit());
  return { platform, shell };
}

test("the course opens in a frame that fills the page and may do what courses do", { skip }, async () => {
  const { shell } = await opened();
  const frame = shell.document.frame;

  assert.equal(frame.src, `${ORIGIN}/player/dispatch/T?shell=1.2`);
  for (const feature of [
    "fullscreen",
    "autoplay",
    "clipboard-write",
    "encrypted-media",
    "picture-in-picture",
  ])
    assert.match(frame.allow, new RegExp(feature));
  assert.equal(frame.title, "Fire safety");
  assert.equal(shell.document.state, "loading");
  shell.say("hello", { page: "entrance" });
  assert.equal(shell.document.state, "course");
});

test("every greeting is answered with who learns, and to the player's origin alone", { skip }, async () => {
  const { shell } = await opened();
  shell.say("hello", { page: "entrance" });
  shell.say("hello", { page: "player" });

  const { checks, ...learner } = shell.told("learner")[0];
  assert.deepEqual(learner, {
    lectern: 1,
    type: "learner",
    user_id: "ann",
    name: "Doe, Ann",
    binding: "",
    standard: "1.2",
    mode: "normal",
    closed: false,
    test: false,
  });
  assert.deepEqual(
    checks.find((/** @type {any} */ { code }) => code === "LEC-01"),
    { code: "LEC-01", ok: true },
  );
  assert.equal(shell.told("learner").length, 2);
  assert.deepEqual(
    [...new Set(shell.page.received.map((/** @type {any} */ { origin }) => origin))],
    [ORIGIN],
  );
});

test("an LMS that hides its learners tells a digest and no name", { skip }, async () => {
  const { shell } = await opened({ hides_learners: true });
  shell.say("hello");

  const { user_id: user, name } = shell.told("learner")[0];
  assert.deepEqual([user, name], [sha256("d-1:ann"), ""]);
  assert.doesNotMatch(JSON.stringify(shell.page.received), /Doe|"ann"/);
});

test("nobody but the page that was opened, from its own origin, is heard", { skip }, async () => {
  const { platform, shell } = await opened();
  const writes = platform.count("SetValue");
  const hostile = [
    { origin: "https://evil.test" },
    { origin: "null" },
    { origin: `${ORIGIN}.evil.test` },
    { source: new OtherWindow("other") },
    { source: null },
    { source: shell.own },
    { source: shell.around },
  ];
  for (const event of hostile) {
    shell.say("hello", {}, event);
    shell.say("state", { result: resultWith({ version: 9, ...PASSED }) }, event);
    shell.say("bound", { binding: BINDING, outcome: "new" }, event);
    shell.say("exit", { reason: "finished" }, event);
  }
  await shell.clock.pass(1_000);

  assert.equal(platform.count("SetValue"), writes);
  assert.equal(platform.count("Finish"), 0);
  assert.deepEqual(shell.page.received, []);
});

test("messages of unknown shape change nothing", { skip }, async () => {
  const { platform, shell } = await opened();
  const writes = platform.count("SetValue");
  for (const data of [
    null,
    7,
    "hello",
    [],
    {},
    { lectern: 2, type: "hello" },
    { lectern: 1, type: 7 },
    { lectern: 1, type: "constructor" },
    { lectern: 1, type: "__proto__" },
  ]) {
    shell.say("", {}, { data });
  }
  shell.say("state", { result: null });
  shell.say("state", { result: { version: "1", ...PASSED } });
  shell.say("bound", { binding: "<script>", outcome: {} });
  shell.say("bound", { binding: 7 });
  shell.say("checks", { checks: "all good" });
  shell.say("refused", {});

  assert.equal(platform.count("SetValue"), writes);
  assert.deepEqual(shell.page.received, []);
});

test("the mark is put where the LMS keeps such, and sent along at the next visit", { skip }, async () => {
  const { platform, shell } = await opened();
  shell.say("hello");
  shell.say("bound", { binding: BINDING, user_id: "ann", outcome: "new" });
  assert.deepEqual(
    [platform.value("cmi.suspend_data"), platform.value("cmi.core.lesson_location")],
    [`lectern1:${BINDING}`, `lectern1:${BINDING}`],
  );
  shell.own.fire("pagehide");
  platform.keep();

  const again = await new Shell().open(platform.visit());
  again.say("hello");

  assert.equal(again.told("learner")[0].binding, BINDING);
});

test("an LMS without a memory is told of quietly, while the course runs", { skip }, async () => {
  const { shell } = await opened(
    {},
    { SetValue: (call, element, value) => call(element, /suspend|location/.test(element) ? "" : value) },
  );
  shell.say("hello");
  shell.say("bound", { binding: BINDING, outcome: "new" });

  assert.equal(shell.document.state, "course");
  assert.equal(shell.sees("remark"), true);
  assert.match(shell.text("remark"), /LEC-04/);
});

test("results go into the LMS and the receipt back, with what was found out", { skip }, async () => {
  const { platform, shell } = await opened();
  shell.say("hello");
  shell.say("state", { result: resultWith({ version: 4, ...PASSED }), final: false });

  const { lectern, type, diagnosis, ...receipt } = shell.told("receipt")[0];
  assert.deepEqual(receipt, { version: 4, ok: true, error: "" });
  assert.deepEqual(
    [lectern, type, diagnosis.code, diagnosis.standard, diagnosis.api, diagnosis.mode],
    [1, "receipt", "LEC-00", "1.2", "parent 1", "normal"],
  );
  assert.ok(JSON.stringify(diagnosis).length < 2_000);
  assert.equal(platform.value("cmi.core.lesson_status"), "passed");
  assert.equal(shell.sees("remark"), false);
});

test("a refused result is told of quietly until it is taken", { skip }, async () => {
  let refuses = true;
  const { shell } = await opened(
    {},
    { SetValue: (call, element, value) => (refuses && value === "passed" ? "false" : call(element, value)) },
  );
  shell.say("hello");
  shell.say("state", { result: resultWith({ version: 4, ...PASSED }) });
  assert.match(shell.text("remark"), /LEC-09/);
  assert.equal(shell.told("receipt")[0].diagnosis.code, "LEC-09");
  refuses = false;
  shell.say("state", { result: resultWith({ version: 5, ...PASSED, progress: 1 }) });

  assert.equal(shell.told("receipt")[1].ok, true);
  assert.equal(shell.sees("remark"), false);
});

test("who leaves the course is thanked once the LMS has everything", { skip }, async () => {
  const { platform, shell } = await opened();
  shell.say("hello");
  shell.say("state", { result: resultWith({ version: 4, ...PASSED }), final: true });
  shell.say("exit", { reason: "finished" });
  assert.equal(platform.count("Finish"), 0, "the page hears of its receipt first");
  await shell.clock.pass(1_000);
  shell.say("exit", { reason: "finished" });
  await shell.clock.pass(1_000);

  assert.equal(platform.count("Finish"), 1);
  assert.deepEqual(shell.page.received.map((/** @type {any} */ { message }) => message.type).slice(-2), [
    "receipt",
    "closed",
  ]);
  assert.equal(shell.document.state, "course", "the page inside shows what was reached");
  assert.equal(shell.text("banner"), "Thanks");
  shell.own.fire("pagehide");
  assert.equal(platform.count("Finish"), 1);
});

test("a window that the LMS opened offers to close itself at the end", { skip }, async () => {
  const platform = await Platform.of("1.2");
  const shell = new Shell();
  shell.around.opener = new OtherWindow("catalogue");
  await shell.open(platform.visit());
  shell.say("hello");
  shell.say("exit", { reason: "suspended" });
  await shell.clock.pass(1_000);
  shell.document.part("banner").children[1].onclick();

  assert.equal(shell.around.closed, true);
});

test("a closed tab has its session ended properly, and the page is told", { skip }, async () => {
  const { platform, shell } = await opened();
  shell.say("hello");
  shell.say("state", { result: resultWith({ version: 2, visit_seconds: 30 }) });
  shell.own.fire("beforeunload");
  assert.equal(platform.count("Finish"), 0, "whoever stays after all goes on");
  shell.own.fire("pagehide");
  shell.own.fire("pagehide");

  assert.equal(platform.count("Finish"), 1);
  assert.equal(shell.told("closed").length, 1);
  assert.equal(platform.keep()["cmi.core.total_time"], "00:00:30");
});

test("a page that is looked away from saves what it has", { skip }, async () => {
  const { platform, shell } = await opened();
  shell.say("hello");
  shell.say("state", { result: resultWith({ version: 2 }) });
  shell.say("state", { result: resultWith({ version: 3, visit_seconds: 5 }) });
  const commits = platform.count("Commit");
  shell.document.hide();

  assert.equal(platform.count("Commit"), commits + 1);
});

test("a page out of the history begins anew", { skip }, async () => {
  const { shell } = await opened();
  shell.own.fire("pageshow", { persisted: false });
  assert.equal(shell.own.reloads, 0);
  shell.own.fire("pageshow", { persisted: true });

  assert.equal(shell.own.reloads, 1);
});

test("in a review nothing is written, not even a mark, and no receipt is given", { skip }, async () => {
  const platform = await Platform.of("1.2");
  platform.kept["cmi.core.lesson_mode"] = "review";
  const shell = await new Shell().open(platform.visit());
  shell.say("hello");
  shell.say("bound", { binding: BINDING, outcome: "resumed" });
  shell.say("state", { result: resultWith(PASSED), final: true });
  shell.say("exit", { reason: "suspended" });
  await shell.clock.pass(1_000);

  assert.equal(shell.told("learner")[0].mode, "review");
  assert.equal(platform.count("SetValue") + platform.count("Commit"), 0);
  assert.equal(shell.told("receipt").length, 0);
  assert.equal(platform.count("Finish"), 1);
});

test(
  "the page speaks the language that the learner has set in the LMS, in its direction",
  { skip },
  async () => {
    const platform = await Platform.of("1.2");
    platform.kept["cmi.student_preference.language"] = "ar-EG";
    const texts = { en: {}, ar: { dir: "rtl" } };
    const shell = await new Shell({ texts }).open(platform.visit());

    const { lang, dir } = /** @type {any} */ (shell.document.documentElement);
    assert.deepEqual([lang, dir], ["ar", "rtl"]);
  },
);
