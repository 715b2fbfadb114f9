/** The contents beside the course: a column where there is room, a drawer on a phone. */

/** @import { Phrases } from "./phrases.js" */

const NARROW = "(max-width: 52rem)";

export class Drawer {
  #offered = false;
  #open = false;

  /** @param {Document} document @param {Phrases} phrases */
  constructor(document, phrases) {
    this.body = document.body;
    this.phrases = phrases;
    this.toggle = /** @type {HTMLButtonElement} */ (document.getElementById("toc-toggle"));
    this.panel = /** @type {HTMLElement} */ (document.getElementById("contents"));
    this.main = /** @type {HTMLElement} */ (document.getElementById("course"));
    this.narrow = /** @type {Window} */ (document.defaultView).matchMedia(NARROW);
    this.toggle.addEventListener("click", () => this.#set(!this.#open));
    document.getElementById("backdrop")?.addEventListener("click", () => this.#set(false));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.narrow.matches) this.#set(false);
    });
    this.narrow.addEventListener("change", () => this.#set(this.#offered && !this.narrow.matches));
  }

  /** @param {boolean} offered Whether this course has contents to show. */
  offer(offered) {
    this.#offered = offered;
    this.toggle.hidden = !offered;
    this.#set(offered && !this.narrow.matches, false);
  }

  /** Opens the contents; on a phone only for a learner who wants them instead of the page. @param {boolean} [wanted] */
  show(wanted = false) {
    if (this.#offered && (wanted || !this.narrow.matches)) this.#set(true);
  }

  /** Whether the contents lie open beside the page. */
  get isBeside() {
    return this.#open && !this.narrow.matches;
  }

  /** An entry was chosen; on a phone the course needs the screen. */
  chosen() {
    if (this.narrow.matches) this.#set(false);
  }

  /** @param {boolean} open @param {boolean} [focus] */
  #set(open, focus = true) {
    const changed = this.#open !== open;
    this.#open = open;
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    const label = this.phrases.say(open ? "contents.hide" : "contents.show");
    this.toggle.setAttribute("aria-label", label);
    this.toggle.title = label;
    this.body.toggleAttribute("data-drawer", open && this.narrow.matches);
    this.main.inert = open && this.narrow.matches;
    if (changed && focus && this.narrow.matches) this.#moveFocus();
  }

  #moveFocus() {
    const { panel } = this;
    const entry = panel.querySelector("[aria-current]") ?? panel.querySelector("[data-item]");
    if (this.#open) /** @type {HTMLElement | null} */ (entry)?.focus();
    else this.toggle.focus();
  }
}
