/** Session time: what counts as time spent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { SessionTime } from "../../../static/js/rte/session_time.js";

function watch() {
  const clock = { ms: 5_000 };
  const time = new SessionTime(() => clock.ms);
  return { clock, time };
}

test("time runs between start and stop only, and adds up over visits", () => {
  const { clock, time } = watch();
  clock.ms += 10_000;
  time.start();
  clock.ms += 12_340;
  time.stop();
  clock.ms += 60_000;
  time.start();
  clock.ms += 1_000;

  assert.equal(time.seconds, 13.34);
});

test("a page in the background, woken once a minute, still counts", () => {
  const { clock, time } = watch();
  time.start();
  for (let minute = 0; minute < 5; minute += 1) {
    clock.ms += 60_000;
    time.tick();
  }

  assert.equal(time.seconds, 300);
});

test("three minutes of sleep do not count", () => {
  const { clock, time } = watch();
  time.start();
  clock.ms += 30_000;
  time.tick();
  clock.ms += 180_000;
  time.tick();
  clock.ms += 20_000;

  assert.equal(time.seconds, 50);
});

test("a clock that steps back takes nothing away", () => {
  const { clock, time } = watch();
  time.start();
  clock.ms += 30_000;
  time.tick();
  clock.ms -= 10_000;
  time.tick();
  clock.ms += 5_000;

  assert.equal(time.seconds, 35);
});
