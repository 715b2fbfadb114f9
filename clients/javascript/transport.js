/**
 * Requests and answers: keys, retries, waiting for a rate limit, and errors as exceptions.
 */

/** A repetition of these changes nothing that the first time did not change. */
const SAFE_TO_REPEAT = new Set(["GET", "HEAD", "PUT", "DELETE"]);
const FIRST_PAUSE_MS = 500;

/**
 * What the API answers when it refuses a request.
 * @typedef {{ code?: string, message?: string, details?: Record<string, unknown>, request_id?: string }} Refusal
 */

/** The API refused a request; branch on `code`, quote `requestId` when asking for help. */
export class LecternError extends Error {
  /**
   * @param {number} status
   * @param {Refusal} body
   */
  constructor(status, body) {
    super(body.message || `HTTP ${status}`);
    this.name = "LecternError";
    this.status = status;
    this.code = body.code ?? "";
    this.details = body.details ?? {};
    this.requestId = body.request_id ?? "";
  }
}

/** @typedef {{ baseUrl: string, apiKey: string, attempts?: number, patienceSeconds?: number }} Options */

/** How requests are sent; `attempts` counts the first one. */
export class Transport {
  /** @param {Options} options */
  constructor({ baseUrl, apiKey, attempts = 4, patienceSeconds = 60 }) {
    this.baseUrl = baseUrl.replace(/\/+$/, "");
    this.apiKey = apiKey;
    this.attempts = attempts;
    this.patienceMs = patienceSeconds * 1000;
  }

  /**
   * The answer's JSON; throws LecternError.
   * @param {string} method
   * @param {string} path
   * @param {{ query?: Record<string, unknown>, body?: unknown }} [given]
   * @returns {Promise<any>}
   */
  async call(method, path, { query, body } = {}) {
    /** @type {RequestInit} */
    const init = { method, headers: { "X-API-Key": this.apiKey } };
    if (body !== undefined) {
      init.headers = { ...init.headers, "Content-Type": "application/json" };
      init.body = JSON.stringify(body);
    }
    const answer = await this.#send(this.#address(path, query), init);
    return answer.json();
  }

  /**
   * A file; read it from the response's body. Throws LecternError.
   * @param {string} method
   * @param {string} path
   * @param {{ query?: Record<string, unknown> }} [given]
   * @returns {Promise<Response>}
   */
  download(method, path, { query } = {}) {
    const init = { method, headers: { "X-API-Key": this.apiKey } };
    return this.#send(this.#address(path, query), init);
  }

  /**
   * A form with a file.
   * @param {string} method
   * @param {string} path
   * @param {{ file: Blob, filename: string, fields: Record<string, string> }} given
   * @returns {Promise<any>}
   */
  async sendForm(method, path, { file, filename, fields }) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", file, filename);
    const init = { method, headers: { "X-API-Key": this.apiKey }, body: form };
    const answer = await this.#send(this.#address(path), init);
    return answer.json();
  }

  /**
   * @param {string} path
   * @param {Record<string, unknown>} [query]
   */
  #address(path, query = {}) {
    const address = new URL(this.baseUrl + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
    }
    return address;
  }

  /**
   * @param {URL} address
   * @param {RequestInit} init
   */
  async #send(address, init) {
    const repeatable = SAFE_TO_REPEAT.has(init.method ?? "GET");
    let pause = FIRST_PAUSE_MS;
    for (let left = this.attempts - 1; ; left -= 1, pause *= 2) {
      const answer = await this.#tried(address, init, repeatable && left > 0);
      if (answer?.ok) return answer;
      const wait = answer ? this.#wait(answer, repeatable, pause) : pause;
      if (answer && (left <= 0 || wait === undefined)) throw await refusal(answer);
      await new Promise((resume) => setTimeout(resume, wait));
    }
  }

  /**
   * Nothing comes back from a connection that broke and may be tried again.
   * @param {URL} address
   * @param {RequestInit} init
   * @param {boolean} again
   */
  async #tried(address, init, again) {
    try {
      return await fetch(address, init);
    } catch (broken) {
      if (!again) throw broken;
      return undefined;
    }
  }

  /**
   * Milliseconds until another attempt makes sense.
   * @param {Response} answer
   * @param {boolean} repeatable
   * @param {number} pause
   */
  #wait(answer, repeatable, pause) {
    if (answer.status === 429) {
      const reset = Number(answer.headers.get("X-RateLimit-Reset")) * 1000 - Date.now();
      const wait = Math.max(reset, Number(answer.headers.get("Retry-After") ?? 1) * 1000);
      return wait <= this.patienceMs ? wait : undefined;
    }
    // 503 says that nothing was done, so even a POST may be sent again.
    return answer.status === 503 || (answer.status >= 500 && repeatable) ? pause : undefined;
  }
}

/**
 * An unsuccessful answer as an exception.
 * @param {Response} answer
 */
export async function refusal(answer) {
  const text = await answer.text();
  /** @type {Refusal} */
  let body = { message: text.slice(0, 200) };
  try {
    body = JSON.parse(text);
  } catch {
    // Something in between answered; its text says what there is to say.
  }
  return new LecternError(answer.status, body);
}
