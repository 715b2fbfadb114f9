/** Asks the Python side for element tables and for what stays between two launches. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const kit = `${root}../shared/conformance/`;

const environment = `${root}.venv/bin/python`;
const python = existsSync(environment) ? environment : "python3";
const helper = `${root}tests/unit/js/books.py`;

/**
 * @param {object} question
 * @returns {any}
 */
export function ask(question) {
  const options = { input: JSON.stringify(question), cwd: root, maxBuffer: 1 << 26 };
  return JSON.parse(execFileSync(python, [helper], options).toString());
}

/** @param {string} edition */
export const tableOf = (edition) => ask({ do: "table", edition });
