/** The one script that a shell package carries: joined in the right order, small, and alone. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { deflateRawSync } from "node:zlib";

import { Shell } from "./dispatch_page.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FOLDER = `${ROOT}static/js/dispatch/`;
const MOST_BYTES = 12_000;

function joined() {
  const environment = `${ROOT}.venv/bin/python`;
  const python = existsSync(environment) ? environment : "python3";
  const program = "from services.dispatches.bundling import bundle; print(bundle())";
  const { stdout, stderr } = spawnSync(python, ["-c", program], { cwd: ROOT, encoding: "utf8" });
  assert.notEqual(stdout, "", stderr);
  return stdout;
}

const script = joined();

test("the joined script opens the course, whatever else runs in the LMS's page", async () => {
  const { own, around, config, document, clock } = new Shell();
  Object.assign(around, {
    API: {
      LMSInitialize: () => "true",
      LMSGetValue: () => "",
      LMSSetValue: () => "true",
      LMSCommit: () => "true",
      LMSGetLastError: () => "0",
    },
  });
  Object.assign(own, { lecternDispatch: config });
  const world = { window: own, document, TextEncoder, AbortController, Checks: 1, start: 2 };
  const before = Object.keys(world);
  runInNewContext(script, world);
  await clock.pass(0);

  assert.equal(document.frame.src, `${config.launch_url}?shell=1.2`);
  assert.deepEqual(Object.keys(world), before);
});

test("the script is small enough for every launch", () => {
  const size = deflateRawSync(script, { level: 9 }).length;

  assert.ok(size <= MOST_BYTES, `${size} bytes`);
});

test("the script calls nothing by a way that strict pages forbid", () => {
  assert.doesNotMatch(
    script,
    /\beval\b|\bFunction\(|innerHTML|document\.write|setAttribute\("style"|javascript:/,
  );
});

test("every module is part of it", () => {
  const modules = readdirSync(FOLDER).filter((name) => name.endsWith(".js"));
  const imported = modules.flatMap((name) =>
    [...readFileSync(FOLDER + name, "utf8").matchAll(/^import .* from "\.\/(.*)";$/gm)].map(
      (found) => found[1],
    ),
  );

  assert.deepEqual(
    modules.filter((name) => !imported.includes(name)),
    ["main.js"],
  );
});

test("nothing is said that no catalogue knows, and no catalogue says what is never said", () => {
  const texts = JSON.parse(readFileSync(`${ROOT}locales/en.json`, "utf8"));
  const known = Object.keys(texts).filter((key) => key.startsWith("stub."));
  const parts = readdirSync(FOLDER)
    .map((name) => readFileSync(FOLDER + name, "utf8"))
    .join("");
  const said = [...parts.matchAll(/"(stub\.[\w.]+)"/g)].map((found) => found[1] ?? "");
  const composed = known.filter((key) => key.startsWith("stub.done.") && key !== "stub.done.title");

  assert.deepEqual([...new Set([...said, ...composed])].sort(), known.sort());
});
