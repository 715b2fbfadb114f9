/** Carries results to the LMS: only what differs, never a step back, and proved by reading it back. */

/** @import { Facts } from "./facts.js" */
/** @import { Lms } from "./lms.js" */
/** @import { Result } from "./results.js" */

import { periodOf, timespanOf } from "./durations.js";
import { markerOf } from "./marker.js";
import { isFinished, isSame, outcomeOf, valuesOf } from "./results.js";

/** @typedef {{later: (run: () => void, ms: number) => any, cancel: (timer: any) => void, now: () => number}} Clock */
/** @typedef {{version: number, ok: boolean, error: string, kept: string, errors: Record<string, string>}} Receipt */

// Without these the LMS does not have the result; many know no more of the others than their name.
const ESSENTIAL = new Set(["status", "completion", "success", "raw", "scaled"]);
const OPTIONAL_BESIDE_SCALED = "raw";
const STATUSES = new Set(["status", "completion", "success"]);
const DONE = new Set(["completed", "passed", "failed"]);
const UNSTARTED = new Set(["", "not attempted", "unknown"]);
const COMMIT_TIME_EVERY = 60_000;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;
const PARTING_TRIES = 3;
const PARTING_PAUSE = 700;
const TOLD_PAUSE = 250;

export class Relay {
  /** What the LMS holds by our knowledge. @type {Map<string, string>} */
  #known = new Map();
  /** What it refused to hold. @type {Map<string, {value: string, error: string}>} */
  #refused = new Map();
  /** @type {Result | null} */
  #result = null;
  #outcome = "";
  #afresh = false;
  #kept = "";
  #unsaved = false;
  #rests = false;
  #committed = -Infinity;
  #retry = 0;
  /** @type {any} */
  #timer = null;
  /** @type {Promise<void> | null} */
  #parting = null;

  /** @param {Lms} lms @param {Facts} facts @param {Clock} clock @param {(receipt: Receipt) => void} tell */
  constructor(lms, facts, clock, tell) {
    this.lms = lms;
    this.facts = facts;
    this.clock = clock;
    this.tell = tell;
    this.writes = facts.mode === "normal" && lms.state === "open";
  }

  get ended() {
    return this.lms.state === "ended";
  }

  /** A closed tab must not lose the record, nor an LMS call a course complete that was only opened. */
  begin() {
    if (!this.writes) return;
    this.lms.write("exit", "suspend");
    const field = this.lms.standard === "2004" ? "completion" : "status";
    if (UNSTARTED.has(this.#holds(field))) this.#write(field, "incomplete");
    this.#commit();
  }

  /** What the LMS holds of a field. @param {string} field */
  #holds(field) {
    const known = this.#known.get(field) ?? this.lms.read(field);
    this.#known.set(field, known);
    return known;
  }

  /** @param {string} field @param {string} value */
  #write(field, value) {
    const error = this.lms.write(field, value);
    // Some say no to what they take.
    if (error !== "" && !isSame(this.lms.read(field), value)) {
      this.#refused.set(field, { value, error });
      return;
    }
    this.#refused.delete(field);
    this.#known.set(field, value);
    this.#unsaved = true;
  }

  /** Puts the mark in both places that an LMS has for such; false when neither keeps it. @param {string} binding */
  mark(binding) {
    const marker = markerOf(binding);
    const places = ["suspend", "location"];
    for (const place of places) {
      if (this.lms.read(place) !== marker) this.lms.write(place, marker);
    }
    this.#commit();
    return places.some((place) => this.lms.read(place) === marker);
  }

  /** Whose record the page has opened. @param {string} outcome */
  opened(outcome) {
    this.#outcome = outcome;
    this.#afresh = outcome === "new_attempt";
  }

