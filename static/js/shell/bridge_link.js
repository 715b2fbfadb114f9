/** The link to the bridge: a frame of another origin, and a private channel into it. */

/** @import { Delivery } from "./types.js" */

// What courses need and what they must not do: no navigation of the page around the player.
const SANDBOX =
  "allow-scripts allow-same-origin allow-forms allow-modals allow-popups " +
  "allow-popups-to-escape-sandbox allow-downloads allow-pointer-lock allow-orientation-lock " +
  "allow-presentation";
const FEATURES =
  "autoplay; fullscreen; picture-in-picture; encrypted-media; clipboard-write; unload";

/** @typedef {"ready" | "save" | "initialized" | "finished" | "closed" | "capability-needed" | "gone"} Told */
/** @typedef {Record<Told, (message: any) => void> & {again: () => void}} Hears */

export class BridgeLink {
  /** @type {MessagePort | null} */
  #port = null;
  #next = 1;
  /** @type {Map<number, () => void>} */
  #closing = new Map();

  /**
   * @param {Window} window @param {HTMLElement} place
   * @param {{origin: string, bridge: string}} content @param {object} greeting @param {Hears} hears
   */
  constructor(window, place, content, greeting, hears) {
    this.window = window;
    this.content = content;
    this.greeting = greeting;
    this.hears = hears;
    this.frame = place.ownerDocument.createElement("iframe");
    this.frame.setAttribute("sandbox", SANDBOX);
    this.frame.allow = FEATURES;
    this.frame.title = place.ownerDocument.title;
    window.addEventListener("message", this.#meet);
    this.frame.src = content.bridge;
    place.append(this.frame);
  }

  #meet = (/** @type {MessageEvent} */ event) => {
    if (event.source !== this.frame.contentWindow || event.origin !== this.content.origin) return;
    if (event.data?.type !== "hello") return;
    if (this.#port) {
      // The page inside was loaded anew; what it knew is gone.
      this.hears.again();
      return;
    }
    const channel = new MessageChannel();
    this.#port = channel.port1;
    this.#port.onmessage = ({ data }) => this.#hear(data);
    const message = { type: "port", ...this.greeting };
    this.frame.contentWindow?.postMessage(message, this.content.origin, [channel.port2]);
  };

  /** The other end is not trusted: an unknown type or shape is nothing at all. */
  #hear(/** @type {any} */ message) {
    const type = message?.type;
    if (type === "closed") this.#closed(message.id);
    else if (typeof type === "string" && type !== "again" && Object.hasOwn(this.hears, type)) {
      this.hears[/** @type {Told} */ (type)](message);
    }
  }

  /** @param {unknown} id */
  #closed(id) {
    if (typeof id !== "number") return;
    this.#closing.get(id)?.();
    this.#closing.delete(id);
  }

  /** @param {string} type @param {object} [more] */
  tell(type, more = {}) {
    this.#port?.postMessage({ type, ...more });
  }

  /** @param {Delivery} delivery @param {string} window */
  deliver(delivery, window) {
    this.frame.title = delivery.title;
    this.tell("deliver", { delivery, window });
  }

  /** Takes the course away; resolves when its data are with the server or safely kept. */
  close(/** @type {number} */ patience) {
    const id = this.#next++;
    return new Promise((resolve) => {
      const timer = this.window.setTimeout(() => resolve(false), patience);
      this.#closing.set(id, () => {
        this.window.clearTimeout(timer);
        resolve(true);
      });
      this.tell("close", { id });
    });
  }

  remove() {
    this.window.removeEventListener("message", this.#meet);
    this.#port?.close();
    this.frame.remove();
  }
}
