/**
 * The client itself: every operation, and what programs do with several of them.
 *
 * For servers: an API key does not belong into a browser.
 */
import { Operations } from "./operations.js";
import { LecternError, refusal } from "./transport.js";

const LARGE_BYTES = 100 * 1024 * 1024;
const LARGEST_PAGE = 100;
const UPDATE_ATTEMPTS = 4;

/** One instance and one key. */
export class Lectern extends Operations {
  /**
   * Upload a ZIP and process it: a new package, or a new revision of one.
   * @param {Blob} file
   * @param {string} filename
   * @param {{ package_id?: string, uploaded_by?: string }} [order]
   */
  async upload(file, filename, order = {}) {
    const large = file.size >= LARGE_BYTES;
    const storage_path = large
      ? await this.#storeInParts(file, filename)
      : await this.#store(file, filename);
    const wanted = { ...order, storage_path, original_filename: filename };
    const { package: made } = await this.processPackage(wanted);
    return /** @type {import("./types.js").ProcessedPackage} */ (made);
  }

  /**
   * All entries of a list, page by page: `every((page) => lectern.listSessions(page))`.
   * @param {(page: { page: number, limit: number }) => Promise<object>} pages
   * @returns {AsyncGenerator<any>}
   */
  async *every(pages) {
    for (let page = 1, last = 1; page <= last; page += 1) {
      /** @type {any} */
      const answer = await pages({ page, limit: LARGEST_PAGE });
      yield* Object.values(answer).find((value) => Array.isArray(value)) ?? [];
      last = answer.pagination.total_pages;
    }
  }

  /**
   * Read, change and write; begins anew when somebody else was faster.
   * @param {string} sessionId
   * @param {(session: import("./types.js").Session) => import("./types.js").SessionUpdate} change
   */
  async changeSession(sessionId, change) {
    for (let left = UPDATE_ATTEMPTS - 1; ; left -= 1) {
      const session = await this.readSession(sessionId);
      try {
        const wanted = { ...change(session), version: session.version };
        return await this.updateSession(sessionId, wanted);
      } catch (problem) {
        const stale = problem instanceof LecternError && problem.code === "VERSION_CONFLICT";
        if (!stale || left <= 0) throw problem;
      }
    }
  }

  /**
   * @param {Blob} file
   * @param {string} filename
   */
  async #store(file, filename) {
    const link = await this.createUploadUrl({ filename, file_size: file.size });
    await put(link.presigned_url, file, link.required_put_headers);
    return link.storage_path;
  }

  /**
   * @param {Blob} file
   * @param {string} filename
   */
  async #storeInParts(file, filename) {
    const { upload_id, part_size, storage_path } = await this.beginMultipart({
      filename,
      file_size: file.size,
    });
    /** @type {Array<import("./types.js").CompletedPart>} */
    const parts = [];
    for (let begin = 0; begin < file.size; begin += part_size) {
      const part_number = parts.length + 1;
      const link = await this.createPartUrl({ upload_id, part_number });
      const stored = await put(link.url, file.slice(begin, begin + part_size));
      parts.push({ part_number, etag: stored.headers.get("ETag") ?? "" });
    }
    await this.completeMultipart({ upload_id, parts });
    return storage_path;
  }
}

/**
 * Straight to the storage, which must never see the API key.
 * @param {string} url
 * @param {Blob} body
 * @param {Record<string, string>} [headers]
 */
async function put(url, body, headers = {}) {
  const answer = await fetch(url, { method: "PUT", body, headers });
  if (!answer.ok) throw await refusal(answer);
  return answer;
}