  /** @param {Result} result @param {boolean} final */
  take(result, final) {
    if (!this.writes || this.ended || this.#parting) return;
    if (this.#result && result.version < this.#result.version) return;
    if (this.#result && result.attempt > this.#result.attempt) this.#afresh = true;
    this.#rests = false;
    // Where only time has passed, the LMS has its own work to do.
    const isNews = !this.#result || outcomeOf(result) !== outcomeOf(this.#result);
    this.#result = result;
    this.#bring(result);
    this.#count(result);
    const due = this.clock.now() - this.#committed >= COMMIT_TIME_EVERY;
    if (isNews || final || due) this.#settle();
  }

  /** @param {Result} result */
  #bring(result) {
    const values = valuesOf(this.lms.standard, result);
    this.#kept = this.#afresh ? "" : this.#better(result);
    if (this.#kept !== "") return;
    for (const [field, value] of values) {
      if (this.#isBack(field, value) || this.#isRefused(field, value)) continue;
      if (!isSame(this.#holds(field), value)) this.#write(field, value);
    }
    this.#afresh = false;
  }

  /** How far the LMS believes the learner to be. */
  #held() {
    if (this.lms.standard === "1.2") return this.#holds("status");
    const success = this.#holds("success");
    return DONE.has(success) ? success : this.#holds("completion");
  }

  /** What the LMS holds, where that is better than a record that does not go on from it. @param {Result} result */
  #better(result) {
    const held = this.#held();
    const foreign = this.#outcome !== "resumed" && held === "passed" && result.success_status === "failed";
    return foreign || (DONE.has(held) && !isFinished(result)) ? held : "";
  }

  /** Whether a status would say less than the LMS has. @param {string} field @param {string} value */
  #isBack(field, value) {
    if (this.#afresh || !STATUSES.has(field)) return false;
    const held = this.#holds(field);
    if (field === "status") return held !== "completed" && DONE.has(held) && value === "completed";
    // A fresh object answers nothing where the book wants the word.
    return value === "unknown" ? true : held === "completed" && value === "incomplete";
  }

  /** @param {string} field @param {string} value */
  #isRefused(field, value) {
    return this.#refused.get(field)?.value === value && !ESSENTIAL.has(field);
  }

  /** Time of this visit; where the LMS missed earlier ones, theirs too. @param {Result} result */
  #count(result) {
    const heals = this.#outcome === "resumed" && this.facts.binding !== "";
    const missed = heals ? result.seconds - this.facts.total : 0;
    const seconds = Math.max(result.visit_seconds, missed, 0);
    if (seconds === 0) return;
    const span = this.lms.standard === "2004" ? periodOf(seconds) : timespanOf(seconds);
    if (this.#known.get("session") !== span) this.#write("session", span);
  }

  #commit() {
    const failed = this.lms.commit();
    if (failed) return failed;
    this.#unsaved = false;
    this.#committed = this.clock.now();
    return "";
  }

  /** Commits, reads back and tells; tries again later for as long as the page lives. */
  #settle() {
    this.clock.cancel(this.#timer);
    const failed = this.#commit();
    this.#report(failed || this.#unkept());
    if (!failed) {
      this.#retry = 0;
      return;
    }
    this.#retry = Math.min(LAST_RETRY, this.#retry * 2 || FIRST_RETRY);
    this.#timer = this.clock.later(() => !this.ended && this.#settle(), this.#retry);
  }

  /** Why the LMS does not have the result, although it says so. */
  #unkept() {
    for (const [field, value] of this.#known) {
      if (!ESSENTIAL.has(field) || this.#refused.has(field)) continue;
      const kept = this.lms.look(field);
      if (kept === null || isSame(kept, value)) continue;
      // An LMS that judges by a rule of its own has finished the learner all the same.
      if (value === "" || (DONE.has(kept) && DONE.has(value))) continue;
      this.#known.delete(field);
      return "unkept";
    }
    return "";
  }

  #refusal() {
    const scaled = this.#known.has("scaled") && !this.#refused.has("scaled");
    for (const [field, { error }] of this.#refused) {
      if (scaled && field === OPTIONAL_BESIDE_SCALED) continue;
      if (ESSENTIAL.has(field)) return error;
    }
    return "";
  }

  /** @param {string} failed */
  #report(failed) {
    if (!this.#result) return;
    const error = failed || this.#refusal();
    const errors = Object.fromEntries([...this.#refused].map(([field, { error: why }]) => [field, why]));
    const { version } = this.#result;
    this.tell({ version, ok: error === "", error, kept: this.#kept, errors });
  }

  /** Saves what there is: whoever looks away may not come back. */
  save() {
    if (!this.writes || this.ended || this.#rests || !this.#unsaved) return;
    if (this.#result) this.#settle();
    else this.#commit();
  }

  /** Another window of the learner goes on. An LMS saves all that it holds of this one, and most do
   * so again at the end: that must not come after what is reached over there. */
  rest() {
    this.#rests = true;
    this.clock.cancel(this.#timer);
  }

  /** The page goes away: one last time, and without waiting for anything. */
  leave() {
    if (this.ended || this.#rests) return;
    this.clock.cancel(this.#timer);
    if (this.writes && this.#unsaved) this.#commit();
    this.lms.terminate();
  }

  /** The learner has left or finished: everything is handed over before the LMS is told to end. */
  finish() {
    this.#parting ??= this.#part();
    return this.#parting;
  }

  async #part() {
    if (this.ended) return;
    this.clock.cancel(this.#timer);
    if (!this.writes) {
      this.lms.terminate();
      return;
    }
    let failed = this.#commit();
    for (let tries = 1; failed && tries < PARTING_TRIES && !this.ended; tries += 1) {
      await this.#pause(PARTING_PAUSE);
      failed = this.#commit();
    }
    if (this.ended) return;
    this.#report(failed || this.#unkept());
    // An LMS may take everything away when told to end; the page gets its receipt first.
    await this.#pause(TOLD_PAUSE);
    if (this.ended) return;
    this.lms.write("request", "suspendAll");
    // To end is to save as well [SCORM 2004 RTE 3.1.3].
    if (this.lms.terminate() === "" && failed) this.#report("");
  }

  /** @param {number} ms */
  #pause(ms) {
    return /** @type {Promise<void>} */ (new Promise((resolve) => this.clock.later(resolve, ms)));
  }
}
