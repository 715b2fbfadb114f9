/** Asks the Python side for element tables and for what stays between two launches. */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const kit = `${root}../shared/conformance/`;

const environment = `${root}.venv/bin/python`;
const python = existsSync(environment) ? environment : "python3";
const child = spawn(python, [`${root}tests/unit/js/books.py`], {
  cwd: root,
  stdio: ["pipe", "pipe", "inherit"],
});
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

/** Only a question that waits for its answer keeps the tests from ending. @param {boolean} waiting */
function hold(waiting) {
  for (const part of /** @type {any[]} */ ([child, child.stdin, child.stdout])) {
    if (waiting) part.ref();
    else part.unref();
  }
}

/**
 * @param {object} question
 * @returns {Promise<any>}
 */
export async function ask(question) {
  hold(true);
  child.stdin.write(`${JSON.stringify(question)}\n`);
  const { value } = await answers.next();
  hold(false);
  return JSON.parse(value);
}

/** @param {string} edition */
export const tableOf = (edition) => ask({ do: "table", edition });
