/** When to send: soon after a change, at once when it matters, patiently when the network fails. */

/** @import { Surroundings } from "./types.js" */

const QUIET = 1_000;
const LONGEST_WAIT = 3_000;
const LONGEST_BACKOFF = 60_000;
const DOUBT = 30_000;
const URGENT =
  /^cmi\.(core\.)?(lesson_status|completion_status|success_status|exit|score\.(raw|min|max|scaled))$/;

export class Pace {
  failures = 0;
  #busy = false;
  #urgent = false;
  #hinted = false;
  #failingSince = 0;
  #last = 0;
  /** @type {number | null} */
  #first = null;
  /** @type {any} */
  #timer = null;
  #timerAt = 0;

  /** @param {Surroundings} around @param {() => void} send */
  constructor(around, send) {
    this.around = around;
    this.send = send;
  }

  /** The network has failed for so long that only a journal is worth trusting. */
  get doubtful() {
    return this.failures > 0 && this.around.now() - this.#failingSince >= DOUBT;
  }

  /** @param {string} element */
  written(element) {
    this.changed(URGENT.test(element));
  }

  /** @param {boolean} urgent */
  changed(urgent) {
    this.#last = this.around.now();
    this.#first ??= this.#last;
    this.#urgent ||= urgent;
    if (this.#busy || this.failures > 0) return;
    // A change moves the due time, not the timer: setting a timer costs more than a change.
    if (this.#timer === null || (this.#urgent && this.#timerAt > this.#last)) this.#arm(this.#wait);
  }

  get #wait() {
    const now = this.around.now();
    if (this.#urgent || this.#first === null) return 0;
    return Math.max(0, Math.min(this.#last + QUIET, this.#first + LONGEST_WAIT) - now);
  }

  started() {
    this.#disarm();
    this.#busy = true;
    this.#first = null;
    this.#urgent = false;
  }

  /** The one ordinary request is back, with or without an answer. */
  ended() {
    this.#busy = false;
  }

  /** @param {boolean} more Whether something is left to send. @param {boolean} atOnce */
  succeeded(more, atOnce) {
    this.#urgent ||= more && (atOnce || this.failures > 0);
    this.failures = 0;
    if (!more) this.#first = null;
    if (!more) this.#disarm();
    else if (!this.#busy) this.#arm(this.#wait);
  }

  failed() {
    if (this.failures === 0) this.#failingSince = this.around.now();
    const backoff = Math.min(LONGEST_BACKOFF, 1_000 * 2 ** Math.min(this.failures, 6));
    this.failures += 1;
    if (this.#busy) return;
    this.#arm(this.#hinted ? 0 : backoff * (0.8 + 0.4 * this.around.random()));
    this.#hinted = false;
  }

  /** The network may be back; a request that hangs from before may have missed it. */
  retry() {
    this.#hinted = this.#busy && this.failures > 0;
    if (this.failures > 0 && !this.#busy) this.#arm(0);
  }

  stop() {
    this.#disarm();
    this.#busy = true;
  }

  /** @param {number} ms */
  #arm(ms) {
    this.#disarm();
    this.#timerAt = this.around.now() + ms;
    this.#timer = this.around.later(() => this.#woken(), ms);
  }

  #disarm() {
    if (this.#timer !== null) this.around.cancel(this.#timer);
    this.#timer = null;
  }

  #woken() {
    this.#timer = null;
    if (this.failures === 0 && this.#wait > 0) this.#arm(this.#wait);
    else this.send();
  }
}
