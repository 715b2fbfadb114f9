/** A world for the commit engine: a clock to turn, a network to break and a server that keeps 7.3. */

/** @import { Answer, CommitBody, Delivery, LaunchRecord, SaveState, Store, Validity } from "../../../static/js/rte/types.js" */

import { CallLog } from "../../../static/js/rte/calls.js";
import { CommitEngine } from "../../../static/js/rte/commit.js";
import { Journal } from "../../../static/js/rte/journal.js";

/** A seeded generator of numbers from 0 to 1, the same on every machine. @param {number} seed */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Clock {
  time = 1_000;
  #next = 1;
  /** @type {Map<number, {at: number, run: () => void}>} */
  #timers = new Map();

  later = (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    this.#timers.set(this.#next, { at: this.time + ms, run });
    return this.#next++;
  };

  cancel = (/** @type {number} */ timer) => void this.#timers.delete(timer);

  /** Lets time pass, running what falls due, in order. @param {number} ms */
  async pass(ms) {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].run();
    }
    this.time = end;
    await settle();
  }

  stop() {
    this.#timers.clear();
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle() {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

/** The commit protocol of the server, as small as it can be. */
export class Server {
  /** @type {Map<string, Map<string, string>>} */
  values = new Map();
  /** @type {Map<string, {applied: number, seen: Map<number, string>}>} */
  launches = new Map();
  /** @type {CommitBody[]} */
  received = [];
  /** @type {CommitBody[]} */
  orphans = [];
  current = "L1";
  currentHasWritten = false;
  /** @type {Set<string>} */
  validTokens = new Set(["T1"]);
  erased = false;

  /** A newer launch fences this one. @param {string} launch @param {string} token */
  open(launch, token) {
    this.current = launch;
    this.currentHasWritten = false;
    this.validTokens.add(token);
  }

  /** @param {string} text @returns {Answer} */
  take(text) {
    /** @type {CommitBody} */
    const body = JSON.parse(text);
    this.received.push(body);
    if (!this.validTokens.has(body.token)) return refusal(401, "INVALID_TOKEN");
    if (this.erased) return refusal(410, "GONE");
    if (body.launch !== this.current && this.currentHasWritten) {
      this.orphans.push(body);
      return refusal(409, "SUPERSEDED");
    }
    if (body.launch === this.current) this.currentHasWritten = true;
    return this.#apply(body, text);
  }

  /** @param {CommitBody} body @param {string} text @returns {Answer} */
  #apply(body, text) {
    const launch = this.launches.get(body.launch) ?? { applied: 0, seen: new Map() };
    this.launches.set(body.launch, launch);
    const seen = launch.seen.get(body.seq);
    if (seen === text) return { status: 200, body: { applied: launch.applied, replayed: true } };
    if (seen !== undefined) return refusal(422, "SEQ_REUSED");
    if (body.base > launch.applied) return refusal(409, "RESYNC", { applied: launch.applied });
    launch.seen.set(body.seq, text);
    if (body.seq > launch.applied) {
      launch.applied = body.seq;
      const values = this.values.get(body.sco) ?? new Map();
      this.values.set(body.sco, values);
      for (const [element, value] of Object.entries(body.patch)) values.set(element, value);
    }
    const valid = body.flags.asks && { continue: this.value(body.sco, "cmi.completion_status") === "completed" };
    return { status: 200, body: { applied: launch.applied, ...(valid && { valid }) } };
  }

  /** @param {string} sco @param {string} element */
  value(sco, element) {
    return this.values.get(sco)?.get(element);
  }
}

/** @param {number} status @param {string} code @param {object} [details] @returns {Answer} */
export function refusal(status, code, details = {}) {
  return { status, body: { error: { code, message: code, details } } };
}

export class MemoryStore {
  /** @type {Map<string, any>} */
  records = new Map();
  broken = false;

  /** @type {Store["write"]} */
  async write(puts, deletes) {
    if (this.broken) throw new Error("storage is blocked");
    for (const [key, value] of puts) this.records.set(key, structuredClone(value));
    for (const key of deletes) this.records.delete(key);
  }

  /** @type {Store["read"]} */
  async read(prefix) {
    if (this.broken) throw new Error("storage is blocked");
    return [...this.records].filter(([key]) => key.startsWith(prefix));
  }
}

export class MemoryMirror {
  /** @type {Map<string, string>} */
  items = new Map();
  broken = false;

  #check() {
    if (this.broken) throw new Error("storage is blocked");
  }

  get length() {
    this.#check();
    return this.items.size;
  }

  key(/** @type {number} */ index) {
    this.#check();
    return [...this.items.keys()][index] ?? null;
  }

  getItem(/** @type {string} */ key) {
    this.#check();
    return this.items.get(key) ?? null;
  }

  setItem(/** @type {string} */ key, /** @type {string} */ value) {
    this.#check();
    this.items.set(key, value);
  }

  removeItem(/** @type {string} */ key) {
    this.#check();
    this.items.delete(key);
  }
}

