/** The page in the LMS: a course that fills it, or one quiet notice, and a line for what is wrong. */

/** @import { Check, Checks } from "./checks.js" */
/** @import { Words } from "./words.js" */

import { isInformation, named } from "./checks.js";

// What courses need; the page inside hands it on.
const FEATURES = "fullscreen; autoplay; clipboard-write; encrypted-media; picture-in-picture";

/** @typedef {"open" | "again" | "close"} Button */
/** @typedef {{says: string, does: () => void}} Action */
/** @typedef {Partial<Record<Button, Action>>} Actions */
/** @typedef {{title: string, text: string, code?: string, checks?: Checks, actions?: Actions}} Notice */

export class StubPage {
  /** @type {HTMLIFrameElement | null} */
  #frame = null;

  /** @param {Document} document @param {Words} words @param {string} title */
  constructor(document, words, title) {
    this.document = document;
    this.words = words;
    this.title = title;
    Object.assign(document.documentElement, { lang: words.lang, dir: words.dir });
    document.title = title;
    this.announce(words.say("stub.loading"));
  }

  /** @param {string} id */
  #part(id) {
    return /** @type {HTMLElement} */ (this.document.getElementById(id));
  }

  /** @param {"loading" | "course" | "notice"} state */
  #show(state) {
    this.document.documentElement.dataset["state"] = state;
    this.#part("notice").hidden = state !== "notice";
    // What lies under a notice cannot be tabbed into.
    this.#part("stage").inert = state === "notice";
  }

  /** For those who cannot see the page change. @param {string} text */
  announce(text) {
    this.#part("status").textContent = text;
  }

  /** @param {string} url @returns {Window | null} */
  frame(url) {
    this.unframe();
    const frame = this.document.createElement("iframe");
    frame.title = this.title;
    frame.allow = FEATURES;
    frame.allowFullscreen = true;
    // The LMS's own policy may keep silent about where the course is opened.
    frame.referrerPolicy = "strict-origin";
    frame.src = url;
    this.#part("stage").append(frame);
    this.#frame = frame;
    return frame.contentWindow;
  }

  unframe() {
    this.#frame?.remove();
    this.#frame = null;
  }

  loading() {
    this.#show("loading");
    this.announce(this.words.say("stub.loading"));
  }

  course() {
    const isNew = this.document.documentElement.dataset["state"] !== "course";
    this.#show("course");
    if (!isNew) return;
    this.announce("");
    this.#frame?.focus();
  }

  /** @param {Notice} notice */
  notice({ title, text, code = "", checks, actions = {} }) {
    const heading = this.#part("notice-title");
    const isNew = heading.textContent !== title || this.#part("notice").hidden;
    heading.textContent = title;
    this.#part("notice-text").textContent = text;
    const line = this.#part("notice-code");
    line.hidden = code === "";
    line.textContent = code === "" ? "" : this.words.say("stub.code", { code: named(code) });
    const list = this.#part("notice-checks");
    list.hidden = !checks;
    list.replaceChildren(...(checks?.all ?? []).map((check) => this.#row(check, true, check.code !== code)));
    for (const id of /** @type {Button[]} */ (["open", "again", "close"])) this.#button(id, actions[id]);
    this.#show("notice");
    if (isNew) heading.focus();
  }

  /** @param {Button} id @param {Action | undefined} action */
  #button(id, action) {
    const button = this.#part(id);
    button.hidden = !action;
    if (action) this.#labelled(button, action);
  }

  /** @param {HTMLElement} button @param {Action} action */
  #labelled(button, { says, does }) {
    button.textContent = says;
    button.onclick = does;
    return button;
  }

  /** @param {Check} check @param {boolean} withName @param {boolean} [withText] */
  #row({ code, ok }, withName, withText = true) {
    const row = this.document.createElement("li");
    row.dataset["ok"] = ok ? "true" : isInformation(code) ? "info" : "false";
    const state = ok ? "stub.good" : isInformation(code) ? "stub.note" : "stub.bad";
    const name = withName ? this.words.say(`check.${code}.name`) : this.words.say(`check.${code}.title`);
    const text = ok || !withText ? "" : this.words.say(`check.${code}.text`);
    row.append(this.#span("b", named(code)), " ", this.#span("span", name), " ");
    row.append(this.#span("i", this.words.say(state)), " ", this.#span("small", text));
    return row;
  }

  /** @param {string} tag @param {string} text */
  #span(tag, text) {
    const span = this.document.createElement(tag);
    span.textContent = text;
    return span;
  }

  /** The quiet line: the course runs, and something is to be told to whoever keeps the LMS. @param {Checks} checks */
  remark(checks) {
    const wrong = checks.wrong.filter(({ code }) => !isInformation(code));
    const part = this.#part("remark");
    part.hidden = wrong.length === 0;
    const says = this.words.say("stub.remark", { code: named(checks.main) });
    /** @type {HTMLElement} */ (part.querySelector("summary")).textContent = says;
    const rows = wrong.map((check) => this.#row(check, false));
    /** @type {HTMLElement} */ (part.querySelector("ol")).replaceChildren(...rows);
  }

  /** A line above the course. @param {string} text @param {Action | null} [action] */
  banner(text, action = null) {
    const banner = this.#part("banner");
    banner.hidden = false;
    banner.textContent = text;
    if (action) banner.append(" ", this.#labelled(this.document.createElement("button"), action));
  }
}
