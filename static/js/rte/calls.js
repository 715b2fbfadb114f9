/** The call log: what the course asked of the run-time, compact enough to travel with commits. */

/** @import { Call } from "./types.js" */

const LONGEST_TEXT = 120;
const BYTES_PER_COMMIT = 16_000;
const BYTES_PER_LAUNCH = 400_000;
const WAITING = 4_000;

/** @param {string | undefined} text */
function shortened(text) {
  const whole = String(text ?? "");
  return whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT)}…${whole.length}` : whole;
}

export class CallLog {
  /** @type {Call[]} */
  #waiting = [];
  #left = BYTES_PER_LAUNCH;
  #lastRead = "";

  /** @param {() => number} now */
  constructor(now) {
    this.now = now;
    this.began = now();
  }

  /** @param {string} fn @param {string[]} args @param {string} result @param {number} error */
  add(fn, args, result, error) {
    if (this.#left <= 0 || this.#waiting.length >= WAITING) return;
    // Some courses read one element in a loop; the repetition says nothing new.
    const read = /Get/.test(fn) ? `${fn} ${args[0]} ${result} ${error}` : "";
    if (read !== "" && read === this.#lastRead) return;
    this.#lastRead = read;
    const ms = Math.round(this.now() - this.began);
    const [first, second] = [shortened(args[0]), shortened(args[1])];
    this.#waiting.push([ms, fn, first, second, shortened(result), error]);
  }

  /** @returns {Call[]} The oldest calls that fit into one commit. */
  next() {
    let bytes = 0;
    const end = this.#waiting.findIndex((call) => {
      bytes += JSON.stringify(call).length;
      return bytes > Math.min(BYTES_PER_COMMIT, this.#left);
    });
    return end < 0 ? this.#waiting.slice() : this.#waiting.slice(0, end);
  }

  /** @param {Call[]} sent They have arrived. */
  forget(sent) {
    const last = sent.at(-1);
    const end = last ? this.#waiting.indexOf(last) + 1 : 0;
    for (const call of this.#waiting.splice(0, end)) this.#left -= JSON.stringify(call).length;
  }
}
