/** Search in the guides: which sections are found, in which order, and what is shown of them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces, rank, stretch, wordsOf } from "../../../static/guides/ranking.js";

const section = (/** @type {string} */ title, /** @type {string} */ text, guide = "Guide") => ({
  guide,
  title,
  address: `/docs/guide#${title}`,
  text,
});

const titles = (/** @type {{title: string}[]} */ found) => found.map((one) => one.title);

test("a heading counts for more than a mention", () => {
  const sections = [
    section("Other", "here the version is mentioned, and version again"),
    section("Versions", "nothing else"),
    section("Version", "nothing else"),
  ];

  assert.deepEqual(titles(rank(sections, "version")), ["Version", "Versions", "Other"]);
});

test("every word has to occur", () => {
  const sections = [section("Locking", "a version conflict"), section("Versions", "nothing")];

  assert.deepEqual(titles(rank(sections, "version conflict")), ["Locking"]);
  assert.deepEqual(rank(sections, "version zeppelin"), []);
  assert.deepEqual(rank(sections, "  "), []);
});

test("codes and addresses are words", () => {
  assert.deepEqual(wordsOf("VERSION_CONFLICT at /api/v1/sessions/{id}"), [
    "version_conflict",
    "at",
    "/api/v1/sessions/{id}",
  ]);
});

test("of a long text the stretch around the word is shown", () => {
  const text = `${"before ".repeat(60)}needle ${"after ".repeat(60)}`;
  const shown = stretch(text, ["needle"]);

  assert.match(shown, /^… .*needle.* …$/);
  assert.ok(shown.length < 250);
});

test("what was looked for is told apart, whatever characters it has", () => {
  assert.deepEqual(pieces("a (b) c", ["(b)"]), [
    { text: "a ", found: false },
    { text: "(b)", found: true },
    { text: " c", found: false },
  ]);
  assert.deepEqual(pieces("whole", []), [{ text: "whole", found: false }]);
});
