/** How the course comes up: in a frame, in a window of its own, or after the connection check. */

/** @import { Checks } from "./checks.js" */
/** @import { Standard } from "./finding.js" */
/** @import { PageLink } from "./link.js" */
/** @import { Action, Actions, StubPage } from "./page.js" */
/** @import { Clock } from "./relay.js" */
/** @import { Texts, Words } from "./words.js" */

import { reaches } from "./surroundings.js";

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

/**
 * @typedef {object} Setting
 * @property {Window} window
 * @property {Clock} clock
 * @property {Config} config
 * @property {Words} words
 * @property {StubPage} page
 * @property {PageLink} link
 * @property {Checks} checks
 */

const PATIENCE_HELLO = 12_000;
const PATIENCE_CHECKS = 6_000;
const LOOK_AT_WINDOW = 1_000;
const FOUND_BY_PAGE = ["05", "06", "07", "08", "10", "13"];

export class Opening {
  /** Whether the learner has left the course by themselves. */
  left = false;
  #greeted = false;
  #pressed = false;
  /** @type {Window | null} */
  #popup = null;
  /** @type {any} */
  #patience = null;

  /** @param {Setting} setting @param {Standard} standard @param {() => void} save */
  constructor(setting, standard, save) {
    this.setting = setting;
    this.address = `${setting.config.launch_url}?shell=${standard}`;
    this.save = save;
  }

