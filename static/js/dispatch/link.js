/** Messages between this page and the one it opened: nobody else is heard, and nobody else is told. */

/** @typedef {"hello" | "bound" | "refused" | "state" | "exit" | "superseded" | "checks" | "opened"} Heard */
/** @typedef {Record<Heard, (message: any) => void>} Hearing */

const PROTOCOL = 1;

export class PageLink {
  /** @type {Window | null} */
  #page = null;

  /** @param {Window} window @param {string} origin Of the page. @param {Hearing} hears */
  constructor(window, origin, hears) {
    this.origin = origin;
    this.hears = hears;
    window.addEventListener("message", (event) => this.#hear(event));
  }

  /** @param {Window | null} page The only window that is heard from now on. */
  follow(page) {
    this.#page = page;
  }

  /** @param {MessageEvent} event */
  #hear({ source, origin, data }) {
    if (source === null || source !== this.#page || origin !== this.origin) return;
    if (data?.lectern !== PROTOCOL || typeof data.type !== "string") return;
    if (Object.hasOwn(this.hears, data.type)) this.hears[/** @type {Heard} */ (data.type)](data);
  }

  /** @param {string} type @param {object} [more] */
  tell(type, more = {}) {
    try {
      this.#page?.postMessage({ lectern: PROTOCOL, type, ...more }, this.origin);
    } catch {
      // The window was closed meanwhile.
    }
  }
}
