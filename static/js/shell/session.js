/** One learner at one course, from the launch link to the last page. */

/** @import { BridgeLink, Hears } from "./bridge_link.js" */
/** @import { Endpoints } from "./endpoints.js" */
/** @import { Relay } from "./relay.js" */
/** @import { Controls, Ended, Launched, Problem, Status, Step, TocEntry, Wish } from "./types.js" */
/** @import { Clock } from "./watch.js" */

import { currentOf, insist, isRefusal, stepOf } from "./insisting.js";
import { readRequest } from "./requests.js";
import { passes, Watch } from "./watch.js";

const CONNECTING = 20_000;
const CLOSING = 35_000;
const LAST_WORDS = 5_000;
const MOST_REOPENINGS = 3;
const RENEWAL_PAUSE = 3_000;
const REVOKED = { code: "DISPATCH_NOT_ACTIVE", reason: "revoked" };

/**
 * @typedef {object} View
 * @property {(launched: Launched) => void} opened
 * @property {() => void} loading
 * @property {(title: string) => void} course
 * @property {(reason: string) => void} choose Nothing plays, and the session goes on.
 * @property {(on: boolean) => void} moving
 * @property {() => void} waiting
 * @property {() => void} partDone
 * @property {(reason: string) => void} refused
 * @property {(controls: Controls, toc: TocEntry[]) => void} step
 * @property {(message: any) => void} save
 * @property {(ended: Ended, returnUrl: string | null) => void} ended
 * @property {(problem: Problem) => void} problem
 * @property {() => void} superseded
 * @property {() => boolean} visible
 */

/** @typedef {(launched: Launched, hears: Hears) => BridgeLink} Connect */

/** @typedef {(launched: Launched) => Relay | null} Mirror Hands results on, where they are to go. */

/** @param {number} tries */
const backoff = (tries) => Math.min(8_000, 1_000 * 2 ** tries);

export class PlayerSession {
  /** @type {BridgeLink | null} */
  #link = null;
  /** @type {Relay | null} */
  #relay = null;
  /** @type {Launched | null} */
  #launched = null;
  #token = "";
  #busy = false;
  #over = false;
  #current = "";
  /** The activity whose content is on the screen. */
  #playing = "";
  /** Sequencing holds the way on back for now. */
  #waits = false;
  #reopenings = 0;
  #renewed = -RENEWAL_PAUSE;
  /** @type {any} */
  #connecting = null;

  /**
   * @param {Endpoints} endpoints @param {View} view @param {Connect} connect @param {Clock} clock
   * @param {Mirror} [mirror]
   */
  constructor(endpoints, view, connect, clock, mirror = () => null) {
    this.endpoints = endpoints;
    this.view = view;
    this.connect = connect;
    this.clock = clock;
    this.mirror = mirror;
    this.watch = new Watch(endpoints, clock, {
      visible: () => view.visible(),
      learned: (status, isNew) => this.#learned(status, isNew),
      reachable: () => this.#link?.tell("retry"),
      lost: (problem) => this.#lost(problem),
    });
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
    this.#relay?.leave();
    this.#relay = this.mirror(launched);
    this.#link = this.connect(launched, this.#hears(ancestors));
    this.#connecting = this.clock.later(() => this.view.problem({ code: "CONTENT" }), CONNECTING);
    this.watch.start();
  }

  /** @param {string[]} ancestors @returns {Hears} */
  #hears(ancestors) {
    return {
      ready: () => {
        this.clock.cancel(this.#connecting);
        void this.go("start");
      },
      save: (message) => this.#save(message),
      initialized: () => this.watch.hint(),
      finished: (message) => void this.#finished(message),
      closed: () => undefined,
      "capability-needed": () => void this.#renew(),
      gone: () => this.watch.hint(),
      again: () => this.#reopen(ancestors),
    };
  }

