/** The bridge: holds the API object above the course and brings its data to the server by itself. */

/** @import { Delivery, Listener, Mirror, SaveState, Store, Validity, Values } from "./types.js" */

import { makeApi12, makeApi2004 } from "./api.js";
import { CallLog } from "./calls.js";
import { CommitEngine } from "./commit.js";
import { createDataModel } from "./datamodel.js";
import { openStore } from "./idb.js";
import { Journal, leftBehind } from "./journal.js";
import { SessionTime } from "./session_time.js";
import { Stage } from "./stage.js";
import { surroundings } from "./surroundings.js";

const PATIENCE_LATE = 6_000;
const PATIENCE_CLOSE = 30_000;
const TELL_EVERY = 100;
const NOTE_EVERY = 2;
const TELL_TIME_EVERY = 60;

/** What the server wrote into the page. @type {{shell_origin: string, build: string}} */
const config = JSON.parse(document.getElementById("config")?.textContent || "{}");
const root = new URL("../../", location.href);
const around = surroundings(new URL("../commit", location.href).href);
const timing = { later: around.later, soon: (/** @type {() => void} */ run) => queueMicrotask(run) };

/** @template T @param {() => T} reach @returns {T | null} Null where the browser blocks storage. */
function allowed(reach) {
  try {
    return reach();
  } catch {
    return null;
  }
}

/** @type {{store: Store | null, mirror: Mirror | null}} */
const places = {
  store: allowed(() => openStore(indexedDB)),
  mirror: allowed(() => localStorage),
};

/** @param {Promise<any>} work @param {number} ms */
function within(work, ms) {
  return Promise.race([work.then(() => true), new Promise((give) => setTimeout(give, ms, false))]);
}

/** One course visit of one learner, from the handshake to the end of the page. */
class Bridge {
  /** @type {Delivery | null} */
  #delivery = null;
  /** @type {Validity} */
  #valid = {};
  /** @type {Map<string, SessionTime>} */
  #times = new Map();
  /** What the content of each activity has set in this visit of it. @type {Map<string, Values>} */
  #said = new Map();
  /** @type {{state: SaveState, pending: number}} */
  #saved = { state: "saved", pending: 0 };
  /** @type {any} */
  #telling = null;
  #ticks = 0;
  #departure = 0;

  /** @param {MessagePort} port @param {any} hello */
  constructor(port, hello) {
    this.port = port;
    this.registration = String(hello.registration);
    Object.assign(document.documentElement, { lang: String(hello.lang), dir: String(hello.dir) });
    this.calls = new CallLog(around.now);
    this.engine = new CommitEngine(around, this.#listener(), this.calls);
    this.engine.spent = () => this.#spent();
    this.journal = this.#journalOf(String(hello.launch), this.engine);
    const [place, panel] = [document.getElementById("stage"), document.getElementById("window")];
    this.stage = new Stage(
      /** @type {HTMLElement} */ (place),
      /** @type {HTMLElement} */ (panel),
      hello.texts ?? {},
      () => this.engine.commit(),
    );
  }

  /** @param {string} launch @param {CommitEngine} engine */
  #journalOf(launch, engine) {
    return new Journal(this.registration, launch, places, timing, () => engine.changes.entries);
  }

  #spent() {
    const visited = [...this.#times].filter(([, time]) => time.seconds > 0);
    return Object.fromEntries(visited.map(([sco, time]) => [sco, time.seconds]));
  }

  /** @returns {Listener} */
  #listener() {
    return {
      save: (state, pending) => this.#save(state, pending),
      finished: (item) => this.#tell("finished", { item, request: this.#wish(item) }),
      capabilityNeeded: () => this.#tell("capability-needed"),
      stopped: (code) => this.#tell("gone", { code }),
      valid: (valid) => (this.#valid = valid),
    };
  }

