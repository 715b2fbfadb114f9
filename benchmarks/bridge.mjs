/** How fast the run-time answers a course, and how many bytes it costs to load. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { makeApi12, makeApi2004 } from "../static/js/rte/api.js";
import { createDataModel } from "../static/js/rte/datamodel.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const python = existsSync(`${root}.venv/bin/python`) ? `${root}.venv/bin/python` : "python3";
const script = `
import json
from scorm.cmi.elements import table
from scorm.edition import Edition
from pathlib import Path
from player.content_runtime import RuntimeFiles
folder = Path("static/js/rte")
files = RuntimeFiles(folder, "build", b"")
# As they are served; types.js is only for the type checker, and no page loads it.
names = [path.name for path in sorted(folder.glob("*.js")) if path.name != "types.js"]
served = {name: len(files.find(f"build/{name}")[0].gzipped) for name in names}
tables = {e.value: [table(e, strict=s) for s in (False, True)] for e in Edition}
print(json.dumps({"tables": tables, "served": served}, separators=(",", ":")))
`;
const ours = execFileSync(python, ["-c", script], {
  cwd: root,
  env: { ...process.env, PYTHONPATH: root },
  maxBuffer: 1 << 26,
});
const { tables, served } = JSON.parse(ours.toString());

// What an optimiser could leave out would not be measured: every answer is used.
let used = 0;
const runtime = {
  initialize: () => true,
  commit: () => true,
  terminate: () => true,
  called: (_fn, args, result, code) => { used += args.length + result.length + code; },
  requestValid: () => "unknown",
};

function open(edition, strict) {
  const make = edition === "1.2" ? makeApi12 : makeApi2004;
  const changed = new Map();
  const onChange = (element, value) => changed.set(element, value);
  const model = createDataModel({ table: tables[edition][Number(strict)], strict, values: {}, onChange });
  const api = make(model, runtime);
  (api.LMSInitialize ?? api.Initialize)("");
  return api;
}

/** Calls per second, the median of nine rounds. */
function median(calls, act) {
  const rates = [];
  for (let round = -2; round < 9; round += 1) {
    const began = performance.now();
    for (let call = 0; call < calls; call += 1) act(call);
    if (round >= 0) rates.push((calls * 1000) / (performance.now() - began));
  }
  return rates.sort((a, b) => a - b)[4];
}

const rounded = (rate) => Math.round(rate).toLocaleString("en").padStart(12);

function measure(edition, strict, names) {
  const api = open(edition, strict);
  for (const name of [names.location, names.score, "cmi.suspend_data"]) {
    (api.LMSSetValue ?? api.SetValue)(name, "7");
  }
  const get = api.LMSGetValue ?? api.GetValue;
  const set = api.LMSSetValue ?? api.SetValue;
  const four = [names.location, names.status, names.score, "cmi.suspend_data"];
  const values = ["page 1", "page 2", "page 3", "page 4"];
  const big = "x".repeat(names.size);
  let row = 0;
  const rows = {
    "Get location": median(400_000, () => { used += get(names.location).length; }),
    "Get status": median(400_000, () => { used += get(names.status).length; }),
    "Get four in turn": median(400_000, (call) => { used += get(four[call & 3]).length; }),
    "Set location": median(200_000, (call) => set(names.location, values[call & 3])),
    "Set score": median(200_000, (call) => set(names.score, String(call & 63))),
    "Set suspend_data": median(20_000, (call) => set("cmi.suspend_data", big + (call & 7))),
    "Interaction row of four": median(200, () => {
      row = (row + 1) % 250;
      for (const [leaf, value] of names.row) set(`cmi.interactions.${row}.${leaf}`, value);
    }),
  };
  for (const [what, rate] of Object.entries(rows)) {
    console.log(`${edition.padEnd(17)} ${strict ? "strict " : "lenient"} ${what.padEnd(24)} ${rounded(rate)}/s`);
  }
}

const names12 = {
  location: "cmi.core.lesson_location",
  status: "cmi.core.lesson_status",
  score: "cmi.core.score.raw",
  size: 4000,
  row: [["id", "q1"], ["type", "choice"], ["student_response", "a"], ["result", "correct"]],
};
const names2004 = {
  location: "cmi.location",
  status: "cmi.completion_status",
  score: "cmi.score.raw",
  size: 60_000,
  row: [["id", "q1"], ["type", "choice"], ["learner_response", "a"], ["result", "correct"]],
};
for (const strict of [false, true]) {
  measure("1.2", strict, names12);
  measure("2004 4th Edition", strict, names2004);
}

const zipped = (text) => gzipSync(text, { level: 9 }).length;
const line = (what, size) => console.log(`${what.padEnd(36)} ${String(size).padStart(6)} bytes gzip`);
const sizes = { ...served };
for (const [name, size] of Object.entries(served)) line(name, size);
for (const edition of ["1.2", "2004 4th Edition"]) {
  for (const [mode, strict] of [["lenient", 0], ["strict", 1]]) {
    const name = `table of ${edition}, ${mode}`;
    sizes[name] = zipped(JSON.stringify(tables[edition][strict]));
    line(name, sizes[name]);
  }
}
const sum = (wanted) =>
  Object.entries(sizes).reduce((total, [name, size]) => total + (wanted(name) ? size : 0), 0);
const books = /^(api|data)/;
line("data model and both APIs", sum((name) => books.test(name)));
line("the rest of the bridge", sum((name) => !books.test(name) && !name.startsWith("table")));
line("everything, both lenient tables", sum((name) => !name.endsWith("strict") && !/[23].. Edition/.test(name)));
line("largest launch, lenient 2004", sum((name) => !/^table|strict/.test(name)) + sizes["table of 2004 4th Edition, lenient"]);
if (used < 0) console.log(used);
