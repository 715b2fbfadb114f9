/** What the browser keeps of a visit, so that the next one finds the same record. */

export class Memory {
  /** @param {() => Storage} storage Throws where the browser blocks it. @param {string} dispatch */
  constructor(storage, dispatch) {
    this.storage = storage;
    this.dispatch = dispatch;
  }

  /** What one site was given no other shall get, as it opens the record. @param {string} user @param {string} host */
  #key(user, host) {
    return `lectern-dispatch:${this.dispatch}:${user}${host && ` ${host}`}`;
  }

  /** @param {string} user @param {string} host @returns {string} Empty when there is nothing. */
  recall(user, host) {
    try {
      return this.storage().getItem(this.#key(user, host)) ?? "";
    } catch {
      return "";
    }
  }

  /** @param {string} user @param {string} host @param {string} binding @returns {boolean} Whether it is kept. */
  keep(user, host, binding) {
    try {
      this.storage().setItem(this.#key(user, host), binding);
      return this.recall(user, host) === binding;
    } catch {
      return false;
    }
  }

  /** Whether anything can be kept here at all. */
  get works() {
    try {
      const key = this.#key("?", "?");
      this.storage().setItem(key, "1");
      this.storage().removeItem(key);
      return true;
    } catch {
      return false;
    }
  }
}
