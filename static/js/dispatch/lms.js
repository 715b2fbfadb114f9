/** One way to speak to an LMS, whichever standard it keeps and however loosely. */

/** @import { Found, Standard } from "./finding.js" */

/** @type {Record<Standard, Record<string, string>>} */
const FUNCTIONS = {
  1.2: {
    initialize: "LMSInitialize",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    terminate: "LMSFinish",
    error: "LMSGetLastError",
  },
  2004: {
    initialize: "Initialize",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    terminate: "Terminate",
    error: "GetLastError",
  },
};

/** @type {Record<Standard, Record<string, string>>} */
const ELEMENTS = {
  1.2: {
    learner: "cmi.core.student_id",
    name: "cmi.core.student_name",
    status: "cmi.core.lesson_status",
    raw: "cmi.core.score.raw",
    min: "cmi.core.score.min",
    max: "cmi.core.score.max",
    total: "cmi.core.total_time",
    session: "cmi.core.session_time",
    suspend: "cmi.suspend_data",
    location: "cmi.core.lesson_location",
    mode: "cmi.core.lesson_mode",
    credit: "cmi.core.credit",
    entry: "cmi.core.entry",
    exit: "cmi.core.exit",
    language: "cmi.student_preference.language",
  },
  2004: {
    learner: "cmi.learner_id",
    name: "cmi.learner_name",
    completion: "cmi.completion_status",
    success: "cmi.success_status",
    scaled: "cmi.score.scaled",
    raw: "cmi.score.raw",
    min: "cmi.score.min",
    max: "cmi.score.max",
    progress: "cmi.progress_measure",
    total: "cmi.total_time",
    session: "cmi.session_time",
    suspend: "cmi.suspend_data",
    location: "cmi.location",
    mode: "cmi.mode",
    credit: "cmi.credit",
    entry: "cmi.entry",
    exit: "cmi.exit",
    language: "cmi.learner_preference.language",
    request: "adl.nav.request",
  },
};

const NO_ERROR = /^0*$/;

/** What the object says, as text; some write down what they do not have. @param {unknown} value */
function spoken(value) {
  const text = String(value ?? "").trim();
  return text === "null" || text === "undefined" ? "" : text;
}

export class Lms {
  /** @type {"new" | "open" | "refused" | "ended"} */
  state = "new";

  /** @param {Found} found */
  constructor({ api, standard, where }) {
    this.api = api;
    this.standard = standard;
    this.where = where;
  }

  /** @param {string} name @param {string[]} args @returns {{said: string, threw: boolean}} */
  #call(name, ...args) {
    try {
      const said = this.api[FUNCTIONS[this.standard][name] ?? ""](...args);
      return { said: spoken(said), threw: false };
    } catch {
      return { said: "", threw: true };
    }
  }

  /** The number of the last error, empty when there was none. */
  lastError() {
    const { said } = this.#call("error");
    return NO_ERROR.test(said) ? "" : said.slice(0, 32);
  }

  /** Empty when it worked, else why not. Some say 1 or nothing at all where the book wants "true". */
  #ask(/** @type {string} */ name, /** @type {string[]} */ ...args) {
    const { said, threw } = this.#call(name, ...args);
    if (threw) return "threw";
    if (/^(true|1|yes|ok)$/i.test(said)) return "";
    const error = this.lastError();
    return said === "" ? error : error || "false";
  }

  /** Begins the session; a page around this one may have done so already. Empty when it worked. */
  initialize() {
    const refusal = this.#ask("initialize", "");
    const begun = refusal === "" || this.#answers();
    this.state = begun ? "open" : "refused";
    return begun ? "" : refusal;
  }

  /** Whether a session is on: some answer to readers even when it is over. */
  #answers() {
    const reads = ["learner", "status", "completion", "entry"].some((field) => this.read(field) !== "");
    return reads && this.#ask("commit", "") === "";
  }

  /** What an element holds; null when the LMS cannot say. @param {string} element */
  value(element) {
    if (element === "") return null;
    const { said, threw } = this.#call("get", element);
    if (threw) return null;
    return said === "" && this.lastError() !== "" ? null : said;
  }

  /** @param {string} field @returns {string | null} */
  look(field) {
    return this.value(ELEMENTS[this.standard][field] ?? "");
  }

  /** @param {string} field */
  read(field) {
    return this.look(field) ?? "";
  }

  /** Empty when the value was taken. @param {string} field @param {string} value */
  write(field, value) {
    if (this.state !== "open") return "ended";
    const element = ELEMENTS[this.standard][field];
    return element ? this.#ask("set", element, value) : "";
  }

  commit() {
    return this.state === "open" && this.#ask("commit", "") === "" ? "" : "commit";
  }

  /** Ends the session, once. */
  terminate() {
    if (this.state !== "open") return "ended";
    this.state = "ended";
    return this.#ask("terminate", "");
  }
}
