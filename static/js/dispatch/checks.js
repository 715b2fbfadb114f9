/** The connection check: what was found, and the one thing to say about it. */

/** @typedef {{code: string, ok: boolean}} Check */

/** The gravest first: what is wrong further up explains what is wrong further down. */
const BY_WEIGHT = ["01", "02", "06", "05", "07", "13", "09", "04", "03", "08", "12", "10", "11"];
/** Good to know, but no reason to stop anybody. */
const INFORMATION = new Set(["10", "11", "12"]);

/** "LEC-04", "04" and 4 are one code; anything else is none. @param {unknown} told */
function codeOf(told) {
  const digits = /^(?:LEC-)?(\d{1,2})$/.exec(String(told))?.[1]?.padStart(2, "0") ?? "";
  return BY_WEIGHT.includes(digits) ? digits : "";
}

/** @param {string} code */
export const named = (code) => `LEC-${code}`;

/** @param {string} code */
export const isInformation = (code) => INFORMATION.has(code);

export class Checks {
  /** @type {Map<string, boolean>} */
  #found = new Map();
  /** Words beside a code, such as why a dispatch refused. @type {Map<string, string>} */
  reasons = new Map();

  /** @param {string} code @param {boolean} ok @param {string} [reason] */
  note(code, ok, reason = "") {
    this.#found.set(code, ok);
    this.reasons.set(code, ok ? "" : reason);
  }

  /** What a page has found; of what both look at, the worse counts. @param {unknown} told */
  add(told) {
    if (!Array.isArray(told)) return;
    for (const each of told.slice(0, 20)) {
      const code = codeOf(each?.code);
      if (code && typeof each.ok === "boolean") {
        this.note(code, each.ok && this.#found.get(code) !== false, this.reasons.get(code));
      }
    }
  }

  /** @param {string} code */
  forget(code) {
    this.#found.delete(code);
  }

  /** The code of all that was found: 00 when everything works. */
  get main() {
    const wrong = this.wrong.find(({ code }) => !INFORMATION.has(code));
    return wrong?.code ?? "00";
  }

  /** @returns {Check[]} */
  get wrong() {
    return BY_WEIGHT.filter((code) => this.#found.get(code) === false).map((code) => ({ code, ok: false }));
  }

  /** Everything that was looked at, in the order of the codes. @returns {Check[]} */
  get all() {
    return [...this.#found]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, ok]) => ({ code, ok }));
  }

  /** As messages and receipts carry them. */
  get told() {
    return this.all.map(({ code, ok }) => ({ code: named(code), ok }));
  }
}
