/** What stands between the course and the LMS: who learns, what they reached, and what went wrong. */

/** @import { Config } from "./opening.js" */
/** @import { Lms } from "./lms.js" */
/** @import { Receipt } from "./relay.js" */

import { Checks, named } from "./checks.js";
import { sha256 } from "./digest.js";
import { factsOf, NO_FACTS } from "./facts.js";
import { PageLink } from "./link.js";
import { isBinding } from "./marker.js";
import { Opening } from "./opening.js";
import { StubPage } from "./page.js";
import { Relay } from "./relay.js";
import { resultOf } from "./results.js";
import { closable, mayFillScreen } from "./surroundings.js";
import { languageOf, Words } from "./words.js";

// As long as a real one, so that an LMS that cuts is found out.
const PROBE = "connection-check-".padEnd(43, "0");

export class Stub {
  /** @type {Receipt | null} */
  #receipt = null;

  /** @param {Window} window @param {Document} document @param {Config} config @param {Lms | null} lms */
  constructor(window, document, config, lms) {
    this.window = window;
    this.config = config;
    const clock = {
      later: (/** @type {() => void} */ run, /** @type {number} */ ms) => window.setTimeout(run, ms),
      cancel: (/** @type {any} */ timer) => window.clearTimeout(timer),
      now: () => Date.now(),
    };
    const refusal = lms ? lms.initialize() : "";
    this.lms = lms?.state === "open" ? lms : null;
    this.facts = this.lms ? factsOf(this.lms) : NO_FACTS;
    this.relay = this.lms && new Relay(this.lms, this.facts, clock, (said) => this.#told(said));
    const wishes = [this.facts.language, ...window.navigator.languages];
    const words = new Words(config.texts, languageOf(config.texts, wishes));
    this.words = words;
    this.checks = new Checks();
    this.page = new StubPage(document, words, config.title);
    this.link = new PageLink(window, config.player_origin, this.#hears());
    const { page, link, checks } = this;
    const standard = this.lms?.standard ?? config.standard;
    const save = () => this.relay?.save();
    this.opening = new Opening({ window, clock, config, words, page, link, checks }, standard, save);
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
    if (!this.config.test) this.opening.begin(this.lms !== null);
    else {
      this.#try();
      this.opening.check();
    }
  }

  /** The check takes no place and keeps no results, but it marks as a course would do. */
  #try() {
    if (!this.relay?.writes) return;
    const { entry, binding } = this.facts;
    this.#mark(PROBE);
    // An earlier check has left its mark, too.
    if (entry === "resume" && binding === "") this.checks.note("04", false);
  }

  /** @param {string} binding */
  #mark(binding) {
    this.checks.note("04", this.relay?.mark(binding) === true);
    this.opening.remark();
  }

  /** @returns {import("./link.js").Hearing} */
  #hears() {
    return {
      hello: () => this.opening.greet(this.#learner()),
      bound: (message) => this.#bound(message),
      refused: (message) => this.#refused(message),
      state: (message) => {
        const result = resultOf(message.result);
        if (result) this.relay?.take(result, message.final === true);
      },
      exit: () => void this.#exit(),
      superseded: () => this.relay?.rest(),
      checks: (message) => this.opening.checked(message.checks),
      opened: () => this.page.announce(""),
    };
  }

  #learner() {
    const { learner, name, binding, mode } = this.facts;
    const { hides_learners: hidden, dispatch_id: id, test } = this.config;
    const digest = learner === "" ? "" : sha256(`${id}:${learner}`);
    const person = hidden ? { user_id: digest, name: "" } : { user_id: learner, name };
    const closed = this.relay?.ended === true;
    const standard = this.lms?.standard ?? "";
    return { ...person, binding, standard, mode, closed, test, checks: this.checks.told };
  }

  /** @param {any} message */
  #bound({ binding, outcome }) {
    this.relay?.opened(String(outcome));
    this.checks.note("13", true);
    if (isBinding(binding) && this.relay?.writes && !this.relay.ended) this.#mark(binding);
    this.opening.remark();
  }

  /** A password is asked for by the page itself. @param {any} message */
  #refused({ code, reason }) {
    if (reason === "password") return;
    this.checks.note("13", false, String(reason ?? code ?? ""));
    this.opening.remark();
  }

  /** @param {Receipt} receipt */
  #told(receipt) {
    this.#receipt = receipt;
    const { version, ok, error } = receipt;
    this.checks.note("09", ok, error);
    this.link.tell("receipt", { version, ok, error, diagnosis: this.#diagnosis(receipt) });
    this.opening.remark();
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
    if (this.opening.left) return;
    this.opening.left = true;
    this.page.announce(this.words.say("stub.leaving"));
    await this.relay?.finish();
    this.link.tell("closed");
    this.#thank();
  }

  /** The page inside shows what was reached; a frame stays for that, and a window can be left open. */
  #thank() {
    const pending = this.#receipt?.ok === false;
    const key = !this.relay?.writes ? "plain" : pending ? "pending" : "text";
    const text = this.words.say(`stub.done.${key}`);
    const window = closable(this.window);
    const close = { says: this.words.say("stub.close"), does: () => window.close() };
    this.opening.thank(text, window ? close : null);
    this.opening.remark();
  }

  #watch() {
    const { window, opening } = this;
    window.addEventListener("beforeunload", () => this.relay?.save());
    window.addEventListener("pagehide", () => this.#leave());
    window.document.addEventListener("visibilitychange", () => {
      if (window.document.visibilityState === "hidden") this.relay?.save();
    });
    // A page out of the history would go on with a session that has ended.
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
    window.addEventListener("online", () => opening.retry());
  }

  #leave() {
    this.relay?.leave();
    if (!this.opening.left) this.link.tell("closed");
    this.opening.left = true;
  }
}
