/** Opens a course of ours inside a client's LMS and hands over what the learner reaches in it. */

/** @import { Facts } from "./facts.js" */
/** @import { Found, Standard } from "./finding.js" */
/** @import { Receipt } from "./relay.js" */
/** @import { Texts } from "./words.js" */

import { Checks, named } from "./checks.js";
import { factsOf, NO_FACTS } from "./facts.js";
import { findApi } from "./finding.js";
import { sha256 } from "./digest.js";
import { PageLink } from "./link.js";
import { Lms } from "./lms.js";
import { isBinding } from "./marker.js";
import { StubPage } from "./page.js";
import { Relay } from "./relay.js";
import { resultOf } from "./results.js";
import { closable, mayFillScreen, reaches } from "./surroundings.js";
import { languageOf, Words } from "./words.js";

/**
 * @typedef {object} Config What the package was made for.
 * @property {string} dispatch_id
 * @property {string} title
 * @property {Standard} standard
 * @property {string} launch_url
 * @property {string} player_origin
 * @property {"frame" | "popup"} window
 * @property {boolean} hides_learners
 * @property {boolean} test
 * @property {Texts} texts
 */

// Some LMSs put their object up only after the page has been loaded.
const SEEK_TRIES = 9;
const SEEK_EVERY = 250;
const PATIENCE_HELLO = 12_000;
const PATIENCE_CHECKS = 6_000;
const LOOK_AT_WINDOW = 1_000;
// Kept under the size of a real one, so that what is cut short is seen.
const PROBE = "connection-check-".padEnd(43, "0");

export class Stub {
  #greeted = false;
  #listed = false;
  #pressed = false;
  #left = false;
  /** @type {Window | null} */
  #popup = null;
  /** @type {any} */
  #patience = null;
  /** @type {Receipt | null} */
  #receipt = null;

  /** @param {Window} window @param {Document} document @param {Config} config @param {Lms | null} lms */
  constructor(window, document, config, lms) {
    this.window = window;
    this.config = config;
    this.checks = new Checks();
    this.clock = {
      later: (/** @type {() => void} */ run, /** @type {number} */ ms) => window.setTimeout(run, ms),
      cancel: (/** @type {any} */ timer) => window.clearTimeout(timer),
      now: () => Date.now(),
    };
    const refusal = lms ? lms.initialize() : "";
    this.lms = lms?.state === "open" ? lms : null;
    this.facts = this.lms ? factsOf(this.lms) : NO_FACTS;
    this.relay = this.lms && new Relay(this.lms, this.facts, this.clock, (said) => this.#told(said));
    const wishes = [this.facts.language, ...window.navigator.languages];
    this.words = new Words(config.texts, languageOf(config.texts, wishes));
    this.page = new StubPage(document, this.words, config.title);
    this.link = new PageLink(window, config.player_origin, this.#hears());
    this.#look(document, lms, refusal);
  }

  /** @param {Document} document @param {Lms | null} lms @param {string} refusal */
  #look(document, lms, refusal) {
    this.checks.note("01", lms !== null);
    if (lms) this.checks.note("02", this.lms !== null, refusal);
    if (this.lms) this.checks.note("03", this.facts.learner !== "");
    this.checks.note("11", mayFillScreen(document));
    this.checks.note("12", this.window.isSecureContext);
  }

  open() {
    this.#watch();
    this.relay?.begin();
    if (this.config.test) this.#test();
    else if (!this.lms) this.#preview();
    else if (this.config.window === "popup") this.#offerWindow("stub.window");
    else this.openFrame();
  }

  /** Without the LMS nothing comes back to it, so nobody is let in without knowing. */
  #preview() {
    const says = this.words.say("stub.preview.open");
    const go = () => (this.config.window === "popup" ? this.openWindow() : this.openFrame());
    this.page.banner(this.words.say("stub.preview"));
    this.#problem(this.checks.main, { open: { says, does: go } });
  }

