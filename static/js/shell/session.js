/** One learner at one course, from the launch link to the last page. */

/** @import { BridgeLink, Hears } from "./bridge_link.js" */
/** @import { Endpoints } from "./endpoints.js" */
/** @import { Controls, Ended, Launched, Problem, Reply, Status, Step, TocEntry } from "./types.js" */

import { needsContents } from "./contents.js";
import { readRequest, widened } from "./requests.js";

const POLL_VISIBLE = 4_000;
const POLL_HIDDEN = 15_000;
const CONNECTING = 20_000;
const CLOSING = 35_000;
const LAST_WORDS = 5_000;
const MOST_REOPENINGS = 3;
const RENEWAL_PAUSE = 3_000;
const HINT_PAUSE = 1_000;

/**
 * @typedef {object} View
 * @property {(launched: Launched) => void} opened
 * @property {() => void} loading
 * @property {() => void} course
 * @property {() => void} choose
 * @property {(on: boolean) => void} moving
 * @property {() => void} waiting
 * @property {() => void} partDone
 * @property {(controls: Controls, toc: TocEntry[]) => void} step
 * @property {(message: any) => void} save
 * @property {(ended: Ended, returnUrl: string | null) => void} ended
 * @property {(problem: Problem) => void} problem
 * @property {() => void} superseded
 * @property {() => boolean} visible
 */

/** @typedef {(launched: Launched, hears: Hears) => BridgeLink} Connect */

/** @param {Problem} problem Whether the same request may succeed in a moment. */
export function passes({ code, status = 0 }) {
  return code === "NETWORK" || status === 429 || status >= 502;
}

/** @param {TocEntry[]} toc */
const currentOf = (toc) => toc.find(({ current }) => current)?.id ?? "";

/** @param {number} tries */
const backoff = (tries) => Math.min(8_000, 1_000 * 2 ** tries);

export class PlayerSession {
  /** @type {BridgeLink | null} */
  #link = null;
  /** @type {Launched | null} */
  #launched = null;
  #token = "";
  #busy = false;
  #over = false;
  #current = "";
  #unreachable = false;
  #refreshing = false;
  #refreshed = -HINT_PAUSE;
  #hinted = false;
  #reopenings = 0;
  #renewed = -RENEWAL_PAUSE;
  /** @type {any} */
  #poll = null;
  /** @type {any} */
  #connecting = null;

  /**
   * @param {Endpoints} endpoints @param {View} view @param {Connect} connect
   * @param {{later: (run: () => void, ms: number) => any, cancel: (timer: any) => void, now: () => number}} clock
   */
  constructor(endpoints, view, connect, clock) {
    this.endpoints = endpoints;
    this.view = view;
    this.connect = connect;
    this.clock = clock;
  }

  /** @param {string} token @param {string[]} ancestors */
  async open(token, ancestors) {
    this.#token = token;
    this.view.loading();
    for (let tries = 0; ; tries += 1) {
      const reply = await this.endpoints.open(token, ancestors);
      if (reply.ok) return this.#opened(reply.body, ancestors);
      this.view.problem(reply.problem);
      if (!passes(reply.problem)) return;
      await this.#pause(backoff(tries));
    }
  }

