/** Times, scores, marks, digests and words, as the script of a shell package writes and reads them. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { Checks } from "../../../static/js/dispatch/checks.js";
import { sha256 } from "../../../static/js/dispatch/digest.js";
import { periodOf, secondsOf, timespanOf } from "../../../static/js/dispatch/durations.js";
import { bindingIn, isBinding, markerOf } from "../../../static/js/dispatch/marker.js";
import { isFinished, isSame, resultOf, valuesOf } from "../../../static/js/dispatch/results.js";
import { languageOf, Words } from "../../../static/js/dispatch/words.js";
import { resultWith } from "./dispatch_lms.js";

test("times of both standards are read, and anything else is no time", () => {
  const read = ["0001:02:03.5", "25:00:00", "PT1H2M3.5S", "P1DT1S", "", "soon", "P", "-1:00:00"].map(
    secondsOf,
  );

  assert.deepEqual(read, [3723.5, 90_000, 3723.5, 86_401, 0, 0, 0, 0]);
});

test("times are written to the hundredth and read back as the same", () => {
  assert.equal(timespanOf(3_723.456), "0001:02:03.46");
  assert.equal(timespanOf(59.999), "0000:01:00");
  assert.equal(periodOf(3_723.5), "PT1H2M3.50S");
  for (const seconds of [0, 0.01, 59.99, 3_600, 123_456.78]) {
    assert.equal(secondsOf(timespanOf(seconds)), seconds);
    assert.equal(secondsOf(periodOf(seconds)), seconds);
  }
});

test("no time is longer than SCORM 1.2 can write", () => {
  assert.equal(timespanOf(1e9), "9999:46:40");
});

test("digests are those of SHA-256", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000]) {
    const text = "dispatch:Zoë ✓ ".repeat(100).slice(0, length);
    assert.equal(sha256(text), createHash("sha256").update(text).digest("hex"), `${length}`);
  }
});

const BINDING = "k".repeat(43);

test("a mark is found wherever one place has kept it whole", () => {
  const marker = markerOf(BINDING);

  assert.equal(bindingIn(marker, marker), BINDING);
  assert.equal(bindingIn("", ` ${marker} `), BINDING);
  assert.equal(bindingIn(marker.slice(0, 40), marker), BINDING);
  assert.equal(bindingIn("page 7", "another package's data"), "");
});

test("what is no secret is never stored", () => {
  assert.deepEqual([BINDING, "", "short", 7, null, "a".repeat(300), `${BINDING};`].map(isBinding), [
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

/** @param {"1.2" | "2004"} standard @param {object} told @returns {Record<string, string>} */
function written(standard, told) {
  const result = resultOf(resultWith(told));
  assert.ok(result);
  return Object.fromEntries(valuesOf(standard, result));
}

test("SCORM 1.2 has one word for completion and success", () => {
  const words = [
    [{ completion_status: "completed", success_status: "passed" }, "passed"],
    [{ completion_status: "incomplete", success_status: "failed" }, "failed"],
    [{ completion_status: "completed" }, "completed"],
    [{ completion_status: "unknown" }, "incomplete"],
    [{ completion_status: "not attempted" }, "incomplete"],
  ];

  for (const [told, word] of words)
    assert.equal(written("1.2", /** @type {object} */ (told))["status"], word);
});

test("SCORM 1.2 gets scores of any bounds as a share of a hundred", () => {
  const none = { min: null, max: null };
  const scores = [
    [{ ...none, raw: 80, scaled: 0.8 }, "80"],
    [{ raw: 8, min: 0, max: 10, scaled: 0.8 }, "80"],
    [{ raw: 33, min: 0, max: 99, scaled: 1 / 3 }, "33.33"],
    [{ raw: 50, min: 0, max: 100, scaled: null }, "50"],
    [{ raw: null, ...none, scaled: 0 }, "0"],
    [{ raw: 8, min: 0, max: 10, scaled: null }, undefined],
    [{ raw: null, ...none, scaled: -0.5 }, undefined],
    [{ raw: 700, ...none, scaled: null }, undefined],
  ];

  for (const [score, raw] of scores)
    assert.equal(written("1.2", { score })["raw"], raw, JSON.stringify(score));
  assert.deepEqual(written("1.2", { score: { ...none, raw: 5, scaled: null } }), {
    status: "incomplete",
    min: "0",
    max: "100",
    raw: "5",
  });
});

test("SCORM 2004 gets every number that is known, and no exponents", () => {
  const score = { scaled: 1e-7, raw: 12.5, min: null, max: 50 };

  assert.deepEqual(
    written("2004", { completion_status: "completed", success_status: "failed", score, progress: 0.25 }),
    {
      completion: "completed",
      success: "failed",
      scaled: "0.0000001",
      raw: "12.5",
      max: "50",
      progress: "0.25",
    },
  );
});

test("a result of the wrong shape is none, or has only what could be read", () => {
  for (const told of [null, undefined, 7, "x", {}, { version: "1" }, { version: NaN }])
    assert.equal(resultOf(told), null);
  const odd = resultOf({
    version: 3,
    completion_status: 7,
    score: { raw: "80" },
    seconds: "9",
    progress: Infinity,
  });
  assert.deepEqual(odd, {
    ...resultWith({ version: 3, completion_status: "unknown" }),
    success_status: "unknown",
  });
  assert.equal(isFinished(/** @type {any} */ (odd)), false);
});

test("numbers are the same however they are written", () => {
  assert.deepEqual(
    [
      isSame("80", "80.0"),
      isSame("0.5", ".50"),
      isSame("80", "81"),
      isSame("", "0"),
      isSame("passed", "passed"),
    ],
    [true, true, false, false, true],
  );
});

test("the learner's language is the first that the package speaks, whatever the region", () => {
  const texts = { en: { a: "one {x}", b: "two" }, ar: { a: "واحد", dir: "rtl" } };

  assert.equal(languageOf(texts, ["", "nl-BE", "ar_EG", "en"]), "ar");
  assert.equal(languageOf(texts, ["tlh", "__proto__"]), "en");
  assert.deepEqual(
    [
      new Words(texts, "ar").dir,
      new Words(texts, "ar").say("b"),
      new Words(texts, "en").say("a", { x: "1" }),
    ],
    ["rtl", "two", "one 1"],
  );
});

test("of several problems the one that explains the others is named", () => {
  const checks = new Checks();
  checks.note("03", false);
  checks.note("12", false);
  assert.equal(checks.main, "03");
  checks.add([
    { code: "LEC-08", ok: false },
    { code: 9, ok: false },
    { code: "99", ok: false },
    null,
    { code: "10", ok: "no" },
  ]);

  assert.equal(checks.main, "09");
  assert.deepEqual(
    checks.all.map(({ code }) => code),
    ["03", "08", "09", "12"],
  );
});

test("what is only good to know is no problem", () => {
  const checks = new Checks();
  for (const code of ["10", "11", "12"]) checks.note(code, false);

  assert.equal(checks.main, "00");
  assert.equal(checks.wrong.length, 3);
});

test("good news from the page does not hide what was found here", () => {
  const checks = new Checks();
  checks.note("11", false);
  checks.add([{ code: "LEC-11", ok: true }]);

  assert.deepEqual(checks.told, [{ code: "LEC-11", ok: false }]);
});