  /** An activity that times out or logs out ends the session [SCORM 2004 RTE 4.2.8]. @param {string} item */
  #wish(item) {
    const said = this.#said.get(item) ?? {};
    const exit = said["cmi.exit"];
    return exit === "time-out" || exit === "logout" ? "exitAll" : said["adl.nav.request"];
  }

  /** @param {string} type @param {object} [more] */
  #tell(type, more = {}) {
    this.port.postMessage({ type, ...more });
  }

  /** A course may write a thousand values in a row; the shell is told about ten times a second. */
  #save(/** @type {SaveState} */ state, /** @type {number} */ pending) {
    this.#saved = { state, pending };
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      this.#tell("save", { ...this.#saved, at: Date.now() });
    }, TELL_EVERY);
  }

  /** What earlier launches left on this device goes first; their order matters. */
  async begin() {
    await within(this.#deliverLate(), PATIENCE_LATE + 2_000);
    this.#tell("ready");
  }

  async #deliverLate() {
    const silent = { ...this.#listener(), save: () => undefined, stopped: () => undefined };
    const listener = { ...silent, finished: () => undefined };
    for (const record of await leftBehind(this.registration, this.journal.launch, places)) {
      const engine = new CommitEngine(around, listener, new CallLog(around.now));
      engine.inherit(record, this.#journalOf(record.note.launch, engine));
      if (!(await within(engine.settled(), PATIENCE_LATE))) return;
    }
  }

  /** @param {any} message */
  async receive(message) {
    if (message?.type === "deliver") await this.#deliver(message.delivery, message.window === "popup");
    else if (message?.type === "capability") this.engine.renew(message.token, message.expires_in ?? 900);
    else if (message?.type === "close") await this.#close(message.id);
    else if (message?.type === "retry") this.engine.pace.retry();
    else if (message?.type === "superseded") this.engine.supersede();
  }

  /** @param {Delivery} delivery @param {boolean} popup */
  async #deliver(delivery, popup) {
    await this.#retract();
    this.#delivery = delivery;
    this.#valid = delivery.valid ?? {};
    this.engine.begin(delivery, this.journal);
    if (delivery.table.elements) this.#expose(delivery);
    document.title = delivery.title;
    this.stage.show(new URL(delivery.href, root).href, delivery.title, popup);
  }

  /** Wrappers that find both objects pick the wrong one, so there is only one. */
  #expose(/** @type {Delivery} */ delivery) {
    const { item, table, strict, cmi } = delivery;
    /** @type {Values} */
    const said = {};
    this.#said.set(item, said);
    const model = createDataModel({
      table,
      strict,
      values: cmi,
      onChange: (element, value, departure) => {
        // The API object answers "false" to whatever cannot be kept.
        if (this.engine.stopped) throw new Error(this.engine.stopped);
        said[element] = value;
        this.engine.change(item, element, value);
        this.#departure = departure;
      },
    });
    const is12 = delivery.version === "1.2";
    const api = is12 ? makeApi12(model, this.#runtime(item)) : makeApi2004(model, this.#runtime(item));
    const value = { value: api, configurable: true, writable: true, enumerable: true };
    Object.defineProperty(window, is12 ? "API" : "API_1484_11", value);
  }

  /** @param {string} item @returns {import("./types.js").Runtime} */
  #runtime(item) {
    const time = this.#times.get(item) ?? new SessionTime(around.now);
    this.#times.set(item, time);
    return {
      initialize: () => {
        if (this.engine.stopped) return false;
        time.start();
        this.#tell("initialized", { item });
        return true;
      },
      commit: () => this.engine.commit(),
      terminate: () => {
        time.stop();
        return this.engine.terminate(item);
      },
      called: (fn, args, result, error) => {
        // A value that was kept although the book refuses it is "true" with the book's number.
        this.calls.add(fn, args, result, error || this.#departure);
        this.#departure = 0;
      },
      requestValid: (kind, target) => this.#requestValid(item, kind, target),
    };
  }

  /** @param {string} item @param {string} kind @param {string} target */
  #requestValid(item, kind, target) {
    // Content that is on its way out is not worth a pause of the page.
    if (this.#delivery?.item === item) this.engine.ask(item);
    const known = /** @type {Record<string, any>} */ (this.#valid)[kind];
    const valid = target === "" ? known : known?.[target];
    return valid === true ? "true" : valid === false ? "false" : "unknown";
  }

  async #retract() {
    const item = this.#delivery?.item ?? "";
    this.#delivery = null;
    await this.stage.clear();
    this.#times.get(item)?.stop();
    Reflect.deleteProperty(window, "API");
    Reflect.deleteProperty(window, "API_1484_11");
  }

  /** @param {unknown} id */
  async #close(id) {
    await this.#retract();
    await within(this.engine.settled(), PATIENCE_CLOSE);
    this.#tell("closed", { id });
  }

  tick() {
    for (const time of this.#times.values()) time.tick();
    this.engine.keepFresh();
    this.#ticks += 1;
    const running = this.#delivery !== null && this.#ticks % NOTE_EVERY === 0;
    if (running) this.engine.keepTime(this.#ticks % TELL_TIME_EVERY === 0);
  }

  watch() {
    setInterval(() => this.tick(), 1_000);
    addEventListener("online", () => this.engine.pace.retry());
    addEventListener("beforeunload", () => this.engine.leave());
    addEventListener("pagehide", () => this.engine.leave(true));
    document.addEventListener("freeze", () => this.engine.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.engine.leave();
      else this.engine.pace.retry();
    });
    // A page out of the history holds old values; the shell loads everything anew.
    addEventListener("pageshow", (event) => event.persisted && this.engine.supersede());
  }
}

/** @param {MessageEvent} event */
function meet(event) {
  const port = event.ports[0];
  if (event.origin !== config.shell_origin || event.source !== parent) return;
  if (event.data?.type !== "port" || !port) return;
  removeEventListener("message", meet);
  const bridge = new Bridge(port, event.data);
  port.onmessage = ({ data }) => void bridge.receive(data);
  bridge.watch();
  void bridge.begin();
}

if (parent !== window && config.shell_origin) {
  addEventListener("message", meet);
  parent.postMessage({ type: "hello" }, config.shell_origin);
}
