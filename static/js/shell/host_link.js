/** The link to the package inside a learning platform: the page around ours, or the one that opened it. */

/** @import { Learner, Receipt } from "./host_messages.js" */
/** @import { Clock } from "./watch.js" */

import { readLearner, readReceipt } from "./host_messages.js";

const GREETING_PAUSE = 500;
const GREETING_PATIENCE = 20_000;
// What stands for the origin of a page that has none, such as a file or an app.
const NO_ORIGIN = "null";

/** @param {string} origin */
const isSite = (origin) => /^https?:\/\//.test(origin);

/**
 * @typedef {object} HostHears
 * @property {(learner: Learner) => void} learner
 * @property {(receipt: Receipt) => void} [receipt]
 * @property {() => void} [open] Somebody has pressed the button that opens the course.
 * @property {() => void} [closed] The platform takes nothing any more.
 * @property {() => void} [silent] Nobody has answered; an answer that comes later still counts.
 */

/**
 * @typedef {object} HostWindow What is needed of a window.
 * @property {any} parent
 * @property {any} opener
 * @property {(type: "message", hear: (event: any) => void) => void} addEventListener
 * @property {(type: "message", hear: (event: any) => void) => void} removeEventListener
 */

export class HostLink {
  /** @type {{window: any, origin: string} | null} */
  #peer = null;
  #waited = 0;
  /** @type {any} */
  #timer = null;

  /**
   * @param {HostWindow} window @param {"entrance" | "player"} page @param {HostHears} hears
   * @param {Clock} clock @param {string} [origin] The only origin to listen to, where it is known.
   */
  constructor(window, page, hears, clock, origin = "") {
    this.window = window;
    this.page = page;
    this.hears = hears;
    this.clock = clock;
    this.origin = origin;
    this.candidates = [window.parent, window.opener].filter((one) => one && one !== window);
  }

  start() {
    this.window.addEventListener("message", this.#hear);
    if (this.candidates.length > 0) this.#greet();
    else this.hears.silent?.();
  }

  stop() {
    this.window.removeEventListener("message", this.#hear);
    this.clock.cancel(this.#timer);
    this.#peer = null;
  }

  /** Who speaks, empty while nobody has. */
  get host() {
    if (!this.#peer) return "";
    return isSite(this.#peer.origin) ? this.#peer.origin : NO_ORIGIN;
  }

  /** Whom it is meant for is not known yet, so it says nothing but that we are here. */
  #greet() {
    for (const one of this.candidates) {
      one.postMessage({ lectern: 1, type: "hello", page: this.page }, "*");
    }
    this.#timer = this.clock.later(() => {
      this.#waited += GREETING_PAUSE;
      if (this.#waited < GREETING_PATIENCE) this.#greet();
      else this.hears.silent?.();
    }, GREETING_PAUSE);
  }

  #hear = (/** @type {{source: any, origin: string, data: any}} */ { source, origin, data }) => {
    if (data === null || typeof data !== "object" || data.lectern !== 1) return;
    if (!this.#trusts(source, origin)) return;
    if (data.type === "learner") this.#meet(source, origin, data);
    else if (this.#peer && data.type === "open") this.hears.open?.();
    else if (this.#peer && data.type === "closed") this.hears.closed?.();
    else if (this.#peer && data.type === "receipt") this.#receive(data);
  };

  /** @param {any} source @param {string} origin */
  #trusts(source, origin) {
    if (this.#peer) return source === this.#peer.window && origin === this.#peer.origin;
    return this.candidates.includes(source) && (!this.origin || origin === this.origin);
  }

  /** @param {any} source @param {string} origin @param {any} data */
  #meet(source, origin, data) {
    this.clock.cancel(this.#timer);
    this.#peer = { window: source, origin };
    this.hears.learner(readLearner(data));
  }

  /** @param {any} data */
  #receive(data) {
    const receipt = readReceipt(data);
    if (receipt) this.hears.receipt?.(receipt);
  }

  /** Where nobody could tell whom it reaches, nothing is said. @param {string} type @param {object} [more] */
  tell(type, more = {}) {
    if (isSite(this.host)) this.#peer?.window.postMessage({ lectern: 1, type, ...more }, this.host);
  }
}
