/** The controls of the player: there when they can be used, and never jumping about. */

/** @import { Phrases } from "./phrases.js" */
/** @import { Control, Controls } from "./types.js" */

/** @param {Control} control */
const isStep = (control) => control === "continue" || control === "previous";

export class ControlBar {
  /** @type {Controls} */
  #controls = {};
  /** What was available at some time in this visit keeps its place. @type {Set<Control>} */
  #offered = new Set();
  #steps = false;
  #alone = false;
  #still = false;

  /** @param {Document} document @param {Phrases} phrases @param {(control: Control) => void} press */
  constructor(document, phrases, press) {
    this.body = document.body;
    this.phrases = phrases;
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-nav]")]);
    for (const button of this.buttons) button.addEventListener("click", () => press(controlOf(button)));
  }

  /**
   * @param {boolean} always Whether the steps are there from the beginning.
   * @param {boolean} [alone] Whether the course has one part only, so that nothing lies behind.
   */
  begin(always, alone = false) {
    this.#offered.clear();
    this.#steps = always;
    this.#alone = alone;
    this.show({});
  }

  /** @param {Controls} controls */
  show(controls) {
    this.#controls = controls;
    for (const button of this.buttons) {
      const control = controlOf(button);
      if (controls[control] === true) this.#offered.add(control);
    }
    this.#draw();
  }

  /** Nothing can be pressed while the course moves. @param {boolean} on */
  hold(on) {
    this.#still = on;
    this.#draw();
  }

  /** @param {Control} control */
  has(control) {
    return this.#controls[control] === true;
  }

  #draw() {
    const steps = this.#steps || [...this.#offered].some(isStep);
    this.body.dataset["steps"] = String(steps);
    for (const button of this.buttons) {
      const control = controlOf(button);
      const there = isStep(control) ? steps && !this.#behind(control) : this.#offered.has(control);
      button.disabled = this.#still || !this.has(control);
      button.hidden = !there;
      // A way out that is gone for a while leaves a gap, so that its neighbours stay in place.
      button.toggleAttribute("data-away", there && !isStep(control) && !this.has(control));
      if (control === "continue") this.#name(button);
    }
  }

  /** @param {Control} control */
  #behind(control) {
    return this.#alone && control === "previous";
  }

  /** Nobody shall look for a next page and end the course instead. @param {HTMLButtonElement} button */
  #name(button) {
    const name = button.querySelector("span");
    const key = this.#controls.finishes ? "nav.done" : "nav.continue";
    if (name) name.textContent = this.phrases.say(key);
  }
}

/** @param {HTMLButtonElement} button */
function controlOf(button) {
  return /** @type {Control} */ (button.dataset["nav"]);
}
