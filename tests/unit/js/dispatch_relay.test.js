/** Results on their way into an LMS that keeps to the book: the real scorm-again. */

/** @import { Habits } from "./dispatch_lms.js" */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  BINDING,
  kept,
  PASSED,
  Platform,
  SCORE,
  STANDARDS,
  take,
  visit,
  WITHOUT_LMS,
} from "./dispatch_lms.js";

const skip = WITHOUT_LMS;

for (const standard of STANDARDS) {
  const is12 = standard === "1.2";
  const of = (/** @type {Habits} */ habits = {}) => Platform.of(standard, habits);
  const finishedWord = is12 ? "passed" : "completed passed";

  test(`${standard}: a result arrives, is committed and read back, and is receipted`, { skip }, async () => {
    const platform = await of();
    const { relay, receipts } = visit(platform);
    take(relay, { version: 7, ...PASSED, score: SCORE, progress: 1 });

    assert.deepEqual(receipts, [{ version: 7, ok: true, error: "", kept: "", errors: {} }]);
    assert.equal(kept(platform), finishedWord);
    assert.equal(Number(platform.kept[is12 ? "cmi.core.score.raw" : "cmi.score.scaled"]), is12 ? 80 : 0.8);
  });

  test(
    `${standard}: before anything is reached the LMS holds an unfinished course to come back to`,
    { skip },
    async () => {
      const platform = await of();
      visit(platform).relay.leave();

      assert.equal(kept(platform), is12 ? "incomplete" : "incomplete unknown");
      assert.equal(platform.kept[is12 ? "cmi.core.entry" : "cmi.entry"], "resume");
    },
  );

  test(`${standard}: the mark comes back at the next visit, from either place`, { skip }, async () => {
    for (const lost of ["cmi.suspend_data", is12 ? "cmi.core.lesson_location" : "cmi.location"]) {
      const platform = await of();
      const { relay } = visit(platform);
      assert.equal(relay.mark(BINDING), true);
      relay.leave();
      platform.keep();
      delete platform.kept[lost];

      assert.equal(visit(platform).facts.binding, BINDING);
    }
  });

  test(`${standard}: only what differs is written`, { skip }, async () => {
    const platform = await of();
    const { relay } = visit(platform);
    take(relay, { ...PASSED, score: SCORE });
    const before = platform.count("SetValue");
    take(relay, { version: 2, ...PASSED, score: { ...SCORE, raw: 80.0000000001 } });

    assert.equal(platform.count("SetValue"), before);
  });

  test(`${standard}: a finished course stays finished in the LMS`, { skip }, async () => {
    const platform = await of();
    const first = visit(platform);
    take(first.relay, { ...PASSED, score: SCORE });
    first.relay.leave();
    platform.keep();
    const { relay, receipts } = visit(platform, "unbound");
    take(relay, { version: 2, score: { ...SCORE, raw: 10, scaled: 0.1 } });
    relay.leave();

    assert.equal(kept(platform), finishedWord);
    assert.equal(Number(platform.kept[is12 ? "cmi.core.score.raw" : "cmi.score.scaled"]), is12 ? 80 : 0.8);
    assert.deepEqual(receipts, [{ version: 2, ok: true, error: "", kept: "passed", errors: {} }]);
  });

  test(
    `${standard}: what the LMS has already is receipted without being written again`,
    { skip },
    async () => {
      const platform = await of();
      const first = visit(platform);
      take(first.relay, { ...PASSED, score: SCORE });
      first.relay.leave();
      platform.keep();
      const { relay, receipts } = visit(platform, "resumed");
      take(relay, { version: 2, ...PASSED, score: SCORE });

      assert.deepEqual(
        receipts.map(({ version, ok }) => [version, ok]),
        [[2, true]],
      );
      assert.deepEqual([...platform.sets("status"), ...platform.sets("raw"), ...platform.sets("scaled")], []);
    },
  );

  test(
    `${standard}: a pass is not taken away by a record that does not go on from it`,
    { skip },
    async () => {
      const platform = await of();
      const first = visit(platform);
      take(first.relay, PASSED);
      first.relay.leave();
      platform.keep();
      const { relay } = visit(platform, "unbound");
      take(relay, { version: 2, completion_status: "completed", success_status: "failed" });
      relay.leave();

      assert.equal(kept(platform), finishedWord);
    },
  );

  test(`${standard}: a new attempt here is a new attempt there`, { skip }, async () => {
    const platform = await of();
    const first = visit(platform);
    take(first.relay, PASSED);
    first.relay.leave();
    platform.keep();
    const { relay } = visit(platform, "new_attempt");
    take(relay, { version: 2, attempt: 2 });
    assert.equal(kept(platform), is12 ? "incomplete" : "incomplete unknown");
    take(relay, { version: 3, attempt: 2, ...PASSED });
    take(relay, { version: 4, attempt: 2 });

    assert.equal(kept(platform), finishedWord, "and once finished it stays so");
    take(relay, { version: 5, attempt: 3 });
    assert.equal(kept(platform), is12 ? "incomplete" : "incomplete unknown");
  });

  test(`${standard}: time of this visit is told where the LMS knew no earlier one`, { skip }, async () => {
    const platform = await of();
    const { relay } = visit(platform);
    take(relay, { seconds: 500, visit_seconds: 12.34 });
    relay.leave();
    platform.keep();

    assert.equal(visit(platform).facts.total, 12.34);
  });

  test(`${standard}: time of visits that the LMS missed is made up for`, { skip }, async () => {
    const platform = await of();
    const first = visit(platform);
    first.relay.mark(BINDING);
    take(first.relay, { seconds: 60, visit_seconds: 60 });
    first.relay.leave();
    platform.keep();
    const { relay } = visit(platform, "resumed");
    take(relay, { version: 2, seconds: 200, visit_seconds: 20 });
    take(relay, { version: 3, seconds: 210, visit_seconds: 30 });
    relay.leave();
    platform.keep();

    assert.equal(visit(platform).facts.total, 210);
  });

  test(`${standard}: time goes to the LMS once a minute, and all of it at the end`, { skip }, async () => {
    const platform = await of();
    const { relay, clock, receipts } = visit(platform);
    take(relay, { ...PASSED, visit_seconds: 1 });
    const commits = platform.count("Commit");
    for (let version = 2; version < 8; version += 1) {
      await clock.pass(10_000);
      take(relay, { version, ...PASSED, visit_seconds: version * 10 });
    }

    assert.equal(platform.count("Commit"), commits + 1);
    assert.deepEqual(
      receipts.map(({ version }) => version),
      [1, 7],
    );
    take(relay, { version: 9, ...PASSED, visit_seconds: 75 });
    relay.save();
    assert.equal(receipts.at(-1).version, 9);
  });

  test(`${standard}: a review changes nothing in the LMS, however much happens`, { skip }, async () => {
    const platform = await of();
    platform.kept[is12 ? "cmi.core.lesson_mode" : "cmi.mode"] = "review";
    const { relay, facts, receipts } = visit(platform, "resumed");
    take(relay, PASSED, true);
    relay.save();
    await relay.finish();

    assert.equal(facts.mode, "review");
    assert.equal(platform.count("SetValue") + platform.count("Commit") + receipts.length, 0);
    assert.equal(platform.count(is12 ? "Finish" : "Terminate"), 1);
  });

  test(`${standard}: leaving hands everything over, then ends the session, once`, { skip }, async () => {
    const platform = await of();
    const { relay, clock, receipts } = visit(platform);
    take(relay, { version: 5, ...PASSED }, true);
    const parting = relay.finish();
    void relay.finish();
    await clock.pass(1_000);
    await parting;
    relay.leave();
    take(relay, { version: 6, ...PASSED });

    assert.equal(platform.count(is12 ? "Finish" : "Terminate"), 1);
    assert.deepEqual(platform.sets("adl.nav"), is12 ? [] : ["suspendAll"]);
    assert.equal(receipts.at(-1).version, 5);
    assert.equal(receipts.at(-1).ok, true);
  });

  test(
    `${standard}: a page that is taken away while leaving has still ended the session, once`,
    { skip },
    async () => {
      const platform = await of();
      const { relay, clock } = visit(platform);
      take(relay, PASSED);
      const parting = relay.finish();
      relay.leave();
      await clock.pass(5_000);
      await parting;

      assert.equal(platform.count(is12 ? "Finish" : "Terminate"), 1);
      assert.equal(kept(platform), finishedWord);
    },
  );

  test(`${standard}: results that overtake each other go in by their version`, { skip }, async () => {
    const platform = await of();
    const { relay } = visit(platform);
    take(relay, { version: 9, ...PASSED, score: SCORE });
    take(relay, { version: 8, ...PASSED, score: { ...SCORE, raw: 10, scaled: 0.1 } });
    platform.keep();

    assert.equal(Number(platform.kept[is12 ? "cmi.core.score.raw" : "cmi.score.scaled"]), is12 ? 80 : 0.8);
  });

  test(`${standard}: a window that another one has replaced says nothing more, unless it goes on`, { skip }, async () => {
    const platform = await of();
    const { relay } = visit(platform);
    take(relay, { version: 2, visit_seconds: 5 });
    const calls = platform.calls.length;
    relay.rest();
    relay.save();
    relay.leave();
    assert.equal(platform.calls.length, calls);

    take(relay, { version: 3, ...PASSED });
    relay.leave();
    assert.equal(kept(platform), finishedWord);
    assert.equal(platform.count(is12 ? "Finish" : "Terminate"), 1);
  });
}
