/** How the course comes up in an LMS, and what is said when it does not. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BINDING, PASSED, Platform, resultWith, WITHOUT_LMS } from "./dispatch_lms.js";
import { ORIGIN, Shell } from "./dispatch_page.js";
import { settle } from "./world.js";

const skip = WITHOUT_LMS;

/** @param {object} [config] @param {(shell: Shell) => void} [prepare] @param {any} [habits] */
async function opened(config = {}, prepare = () => undefined, habits = {}) {
  const platform = await Platform.of("1.2", habits);
  const shell = new Shell(config);
  prepare(shell);
  await shell.open(platform.visit());
  return { platform, shell };
}

test("without an LMS the course is a preview that says so, and nobody is told a name", async () => {
  const shell = await new Shell().open(null);
  assert.equal(shell.document.state, "notice");
  assert.equal(shell.text("notice-code"), "Code LEC-01");
  assert.equal(shell.document.frame, undefined, "nothing opens by itself");
  shell.document.press("open");
  shell.say("hello");

  assert.equal(shell.sees("banner"), true);
  assert.equal(shell.document.state, "course");
  const { user_id: user, standard, mode, binding } = shell.told("learner")[0];
  assert.deepEqual([user, standard, mode, binding], ["", "", "browse", ""]);
  shell.say("bound", { binding: BINDING, outcome: "new" });
  shell.say("state", { result: resultWith(PASSED) });
  shell.say("exit", {});
  await settle();
  assert.equal(shell.told("receipt").length, 0);
  assert.equal(shell.told("closed").length, 1);
});

test("an LMS that puts its object up late is waited for", { skip }, async () => {
  const platform = await Platform.of("1.2");
  const shell = new Shell();
  shell.clock.later(() => Object.assign(shell.around, { API: platform.visit() }), 1_500);
  await shell.open(null);

  assert.equal(shell.document.frame.src, `${ORIGIN}/player/dispatch/T?shell=1.2`);
});

test("an LMS that does not begin is told apart from none", { skip }, async () => {
  const { shell } = await opened({}, undefined, { Initialize: () => "false", GetLastError: () => "101" });

  assert.equal(shell.text("notice-code"), "Code LEC-02");
});

test("an LMS without learners opens the course, and its keeper is told", { skip }, async () => {
  const platform = await Platform.of("1.2", {
    GetValue: (call, element) => (/student|learner/.test(element) ? "" : call(element)),
  });
  const shell = await new Shell().open(platform.visit());
  shell.say("hello");

  assert.equal(shell.document.state, "course");
  assert.match(shell.text("remark"), /LEC-03/);
});

test("the standard of the LMS's object is told, whatever the package was made for", { skip }, async () => {
  const platform = await Platform.of("2004");
  const shell = await new Shell().open(platform.visit(), "API_1484_11");

  assert.match(shell.document.frame.src, /\?shell=2004$/);
});

test("a page that is kept out of the frame can be opened in a window", { skip }, async () => {
  const { shell } = await opened();
  await shell.clock.pass(12_000);
  assert.equal(shell.text("notice-code"), "Code LEC-05");
  assert.ok(shell.own.fetched[0]?.startsWith(ORIGIN));
  shell.document.press("open");
  const [popup] = [shell.own.popup];
  shell.say("hello", {}, { source: popup });

  assert.equal(shell.document.frame, undefined);
  assert.equal(shell.told("learner", popup).length, 1);
  assert.equal(shell.document.state, "notice");
});

test("a page that is only slow is shown as soon as it speaks", { skip }, async () => {
  const { shell } = await opened();
  await shell.clock.pass(12_000);
  shell.say("hello");

  assert.equal(shell.document.state, "course");
  assert.equal(shell.sees("remark"), false);
});

test(
  "a host that cannot be reached is told apart, and tried again when the network is back",
  { skip },
  async () => {
    const { shell } = await opened({}, (made) => (made.own.reachable = false));
    await shell.clock.pass(12_000);
    assert.equal(shell.text("notice-code"), "Code LEC-06");
    shell.own.reachable = true;
    shell.own.fire("online");
    shell.say("hello");

    assert.equal(shell.document.state, "course");
  },
);

test("a course that wants a window gets one at the press of a button", { skip }, async () => {
  const { shell } = await opened({ window: "popup" });
  assert.equal(shell.own.opened.length, 0);
  assert.equal(shell.text("notice-title"), "Fire safety");
  shell.document.press("open");
  const popup = shell.own.popup;
  shell.say("hello", { page: "entrance" }, { source: popup });

  assert.equal(shell.own.opened[0]?.[0], `${ORIGIN}/player/dispatch/T?shell=1.2`);
  assert.equal(shell.told("learner", popup)[0].user_id, "ann");
});

test("a blocked window has its code, and the course can be played here instead", { skip }, async () => {
  const { shell } = await opened({ window: "popup" }, (made) => (made.own.popup = null));
  shell.document.press("open");
  assert.equal(shell.text("notice-code"), "Code LEC-07");
  shell.document.press("again");
  shell.say("hello");

  assert.equal(shell.document.state, "course");
});

test(
  "a window that the learner closes leaves everything saved, and can be opened again",
  { skip },
  async () => {
    const { platform, shell } = await opened({ window: "popup" });
    shell.document.press("open");
    const popup = shell.own.popup;
    shell.say("hello", {}, { source: popup });
    shell.say("state", { result: resultWith({ version: 2 }) }, { source: popup });
    shell.say("state", { result: resultWith({ version: 3, visit_seconds: 8 }) }, { source: popup });
    if (popup) popup.closed = true;
    const commits = platform.count("Commit");
    await shell.clock.pass(1_500);

    assert.equal(platform.count("Commit"), commits + 1);
    shell.document.press("open");
    assert.equal(shell.own.opened.length, 2);
  },
);

