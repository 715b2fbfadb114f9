/** The shell's questions to the server. */

/** @import { Launched, Problem, Reply, Status, Step } from "./types.js" */

const PATIENCE = 10_000;
const STATUS_PATIENCE = 4_000;

/** @param {any} body @param {number} status @returns {Problem} */
export function problemOf(body, status) {
  const code = body?.error?.code ?? (status === 429 ? "RATE_LIMITED" : "UNKNOWN");
  const reason = body?.error?.details?.reason;
  const why = typeof reason === "string" && { reason };
  return { code, status, request_id: body?.request_id ?? "", ...why };
}

export class Endpoints {
  /** @type {{id: string, handle: string} | null} */
  #launch = null;

  /** @param {string} prefix @param {string} session @param {typeof fetch} fetch */
  constructor(prefix, session, fetch) {
    this.prefix = prefix;
    this.session = session;
    this.fetch = fetch;
  }

  /** @param {string} token @param {string[]} ancestors @returns {Promise<Reply<Launched>>} */
  async open(token, ancestors) {
    const path = `/${encodeURIComponent(this.session)}/launches`;
    const reply = await this.#ask("POST", path, { token, ancestors });
    if (reply.ok) this.#launch = reply.body.launch;
    return reply;
  }

  /** @param {string} request @param {string} [target] @returns {Promise<Reply<Step>>} */
  deliver(request, target) {
    return this.#ask("POST", this.#path("/deliveries"), { request, ...(target && { target }) });
  }

  /** @returns {Promise<Reply<Status>>} */
  status() {
    return this.#ask("GET", this.#path(""), undefined, STATUS_PATIENCE);
  }

  /** @returns {Promise<Reply<{capability: string, expires_in: number}>>} */
  capability() {
    return this.#ask("POST", this.#path("/capability"), {});
  }

  /** @param {string} rest */
  #path(rest) {
    return `/launches/${this.#launch?.id ?? ""}${rest}`;
  }

  /**
   * @param {string} method @param {string} path @param {object} [body] @param {number} [patience]
   * @returns {Promise<Reply<any>>}
   */
  async #ask(method, path, body, patience = PATIENCE) {
    /** @type {Record<string, string>} */
    const headers = body ? { "content-type": "application/json" } : {};
    if (this.#launch) headers["authorization"] = `Bearer ${this.#launch.handle}`;
    const signal = AbortSignal.timeout(patience);
    const request = { method, headers, signal, credentials: /** @type {const} */ ("omit") };
    const sent = body ? { ...request, body: JSON.stringify(body) } : request;
    try {
      const response = await this.fetch(this.prefix + path, { ...sent, cache: "no-store" });
      const said = await response.json().catch(() => null);
      if (response.ok && said) return { ok: true, body: said };
      return { ok: false, problem: problemOf(said, response.status) };
    } catch {
      return { ok: false, problem: { code: "NETWORK", status: 0 } };
    }
  }
}
