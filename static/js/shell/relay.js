/** Mirrors results to the learning platform of a client, and reports back what it has taken. */

/** @import { HostWindow } from "./host_link.js" */
/** @import { Learner, Receipt } from "./host_messages.js" */
/** @import { HandedOver, Problem, Reply, Result, Status } from "./types.js" */
/** @import { Clock } from "./watch.js" */

import { HostLink } from "./host_link.js";
import { passes } from "./watch.js";

// What only makes time longer needs no more of the platform's attention than this.
const TIME_PAUSE = 10_000;
const ANSWER_PATIENCE = 20_000;
const MOST_ASKING = 6;
const MOST_REMEMBERED = 50;

/** @typedef {"accepted" | "pending" | "refused"} HandedBack */

/**
 * @typedef {object} RelayParts
 * @property {(handed: HandedOver) => Promise<Reply<{state: string}>>} report
 * @property {() => Promise<Reply<Status>>} status
 * @property {(state: HandedBack, hope: boolean) => void} show Whether it may still be taken in this visit.
 */

/** What a learner or a client cares about, without the time that passes. @param {Result | null} result */
function outcomeOf(result) {
  if (!result) return "";
  const { completion_status, success_status, score, progress, attempt } = result;
  return JSON.stringify([completion_status, success_status, score, progress, attempt]);
}

/** @param {number} tries */
const backoff = (tries) => Math.min(8_000, 1_000 * 2 ** tries);

export class Relay {
  /** @type {Result | null} */
  #latest = null;
  /** @type {Result | null} */
  #sent = null;
  #sentAt = 0;
  /** What was handed over, by version; a receipt names no more than that. @type {Map<number, Result>} */
  #handed = new Map();
  #met = false;
  #open = false;
  /** Whether the platform wants results of this visit at all. */
  #writes = true;
  #over = false;
  #ended = false;
  #reason = "";
  /** @type {HandedBack | ""} */
  #shown = "";
  #accepted = -1;
  /** @type {HandedOver | null} */
  #unreported = null;
  #reporting = false;
  /** @type {any} */
  #timer = null;

  /** @param {HostWindow} window @param {string} host @param {RelayParts} parts @param {Clock} clock */
  constructor(window, host, parts, clock) {
    this.host = host;
    this.parts = parts;
    this.clock = clock;
    const hears = {
      learner: (/** @type {Learner} */ learner) => this.#meet(learner),
      receipt: (/** @type {Receipt} */ receipt) => this.#received(receipt),
      closed: () => this.#closed(),
    };
    this.link = new HostLink(window, "player", hears, clock, host);
  }

  /** @param {Result} result How things stand when the course opens. */
  start(result) {
    this.#latest = result;
    this.link.start();
  }

