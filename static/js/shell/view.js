/** What the learner sees of the player around the course. */

/** @import { Phrases } from "./phrases.js" */
/** @import { Control, Controls, Ended, Launched, Problem, TocEntry } from "./types.js" */
/** @import { View } from "./session.js" */

import { Contents, needsContents } from "./contents.js";
import { Drawer } from "./drawer.js";
import { renderEnded, renderProblem } from "./panels.js";
import { SaveIndicator } from "./save_state.js";

/** @typedef {"loading" | "running" | "ended" | "error"} PlayerState */
/** @typedef {"loading" | "course" | "choose" | "ended" | "problem"} Scene */

/** @type {Record<Scene, PlayerState>} */
const STATE = {
  loading: "loading",
  course: "running",
  choose: "running",
  ended: "ended",
  problem: "error",
};

/** @param {Document} document @param {string} id @returns {any} */
const get = (document, id) => document.getElementById(id);

/** @implements {View} */
export class PlayerView {
  #guided = false;
  /** @type {Controls} */
  #controls = {};

  /**
   * @param {Document} document @param {Phrases} phrases
   * @param {{choose: (item: string) => void, press: (control: Control) => void, reload: () => void}} does
   */
  constructor(document, phrases, does) {
    this.document = document;
    this.phrases = phrases;
    this.place = get(document, "course");
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-nav]")]);
    const progress = { meter: get(document, "progress"), count: get(document, "progress-count") };
    this.drawer = new Drawer(document, phrases);
    this.contents = new Contents(get(document, "toc"), progress, phrases, (item) => {
      this.drawer.chosen();
      does.choose(item);
    });
    const frame = (/** @type {() => void} */ draw) => document.defaultView?.requestAnimationFrame(draw);
    // Hidden pages get no frames, and nobody is looking.
    const soon = (/** @type {() => void} */ draw) => (document.hidden ? draw() : frame(draw));
    this.saving = new SaveIndicator(get(document, "save"), get(document, "announcer"), phrases, soon);
    for (const button of this.buttons) {
      const control = /** @type {Control} */ (button.dataset["nav"]);
      button.addEventListener("click", () => does.press(control));
    }
    for (const button of document.querySelectorAll("[data-reload]")) {
      button.addEventListener("click", does.reload);
    }
    get(document, "done-dismiss").addEventListener("click", () => this.#done(false));
    get(document, "done-go").addEventListener("click", () => {
      const onward = this.#onward;
      if (onward) does.press(onward);
    });
    get(document, "superseded").addEventListener("cancel", (/** @type {Event} */ event) =>
      event.preventDefault(),
    );
  }

  /** @param {Scene} scene */
  #scene(scene) {
    this.document.body.dataset["playerState"] = STATE[scene];
    this.document.body.dataset["scene"] = scene;
    for (const panel of this.document.querySelectorAll("[data-panel]")) {
      panel.toggleAttribute("hidden", panel.getAttribute("data-panel") !== scene);
    }
    if (scene !== "course") this.#done(false);
    if (scene === "ended" || scene === "problem") this.#quiet();
  }

  /** Nothing more to navigate: only the panel counts now. */
  #quiet() {
    this.step({}, []);
    this.drawer.offer(false);
    get(this.document, `${this.document.body.dataset["scene"]}-title`)?.focus();
  }

  loading() {
    this.#scene("loading");
  }

  /** @param {Launched} launched */
  opened({ course, session, launch }) {
    const title = course.title || session.title;
    this.document.title = title;
    get(this.document, "title").textContent = title;
    const badge = get(this.document, "mode");
    badge.textContent = this.phrases.say(`player.mode.${launch.mode}`);
    badge.title = this.phrases.say("player.mode.hint");
    badge.hidden = launch.mode === "normal";
    get(this.document, "save").hidden = false;
    this.#guided = needsContents(course.toc);
    this.drawer.offer(this.#guided);
    this.step({}, course.toc);
  }

  /** @param {Controls} controls @param {TocEntry[]} toc */
  step(controls, toc) {
    this.#controls = controls;
    this.#pointOnward();
    for (const button of this.buttons) {
      const control = /** @type {Control} */ (button.dataset["nav"]);
      const steps = this.#guided && (control === "continue" || control === "previous");
      button.disabled = controls[control] !== true;
      button.hidden = button.disabled && !(steps && toc.length > 0);
    }
    this.document.body.dataset["steps"] = String(this.#guided && toc.length > 0);
    if (toc.length > 0) this.contents.draw(toc);
  }

  course() {
    this.#scene("course");
  }

  choose() {
    this.#scene("choose");
    this.drawer.show();
  }

  /** @param {boolean} on */
  moving(on) {
    this.document.body.toggleAttribute("data-moving", on);
    this.place.setAttribute("aria-busy", String(on));
    this.#done(false);
    const words = this.saving.saved.state === "offline" ? "player.waiting" : "player.moving";
    get(this.document, "moving-text").textContent = this.phrases.say(words);
    if (on) for (const button of this.buttons) button.disabled = true;
  }

  waiting() {
    get(this.document, "moving-text").textContent = this.phrases.say("player.waiting");
  }

  partDone() {
    this.#done(true);
  }

  /** Where a learner most likely wants to go after a part. @returns {Control | undefined} */
  get #onward() {
    const likely = /** @type {const} */ (["continue", "exitAll", "suspendAll"]);
    return likely.find((control) => this.#controls[control] === true);
  }

  #pointOnward() {
    const go = get(this.document, "done-go");
    go.hidden = this.#onward === undefined;
    go.textContent = this.phrases.say(`nav.${this.#onward}`);
  }

  /** @param {boolean} shown */
  #done(shown) {
    get(this.document, "done").hidden = !shown;
  }

  /** @param {any} message */
  save(message) {
    this.saving.show(message);
    if (this.saving.saved.state === "offline") this.waiting();
  }

  /** @param {Ended} ended @param {string | null} returnUrl */
  ended(ended, returnUrl) {
    renderEnded(this.document, this.phrases, ended, returnUrl);
    this.#scene("ended");
  }

  /** @param {Problem} problem */
  problem(problem) {
    renderProblem(this.document, this.phrases, problem);
    this.#scene("problem");
  }

  superseded() {
    this.save({ state: "superseded", pending: 0, at: 0 });
    this.step({}, []);
    get(this.document, "superseded").showModal();
  }

  visible() {
    return this.document.visibilityState === "visible";
  }
}
