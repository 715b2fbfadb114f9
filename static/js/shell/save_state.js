/** What the learner is told about saving. */

/** @import { Phrases } from "./phrases.js" */
/** @import { SaveState } from "./types.js" */

/** @type {readonly SaveState[]} */
const STATES = ["saved", "saving", "offline", "superseded"];

/** @typedef {{state: SaveState, pending: number, at: number}} Saved */

/** The bridge is believed about saving only as far as words go. @param {any} message @returns {Saved | null} */
export function readSaved(message) {
  if (!STATES.includes(message?.state)) return null;
  const pending = Number.isSafeInteger(message.pending) ? Math.max(0, message.pending) : 0;
  const at = Number.isFinite(message.at) ? message.at : 0;
  return { state: message.state, pending, at };
}

/** @param {Saved} saved @param {Phrases} phrases */
export function describe({ state, pending, at }, phrases) {
  if (state === "offline") return phrases.count("save.offline", pending);
  if (state !== "saved") return phrases.say(`save.${state}`);
  return at ? phrases.say("save.savedAt", { time: phrases.clock.format(at) }) : phrases.say("save.saved");
}

/** A screen reader hears when something changes for the learner, not every save. @param {SaveState} before @param {SaveState} after */
export function deservesAnnouncement(before, after) {
  if (before === after) return false;
  return after === "offline" || after === "superseded" || before === "offline";
}

export class SaveIndicator {
  /** @type {Saved} */
  saved = { state: "saved", pending: 0, at: 0 };
  /** @type {SaveState} */
  #announced = "saved";
  #waiting = false;

  /**
   * @param {HTMLElement} place @param {HTMLElement} announcer @param {Phrases} phrases
   * @param {(draw: () => void) => void} nextFrame A hostile course may flood us; the screen sets the pace.
   */
  constructor(place, announcer, phrases, nextFrame) {
    this.place = place;
    this.announcer = announcer;
    this.phrases = phrases;
    this.nextFrame = nextFrame;
  }

  /** @param {any} message */
  show(message) {
    const saved = readSaved(message);
    if (!saved) return;
    this.saved = saved;
    if (this.#waiting) return;
    this.#waiting = true;
    this.nextFrame(() => this.#draw());
  }

  #draw() {
    this.#waiting = false;
    const { state } = this.saved;
    const words = describe(this.saved, this.phrases);
    this.place.dataset["saveState"] = state;
    this.place.title = words;
    const text = this.place.querySelector("span");
    if (text && text.textContent !== words) text.textContent = words;
    if (state === "saving") return;
    if (deservesAnnouncement(this.#announced, state)) this.announcer.textContent = words;
    this.#announced = state;
  }

  /** Leaving now would lose work that has reached neither the server nor, perhaps, the device. */
  get atRisk() {
    return this.saved.state === "offline" && this.saved.pending > 0;
  }
}
