/** Where the server stands: asked every few seconds, and whenever something may have changed. */

/** @import { Endpoints } from "./endpoints.js" */
/** @import { Problem, Status } from "./types.js" */

const POLL_VISIBLE = 4_000;
const POLL_HIDDEN = 15_000;
const HINT_PAUSE = 1_000;

/** @typedef {{later: (run: () => void, ms: number) => any, cancel: (timer: any) => void, now: () => number}} Clock */

/**
 * @typedef {object} Learns
 * @property {() => boolean} visible Whether anybody looks at the page.
 * @property {(status: Status, isNew: boolean) => unknown} learned An answer is old if the course has moved since.
 * @property {() => void} reachable The server answers again.
 * @property {(problem: Problem) => void} lost
 */

/** @param {Problem} problem Whether the same request may succeed in a moment. */
export function passes({ code, status = 0 }) {
  return code === "NETWORK" || status === 429 || status >= 502;
}

export class Watch {
  #running = false;
  #asking = false;
  #asked = -HINT_PAUSE;
  #hinted = false;
  #unreachable = false;
  #moves = 0;
  /** @type {any} */
  #timer = null;

  /** @param {Endpoints} endpoints @param {Clock} clock @param {Learns} learns */
  constructor(endpoints, clock, learns) {
    this.endpoints = endpoints;
    this.clock = clock;
    this.learns = learns;
  }

  start() {
    this.#running = true;
    this.#schedule();
  }

  stop() {
    this.#running = false;
    this.clock.cancel(this.#timer);
  }

  /** The course has moved: what was asked before tells how it was. */
  moved() {
    this.#moves += 1;
  }

  #schedule() {
    const ms = this.learns.visible() ? POLL_VISIBLE : POLL_HIDDEN;
    this.clock.cancel(this.#timer);
    if (!this.#running) return;
    this.#timer = this.clock.later(() => void this.refresh().then(() => this.#schedule()), ms);
  }

  /** Whoever comes back to the page wants to know at once. */
  wake() {
    this.clock.cancel(this.#timer);
    void this.refresh().then(() => this.#schedule());
  }

  /** Something may have changed. A course that says so a thousand times a second is asked once. */
  hint() {
    if (this.#hinted) return;
    this.#hinted = true;
    const wait = Math.max(0, this.#asked + HINT_PAUSE - this.clock.now());
    this.clock.later(() => {
      this.#hinted = false;
      void this.refresh();
    }, wait);
  }

  /** Reads where the server stands; nobody else is believed about it. */
  async refresh() {
    if (this.#asking || !this.#running) return;
    this.#asking = true;
    this.#asked = this.clock.now();
    const moves = this.#moves;
    const reply = await this.endpoints.status();
    this.#asking = false;
    if (!this.#running) return;
    if (reply.ok) await this.#learned(reply.body, moves === this.#moves);
    else if (passes(reply.problem)) this.#unreachable = true;
    else this.learns.lost(reply.problem);
  }

  /** @param {Status} status @param {boolean} isNew */
  async #learned(status, isNew) {
    if (this.#unreachable) this.learns.reachable();
    this.#unreachable = false;
    await this.learns.learned(status, isNew);
  }
}
