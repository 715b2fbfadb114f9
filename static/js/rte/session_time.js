/** Time spent in an activity: a steady clock that leaves out the hours a lid was closed. */

// Hidden pages may run a timer only once a minute; a longer silence means the device slept.
const LONGEST_GAP = 90_000;

export class SessionTime {
  #spent = 0;
  /** @type {number | null} */
  #last = null;

  /** @param {() => number} now Milliseconds of a clock that never jumps. */
  constructor(now) {
    this.now = now;
  }

  start() {
    if (this.#last === null) this.#last = this.now();
  }

  stop() {
    this.tick();
    this.#last = null;
  }

  /** To be called every second or so: the gap between two calls tells work from sleep. */
  tick() {
    if (this.#last === null) return;
    const now = this.now();
    const gap = now - this.#last;
    if (gap > 0 && gap <= LONGEST_GAP) this.#spent += gap;
    this.#last = now;
  }

  get seconds() {
    this.tick();
    return Math.round(this.#spent / 10) / 100;
  }
}