  get #inWindow() {
    return this.setting.config.window === "popup";
  }

  /** Without the LMS nothing comes back to it, so nobody is let in without knowing. @param {boolean} connected */
  begin(connected) {
    const { page, words, checks } = this.setting;
    if (!connected) {
      const does = () => (this.#inWindow ? this.openWindow() : this.openFrame());
      page.banner(words.say("stub.preview"));
      this.#problem(checks.main, { open: { says: words.say("stub.preview.open"), does } });
    } else if (this.#inWindow) this.#windowNotice("stub.window", "stub.open");
    else this.openFrame();
  }

  check() {
    const { page, words } = this.setting;
    page.loading();
    page.announce(words.say("stub.test.running"));
    this.openFrame();
  }

  openFrame() {
    const { page, link, config } = this.setting;
    this.#popup = null;
    this.#expect();
    if (!config.test) page.loading();
    link.follow(page.frame(this.address));
  }

  /** Only a press of a button may open a window. */
  openWindow() {
    const { window, config, page, link, checks } = this.setting;
    const { availWidth: width, availHeight: height } = window.screen;
    const form = `popup=yes,resizable=yes,scrollbars=yes,width=${width},height=${height},left=0,top=0`;
    const name = `lectern-${config.dispatch_id.replace(/\W/g, "")}`;
    page.unframe();
    this.#expect();
    this.#popup = window.open(this.address, name, form);
    link.follow(this.#popup);
    checks.note("07", this.#popup !== null);
    if (this.#popup) {
      checks.forget("05");
      this.#windowNotice("stub.window.opened", "stub.window.again");
      this.#attend(this.#popup);
    } else this.#blocked();
    this.remark();
  }

  #blocked() {
    this.setting.clock.cancel(this.#patience);
    const again = { says: this.setting.words.say("stub.here"), does: () => this.openFrame() };
    this.#problem("07", { open: this.#toOpen("stub.open"), again });
  }

  /** @param {string} key */
  #toOpen(key) {
    return { says: this.setting.words.say(key), does: () => this.openWindow() };
  }

  #toRetry() {
    return { says: this.setting.words.say("stub.retry"), does: () => this.openFrame() };
  }

  /** A page that is loaded anew would find the LMS's session ended; only ours is opened again. */
  #toCheck() {
    const { checks, words } = this.setting;
    const does = () => {
      FOUND_BY_PAGE.forEach((code) => checks.forget(code));
      this.check();
    };
    return { says: words.say("stub.test.again"), does };
  }

  /** @param {string} key @param {string} action */
  #windowNotice(key, action) {
    const { page, words, config } = this.setting;
    const text = words.say(key);
    page.notice({ title: config.title, text, actions: { open: this.#toOpen(action) } });
    page.announce(text);
  }

  /** A closed window does not say goodbye. @param {Window} popup */
  #attend(popup) {
    const { clock } = this.setting;
    if (this.#popup !== popup || this.left) return;
    if (!popup.closed) {
      clock.later(() => this.#attend(popup), LOOK_AT_WINDOW);
      return;
    }
    clock.cancel(this.#patience);
    this.save();
    this.#windowNotice("stub.window.closed", "stub.window.again");
  }

  /** The page has to say something within a time. */
  #expect() {
    const { clock } = this.setting;
    this.#greeted = false;
    clock.cancel(this.#patience);
    this.#patience = clock.later(() => void this.#silent(), PATIENCE_HELLO);
  }

  async #silent() {
    const { window, config, checks } = this.setting;
    const reached = await reaches(window, config.player_origin);
    if (this.#greeted || this.left) return;
    checks.note("06", reached);
    if (reached) checks.note("05", false);
    if (config.test) this.#list();
    else this.#unheard(reached);
  }

  /** @param {boolean} reached */
  #unheard(reached) {
    const retry = this.#popup ? this.#toOpen("stub.window.again") : this.#toRetry();
    if (!reached) this.#problem("06", { open: retry });
    else if (this.#popup) this.#problem("05", { open: retry });
    else this.#problem("05", { open: this.#toOpen("stub.window.instead"), again: retry });
  }

  /** The network is back. */
  retry() {
    if (this.setting.checks.main === "06" && !this.setting.config.test && !this.#popup) this.openFrame();
  }

  /** @param {string} code @param {Actions} actions */
  #problem(code, actions) {
    const { page, words } = this.setting;
    const title = words.say(`check.${code}.title`);
    page.notice({ title, text: words.say(`check.${code}.text`), code, actions });
    page.announce(title);
  }

  /** The connection check, told in one code and sentence, with everything that was looked at. */
  #list() {
    const { page, words, checks, clock } = this.setting;
    clock.cancel(this.#patience);
    const code = checks.main;
    const title = words.say(`check.${code}.title`);
    const open = { says: words.say("stub.test.open"), does: () => this.#goOn() };
    const actions = this.#greeted ? { open, again: this.#toCheck() } : { open: this.#toCheck() };
    page.notice({ title, text: words.say(`check.${code}.text`), code, checks, actions });
    page.announce(title);
  }

  #goOn() {
    this.#pressed = true;
    if (this.#inWindow) this.openWindow();
    else {
      this.setting.link.tell("open");
      this.setting.page.course();
      this.remark();
    }
  }

  /** The page has spoken. @param {object} learner What it is told each time that it asks. */
  greet(learner) {
    const { link, clock, page, config, checks } = this.setting;
    const isFirst = !this.#greeted;
    this.#greeted = true;
    checks.note("06", true);
    checks.note("05", true);
    link.tell("learner", learner);
    if (this.#pressed) link.tell("open");
    if (!isFirst) return;
    clock.cancel(this.#patience);
    if (config.test && !this.#pressed) this.#patience = clock.later(() => this.#list(), PATIENCE_CHECKS);
    else if (!this.#popup) page.course();
    this.remark();
  }

  /** What the page has found out. @param {unknown} told */
  checked(told) {
    this.setting.checks.add(told);
    if (this.setting.config.test && !this.#pressed) this.#list();
    else this.remark();
  }

  /** What is wrong although the course runs; a list says it all already. */
  remark() {
    const { config, page, checks } = this.setting;
    if (!config.test || this.#pressed) page.remark(checks);
  }

  /** The learner has left. @param {string} text @param {Action | null} close */
  thank(text, close) {
    const { page, words, clock } = this.setting;
    clock.cancel(this.#patience);
    const title = words.say("stub.done.title");
    if (this.#popup) page.notice({ title, text, ...(close && { actions: { close } }) });
    else page.banner(text, close);
    page.announce(`${title}. ${text}`);
  }
}
