/** The shell's questions to the server. */

/** @import { HandedOver, Launched, Problem, Reply, Status, Step } from "./types.js" */

const PATIENCE = 10_000;
const STATUS_PATIENCE = 4_000;

/** @param {any} body @param {number} status @returns {Problem} */
export function problemOf(body, status) {
  const code = body?.error?.code ?? (status === 429 ? "RATE_LIMITED" : "UNKNOWN");
  const details = body?.error?.details ?? {};
  const why = typeof details.reason === "string" && { reason: details.reason };
  const facts = ("allowed" in details || "limit" in details) && { details };
  return { code, status, request_id: body?.request_id ?? "", ...why, ...facts };
}

/**
 * @typedef {object} Question
 * @property {"GET" | "POST"} method
 * @property {object} [body]
 * @property {number} [patience]
 * @property {string} [handle] What a launch is known by.
 * @property {boolean} [keepalive] Whether it outlives the page.
 */

/** @param {typeof fetch} fetch @param {string} address @param {Question} question @returns {Promise<Reply<any>>} */
export async function ask(fetch, address, { method, body, patience = PATIENCE, handle, keepalive }) {
  /** @type {Record<string, string>} */
  const headers = body ? { "content-type": "application/json" } : {};
  if (handle) headers["authorization"] = `Bearer ${handle}`;
  const signal = AbortSignal.timeout(patience);
  const request = { method, headers, signal, credentials: /** @type {const} */ ("omit") };
  const sent = { ...request, ...(body && { body: JSON.stringify(body) }), ...(keepalive && { keepalive }) };
  try {
    const response = await fetch(address, { ...sent, cache: "no-store" });
    const said = await response.json().catch(() => null);
    if (response.ok && said) return { ok: true, body: said };
    return { ok: false, problem: problemOf(said, response.status) };
  } catch {
    return { ok: false, problem: { code: "NETWORK", status: 0 } };
  }
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
    const reply = await this.#post(path, { token, ancestors });
    if (reply.ok) this.#launch = reply.body.launch;
    return reply;
  }

  /** @param {string} request @param {string} [target] @returns {Promise<Reply<Step>>} */
  deliver(request, target) {
    return this.#post(this.#path("/deliveries"), { request, ...(target && { target }) });
  }

  /** @returns {Promise<Reply<Status>>} */
  status() {
    const { handle = "" } = this.#launch ?? {};
    const question = { method: /** @type {const} */ ("GET"), patience: STATUS_PATIENCE, handle };
    return ask(this.fetch, this.prefix + this.#path(""), question);
  }

  /** @returns {Promise<Reply<{capability: string, expires_in: number}>>} */
  capability() {
    return this.#post(this.#path("/capability"), {});
  }

  /** What the learning platform of a client did with a result. @param {HandedOver} handed @returns {Promise<Reply<{state: string}>>} */
  receipt(handed) {
    return this.#post(this.#path("/receipts"), handed, true);
  }

  /** @param {string} rest */
  #path(rest) {
    return `/launches/${this.#launch?.id ?? ""}${rest}`;
  }

  /** @param {string} path @param {object} body @param {boolean} [keepalive] @returns {Promise<Reply<any>>} */
  #post(path, body, keepalive = false) {
    const { handle = "" } = this.#launch ?? {};
    return ask(this.fetch, this.prefix + path, { method: "POST", body, handle, keepalive });
  }
}