/** One page of one launch, with its own network. */
export class Page {
  /** @type {{state: SaveState, pending: number}} */
  saved = { state: "saved", pending: 0 };
  /** @type {string[]} */
  finished = [];
  /** @type {string[]} */
  stops = [];
  /** @type {Validity[]} */
  valid = [];
  /** Commits that the page waited for. @type {CommitBody[]} */
  waitedFor = [];
  needed = 0;
  /** @type {{text: string, keepalive: boolean}[]} */
  requests = [];
  online = true;
  /** Decides about one request; by default the server takes it. @type {(text: string, keepalive: boolean) => Promise<Answer>} */
  network;

  /**
   * @param {{clock?: Clock, server?: Server, store?: MemoryStore, mirror?: MemoryMirror, launch?: string}} [given]
   */
  constructor(given = {}) {
    this.clock = given.clock ?? new Clock();
    this.server = given.server ?? new Server();
    this.places = { store: given.store ?? new MemoryStore(), mirror: given.mirror ?? new MemoryMirror() };
    this.network = async (text) => this.server.take(text);
    this.calls = new CallLog(() => this.clock.time);
    this.engine = new CommitEngine(this.#around(), this.#listener(), this.calls);
    this.journal = this.journalOf(given.launch ?? "L1");
  }

  #around() {
    return {
      now: () => this.clock.time,
      date: () => "2026-01-01T00:00:00.000Z",
      random: () => 0.5,
      later: this.clock.later,
      cancel: this.clock.cancel,
      send: (/** @type {string} */ text, /** @type {boolean} */ keepalive) => this.#send(text, keepalive),
      sendNow: (/** @type {string} */ text) => {
        this.waitedFor.push(JSON.parse(text));
        return this.online ? this.server.take(text) : null;
      },
    };
  }

  /** @param {string} text @param {boolean} keepalive */
  async #send(text, keepalive) {
    this.requests.push({ text, keepalive });
    if (!this.online) throw new TypeError("Failed to fetch");
    return this.network(text, keepalive);
  }

  #listener() {
    return {
      save: (/** @type {SaveState} */ state, /** @type {number} */ pending) => {
        this.saved = { state, pending };
      },
      finished: (/** @type {string} */ sco) => void this.finished.push(sco),
      capabilityNeeded: () => void (this.needed += 1),
      stopped: (/** @type {string} */ code) => void this.stops.push(code),
      valid: (/** @type {Validity} */ valid) => void this.valid.push(valid),
    };
  }

  /** @param {string} launch */
  journalOf(launch) {
    const timing = { later: this.clock.later, soon: queueMicrotask };
    return new Journal("R", launch, this.places, timing, () => this.engine.changes.entries);
  }

  /** @param {Partial<Delivery>} [given] */
  begin(given = {}) {
    this.engine.begin(delivery(given), this.journal);
    return this;
  }

  /** @returns {CommitBody[]} */
  get bodies() {
    return this.requests.map(({ text }) => JSON.parse(text));
  }
}

/** @param {Partial<Delivery>} [given] @returns {Delivery} */
export function delivery(given = {}) {
  return {
    item: "A",
    title: "First",
    href: "a.html",
    sco: true,
    version: "1.2",
    edition: "1.2",
    strict: false,
    table: {},
    cmi: {},
    launch: "L1",
    capability: "T1",
    capability_expires_in: 900,
    applied: 0,
    mode: "normal",
    ...given,
  };
}