  /** @param {Learner} learner */
  #meet({ closed, mode }) {
    this.#open = !closed;
    this.#writes = mode === "normal";
    if (!this.#met) this.link.tell("opened");
    this.#met = true;
    if (this.#reason) this.#finish();
    else this.#offer();
  }

  /** @param {Result | null | undefined} result How things stand now, as the server says. */
  learned(result) {
    if (!result || this.#over || this.#ended) return;
    this.#latest = result;
    this.#offer();
  }

  #offer() {
    if (!this.#open || this.#ended) return;
    if (outcomeOf(this.#latest) !== outcomeOf(this.#sent)) return this.flush();
    this.clock.cancel(this.#timer);
    const wait = Math.max(0, this.#sentAt + TIME_PAUSE - this.clock.now());
    if (this.#hasNews()) this.#timer = this.clock.later(() => this.flush(), wait);
  }

  #hasNews() {
    const [now, before] = [this.#latest, this.#sent];
    return now?.version !== before?.version || outcomeOf(now) !== outcomeOf(before);
  }

  /** Whoever turns away may not come back: what is known goes over now. */
  flush() {
    if (this.#hasNews() && !this.#ended && !this.#over) this.#send({ final: false });
  }

  /** @param {{final: boolean, reason?: string}} more */
  #send(more) {
    const result = this.#latest;
    if (!this.#open || !this.#writes || !result) return;
    this.clock.cancel(this.#timer);
    this.#sent = result;
    this.#sentAt = this.clock.now();
    this.#handed.set(result.version, result);
    const [oldest] = this.#handed.keys();
    if (this.#handed.size > MOST_REMEMBERED && oldest !== undefined) this.#handed.delete(oldest);
    this.link.tell("state", { result, ...more });
  }

  /** The visit is over: what is final goes over, and then word that the learner has left. @param {string} reason */
  async ended(reason) {
    if (this.#over || this.#ended) return;
    this.#ended = true;
    this.clock.cancel(this.#timer);
    this.#show("pending", this.#open);
    this.#latest = (await this.#ask()) ?? this.#latest;
    if (this.#over) return;
    this.#reason = reason;
    this.#finish();
  }

  #finish() {
    this.#send({ final: true, reason: this.#reason });
    this.link.tell("exit", { reason: this.#reason });
    this.#timer = this.clock.later(() => this.#giveUp(), ANSWER_PATIENCE);
    this.#judge();
  }

  /** A platform that only shows the course takes nothing, and nothing is said about it. @param {HandedBack} state @param {boolean} hope */
  #show(state, hope) {
    this.#shown = state;
    if (this.#writes) this.parts.show(state, hope);
  }

  /** @returns {Promise<Result | null>} */
  async #ask() {
    for (let tries = 0; tries < MOST_ASKING; tries += 1) {
      const reply = await this.parts.status();
      if (reply.ok) return reply.body.result ?? null;
      if (!passes(reply.problem)) return null;
      await this.#pause(backoff(tries));
    }
    return null;
  }

  /** Whether the last result has arrived is known once it was taken, now or before. */
  #judge() {
    if (this.#ended && this.#latest && this.#accepted >= this.#latest.version) {
      this.clock.cancel(this.#timer);
      this.#show("accepted", false);
    } else if (!this.#open) this.#giveUp();
  }

  #giveUp() {
    if (this.#shown === "pending") this.#show("pending", false);
  }

  #closed() {
    this.#open = false;
    if (this.#reason) this.#judge();
  }

  /** @param {Receipt} receipt */
  #received(receipt) {
    const result = this.#handed.get(receipt.version);
    if (!result || this.#over) return;
    if (receipt.ok) this.#accepted = Math.max(this.#accepted, receipt.version);
    if (receipt.ok) this.#judge();
    else if (this.#ended && result === this.#sent) this.#refuse();
    if (this.#unreported && this.#unreported.version > receipt.version) return;
    this.#unreported = { ...receipt, result };
    void this.#report();
  }

  #refuse() {
    this.clock.cancel(this.#timer);
    this.#show("refused", false);
  }

  /** Tells the server until it has heard; what is newer replaces what still waits. */
  async #report() {
    if (this.#reporting) return;
    this.#reporting = true;
    for (let tries = 0; this.#unreported; tries += 1) {
      const handed = this.#unreported;
      const reply = await this.parts.report(handed);
      const again = !reply.ok && passes(reply.problem);
      if (again) await this.#pause(backoff(tries));
      else if (this.#unreported === handed) this.#unreported = null;
    }
    this.#reporting = false;
  }

  /** The course was taken away from the learner. @param {Problem} problem */
  lost({ code, reason = "" }) {
    this.link.tell("refused", { code, reason });
    this.leave();
  }

  /** Another window goes on; what the platform holds of this one must not come after that. */
  superseded() {
    this.link.tell("superseded");
    this.leave();
  }

  /** Nothing more from here. */
  leave() {
    this.#over = true;
    this.clock.cancel(this.#timer);
    this.link.stop();
  }

  /** @param {number} ms @returns {Promise<void>} */
  #pause(ms) {
    return new Promise((resolve) => this.clock.later(resolve, ms));
  }
}
