/** What the browser keeps of a visit, so that the next one finds the same record. */

export class Memory {
  /** @param {() => Storage} storage Throws where the browser blocks it. @param {string} dispatch */
  constructor(storage, dispatch) {
    this.storage = storage;
    this.dispatch = dispatch;
  }

  /** @param {string} user */
  #key(user) {
    return `lectern-dispatch:${this.dispatch}:${user}`;
  }

  /** @param {string} user @returns {string} Empty when there is nothing. */
  recall(user) {
    try {
      return this.storage().getItem(this.#key(user)) ?? "";
    } catch {
      return "";
    }
  }

  /** @param {string} user @param {string} binding @returns {boolean} Whether it is kept. */
  keep(user, binding) {
    try {
      this.storage().setItem(this.#key(user), binding);
      return this.storage().getItem(this.#key(user)) === binding;
    } catch {
      return false;
    }
  }

  /** Whether anything can be kept here at all. */
  get works() {
    try {
      const key = this.#key("?");
      this.storage().setItem(key, "1");
      this.storage().removeItem(key);
      return true;
    } catch {
      return false;
    }
  }
}
