/** The page that an LMS opens a shell package in, as far as its script looks at it. */

import { start } from "../../../static/js/dispatch/main.js";
import { Clock } from "./world.js";

export const ORIGIN = "https://play.player.test";

/** An element as far as the script looks at it. */
class Part {
  hidden = true;
  inert = false;
  textContent = "";
  title = "";
  allow = "";
  src = "";
  allowFullscreen = false;
  referrerPolicy = "";
  /** @type {Record<string, string>} */
  dataset = {};
  /** @type {any[]} */
  children = [];
  /** @type {(() => void) | null} */
  onclick = null;
  focused = 0;
  /** @type {any} */
  contentWindow = null;
  /** @type {Part | null} */
  parent = null;

  /** @param {string} tag */
  constructor(tag) {
    this.tag = tag;
    if (tag === "iframe") this.contentWindow = new OtherWindow("page");
  }

  append(/** @type {any[]} */ ...parts) {
    this.children.push(...parts);
    for (const part of parts) if (part instanceof Part) part.parent = this;
  }

  replaceChildren(/** @type {any[]} */ ...parts) {
    this.children = parts;
  }

  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((each) => each !== this);
  }

  focus() {
    this.focused += 1;
  }

  querySelector(/** @type {string} */ tag) {
    return this.children.find((each) => each.tag === tag);
  }

  /** @returns {string} */
  get text() {
    return (
      this.textContent + this.children.map((each) => (typeof each === "string" ? each : each.text)).join("")
    );
  }
}

export class FakeDocument {
  documentElement = new Part("html");
  title = "";
  visibilityState = "visible";
  fullscreenEnabled = true;
  /** @type {Map<string, Part>} */
  parts = new Map();
  /** @type {(() => void)[]} */
  watching = [];

  constructor() {
    for (const id of [
      "banner",
      "stage",
      "notice",
      "notice-title",
      "notice-text",
      "notice-checks",
      "notice-code",
      "open",
      "again",
      "close",
      "remark",
      "status",
    ]) {
      this.parts.set(id, new Part(id));
    }
    this.part("remark").append(new Part("summary"), new Part("ol"));
  }

  /** @param {string} id @returns {Part} */
  part(id) {
    return /** @type {Part} */ (this.parts.get(id));
  }

  getElementById(/** @type {string} */ id) {
    return this.part(id);
  }

  createElement(/** @type {string} */ tag) {
    return new Part(tag);
  }

  addEventListener(/** @type {string} */ _, /** @type {() => void} */ run) {
    this.watching.push(run);
  }

  hide() {
    this.visibilityState = "hidden";
    this.watching.forEach((run) => run());
  }

  get frame() {
    return this.part("stage").children[0];
  }

  get state() {
    return this.documentElement.dataset["state"];
  }

  /** Presses a button that can be seen. @param {string} id */
  press(id) {
    const button = this.part(id);
    if (button.hidden) throw new Error(`#${id} is hidden`);
    button.onclick?.();
  }
}

/** A window, with whatever is around it. */
export class FakeWindow {
  /** @type {any} */
  opener = null;
  /** @type {any} */
  parent = this;
  closed = false;
  /** @type {{message: any, origin: string}[]} */
  received = [];
  /** @type {Map<string, ((event: any) => void)[]>} */
  #listeners = new Map();
  /** @type {any[][]} */
  opened = [];
  /** @type {OtherWindow | null} */
  popup = new OtherWindow("popup");
  clock = new Clock();
  document = new FakeDocument();
  navigator = { languages: ["en"] };
  screen = { availWidth: 1000, availHeight: 700 };
  isSecureContext = true;
  reloads = 0;
  location = { reload: () => void (this.reloads += 1) };
  reachable = true;
  /** @type {string[]} */
  fetched = [];

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  get top() {
    /** @type {any} */
    let window = this;
    while (window.parent !== window) window = window.parent;
    return window;
  }

  setTimeout = (/** @type {() => void} */ run, /** @type {number} */ ms) => this.clock.later(run, ms);
  clearTimeout = (/** @type {any} */ timer) => this.clock.cancel(timer);

  addEventListener(/** @type {string} */ type, /** @type {(event: any) => void} */ hear) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), hear]);
  }

  /** @param {string} type @param {object} [event] */
  fire(type, event = {}) {
    for (const hear of this.#listeners.get(type) ?? []) hear(event);
  }

  postMessage(/** @type {any} */ message, /** @type {string} */ origin) {
    this.received.push({ message, origin });
  }

  open(/** @type {any[]} */ ...args) {
    this.opened.push(args);
    return this.popup;
  }

  close() {
    this.closed = true;
  }

  async fetch(/** @type {string} */ url) {
    this.fetched.push(url);
    if (!this.reachable) throw new TypeError("Failed to fetch");
    return {};
  }
}

/** A window of which nothing but messages is seen. */
export class OtherWindow {
  closed = false;
  /** @type {{message: any, origin: string}[]} */
  received = [];

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  postMessage(/** @type {any} */ message, /** @type {string} */ origin) {
    this.received.push({ message, origin });
  }

  close() {
    this.closed = true;
  }
}

const CONFIG = {
  dispatch_id: "d-1",
  title: "Fire safety",
  standard: "1.2",
  launch_url: `${ORIGIN}/player/dispatch/T`,
  player_origin: ORIGIN,
  window: "frame",
  hides_learners: false,
  test: false,
  texts: { en: { "stub.code": "Code {code}", "stub.remark": "Note: {code}", "stub.done.text": "Thanks" } },
};

/** The page in an LMS, its script run. The object, if any, is in the window around it. */
export class Shell {
  own = new FakeWindow("own");
  around = new FakeWindow("around");

  /** @param {object} [config] */
  constructor(config = {}) {
    this.config = /** @type {any} */ ({ ...CONFIG, ...config });
    this.own.parent = this.around;
    this.document = this.own.document;
    this.clock = this.own.clock;
  }

  /** @param {any} api @param {string} [name] */
  async open(api, name = "API") {
    if (api) Object.assign(this.around, { [name]: api });
    const starting = start(/** @type {any} */ (this.own), /** @type {any} */ (this.document), this.config);
    await this.clock.pass(api ? 0 : 3_000);
    this.stub = await starting;
    return this;
  }

  get page() {
    return this.document.frame?.contentWindow;
  }

  /** The page inside says something. @param {string} type @param {object} [more] @param {object} [event] */
  say(type, more = {}, event = {}) {
    const message = { source: this.page, origin: ORIGIN, data: { lectern: 1, type, ...more }, ...event };
    this.own.fire("message", message);
  }

  /** What the page inside was told of a kind. @param {string} type @param {any} [page] */
  told(type, page = this.page) {
    return page.received
      .map((/** @type {any} */ { message }) => message)
      .filter((/** @type {any} */ { type: kind }) => kind === type);
  }

  /** @param {string} id */
  text(id) {
    return this.document.part(id).text;
  }

  /** @param {string} id */
  sees(id) {
    return !this.document.part(id).hidden;
  }
}
