/** From the link of a dispatch to the course: who comes, whether they may, and where they go. */

/** @import { HostLink, HostHears } from "../shell/host_link.js" */
/** @import { Reply } from "../shell/types.js" */
/** @import { Clock } from "../shell/watch.js" */
/** @import { Memory } from "./memory.js" */
/** @import { Admitted, Arriving, Check, EntranceBoot, Examined, Learner, Problem, Surroundings } from "./types.js" */

import { passes } from "../shell/watch.js";
import { examine, lookAround, UNHEARD, WINDOWS } from "./checks.js";
import { ofDispatch, playerAddress } from "./registering.js";

/**
 * @typedef {object} EntranceView
 * @property {(words: "player.loading" | "dispatch.meeting" | "dispatch.check.running") => void} loading
 * @property {(trouble: "" | "wrong" | "often", nameless: boolean) => void} password
 * @property {(problem: Problem) => void} problem
 * @property {(examined: Examined, host: string) => void} check
 */

/**
 * @typedef {object} EntranceParts
 * @property {EntranceView} view
 * @property {(hears: HostHears) => HostLink} link
 * @property {(arriving: Arriving) => Promise<Reply<Admitted>>} register
 * @property {Memory} memory
 * @property {Surroundings} seen
 * @property {(address: string) => void} leave
 * @property {Clock} clock
 */

/** @type {Learner} */
const NOBODY = {
  ...{ user_id: "", name: "", binding: "", standard: "", mode: "normal" },
  ...{ closed: false, test: false, checks: [] },
};

const LONGEST_WAIT = 60;
const SPREAD = 3_000;

/** @param {Problem} problem A limit of the day lasts. */
const mayPass = (problem) => passes(problem) && problem.reason !== "test_limit";

/**
 * As long as the server wants it; a whole class that waits must not come back in the same moment.
 * @param {Problem} problem @param {number} tries
 */
function pauseAfter({ details = {} }, tries) {
  const { retry_after_seconds: wanted } = details;
  if (typeof wanted !== "number") return Math.min(8_000, 1_000 * 2 ** tries);
  return Math.min(LONGEST_WAIT, wanted) * 1_000 + Math.random() * SPREAD;
}

export class Entrance {
  /** @type {Learner} */
  #learner = NOBODY;
  #host = "";
  #busy = false;
  #gone = false;
  /** What has been found out since. @type {Check[]} */
  #found = [];
  /** @type {Problem | null} */
  #problem = null;

  /** @param {EntranceBoot} boot @param {EntranceParts} parts */
  constructor(boot, parts) {
    this.boot = boot;
    this.parts = parts;
    this.link = parts.link({
      learner: (learner) => this.#met(learner),
      open: () => void this.enter(),
      silent: () => this.#unheard(),
    });
  }

