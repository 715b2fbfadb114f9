/** The place where the course plays: a frame in the bridge page, or a window of its own. */

const ALLOWED =
  "autoplay; fullscreen; picture-in-picture; encrypted-media; clipboard-write; unload";
const WINDOW = "popup,width=1100,height=780,resizable,scrollbars";
const UNLOADING = 1_500;

export class Stage {
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  /** @type {Window | null} */
  #window = null;
  /** @type {any} */
  #watch = null;

  /**
   * @param {HTMLElement} place @param {HTMLElement} panel What is shown while the course has a window.
   * @param {Record<string, string>} texts @param {() => void} closed The learner closed the window.
   */
  constructor(place, panel, texts, closed) {
    this.place = place;
    this.panel = panel;
    this.texts = texts;
    this.closed = closed;
  }

  /** @param {string} address @param {string} title @param {boolean} popup */
  show(address, title, popup) {
    if (popup) this.#offerWindow(address, title);
    else this.#openFrame(address, title);
  }

  /** @param {string} address @param {string} title */
  #openFrame(address, title) {
    this.panel.hidden = true;
    const frame = document.createElement("iframe");
    frame.title = title;
    frame.allow = ALLOWED;
    frame.src = address;
    this.#frame = frame;
    this.place.append(frame);
  }

  /** Browsers open windows only for a click, so the learner is asked for one. */
  #offerWindow(/** @type {string} */ address, /** @type {string} */ title) {
    const [text, open, instead] = [...this.panel.querySelectorAll("p, button")];
    const tell = (/** @type {string} */ key, /** @type {string} */ button) => {
      if (text) text.textContent = this.texts[key] ?? "";
      if (open) open.textContent = this.texts[button] ?? "";
    };
    tell("window.explain", "window.open");
    if (instead) instead.textContent = this.texts["window.instead"] ?? "";
    instead?.toggleAttribute("hidden", true);
    this.panel.hidden = false;
    /** @type {HTMLElement} */ (open).onclick = () => {
      this.#window = window.open(address, "_blank", WINDOW);
      instead?.toggleAttribute("hidden", this.#window !== null);
      tell(this.#window ? "window.opened" : "window.blocked", "window.again");
      this.#watchWindow(() => tell("window.closed", "window.again"));
    };
    /** @type {HTMLElement} */ (instead).onclick = () => this.#openFrame(address, title);
  }

  /** @param {() => void} closed */
  #watchWindow(closed) {
    clearInterval(this.#watch);
    if (!this.#window) return;
    this.#watch = setInterval(() => {
      if (!this.#window?.closed) return;
      clearInterval(this.#watch);
      closed();
      this.closed();
    }, 500);
  }

  /** Takes the course away the way a browser would, so that it can say its last words. */
  async clear() {
    clearInterval(this.#watch);
    this.#window?.close();
    this.#window = null;
    this.panel.hidden = true;
    const frame = this.#frame;
    this.#frame = null;
    if (!frame) return;
    await new Promise((resolve) => {
      frame.onload = resolve;
      setTimeout(resolve, UNLOADING);
      frame.contentWindow?.location.replace("about:blank");
    }).catch(() => undefined);
    frame.remove();
  }
}
