/** Refusals in the words of learners: what was seen, what is allowed, and why. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { factsOf } from "../../../static/js/shell/facts.js";
import { english, phrasesOf } from "./speaking.js";

const REFUSALS = [
  ["DISPATCH_NOT_ACTIVE", "revoked"],
  ["DISPATCH_NOT_ACTIVE", "paused"],
  ["DISPATCH_NOT_ACTIVE", "expired"],
  ["DISPATCH_NOT_ACTIVE", "new_learners"],
  ["QUOTA_EXCEEDED", "license_limit"],
  ["QUOTA_EXCEEDED", "registration_limit"],
  ["RATE_LIMIT_EXCEEDED", "test_limit"],
  ["QUOTA_EXCEEDED", ""],
  ["DOMAIN_NOT_ALLOWED", "domain"],
  ["DISPATCH_NOT_FOUND", ""],
  ["INVALID_TOKEN", "dispatch"],
  ["INVALID_TOKEN", ""],
  ["LEC-05", ""],
];

test("every refusal of a dispatch has words of its own, in every language", () => {
  for (const lang of ["en", "de", "fr", "es", "ar"]) {
    const said = REFUSALS.map(([code = "", reason]) => phrasesOf(lang).problem(code, reason));
    assert.ok(said.every(({ title, text, advice }) => title && text && advice), lang);
    assert.equal(new Set(said.map(({ title }) => title)).size, REFUSALS.length, lang);
    const unknown = phrasesOf(lang).problem("SOMETHING_NEW").title;
    assert.ok(!said.some(({ title }) => title === unknown), lang);
  }
});

test("a refused place names the sites that were seen and those that are allowed", () => {
  const details = { allowed: ["lms.test", "*.partner.test"], seen: ["https://portal.test"] };
  const facts = factsOf({ code: "DOMAIN_NOT_ALLOWED", details }, english);

  assert.deepEqual(facts.map(({ name, values }) => [name, values]), [
    ["Opened from", ["https://portal.test"]],
    ["Allowed sites", ["lms.test", "*.partner.test"]],
  ]);
  const unseen = factsOf({ code: "DOMAIN_NOT_ALLOWED", details: { allowed: ["lms.test"], seen: "" } }, english);
  assert.deepEqual(unseen[0]?.values, ["an unknown page"]);
});

test("a limit that is reached says how many places there are", () => {
  const facts = factsOf({ code: "QUOTA_EXCEEDED", details: { limit: 1500, current: 1500 } }, english);

  assert.deepEqual(facts.map(({ values }) => values), [["1,500 of 1,500"]]);
  assert.deepEqual(factsOf({ code: "DISPATCH_NOT_FOUND" }, english), []);
});