  get #tests() {
    return this.boot.dispatch?.test === true;
  }

  start() {
    const { boot, parts } = this;
    this.#problem = boot.problem ? ofDispatch(boot.problem) : null;
    if (this.#problem) this.#refused(this.#problem);
    else parts.view.loading(boot.shell ? "dispatch.meeting" : "player.loading");
    if (boot.shell) this.link.start();
    else if (!boot.problem) this.#enter();
  }

  /** Repeats what it has said whenever it is greeted; the first time counts. @param {Learner} learner */
  #met(learner) {
    if (this.#host) return;
    this.#host = this.link.host;
    this.#learner = learner;
    this.#found = [...this.#found.filter(({ code }) => code !== UNHEARD), { code: UNHEARD, ok: true }];
    if (this.#problem && this.boot.problem) this.#refused(this.#problem);
    else this.#enter();
  }

  #unheard() {
    this.#found.push({ code: UNHEARD, ok: false });
    if (this.boot.problem) return;
    if (this.#tests) this.#check();
    else this.parts.view.problem({ code: UNHEARD });
  }

  #enter() {
    if (this.#tests) return this.#check();
    if (this.boot.dispatch?.password) return this.parts.view.password("", this.#nameless);
    void this.enter();
  }

  get #nameless() {
    return this.#user === "" && !this.boot.shell;
  }

  get #user() {
    return this.boot.shell ? this.#learner.user_id : this.boot.learner.user_id;
  }

  /** Where a platform keeps its learners' names to itself, two of them may share this browser. */
  get #mayRemember() {
    return this.#user !== "" || this.#learner.standard === "";
  }

  #check() {
    const checks = [...lookAround(this.parts.seen), ...this.#learner.checks, ...this.#found];
    const examined = examine(checks, { platform: this.boot.shell !== "", problem: this.#problem });
    this.parts.view.check(examined, this.#host);
    const told = examined.rows.filter(({ state }) => state !== "open");
    this.link.tell("checks", { checks: told.map(({ code, state }) => ({ code, ok: state === "ok" })) });
  }

  /** Whether windows may be opened shows when somebody presses a button. @param {boolean} ok */
  windows(ok) {
    this.#found = [...this.#found.filter(({ code }) => code !== WINDOWS), { code: WINDOWS, ok }];
    this.#check();
  }

  /** Asks to be let in until there is an answer. @param {{password?: string, name?: string}} [given] */
  async enter({ password = "", name = "" } = {}) {
    if (this.#busy || this.#gone) return;
    this.#busy = true;
    const arriving = this.#arriving(password, name);
    this.parts.view.loading("player.loading");
    for (let tries = 0; ; tries += 1) {
      const reply = await this.parts.register(arriving);
      if (reply.ok) return this.#admitted(reply.body, arriving);
      const { problem } = reply;
      const often = password !== "" && problem.status === 429;
      if (often || !mayPass(problem)) return this.#turnedAway(problem, password, often);
      this.parts.view.problem(problem);
      await this.#pause(pauseAfter(problem, tries));
    }
  }

  /** @param {string} password @param {string} name @returns {Arriving} */
  #arriving(password, name) {
    const { boot, parts } = this;
    const { binding, standard, mode } = this.#learner;
    return {
      user_id: this.#user,
      name: name || (boot.shell ? this.#learner.name : boot.learner.name),
      email: boot.shell ? "" : boot.learner.email,
      binding,
      remembered: this.#mayRemember ? parts.memory.recall(this.#user, this.#host) : "",
      password,
      ancestors: parts.seen.ancestors,
      host: this.#host,
      referrer: parts.seen.referrer,
      lms: { standard, mode },
    };
  }

  /** @param {Problem} problem @param {string} password @param {boolean} often */
  #turnedAway(problem, password, often) {
    this.#busy = false;
    const { view } = this.parts;
    if (often) view.password("often", this.#nameless);
    else if (problem.code === "PASSWORD_REQUIRED") view.password(password ? "wrong" : "", this.#nameless);
    else this.#refused(problem);
  }

  /** @param {Problem} problem */
  #refused(problem) {
    this.#problem = problem;
    if (this.#tests) this.#check();
    else this.parts.view.problem(problem);
    const { code, reason = problem.details?.reason ?? "" } = problem;
    this.link.tell("refused", { code, reason });
    if (this.#tests) return;
    const found = lookAround(this.parts.seen);
    this.link.tell("checks", { checks: [...found, { code: "LEC-13", ok: false }] });
  }

  /** @param {Admitted} admitted @param {Arriving} arriving */
  #admitted(admitted, { binding, remembered, name }) {
    this.#gone = true;
    const { user_id, outcome } = admitted;
    const known = outcome === "resumed" || outcome === "new_attempt";
    const shown = admitted.binding ?? (known ? binding || remembered || null : null);
    const keeps = shown !== null && this.#mayRemember;
    const kept = keeps && this.parts.memory.keep(this.#user, this.#host, shown);
    this.link.tell("bound", { binding: shown, user_id, outcome });
    const isGuest = this.#nameless && name === "" && !this.#tests;
    const note = isGuest ? guestNote(kept, outcome) : "";
    this.parts.leave(playerAddress(this.boot.endpoints_prefix, admitted, note));
  }

  /** @param {number} ms @returns {Promise<void>} */
  #pause(ms) {
    return new Promise((resolve) => this.parts.clock.later(resolve, ms));
  }
}

/** What the player shall say to somebody without a name. @param {boolean} kept @param {string} outcome */
function guestNote(kept, outcome) {
  if (!kept) return "guest-forgotten";
  return outcome === "new" || outcome === "unbound" ? "guest-new" : "guest";
}