  /** The check takes no place and keeps no results, but it tries what a course would do. */
  #test() {
    this.page.loading();
    this.page.announce(this.words.say("stub.test.running"));
    if (this.relay?.writes) this.#mark(PROBE);
    this.openFrame();
  }

  /** @param {string} binding */
  #mark(binding) {
    this.checks.note("04", this.relay?.mark(binding) === true);
    this.#remark();
  }

  get #address() {
    return `${this.config.launch_url}?shell=${this.lms?.standard ?? this.config.standard}`;
  }

  openFrame() {
    this.#popup = null;
    this.#expect();
    if (!this.config.test) this.page.loading();
    this.link.follow(this.page.frame(this.#address));
  }

  /** Only a press of a button may open a window. */
  openWindow() {
    const { availWidth: width, availHeight: height } = this.window.screen;
    const form = `popup=yes,resizable=yes,scrollbars=yes,width=${width},height=${height},left=0,top=0`;
    const name = `lectern-${this.config.dispatch_id.replace(/\W/g, "")}`;
    this.page.unframe();
    this.#expect();
    this.#popup = this.window.open(this.#address, name, form);
    this.link.follow(this.#popup);
    this.checks.note("07", this.#popup !== null);
    if (!this.#popup) this.#blocked();
    else {
      this.checks.forget("05");
      this.#windowNotice("stub.window.opened");
      this.#attend(this.#popup);
    }
    this.#remark();
  }

  #blocked() {
    this.clock.cancel(this.#patience);
    const again = { says: this.words.say("stub.here"), does: () => this.openFrame() };
    this.#problem("07", { open: this.#opening("stub.open"), again });
  }

  /** @param {string} key */
  #opening(key) {
    return { says: this.words.say(key), does: () => this.openWindow() };
  }

  /** @param {string} key */
  #offerWindow(key) {
    const text = this.words.say(key);
    this.page.notice({ title: this.config.title, text, actions: { open: this.#opening("stub.open") } });
  }

  /** @param {string} key */
  #windowNotice(key) {
    const text = this.words.say(key);
    const open = this.#opening("stub.window.again");
    this.page.notice({ title: this.config.title, text, actions: { open } });
    this.page.announce(text);
  }

  /** A closed window does not say goodbye. @param {Window} popup */
  #attend(popup) {
    if (this.#popup !== popup || this.#left) return;
    if (!popup.closed) {
      this.clock.later(() => this.#attend(popup), LOOK_AT_WINDOW);
      return;
    }
    this.clock.cancel(this.#patience);
    this.relay?.save();
    this.#windowNotice("stub.window.closed");
  }

  /** The page has to say something within a time. */
  #expect() {
    this.#greeted = false;
    this.clock.cancel(this.#patience);
    this.#patience = this.clock.later(() => void this.#silent(), PATIENCE_HELLO);
  }

  async #silent() {
    const reached = await reaches(this.window, this.config.player_origin);
    if (this.#greeted || this.#left) return;
    this.checks.note("06", reached);
    if (reached) this.checks.note("05", false);
    if (this.config.test) this.#list();
    else if (!reached) this.#unreachable();
    else if (this.#popup) this.#problem("05", { open: this.#opening("stub.window.again") });
    else this.#problem("05", { open: this.#opening("stub.window.instead"), again: this.#retry() });
  }

  #unreachable() {
    const again = this.#popup ? this.#opening("stub.retry") : this.#retry();
    this.#problem("06", { open: again });
  }

  #retry() {
    return { says: this.words.say("stub.retry"), does: () => this.openFrame() };
  }

  /** @param {string} code @param {import("./page.js").Actions} actions */
  #problem(code, actions) {
    const title = this.words.say(`check.${code}.title`);
    this.page.notice({ title, text: this.words.say(`check.${code}.text`), code, actions });
    this.page.announce(title);
  }

  #list() {
    this.clock.cancel(this.#patience);
    this.#listed = true;
    const code = this.checks.main;
    const [title, text] = [this.words.say(`check.${code}.title`), this.words.say(`check.${code}.text`)];
    const go = () => this.#goOn();
    const open = { says: this.words.say("stub.test.open"), does: go };
    const actions = this.#greeted ? { open, again: this.#retest() } : { open: this.#retest() };
    this.page.notice({ title, text, code, checks: this.checks, actions });
    this.page.announce(title);
  }

  #retest() {
    return { says: this.words.say("stub.test.again"), does: () => this.window.location.reload() };
  }

  #goOn() {
    this.#pressed = true;
    if (this.config.window === "popup") this.openWindow();
    else {
      this.link.tell("open");
      this.page.course();
      this.#remark();
    }
  }

  /** @returns {import("./link.js").Hearing} */
  #hears() {
    return {
      hello: () => this.#hello(),
      bound: (message) => this.#bound(message),
      refused: (message) => this.#refused(message),
      state: (message) => {
        const result = resultOf(message.result);
        if (result) this.relay?.take(result, message.final === true);
      },
      exit: () => void this.#exit(),
      checks: (message) => this.#checked(message.checks),
      opened: () => this.page.announce(""),
    };
  }

  #hello() {
    const isFirst = !this.#greeted;
    this.#greeted = true;
    this.checks.note("06", true);
    this.checks.note("05", true);
    this.link.tell("learner", this.#learner());
    if (this.#pressed) this.link.tell("open");
    if (!isFirst) return;
    this.clock.cancel(this.#patience);
    if (this.config.test && !this.#pressed) this.#expectChecks();
    else if (!this.#popup) this.page.course();
    this.#remark();
  }

  #expectChecks() {
    this.#patience = this.clock.later(() => this.#listed || this.#list(), PATIENCE_CHECKS);
  }

  #learner() {
    const { learner, name, binding, mode } = this.facts;
    const hidden = this.config.hides_learners;
    const digest = learner === "" ? "" : sha256(`${this.config.dispatch_id}:${learner}`);
    return {
      user_id: hidden ? digest : learner,
      name: hidden ? "" : name,
      binding,
      standard: this.lms?.standard ?? "",
      mode,
      closed: this.relay?.ended === true,
      test: this.config.test,
      checks: this.checks.told,
    };
  }

  /** @param {any} message */
  #bound({ binding, outcome }) {
    this.relay?.opened(String(outcome));
    this.checks.note("13", true);
    if (isBinding(binding) && this.relay?.writes && !this.relay.ended) this.#mark(binding);
    this.#remark();
  }

  /** A password is asked for by the page itself. @param {any} message */
  #refused({ code, reason }) {
    if (reason === "password") return;
    this.checks.note("13", false, String(reason ?? code ?? ""));
    this.#remark();
  }

  /** @param {unknown} told */
  #checked(told) {
    this.checks.add(told);
    if (this.config.test && !this.#pressed) this.#list();
    else this.#remark();
  }

  /** What is wrong although the course runs; a list says it all already. */
  #remark() {
    if (!this.config.test || this.#pressed) this.page.remark(this.checks);
  }

  /** @param {Receipt} receipt */
  #told(receipt) {
    this.#receipt = receipt;
    const { version, ok, error } = receipt;
    this.checks.note("09", ok, error);
    this.link.tell("receipt", { version, ok, error, diagnosis: this.#diagnosis(receipt) });
    this.#remark();
  }

  /** @param {Receipt} receipt */
  #diagnosis({ errors, kept }) {
    const { entry, mode, credit } = this.facts;
    const lms = { standard: this.lms?.standard ?? "", api: this.lms?.where.slice(0, 100) ?? "" };
    const code = named(this.checks.main);
    const said = { entry: entry.slice(0, 32), mode, credit: credit.slice(0, 32), errors };
    return { code, checks: this.checks.told, ...lms, ...said, ...(kept && { kept }) };
  }

  async #exit() {
    if (this.#left) return;
    this.#left = true;
    this.page.announce(this.words.say("stub.leaving"));
    await this.relay?.finish();
    this.link.tell("closed");
    const receipt = this.#receipt;
    const key = !this.relay?.writes ? "stub.done.plain" : receipt?.ok === false ? "stub.done.pending" : "stub.done.text";
    const frame = closable(this.window);
    const close = { says: this.words.say("stub.close"), does: () => frame.close() };
    const title = this.words.say("stub.done.title");
    this.page.notice({ title, text: this.words.say(key), ...(frame && { actions: { close } }) });
    this.#remark();
    this.#popup?.close();
  }

  #watch() {
    const { window } = this;
    window.addEventListener("beforeunload", () => this.relay?.save());
    window.addEventListener("pagehide", () => this.#leave());
    window.document.addEventListener("visibilitychange", () => {
      if (window.document.visibilityState === "hidden") this.relay?.save();
    });
    // A page out of the history would go on with a session that has ended.
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
    window.addEventListener("online", () => this.checks.main === "06" && !this.config.test && this.openFrame());
  }

  #leave() {
    this.relay?.leave();
    if (!this.#left) this.link.tell("closed");
  }
}

/** @param {Window} window @param {Standard} standard @returns {Promise<Found | null>} */
async function seek(window, standard) {
  for (let tries = 1; ; tries += 1) {
    const found = findApi(window, standard);
    if (found || tries === SEEK_TRIES) return found;
    await new Promise((resolve) => window.setTimeout(resolve, SEEK_EVERY));
  }
}

/** @param {Window} window @param {Document} document @param {Config} config */
export async function start(window, document, config) {
  const found = await seek(window, config.standard);
  const stub = new Stub(window, document, config, found && new Lms(found));
  stub.open();
  return stub;
}