  /** What has just been saved may open the way on, or be news for others. @param {{state: string}} message */
  #save(message) {
    this.view.save(message);
    if (message.state === "saved" && (this.#waits || this.#relay)) this.watch.hint();
  }

  /** A course that loads the page around it anew has lost the bridge; a new launch brings it back. */
  #reopen(/** @type {string[]} */ ancestors) {
    if (this.#over) return;
    this.#link?.remove();
    this.watch.stop();
    this.clock.cancel(this.#connecting);
    this.#busy = false;
    this.#playing = "";
    this.#reopenings += 1;
    if (this.#reopenings > MOST_REOPENINGS) this.view.problem({ code: "CONTENT" });
    else void this.open(this.#token, ancestors);
  }

  /** Closes what plays and asks the server what comes next. @param {string} request @param {string} [target] */
  async go(request, target) {
    await this.#move({ request, ...(target && { target }) }, request !== "start");
  }

  /** @param {Wish} wish @param {boolean} close Whether the content may still have something to say. */
  async #move(wish, close) {
    if (this.#busy || this.#over || !this.#link) return;
    const link = this.#link;
    this.#busy = true;
    this.view.moving(true);
    if (close) await this.#clear(CLOSING);
    const reply = await insist(this.endpoints, wish, {
      current: () => this.#current,
      wait: (tries) => {
        this.view.waiting();
        return this.#pause(backoff(tries));
      },
    });
    if (link !== this.#link) return;
    this.watch.moved();
    const nothingNext = reply.ok && !reply.body.ended && !reply.body.delivery;
    if (nothingNext && this.#playing) await this.#clear(LAST_WORDS);
    this.#busy = false;
    this.view.moving(false);
    if (reply.ok) await this.#arrived(reply.body);
    else this.#refused(reply.problem, wish);
  }

  /** Takes the content away. @param {number} patience */
  async #clear(patience) {
    this.#playing = "";
    await this.#link?.close(patience);
  }

  /** @param {Step} step */
  async #arrived(step) {
    this.#step(step);
    if (step.ended) return this.#end(step.ended);
    if (!step.delivery) return this.view.choose(step.reason ?? "");
    this.#playing = step.delivery.item;
    this.#link?.deliver(step.delivery, this.#launched?.window ?? "frame");
    this.view.course(step.delivery.title);
  }

  /** @param {Problem} problem @param {Wish} wish */
  #refused(problem, { request }) {
    if (problem.code === "SUPERSEDED") this.#supersede();
    else if (!isRefusal(problem)) this.view.problem(problem);
    else if (request === "start") this.view.choose(problem.reason ?? "");
    else this.#stay(problem.reason ?? "");
    void this.watch.refresh();
  }

  /** The server will not go there: the learner stays, or chooses if the content is gone already. */
  #stay(/** @type {string} */ reason) {
    if (this.#playing === "") this.view.choose("");
    this.view.refused(reason);
  }

  /** @param {{controls: Controls, toc: TocEntry[]}} step */
  #step({ controls, toc }) {
    this.#current = currentOf(toc);
    this.#waits = this.#launched?.course.version === "2004" && !controls.continue;
    this.view.step(controls, toc);
  }

  /** An activity has ended by its own will; what a learner has asked for meanwhile comes first. @param {any} message */
  async #finished({ item, request }) {
    if (this.#busy || this.#over || item !== this.#playing) return;
    const wish = readRequest(request);
    // Its data are with the server, so it may stay until the server has agreed.
    if (wish) return this.#move(wish, false);
    this.view.partDone();
    this.watch.hint();
  }

  wake() {
    if (!this.#over && this.#launched) this.watch.wake();
  }

  /** @param {Status} status @param {boolean} isNew */
  async #learned(status, isNew) {
    if (status.state === "superseded") return this.#supersede();
    this.#relay?.learned(status.result);
    if (status.state === "expired") this.#lost({ code: "SESSION_EXPIRED" });
    else if (status.state === "revoked") this.#revoked();
    else if (status.state === "ended" && !this.#busy) await this.#end(stepOf(status).ended);
    else if (isNew && !this.#busy) this.#step(status);
  }

  async #renew() {
    if (this.#over || this.clock.now() - this.#renewed < RENEWAL_PAUSE) return;
    this.#renewed = this.clock.now();
    const reply = await this.endpoints.capability();
    if (reply.ok) {
      const { capability, expires_in } = reply.body;
      this.#link?.tell("capability", { token: capability, expires_in });
    } else if (!passes(reply.problem)) void this.watch.refresh();
  }

  /** @param {Ended | null} ended */
  async #end(ended) {
    if (this.#over) return;
    this.#stop();
    await this.#link?.close(LAST_WORDS);
    this.#link?.remove();
    const result = ended ?? { reason: "exited" };
    void this.#relay?.ended(result.reason);
    this.view.ended(result, result.return_url ?? this.#launched?.return_url ?? null);
  }

  #supersede() {
    if (this.#over) return;
    this.#stop();
    this.#link?.tell("superseded");
    this.#relay?.superseded();
    this.view.superseded();
  }

  /** What the course still has to say may be said; it goes all the same. */
  #revoked() {
    const link = this.#link;
    this.#lost(REVOKED);
    void link?.close(LAST_WORDS).then(() => link.remove());
  }

  /** @param {Problem} problem */
  #lost(problem) {
    this.#stop();
    this.#relay?.lost(problem);
    this.view.problem(problem);
  }

  #stop() {
    this.#over = true;
    this.watch.stop();
    this.clock.cancel(this.#connecting);
  }

  /** @param {number} ms @returns {Promise<void>} */
  #pause(ms) {
    return new Promise((resolve) => this.clock.later(resolve, ms));
  }
}
