/** What one launch has changed and the server has not yet acknowledged, activity by activity. */

/** @import { Entry } from "./types.js" */

class ScoChanges {
  /** @type {Map<string, {value: string, rev: number}>} */
  dirty = new Map();
  /** Every value written during this launch, for a full snapshot. @type {Map<string, string>} */
  written = new Map();
  /** Revision of a termination that is not acknowledged; 0 when there is none. */
  ended = 0;

  get waits() {
    return this.dirty.size > 0 || this.ended > 0;
  }
}

export class Changes {
  /** @type {Map<string, ScoChanges>} */
  #scos = new Map();
  rev = 0;

  /** @param {string} sco */
  #of(sco) {
    const found = this.#scos.get(sco) ?? new ScoChanges();
    this.#scos.set(sco, found);
    return found;
  }

  /** @param {string} sco @param {string} element @param {string} value @param {number} [rev] */
  set(sco, element, value, rev = this.rev + 1) {
    const changes = this.#of(sco);
    changes.dirty.set(element, { value, rev });
    changes.written.set(element, value);
    this.rev = Math.max(this.rev, rev);
    return rev;
  }

  /** @param {string} sco */
  end(sco) {
    this.rev += 1;
    this.#of(sco).ended = this.rev;
  }

  get pending() {
    let count = 0;
    for (const changes of this.#scos.values()) count += changes.dirty.size + (changes.ended ? 1 : 0);
    return count;
  }

  /** Every change up to this revision has been acknowledged. */
  get acked() {
    let lowest = this.rev + 1;
    for (const { dirty } of this.#scos.values()) {
      for (const { rev } of dirty.values()) lowest = Math.min(lowest, rev);
    }
    return lowest - 1;
  }

  /** Activities whose termination is not acknowledged. */
  get ended() {
    return [...this.#scos].filter(([, changes]) => changes.ended).map(([sco]) => sco);
  }

  /**
   * The activity to send first. One activity at a time, oldest first: the server drops what
   * arrives under an older number, so two activities must never be on their way together.
   */
  get oldest() {
    for (const [sco, changes] of this.#scos) if (changes.waits) return sco;
    return null;
  }

  /** @param {string} sco @returns {[string, string][]} */
  of(sco) {
    return [...this.#of(sco).dirty].map(([element, { value }]) => [element, value]);
  }

  /** @param {string} sco */
  hasEnded(sco) {
    return this.#of(sco).ended > 0;
  }

  /**
   * The server has everything of this activity up to a revision.
   * @param {string} sco @param {number} rev
   * @returns {{settled: string[], ended: boolean}}
   */
  acknowledge(sco, rev) {
    const changes = this.#of(sco);
    const settled = [...changes.dirty].filter(([, change]) => change.rev <= rev).map(([name]) => name);
    for (const element of settled) changes.dirty.delete(element);
    const ended = changes.ended > 0 && changes.ended <= rev;
    if (ended) changes.ended = 0;
    return { settled, ended };
  }

  /** Everything written during this launch counts as unsent again. */
  spoil() {
    for (const changes of this.#scos.values()) {
      for (const [element, value] of changes.written) {
        if (!changes.dirty.has(element)) changes.dirty.set(element, { value, rev: (this.rev += 1) });
      }
    }
  }

  /** @returns {Entry[]} */
  get entries() {
    return [...this.#scos].flatMap(([sco, { dirty }]) =>
      [...dirty].map(([element, { value, rev }]) => ({ sco, element, value, rev })),
    );
  }
}
