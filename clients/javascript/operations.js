/**
 * One method per operation of the API. Generated from the OpenAPI document by `make clients`; change that instead.
 */
import { Transport } from "./transport.js";

const at = encodeURIComponent;

/** Names and words are those of the API's reference. */
export class Operations extends Transport {
  /**
   * Check the service.
   *
   * Needs no key; a key that is sent is tried, and auth tells whether it is valid. Answers 503
   * in the same shape when something is out of order.
   *
   * @returns {Promise<import("./types.js").Health>}
   */
  checkHealth() {
    return this.call("GET", `/api/health`);
  }

  /**
   * List packages.
   *
   * Newest first. A page past the end is empty.
   *
   * @param {{ "page"?: number, "limit"?: number, "tenant_id"?: string | null, "fields"?: string | null }} [query]
   * @returns {Promise<import("./types.js").PackageList>}
   */
  listPackages(query = {}) {
    return this.call("GET", `/api/v1/packages`, { query });
  }

  /**
   * Upload a package in one request.
   *
   * Above 100 MB prefer upload-url: a broken connection means starting again here.
   *
   * @param {Blob} file
   * @param {string} filename
   * @param {Record<string, string>} [fields]
   * @returns {Promise<import("./types.js").UploadedPackage>}
   */
  uploadPackage(file, filename, fields = {}) {
    return this.sendForm("POST", `/api/v1/packages`, { file, filename, fields });
  }

  /**
   * Process an upload.
   *
   * Makes a package of it, or a new revision of `package_id`. Processing one upload again gives
   * the same answer and makes nothing new. With `validate_only` it only reports (200).
   *
   * @param {import("./types.js").ProcessPackageRequest} body
   * @returns {Promise<import("./types.js").ProcessPackageResponse>}
   */
  processPackage(body) {
    return this.call("POST", `/api/v1/packages/process`, { body });
  }

  /**
   * Upload a package in one request (second address).
   *
   * The same as POST /api/v1/packages.
   *
   * @param {Blob} file
   * @param {string} filename
   * @param {Record<string, string>} [fields]
   * @returns {Promise<import("./types.js").UploadedPackage>}
   */
  uploadPackageDirectly(file, filename, fields = {}) {
    return this.sendForm("POST", `/api/v1/packages/upload`, { file, filename, fields });
  }

  /**
   * Get a link to upload to.
   *
   * PUT the bytes of the ZIP to `presigned_url` with `required_put_headers`, then process the
   * `storage_path`.
   *
   * @param {import("./types.js").UploadUrlRequest} body
   * @returns {Promise<import("./types.js").UploadUrl>}
   */
  createUploadUrl(body) {
    return this.call("POST", `/api/v1/packages/upload-url`, { body });
  }

  /**
   * Read a package.
   *
   * @param {string} packageId
   * @returns {Promise<import("./types.js").Package>}
   */
  readPackage(packageId) {
    return this.call("GET", `/api/v1/packages/${at(packageId)}`);
  }

  /**
   * Describe a package.
   *
   * Changes what you say about it; what its manifest says stays under `metadata`.
   *
   * @param {string} packageId
   * @param {import("./types.js").PackageUpdate} body
   * @returns {Promise<import("./types.js").Package>}
   */
  updatePackage(packageId, body) {
    return this.call("PATCH", `/api/v1/packages/${at(packageId)}`, { body });
  }

  /**
   * Delete a package.
   *
   * With all its revisions, all its sessions and all their data. This cannot be undone.
   *
   * @param {string} packageId
   * @returns {Promise<import("./types.js").PackageDeleted>}
   */
  deletePackage(packageId) {
    return this.call("DELETE", `/api/v1/packages/${at(packageId)}`);
  }

  /**
   * Download the original ZIP.
   *
   * Byte for byte as it was uploaded; a single byte range is served as such.
   *
   * @param {string} packageId
   * @param {{ "revision"?: number | null, "tenant_id"?: string | null }} [query]
   * @returns {Promise<Response>}
   */
  downloadPackage(packageId, query = {}) {
    return this.download("GET", `/api/v1/packages/${at(packageId)}/download`, { query });
  }

  /**
   * Launch a package.
   *
   * Begins a session (201), or goes on with the one of this `session_id` (200). Ask for the link
   * when the learner presses Play, and open it as it is.
   *
   * @param {string} packageId
   * @param {import("./types.js").LaunchPackageRequest} body
   * @returns {Promise<import("./types.js").PackageLaunchResponse>}
   */
  launchPackage(packageId, body) {
    return this.call("POST", `/api/v1/packages/${at(packageId)}/launch`, { body });
  }

  /**
   * Read the validation report.
   *
   * What is worth knowing about the course: faults, what was repaired on the way in, and advice.
   *
   * @param {string} packageId
   * @param {{ "revision"?: number | null, "tenant_id"?: string | null }} [query]
   * @returns {Promise<import("./types.js").PackageReport>}
   */
  readReport(packageId, query = {}) {
    return this.call("GET", `/api/v1/packages/${at(packageId)}/report`, { query });
  }

  /**
   * List the revisions of a package.
   *
   * Every upload processed under the same `package_id` is one; sessions keep theirs.
   *
   * @param {string} packageId
   * @param {{ "tenant_id"?: string | null }} [query]
   * @returns {Promise<import("./types.js").PackageVersions>}
   */
  listVersions(packageId, query = {}) {
    return this.call("GET", `/api/v1/packages/${at(packageId)}/versions`, { query });
  }

  /**
   * List sessions.
   *
   * Newest first; filters are combined. A page past the end is empty.
   *
   * @param {{ "page"?: number, "limit"?: number, "tenant_id"?: string | null, "package_id"?: string | null, "user_id"?: string | null, "completion_status"?: "completed" | "incomplete" | "not attempted" | "not_attempted" | null, "success_status"?: "failed" | "passed" | "unknown" | null }} [query]
   * @returns {Promise<import("./types.js").SessionList>}
   */
  listSessions(query = {}) {
    return this.call("GET", `/api/v1/sessions`, { query });
  }

  /**
   * Read a session.
   *
   * With the data that the course stored, the results of its activities, their objectives and the
   * answers of the learner. The fields stand at the top level and, once more, under
   * `session`.
   *
   * @param {string} sessionId
   * @returns {Promise<import("./types.js").Session>}
   */
  readSession(sessionId) {
    return this.call("GET", `/api/v1/sessions/${at(sessionId)}`);
  }

  /**
   * Change a session.
   *
   * Send the `version` you read, or its ETag as If-Match: if somebody was faster you get 409, and
   * read again. Without either, the last write wins.
   *
   * In a SCORM 2004 course of several activities, data go to the activity that is open or was last
   * and are rolled up through the activity tree; they are refused while none was opened. A
   * completion, success or score that you state is that of the whole course, and holds until the
   * learner does better.
   *
   * @param {string} sessionId
   * @param {import("./types.js").SessionUpdate} body
   * @returns {Promise<import("./types.js").SessionUpdated>}
   */
  updateSession(sessionId, body) {
    return this.call("PUT", `/api/v1/sessions/${at(sessionId)}`, { body });
  }

  /**
   * Read where a learner stands in the course.
   *
   * The activity tree as the player sees it at this moment: for every activity and every control
   * whether it can be used, and if not, why; and what the latest requests led to.
   *
   * @param {string} sessionId
   * @returns {Promise<import("./types.js").SessionSequencing>}
   */
  readSequencing(sessionId) {
    return this.call("GET", `/api/v1/sessions/${at(sessionId)}/sequencing`);
  }
}