  /** @param {Launched} launched @param {string[]} ancestors */
  #opened(launched, ancestors) {
    this.#launched = launched;
    this.view.loading();
    this.view.opened(launched);
    this.#link = this.connect(launched, this.#hears(ancestors));
    this.#connecting = this.clock.later(() => this.view.problem({ code: "CONTENT" }), CONNECTING);
    this.#schedule();
  }

  /** @param {string[]} ancestors @returns {Hears} */
  #hears(ancestors) {
    return {
      ready: () => {
        this.clock.cancel(this.#connecting);
        void this.go("start");
      },
      save: (message) => this.view.save(message),
      initialized: () => this.#hint(),
      finished: (message) => void this.#finished(message),
      closed: () => undefined,
      "capability-needed": () => void this.#renew(),
      gone: () => this.#hint(),
      again: () => this.#reopen(ancestors),
    };
  }

  /** A course that loads the page around it anew has lost the bridge; a new launch brings it back. */
  #reopen(/** @type {string[]} */ ancestors) {
    if (this.#over) return;
    this.#link?.remove();
    this.clock.cancel(this.#poll);
    this.clock.cancel(this.#connecting);
    this.#busy = false;
    this.#reopenings += 1;
    if (this.#reopenings > MOST_REOPENINGS) this.view.problem({ code: "CONTENT" });
    else void this.open(this.#token, ancestors);
  }

  /** Closes what plays and asks the server what comes next. @param {string} request @param {string} [target] */
  async go(request, target) {
    if (this.#busy || this.#over || !this.#link) return;
    const link = this.#link;
    this.#busy = true;
    this.view.moving(true);
    if (request !== "start") await link.close(CLOSING);
    const reply = await this.#insist(request, target);
    if (link !== this.#link) return;
    this.#busy = false;
    this.view.moving(false);
    if (reply.ok) await this.#arrived(reply.body);
    else this.#refused(reply.problem, request);
  }

  /**
   * Repeats a request until there is an answer. It may have been carried out although its answer
   * was lost; then the course has moved already, and what is there now is asked for instead.
   * @param {string} request @param {string} [target] @returns {Promise<Reply<Step>>}
   */
  async #insist(request, target) {
    let [wish, place] = [request, target];
    for (let tries = 0; ; tries += 1) {
      const reply = await this.endpoints.deliver(wish, place);
      if (reply.ok || !passes(reply.problem)) return reply;
      this.view.waiting();
      await this.#pause(backoff(tries));
      const status = await this.endpoints.status();
      if (status.ok && currentOf(status.body.toc) !== this.#current) [wish, place] = ["start", undefined];
      if (status.ok && status.body.ended) return { ok: true, body: stepOf(status.body) };
    }
  }

  /** @param {Step} step */
  async #arrived(step) {
    this.#step(step);
    if (step.ended) return this.#end(step.ended);
    if (step.delivery) {
      this.#link?.deliver(step.delivery, this.#launched?.window ?? "frame");
      this.view.course();
    } else if (step.toc.some(({ selectable }) => selectable)) {
      this.view.choose();
    } else {
      this.view.problem({ code: "EMPTY" });
    }
  }

  /** @param {Problem} problem @param {string} request */
  #refused(problem, request) {
    if (problem.code === "SUPERSEDED") this.#supersede();
    else if (request !== "start" && [400, 409, 422].includes(problem.status ?? 0)) this.view.choose();
    else this.view.problem(problem);
    void this.refresh();
  }

  /** @param {{controls: Controls, toc: TocEntry[]}} step */
  #step({ controls, toc }) {
    this.#current = currentOf(toc);
    this.view.step(controls, toc);
  }

  /** An activity has ended by its own will. @param {any} message */
  async #finished(message) {
    if (this.#busy || this.#over) return;
    const wish = readRequest(message.request);
    if (wish) {
      const { request, target } = widened(wish, !needsContents(this.#launched?.course.toc ?? []));
      await this.go(request, target);
      return;
    }
    this.view.partDone();
    this.#hint();
  }

  /** Something may have changed. A course that says so a thousand times a second is asked once. */
  #hint() {
    if (this.#hinted) return;
    this.#hinted = true;
    const wait = Math.max(0, this.#refreshed + HINT_PAUSE - this.clock.now());
    this.clock.later(() => {
      this.#hinted = false;
      void this.refresh();
    }, wait);
  }

  /** Reads where the server stands; nobody else is believed about it. */
  async refresh() {
    if (this.#refreshing || this.#over || !this.#launched) return;
    this.#refreshing = true;
    this.#refreshed = this.clock.now();
    const reply = await this.endpoints.status();
    this.#refreshing = false;
    if (this.#over) return;
    if (reply.ok) await this.#learned(reply.body);
    else if (passes(reply.problem)) this.#unreachable = true;
    else this.#lost(reply.problem);
  }

  /** @param {Status} status */
  async #learned(status) {
    if (this.#unreachable) this.#link?.tell("retry");
    this.#unreachable = false;
    if (status.state === "superseded") this.#supersede();
    else if (status.state === "expired") this.#lost({ code: "SESSION_EXPIRED" });
    else if (status.state === "ended" && !this.#busy) await this.#end(stepOf(status).ended);
    else if (!this.#busy) this.#step(status);
  }

  async #renew() {
    if (this.#over || this.clock.now() - this.#renewed < RENEWAL_PAUSE) return;
    this.#renewed = this.clock.now();
    const reply = await this.endpoints.capability();
    if (reply.ok) {
      const { capability, expires_in } = reply.body;
      this.#link?.tell("capability", { token: capability, expires_in });
    } else if (!passes(reply.problem)) void this.refresh();
  }

  #schedule() {
    const ms = this.view.visible() ? POLL_VISIBLE : POLL_HIDDEN;
    this.#poll = this.clock.later(() => void this.refresh().then(() => this.#schedule()), ms);
  }

  /** Whoever comes back to the page wants to know at once. */
  wake() {
    if (this.#over || !this.#launched) return;
    this.clock.cancel(this.#poll);
    void this.refresh().then(() => this.#schedule());
  }

  /** @param {Ended | null} ended */
  async #end(ended) {
    if (this.#over) return;
    this.#stop();
    await this.#link?.close(LAST_WORDS);
    this.#link?.remove();
    const result = ended ?? { reason: "exited" };
    this.view.ended(result, result.return_url ?? this.#launched?.return_url ?? null);
  }

  #supersede() {
    if (this.#over) return;
    this.#stop();
    this.#link?.tell("superseded");
    this.view.superseded();
  }

  /** @param {Problem} problem */
  #lost(problem) {
    this.#stop();
    this.view.problem(problem);
  }

  #stop() {
    this.#over = true;
    this.clock.cancel(this.#poll);
    this.clock.cancel(this.#connecting);
  }

  /** @param {number} ms @returns {Promise<void>} */
  #pause(ms) {
    return new Promise((resolve) => this.clock.later(resolve, ms));
  }
}

/** @param {Status} status @returns {Step} */
function stepOf({ controls, toc, ended }) {
  return { delivery: null, controls, toc, ended: ended ?? { reason: "exited" } };
}
