/** Windows that send each other messages, and pages among them that mean no good. */

/** One end of a conversation: a page of ours with others around it. */
export class Neighbours {
  /** @type {Set<(event: any) => void>} */
  #listeners = new Set();
  /** What the page around ours has been told. @type {{to: string, data: any}[]} */
  told = [];
  parent = {
    postMessage: (/** @type {any} */ data, /** @type {string} */ to) => void this.told.push({ data, to }),
  };
  /** @type {any} */
  opener = null;

  addEventListener = (/** @type {string} */ _type, /** @type {(event: any) => void} */ hear) =>
    void this.#listeners.add(hear);
  removeEventListener = (/** @type {string} */ _type, /** @type {(event: any) => void} */ hear) =>
    void this.#listeners.delete(hear);

  get listeners() {
    return this.#listeners.size;
  }

  /** @param {any} data @param {{source?: any, origin?: string}} [from] */
  say(data, { source = this.parent, origin = "https://lms.test" } = {}) {
    for (const hear of this.#listeners) hear({ data, source, origin });
  }

  /** @param {object} [more] @param {{source?: any, origin?: string}} [from] */
  learner(more = {}, from = {}) {
    const learner = { user_id: "ann", name: "Ann", binding: "", standard: "1.2", mode: "normal" };
    this.say({ lectern: 1, type: "learner", ...learner, checks: [], ...more }, from);
  }

  /** The messages of a type since the last time, to whom and with what. @param {string} type */
  heard(type) {
    const found = this.told.filter(({ data }) => data.type === type);
    this.told = this.told.filter(({ data }) => data.type !== type);
    return found;
  }
}