test("who leaves in a window is thanked here", { skip }, async () => {
  const { platform, shell } = await opened({ window: "popup" });
  shell.document.press("open");
  shell.say("hello", {}, { source: shell.own.popup });
  shell.say("exit", {}, { source: shell.own.popup });
  await shell.clock.pass(2_000);

  assert.equal(platform.count("Finish"), 1);
  assert.equal(shell.text("notice-text"), "Thanks");
});

const GOOD = ["05", "06", "08", "10"].map((code) => ({ code: `LEC-${code}`, ok: true }));

test("a check shows everything in one list with one code, before the course opens", { skip }, async () => {
  const { shell } = await opened({ test: true });
  shell.say("hello");
  assert.equal(shell.document.state, "loading");
  shell.say("checks", { checks: GOOD });

  assert.equal(shell.document.state, "notice");
  assert.equal(shell.text("notice-code"), "Code LEC-00");
  const rows = shell.document
    .part("notice-checks")
    .children.map((row) => [row.children[0].textContent, row.dataset.ok]);
  assert.deepEqual(
    rows,
    ["01", "02", "03", "04", "05", "06", "08", "10", "11", "12"].map((code) => [`LEC-${code}`, "true"]),
  );
  assert.equal(shell.told("open").length, 0);
  shell.document.press("open");
  assert.equal(shell.told("open").length, 1);
  assert.equal(shell.document.state, "course");
  assert.equal(shell.document.part("stage").inert, false);
});

test("news during a check changes the list and not where the reader is", { skip }, async () => {
  const { shell } = await opened({ test: true });
  shell.say("hello");
  shell.say("checks", { checks: GOOD });
  shell.say("checks", { checks: GOOD });

  assert.equal(shell.document.part("notice-title").focused, 1);
});

/** @type {[string, any, (shell: Shell) => void, any[]][]} */
const FAULTS = [
  [
    "LEC-04",
    {
      SetValue: (/** @type {any} */ call, /** @type {string} */ element, /** @type {string} */ value) =>
        call(element, /suspend|location/.test(element) ? value.slice(0, 9) : value),
    },
    () => undefined,
    GOOD,
  ],
  [
    "LEC-03",
    {
      GetValue: (/** @type {any} */ call, /** @type {string} */ element) =>
        /student|learner/.test(element) ? "" : call(element),
    },
    () => undefined,
    GOOD,
  ],
  ["LEC-02", { Initialize: () => "false", GetValue: () => "" }, () => undefined, GOOD],
  ["LEC-08", {}, () => undefined, [...GOOD.slice(0, 2), { code: "LEC-08", ok: false }]],
  ["LEC-13", {}, () => undefined, [...GOOD, { code: "LEC-13", ok: false }]],
  ["LEC-00", {}, (shell) => (shell.own.isSecureContext = false), GOOD],
  ["LEC-00", {}, (shell) => (shell.document.fullscreenEnabled = false), GOOD],
];

for (const [code, habits, prepare, told] of FAULTS) {
  test(`a check names its fault: ${code} ${Object.keys(habits)}`, { skip }, async () => {
    const { shell } = await opened({ test: true }, prepare, habits);
    shell.say("hello");
    shell.say("checks", { checks: told });

    assert.equal(shell.text("notice-code"), `Code ${code}`);
  });
}

test("a check of an LMS without an object still looks at everything else", async () => {
  const shell = await new Shell({ test: true }).open(null);
  shell.say("hello");
  shell.say("checks", { checks: GOOD });

  assert.equal(shell.text("notice-code"), "Code LEC-01");
  assert.equal(shell.sees("open"), true);
});

test("an LMS that loses the mark between two checks is found out", { skip }, async () => {
  const platform = await Platform.of("1.2");
  const first = await new Shell({ test: true }).open(platform.visit());
  first.own.fire("pagehide");
  platform.keep();
  const again = async () => {
    const shell = await new Shell({ test: true }).open(platform.visit());
    shell.say("hello");
    shell.say("checks", { checks: GOOD });
    return shell.text("notice-code");
  };
  assert.equal(await again(), "Code LEC-00");
  delete platform.kept["cmi.suspend_data"];
  delete platform.kept["cmi.core.lesson_location"];

  assert.equal(await again(), "Code LEC-04");
});

test("a check of a silent page says whether its host answers", { skip }, async () => {
  for (const [reachable, code] of /** @type {[boolean, string][]} */ ([
    [true, "LEC-05"],
    [false, "LEC-06"],
  ])) {
    const { shell } = await opened({ test: true }, (made) => (made.own.reachable = reachable));
    await shell.clock.pass(12_000);

    assert.equal(shell.text("notice-code"), `Code ${code}`);
    shell.document.press("open");
    shell.own.reachable = true;
    shell.say("hello");
    shell.say("checks", { checks: GOOD });
    assert.equal(shell.text("notice-code"), "Code LEC-00", "what was amiss is looked at again");
  }
});

test("a page that finds nothing out is not waited for longer than is kind", { skip }, async () => {
  const { shell } = await opened({ test: true });
  shell.say("hello");
  await shell.clock.pass(6_000);

  assert.equal(shell.document.state, "notice");
});

test(
  "a refusal is shown by the page itself, with its code told quietly; a password is none",
  { skip },
  async () => {
    const { shell } = await opened();
    shell.say("hello");
    shell.say("refused", { code: "PASSWORD_REQUIRED", reason: "password" });
    assert.equal(shell.sees("remark"), false);
    shell.say("refused", { code: "DISPATCH_NOT_ACTIVE", reason: "expired" });

    assert.match(shell.text("remark"), /LEC-13/);
    assert.equal(shell.document.state, "course");
  },
);
