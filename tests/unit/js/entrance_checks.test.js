/** The connection check of the page: what counts, what comes first, and what can be passed on. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { examine, lookAround } from "../../../static/js/entrance/checks.js";
import { mint, playerAddress, registrar } from "../../../static/js/entrance/registering.js";
import { reportOf } from "../../../static/js/entrance/report.js";
import { catalogue, english } from "./speaking.js";

const FINE = {
  ...{ origin: "https://play.test", ancestors: ["https://lms.test", "https://portal.test"] },
  ...{ referrer: "", browser: "Mozilla/5.0", stores: true, secure: true },
  ...{ fullscreen: true, autoplay: true, clock: 1_200 },
};

/** @param {object} seen */
const wrong = (seen) =>
  lookAround({ ...FINE, ...seen })
    .filter(({ ok }) => !ok)
    .map(({ code }) => code);

test("each fault that the page can see has a code of its own", () => {
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ clock: -301_000 }), ["LEC-08"]);
  assert.deepEqual(wrong({ stores: false }), ["LEC-10"]);
  assert.deepEqual(wrong({ fullscreen: false }), ["LEC-11"]);
  assert.deepEqual(wrong({ autoplay: false }), ["LEC-11"]);
  assert.deepEqual(wrong({ secure: false }), ["LEC-12"]);
});

test("the gravest fault gives the code, and what is only good to know gives none", () => {
  const bad = (/** @type {string[]} */ ...codes) =>
    examine(codes.map((code) => ({ code, ok: false })), { platform: true }).code;

  assert.equal(bad(), "LEC-00");
  assert.equal(bad("LEC-10", "LEC-11", "LEC-12"), "LEC-00");
  assert.equal(bad("LEC-08", "LEC-03", "LEC-10"), "LEC-03");
  assert.equal(bad("LEC-04", "LEC-01", "LEC-09"), "LEC-01");
});

test("of two who looked at the same, the one with bad news is believed", () => {
  const twice = [{ code: "LEC-11", ok: false }, { code: "LEC-11", ok: true }];
  const { rows } = examine(twice, { platform: false });

  assert.equal(rows.find(({ code }) => code === "LEC-11")?.state, "note");
});

test("what nobody has looked at is said to be open, and codes that are none are left out", () => {
  const { rows } = examine([{ code: "LEC-77", ok: false }], { platform: true });

  assert.equal(rows.length, 12);
  assert.ok(rows.every(({ state }) => state === "open"));
});

test("the report names everything that helps from afar", () => {
  const problem = { code: "DOMAIN_NOT_ALLOWED", request_id: "r1", details: { reason: "domain" } };
  const examined = examine(lookAround(FINE), { platform: true, problem });
  const about = { dispatch: "d1", host: "https://lms.test", time: new Date("2026-01-02T03:04:05Z") };
  const report = reportOf(examined, FINE, about, english);

  for (const part of [
    "LEC-13 The course may not be opened",
    "LEC-08 Clock of this device: OK",
    "LEC-01 SCORM interface: Not checked",
    "Dispatch: d1",
    "Time: 2026-01-02T03:04:05.000Z",
    "Learning platform: https://lms.test",
    "Pages around it: https://lms.test ← https://portal.test",
    "Reason: DOMAIN_NOT_ALLOWED domain r1",
    "Browser: Mozilla/5.0",
  ]) {
    assert.ok(report.includes(part), part);
  }
  assert.ok(!report.includes("undefined"));
});

test("every code has a title and a sentence in every language, and a name as a point of the check", () => {
  for (const lang of ["en", "de", "fr", "es", "ar"]) {
    const texts = catalogue(lang);
    for (let number = 0; number <= 13; number += 1) {
      const code = String(number).padStart(2, "0");
      assert.ok(texts[`check.${code}.title`] && texts[`check.${code}.text`], `${lang} ${code}`);
      if (number > 0) assert.ok(texts[`check.${code}.name`], `${lang} ${code}`);
    }
  }
});

test("the server is asked under the link's own token, and its refusal of that is told as such", async () => {
  /** @type {any[]} */
  const asked = [];
  const answer = { ok: false, status: 401, json: async () => ({ error: { code: "INVALID_TOKEN" } }) };
  const fetch = /** @type {any} */ (async (/** @type {any} */ address, /** @type {any} */ init) => {
    asked.push([address, init]);
    return answer;
  });
  const register = registrar(fetch, "/player", "a.b/c", "S");
  const reply = await register(/** @type {any} */ ({ user_id: "ann" }));

  assert.equal(asked[0][0], "/player/dispatch/a.b%2Fc/registrations");
  assert.deepEqual(JSON.parse(asked[0][1].body), { user_id: "ann", proposed: "S" });
  assert.equal(!reply.ok && reply.problem.reason, "dispatch");
});

test("a new record gets a secret of the page that the server takes", () => {
  const [one, other] = [mint(globalThis.crypto), mint(globalThis.crypto)];

  for (const secret of [one, other]) assert.match(secret, /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(one, other);
});

test("the player's address holds any session id and any token", () => {
  const admitted = /** @type {any} */ ({ session_id: "a b/ü?", token: "x&y" });

  assert.equal(playerAddress("/player", admitted, ""), "/player/a%20b%2F%C3%BC%3F?token=x%26y");
  assert.match(playerAddress("/player", admitted, "guest"), /#guest$/);
});
