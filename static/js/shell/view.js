/** What the learner sees of the player around the course. */

/** @import { Phrases } from "./phrases.js" */
/** @import { HandedBack } from "./relay.js" */
/** @import { Control, Controls, Ended, Launched, Problem, TocEntry } from "./types.js" */
/** @import { View } from "./session.js" */

import { Contents, needsContents } from "./contents.js";
import { ControlBar } from "./control_bar.js";
import { Drawer } from "./drawer.js";
import { renderHandedBack, wordsFor } from "./handed_back.js";
import { outlookOf, renderChoice, renderEnded, renderProblem } from "./panels.js";
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
  /** @type {Scene} */
  #shown = "loading";
  #guided = false;
  #begun = false;
  #selectable = false;
  #reason = "";
  /** @type {string | null} */
  #returnUrl = null;
  /** Where the focus was before a step. @type {Element | null} */
  #focused = null;

  /**
   * @param {Document} document @param {Phrases} phrases
   * @param {{choose: (item: string) => void, press: (control: Control) => void, reload: () => void}} does
   */
  constructor(document, phrases, does) {
    this.document = document;
    this.phrases = phrases;
    this.place = get(document, "course");
    this.announcer = get(document, "announcer");
    this.controls = new ControlBar(document, phrases, does.press);
    this.drawer = new Drawer(document, phrases);
    const progress = { meter: get(document, "progress"), count: get(document, "progress-count") };
    const head = { ...progress, note: get(document, "contents-note") };
    this.contents = new Contents(get(document, "toc"), head, phrases, (item) => {
      this.drawer.chosen();
      does.choose(item);
    });
    const frame = (/** @type {() => void} */ draw) => document.defaultView?.requestAnimationFrame(draw);
    // Hidden pages get no frames, and nobody is looking.
    const soon = (/** @type {() => void} */ draw) => (document.hidden ? draw() : frame(draw));
    this.saving = new SaveIndicator(get(document, "save"), this.announcer, phrases, soon);
    this.#listen(does);
  }

  /** @param {{press: (control: Control) => void, reload: () => void}} does */
  #listen({ press, reload }) {
    const { document } = this;
    for (const button of document.querySelectorAll("[data-reload]")) {
      button.addEventListener("click", reload);
    }
    for (const button of document.querySelectorAll("[data-press]")) {
      const control = /** @type {Control} */ (button.getAttribute("data-press"));
      button.addEventListener("click", () => press(control));
    }
    get(document, "done-dismiss").addEventListener("click", () => this.#toast("done", false));
    get(document, "refused-dismiss").addEventListener("click", () => this.#toast("refused", false));
    get(document, "guest-dismiss").addEventListener("click", () => {
      this.#tellGuest(false);
      get(document, "guest").focus();
    });
    get(document, "guest").addEventListener("click", () => this.#tellGuest(get(document, "guest-note").hidden));
    get(document, "done-go").addEventListener("click", () => {
      const onward = this.#onward;
      if (onward) press(onward);
    });
    get(document, "choose-contents").addEventListener("click", () => this.drawer.show(true));
    get(document, "superseded").addEventListener("cancel", (/** @type {Event} */ event) =>
      event.preventDefault(),
    );
  }

  /** @param {Scene} scene */
  #scene(scene) {
    this.#shown = scene;
    this.document.body.dataset["playerState"] = STATE[scene];
    this.document.body.dataset["scene"] = scene;
    for (const panel of this.document.querySelectorAll("[data-panel]")) {
      panel.toggleAttribute("hidden", panel.getAttribute("data-panel") !== scene);
    }
    get(this.document, "stage").inert = scene !== "course";
    if (scene !== "course") this.#toast("done", false);
    if (scene === "ended" || scene === "problem") this.#quiet();
  }

  /** Nothing more to navigate: only the panel counts now. */
  #quiet() {
    this.#toast("refused", false);
    this.#tellGuest(false);
    this.controls.begin(false);
    this.drawer.offer(false);
    get(this.document, `${this.#shown}-title`)?.focus();
  }

  loading() {
    this.#scene("loading");
  }

  /** @param {Launched} launched */
  opened({ course, session, launch, return_url, relay }) {
    const title = course.title || session.title;
    this.document.title = title;
    get(this.document, "title").textContent = title;
    const badge = get(this.document, "mode");
    badge.textContent = this.phrases.say(`player.mode.${launch.mode}`);
    badge.title = this.phrases.say("player.mode.hint");
    badge.hidden = launch.mode === "normal";
    get(this.document, "save").hidden = false;
    // Opened again from here, the learning platform around would not hear of it.
    get(this.document, "ended-again").hidden = Boolean(relay);
    this.#returnUrl = return_url;
    this.#begun = false;
    this.#guided = needsContents(course.toc);
    this.drawer.offer(this.#guided);
    // Where sequencing decides, a course may have no steps at all, and then they are not shown.
    this.controls.begin(this.#guided && course.version === "1.2", !this.#guided);
    this.step({}, course.toc);
  }

  /** @param {Controls} controls @param {TocEntry[]} toc */
  step(controls, toc) {
    this.controls.show(controls);
    this.#pointOnward();
    this.#selectable = toc.some(({ selectable }) => selectable);
    if (toc.length > 0) this.contents.draw(toc);
    if (!this.#guided && (needsContents(toc) || (this.#shown === "choose" && this.#selectable))) {
      this.#guided = true;
      this.drawer.offer(true);
    }
    if (this.#shown === "choose") this.#offerChoice();
  }

  /** @param {string} title */
  course(title) {
    this.#begun = true;
    this.#scene("course");
    this.announcer.textContent = this.phrases.say("player.opened", { title });
    this.#refocus();
  }

  /** A step takes the focus from whoever pressed it; it comes back there, or goes to the course. */
  #refocus() {
    const { document } = this;
    if (document.activeElement && document.activeElement !== document.body) return;
    const before = /** @type {HTMLElement | null} */ (this.#focused);
    before?.focus();
    if (!before || document.activeElement !== before) this.place.focus();
  }

  /** @param {string} reason */
  choose(reason) {
    this.#reason = reason;
    this.#scene("choose");
    this.drawer.show();
    this.#offerChoice();
    get(this.document, "choose-title").focus();
  }

  #offerChoice() {
    const has = this.controls.has.bind(this.controls);
    const steps = has("continue") || has("previous");
    const outlook = outlookOf({ selectable: this.#selectable, steps, begun: this.#begun });
    const scene = { outlook, reason: this.#reason, has, returnUrl: this.#returnUrl };
    renderChoice(this.document, this.phrases, scene);
    get(this.document, "choose-contents").hidden = !this.#selectable || this.drawer.isBeside;
    const lost = outlook === "empty" && !has("exitAll") && !has("suspendAll");
    this.document.body.dataset["playerState"] = lost ? "error" : "running";
  }

  /** @param {boolean} on */
  moving(on) {
    if (on) this.#focused = this.document.activeElement;
    this.document.body.toggleAttribute("data-moving", on);
    this.place.setAttribute("aria-busy", String(on));
    this.#toast("done", false);
    this.#toast("refused", false);
    // What is said again after this is heard again.
    this.announcer.textContent = "";
    const words = this.saving.saved.state === "offline" ? "player.waiting" : "player.moving";
    get(this.document, "moving-text").textContent = this.phrases.say(words);
    this.controls.hold(on);
  }

  waiting() {
    get(this.document, "moving-text").textContent = this.phrases.say("player.waiting");
  }

  partDone() {
    this.#toast("done", true);
  }

  /** @param {string} reason */
  refused(reason) {
    get(this.document, "refused-reason").textContent = this.phrases.reason(reason);
    this.#toast("refused", true);
  }

  /** Where a learner most likely wants to go after a part. @returns {Control | undefined} */
  get #onward() {
    const likely = /** @type {const} */ (["continue", "exitAll", "suspendAll"]);
    return likely.find((control) => this.controls.has(control));
  }

  #pointOnward() {
    const go = get(this.document, "done-go");
    go.hidden = this.#onward === undefined;
    go.textContent = this.phrases.say(`nav.${this.#onward}`);
  }

  /** @param {"done" | "refused"} name @param {boolean} shown */
  #toast(name, shown) {
    get(this.document, name).hidden = !shown;
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

  /** @param {string} host @param {HandedBack} state @param {boolean} hope Whether it may still be taken in this visit. */
  handedBack(host, state, hope) {
    renderHandedBack(this.document, state, wordsFor(host, state, hope, this.phrases));
  }

  /** Whoever has given no name shall know what that means. @param {"guest" | "guest-new" | "guest-forgotten"} kind */
  guest(kind) {
    const key = kind === "guest-forgotten" ? "dispatch.guest.forgotten" : "dispatch.guest.text";
    get(this.document, "guest-text").textContent = this.phrases.say(key);
    get(this.document, "guest").hidden = false;
    this.#tellGuest(kind !== "guest");
  }

  /** @param {boolean} shown */
  #tellGuest(shown) {
    get(this.document, "guest-note").hidden = !shown;
    get(this.document, "guest").setAttribute("aria-expanded", String(shown));
  }

  /** @param {Problem} problem */
  problem(problem) {
    renderProblem(this.document, this.phrases, problem);
    this.#scene("problem");
  }

  superseded() {
    this.save({ state: "superseded", pending: 0, at: 0 });
    this.controls.begin(false);
    get(this.document, "superseded").showModal();
  }

  visible() {
    return this.document.visibilityState === "visible";
  }
}
