/** Asks the Python side for element tables and for what stays between two launches. */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { after } from "node:test";
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
after(() => child.stdin.end());

/**
 * @param {object} question
 * @returns {Promise<any>}
 */
export async function ask(question) {
  child.stdin.write(`${JSON.stringify(question)}\n`);
  const { value } = await answers.next();
  return JSON.parse(value);
}

/** @param {string} edition */
export const tableOf = (edition) => ask({ do: "table", edition });
