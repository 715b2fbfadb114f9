/**
 * One method per operation of the API. Generated from the OpenAPI document by `make clients`; change that instead.
 */
import { Transport } from "./transport.js";

const at = encodeURIComponent;

/** Names and words are those of the API's reference. */
export class Operations extends Transport {
  /**
   * List the API keys of a tenant.
   *
   * Newest first, revoked ones as well; never the keys themselves.
   *
   * @param {{ "page"?: number, "limit"?: number, "tenant_id"?: string }} [query]
   * @returns {Promise<import("./types.js").ApiKeyList>}
   */
  listTenantApiKeys(query = {}) {
    return this.call("GET", `/api/admin/api-keys`, { query });
  }

  /**
   * Create an API key for a tenant.
   *
   * The answer shows the key, this once. A key of the platform gives every scope of a tenant.
   *
   * @param {import("./types.js").AdminApiKeyCreate} body
   * @returns {Promise<import("./types.js").ApiKeyCreated>}
   */
  createTenantApiKey(body) {
    return this.call("POST", `/api/admin/api-keys`, { body });
  }

  /**
   * Revoke an API key of a tenant.
   *
   * It is refused from the next request on. This cannot be undone.
   *
   * @param {string} apiKeyId
   * @param {{ "tenant_id"?: string }} [query]
   * @returns {Promise<import("./types.js").ApiKeyRevoked>}
   */
  revokeTenantApiKey(apiKeyId, query = {}) {
    return this.call("DELETE", `/api/admin/api-keys/${at(apiKeyId)}`, { query });
  }

  /**
   * Read the record of a tenant.
   *
   * Who did what, when, and from where; newest first.
   *
   * @param {{ "page"?: number, "limit"?: number, "tenant_id"?: string, "action"?: string, "actor"?: string, "from"?: string, "to"?: string }} [query]
   * @returns {Promise<import("./types.js").AuditList>}
   */
  listTenantAuditEntries(query = {}) {
    return this.call("GET", `/api/admin/audit`, { query });
  }

  /**
   * Read the record of a tenant.
   *
   * Who did what, when, and from where; newest first.
   *
   * @param {{ "tenant_id"?: string, "action"?: string, "actor"?: string, "from"?: string, "to"?: string }} [query]
   * @returns {Promise<Response>}
   */
  listTenantAuditEntriesAsCsv(query = {}) {
    return this.download("GET", `/api/admin/audit`, { query: { ...query, format: "csv" } });
  }

  /**
   * Verify the record of a tenant.
   *
   * Follows the chain of hashes from the beginning, and tells where it breaks.
   *
   * @param {{ "tenant_id"?: string }} [query]
   * @returns {Promise<import("./types.js").AuditVerification>}
   */
  verifyTenantAudit(query = {}) {
    return this.call("GET", `/api/admin/audit/verification`, { query });
  }

  /**
   * List plans.
   *
   * What each allows, in the order of the file they are written in.
   *
   * @returns {Promise<import("./types.js").PlanList>}
   */
  listPlans() {
    return this.call("GET", `/api/admin/plans`);
  }

  /**
   * List tenants.
   *
   * Newest first. Without the scope of the platform, your own alone.
   *
   * @param {{ "page"?: number, "limit"?: number, "tenant_id"?: string, "status"?: "active" | "suspended" }} [query]
   * @returns {Promise<import("./types.js").TenantList>}
   */
  listTenants(query = {}) {
    return this.call("GET", `/api/admin/tenants`, { query });
  }

  /**
   * Create a tenant.
   *
   * Give it a key next: POST /api/admin/api-keys with its id.
   *
   * @param {import("./types.js").TenantCreate} body
   * @returns {Promise<import("./types.js").AdminTenant>}
   */
  createTenant(body) {
    return this.call("POST", `/api/admin/tenants`, { body });
  }

  /**
   * Read a tenant.
   *
   * Read a tenant.
   *
   * @param {string} tenantId
   * @returns {Promise<import("./types.js").AdminTenant>}
   */
  readTenant(tenantId) {
    return this.call("GET", `/api/admin/tenants/${at(tenantId)}`);
  }

  /**
   * Change a tenant.
   *
   * Suspending it takes effect with the next request, and ends with status active.
   *
   * @param {string} tenantId
   * @param {import("./types.js").TenantUpdate} body
   * @returns {Promise<import("./types.js").AdminTenant>}
   */
  updateTenant(tenantId, body) {
    return this.call("PATCH", `/api/admin/tenants/${at(tenantId)}`, { body });
  }

  /**
   * Move a tenant to a plan.
   *
   * Replaces the plan and everything that the tenant had other than its plan. What is stored stays
   * and works on; only what goes beyond the new limits is refused. Rate limits follow within
   * seconds.
   *
   * @param {string} tenantId
   * @param {import("./types.js").PlanAssignment} body
   * @returns {Promise<import("./types.js").TenantPlan>}
   */
  assignPlan(tenantId, body) {
    return this.call("PUT", `/api/admin/tenants/${at(tenantId)}/plan`, { body });
  }

  /**
   * List API keys.
   *
   * Newest first, revoked ones as well; never the keys themselves.
   *
   * @param {{ "page"?: number, "limit"?: number }} [query]
   * @returns {Promise<import("./types.js").ApiKeyList>}
   */
  listApiKeys(query = {}) {
    return this.call("GET", `/api/customer/api-keys`, { query });
  }

  /**
   * Create an API key.
   *
   * The answer shows the key, this once. Nobody gives a key a scope that they lack.
   *
   * @param {import("./types.js").ApiKeyCreate} body
   * @returns {Promise<import("./types.js").ApiKeyCreated>}
   */
  createApiKey(body) {
    return this.call("POST", `/api/customer/api-keys`, { body });
  }

  /**
   * Read an API key.
   *
   * What may be told of it: never the key itself.
   *
   * @param {string} apiKeyId
   * @returns {Promise<import("./types.js").ApiKey>}
   */
  readApiKey(apiKeyId) {
    return this.call("GET", `/api/customer/api-keys/${at(apiKeyId)}`);
  }

  /**
   * Change an API key.
   *
   * Its name or its scopes, from the next request on; the key stays the same.
   *
   * @param {string} apiKeyId
   * @param {import("./types.js").ApiKeyUpdate} body
   * @returns {Promise<import("./types.js").ApiKey>}
   */
  updateApiKey(apiKeyId, body) {
    return this.call("PATCH", `/api/customer/api-keys/${at(apiKeyId)}`, { body });
  }

  /**
   * Revoke an API key.
   *
   * It is refused from the next request on. This cannot be undone.
   *
   * @param {string} apiKeyId
   * @returns {Promise<import("./types.js").ApiKeyRevoked>}
   */
  revokeApiKey(apiKeyId) {
    return this.call("DELETE", `/api/customer/api-keys/${at(apiKeyId)}`);
  }

  /**
   * Rotate an API key.
   *
   * Makes a key of the same name, scopes and term. The old one works until the overlap is over.
   *
   * @param {string} apiKeyId
   * @param {import("./types.js").ApiKeyRotation} body
   * @returns {Promise<import("./types.js").ApiKeyRotated>}
   */
  rotateApiKey(apiKeyId, body) {
    return this.call("POST", `/api/customer/api-keys/${at(apiKeyId)}/rotate`, { body });
  }

  /**
   * Read the record.
   *
   * Who did what, when, and from where; newest first. Nothing in it can be changed or removed.
   *
   * @param {{ "page"?: number, "limit"?: number, "action"?: string, "actor"?: string, "from"?: string, "to"?: string }} [query]
   * @returns {Promise<import("./types.js").AuditList>}
   */
  listAuditEntries(query = {}) {
    return this.call("GET", `/api/customer/audit`, { query });
  }

  /**
   * Read the record.
   *
   * Who did what, when, and from where; newest first. Nothing in it can be changed or removed.
   *
   * @param {{ "action"?: string, "actor"?: string, "from"?: string, "to"?: string }} [query]
   * @returns {Promise<Response>}
   */
  listAuditEntriesAsCsv(query = {}) {
    return this.download("GET", `/api/customer/audit`, { query: { ...query, format: "csv" } });
  }

  /**
   * Verify the record.
   *
   * Every entry holds the hash of the one before: follows this chain from the beginning, and tells
   * where it breaks if somebody has changed or removed an entry.
   *
   * @returns {Promise<import("./types.js").AuditVerification>}
   */
  verifyAudit() {
    return this.call("GET", `/api/customer/audit/verification`);
  }

  /**
   * Create a dispatch, with a key or signed in.
   *
   * The same as POST /api/v1/dispatches.
   *
   * @param {import("./types.js").CreateDispatchRequest} body
   * @returns {Promise<import("./types.js").DispatchResponse>}
   */
  createOwnDispatch(body) {
    return this.call("POST", `/api/customer/dispatches`, { body });
  }

  /**
   * List dispatches, with a key or signed in.
   *
   * The same as GET /api/v1/dispatches.
   *
   * @param {{ "page"?: number, "limit"?: number, "package_id"?: string, "status"?: "active" | "exhausted" | "expired" | "paused" | "revoked", "search"?: string, "sort"?: "created_at" | "updated_at" | "dispatch_name" | "registration_count" | "-created_at" | "-updated_at" | "-dispatch_name" | "-registration_count", "order"?: "asc" | "desc" }} [query]
   * @returns {Promise<import("./types.js").DispatchList>}
   */
  listOwnDispatches(query = {}) {
    return this.call("GET", `/api/customer/dispatches`, { query });
  }

  /**
   * Read a dispatch, with a key or signed in.
   *
   * The same as GET /api/v1/dispatches/{dispatch_id}.
   *
   * @param {string} dispatchId
   * @returns {Promise<import("./types.js").DispatchResponse>}
   */
  readOwnDispatch(dispatchId) {
    return this.call("GET", `/api/customer/dispatches/${at(dispatchId)}`);
  }

  /**
   * Download the shell package, with a key or signed in.
   *
   * The same as GET /api/v1/dispatches/{dispatch_id}/zip.
   *
   * @param {string} dispatchId
   * @param {{ "scorm_version"?: "1.2" | "2004" | "2004 3rd Edition" | "2004 4th Edition", "test"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  downloadOwnShellPackage(dispatchId, query = {}) {
    return this.download("GET", `/api/customer/dispatches/${at(dispatchId)}/zip`, { query });
  }

  /**
   * Sign in.
   *
   * Sets the cookie `lectern` (with https `__Host-lectern`), which lives for a week at most, and for
   * eight hours without use. Nobody is told whether an address is known.
   *
   * @param {import("./types.js").SignIn} body
   * @returns {Promise<import("./types.js").Identity>}
   */
  createUserSession(body) {
    return this.call("POST", `/api/customer/session`, { body });
  }

  /**
   * Ask who you are.
   *
   * Also tells the `csrf_token` again.
   *
   * @returns {Promise<import("./types.js").Identity>}
   */
  readUserSession() {
    return this.call("GET", `/api/customer/session`);
  }

  /**
   * Sign out.
   *
   * The cookie is worth nothing from now on, wherever it was copied to.
   *
   * @returns {Promise<import("./types.js").SignedOut>}
   */
  deleteUserSession() {
    return this.call("DELETE", `/api/customer/session`);
  }

  /**
   * Sign in with an identity token.
   *
   * Of the OpenID provider that the operator has named, for somebody whose verified e-mail address
   * belongs to a user.
   *
   * @param {import("./types.js").IdentityToken} body
   * @returns {Promise<import("./types.js").Identity>}
   */
  exchangeIdentityToken(body) {
    return this.call("POST", `/api/customer/session/oidc`, { body });
  }

  /**
   * Change your password.
   *
   * Ends every other session of yours.
   *
   * @param {import("./types.js").PasswordChange} body
   * @returns {Promise<import("./types.js").Identity>}
   */
  changePassword(body) {
    return this.call("POST", `/api/customer/session/password`, { body });
  }

  /**
   * Read the settings.
   *
   * Secrets are only told to be there.
   *
   * @returns {Promise<import("./types.js").TenantSettings>}
   */
  readSettings() {
    return this.call("GET", `/api/customer/settings`);
  }

  /**
   * Change the settings.
   *
   * They count for launches and answers from now on.
   *
   * @param {import("./types.js").TenantSettingsUpdate} body
   * @returns {Promise<import("./types.js").TenantSettings>}
   */
  updateSettings(body) {
    return this.call("PATCH", `/api/customer/settings`, { body });
  }

  /**
   * Read the usage.
   *
   * What the workspace uses, what its plan allows, and how much of that is in use. Storage and
   * packages count as they are now; learners, launches and requests within the calendar month.
   *
   * @returns {Promise<import("./types.js").Usage>}
   */
  readUsage() {
    return this.call("GET", `/api/customer/usage`);
  }

  /**
   * List people.
   *
   * Who may sign in to this tenant, in the order in which they came. Learners are no users.
   *
   * @param {{ "page"?: number, "limit"?: number }} [query]
   * @returns {Promise<import("./types.js").TenantUserList>}
   */
  listUsers(query = {}) {
    return this.call("GET", `/api/customer/users`, { query });
  }

  /**
   * Add somebody.
   *
   * The first owner may be made by every administrator, further ones by an owner. Somebody who has
   * an account with another tenant is added by an operator.
   *
   * @param {import("./types.js").UserCreate} body
   * @returns {Promise<import("./types.js").TenantUser>}
   */
  createUser(body) {
    return this.call("POST", `/api/customer/users`, { body });
  }

  /**
   * Read who somebody is.
   *
   * Read who somebody is.
   *
   * @param {string} memberId
   * @returns {Promise<import("./types.js").TenantUser>}
   */
  readUser(memberId) {
    return this.call("GET", `/api/customer/users/${at(memberId)}`);
  }

  /**
   * Change somebody.
   *
   * A role counts from the next request on. Name and password of somebody who works for several
   * tenants cannot be changed here. One owner always remains.
   *
   * @param {string} memberId
   * @param {import("./types.js").UserUpdate} body
   * @returns {Promise<import("./types.js").TenantUser>}
   */
  updateUser(memberId, body) {
    return this.call("PATCH", `/api/customer/users/${at(memberId)}`, { body });
  }

  /**
   * Remove somebody.
   *
   * Ends their sessions at once. The last owner cannot be removed.
   *
   * @param {string} memberId
   * @returns {Promise<import("./types.js").UserRemoved>}
   */
  removeUser(memberId) {
    return this.call("DELETE", `/api/customer/users/${at(memberId)}`);
  }

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
   * Create a dispatch.
   *
   * It is handed to another system as a link or as a shell package. Whoever opens it plays the
   * current revision of the package, unless one is named. Limits, end, domains and password are
   * looked at whenever it is opened, so changing them needs no new link.
   *
   * @param {import("./types.js").CreateDispatchRequest} body
   * @returns {Promise<import("./types.js").DispatchResponse>}
   */
  createDispatch(body) {
    return this.call("POST", `/api/v1/dispatches`, { body });
  }

  /**
   * List dispatches.
   *
   * Newest first unless sorted otherwise; filters are combined. What opens a dispatch is shown by
   * reading it alone.
   *
   * @param {{ "page"?: number, "limit"?: number, "package_id"?: string, "status"?: "active" | "exhausted" | "expired" | "paused" | "revoked", "search"?: string, "sort"?: "created_at" | "updated_at" | "dispatch_name" | "registration_count" | "-created_at" | "-updated_at" | "-dispatch_name" | "-registration_count", "order"?: "asc" | "desc" }} [query]
   * @returns {Promise<import("./types.js").DispatchList>}
   */
  listDispatches(query = {}) {
    return this.call("GET", `/api/v1/dispatches`, { query });
  }

  /**
   * Read a dispatch.
   *
   * With the token and the link that open it.
   *
   * @param {string} dispatchId
   * @returns {Promise<import("./types.js").DispatchResponse>}
   */
  readDispatch(dispatchId) {
    return this.call("GET", `/api/v1/dispatches/${at(dispatchId)}`);
  }

  /**
   * Change a dispatch.
   *
   * From the next launch on, with the links and shell packages that are out there. A limit below
   * what is counted takes nobody's place. One that was revoked stays as it is.
   *
   * @param {string} dispatchId
   * @param {import("./types.js").DispatchUpdate} body
   * @returns {Promise<import("./types.js").DispatchResponse>}
   */
  updateDispatch(dispatchId, body) {
    return this.call("PATCH", `/api/v1/dispatches/${at(dispatchId)}`, { body });
  }

  /**
   * Revoke a dispatch.
   *
   * Every link and shell package of it is dead from now on, for those who are in the course as
   * well; what they have done so far is kept. The dispatch and its results stay. This cannot be
   * undone; a second time changes nothing.
   *
   * @param {string} dispatchId
   * @returns {Promise<import("./types.js").DispatchRevoked>}
   */
  revokeDispatch(dispatchId) {
    return this.call("DELETE", `/api/v1/dispatches/${at(dispatchId)}`);
  }

  /**
   * Download the shell package, under another name.
   *
   * The same as GET /api/v1/dispatches/{dispatch_id}/zip.
   *
   * @param {string} dispatchId
   * @param {{ "scorm_version"?: "1.2" | "2004" | "2004 3rd Edition" | "2004 4th Edition", "test"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  downloadDispatch(dispatchId, query = {}) {
    return this.download("GET", `/api/v1/dispatches/${at(dispatchId)}/download`, { query });
  }

  /**
   * Read how to embed a dispatch.
   *
   * A snippet for a page of the client, for where there is no LMS, and a link that checks the
   * connection.
   *
   * @param {string} dispatchId
   * @returns {Promise<import("./types.js").DispatchEmbed>}
   */
  readDispatchEmbed(dispatchId) {
    return this.call("GET", `/api/v1/dispatches/${at(dispatchId)}/embed`);
  }

  /**
   * Build the shell package.
   *
   * In the background, where it is checked like an upload; `zip_status` tells how that went. A
   * download needs no build beforehand.
   *
   * @param {string} dispatchId
   * @returns {Promise<import("./types.js").DispatchQueued>}
   */
  generateDispatch(dispatchId) {
    return this.call("POST", `/api/v1/dispatches/${at(dispatchId)}/generate`);
  }

  /**
   * Read the ledger of a dispatch.
   *
   * Every change of its counts, with the counts behind it. Lines are never changed, and they add up
   * to the counts of the dispatch.
   *
   * @param {string} dispatchId
   * @param {{ "page"?: number, "limit"?: number }} [query]
   * @returns {Promise<import("./types.js").Ledger>}
   */
  readDispatchLedger(dispatchId, query = {}) {
    return this.call("GET", `/api/v1/dispatches/${at(dispatchId)}/ledger`, { query });
  }

  /**
   * List the registrations of a dispatch.
   *
   * Each record that it has led to, with what the other system has accepted of it, and why the
   * record was begun.
   *
   * @param {string} dispatchId
   * @param {{ "page"?: number, "limit"?: number, "state"?: "accepted" | "none" | "pending" | "refused" }} [query]
   * @returns {Promise<import("./types.js").RegistrationList>}
   */
  listDispatchRegistrations(dispatchId, query = {}) {
    return this.call("GET", `/api/v1/dispatches/${at(dispatchId)}/registrations`, { query });
  }

  /**
   * Renew a dispatch.
   *
   * Its registrations begin at 0 again, and whoever comes back counts anew. Records and licenses
   * stay as they are. A second time changes nothing.
   *
   * @param {string} dispatchId
   * @returns {Promise<import("./types.js").DispatchRenewed>}
   */
  renewDispatch(dispatchId) {
    return this.call("POST", `/api/v1/dispatches/${at(dispatchId)}/renew`);
  }

  /**
   * Rotate the token of a dispatch.
   *
   * Every link and shell package handed out before opens nothing any more; hand out new ones. Who
   * is in the course goes on.
   *
   * @param {string} dispatchId
   * @returns {Promise<import("./types.js").DispatchResponse>}
   */
  rotateDispatchToken(dispatchId) {
    return this.call("POST", `/api/v1/dispatches/${at(dispatchId)}/rotate-token`);
  }

  /**
   * List the learners of a dispatch.
   *
   * Everybody who has opened it, connection checks aside; who came last is first.
   *
   * @param {string} dispatchId
   * @param {{ "page"?: number, "limit"?: number, "search"?: string, "licensed"?: boolean }} [query]
   * @returns {Promise<import("./types.js").SeatList>}
   */
  listDispatchSeats(dispatchId, query = {}) {
    return this.call("GET", `/api/v1/dispatches/${at(dispatchId)}/seats`, { query });
  }

  /**
   * Give back a learner's license.
   *
   * Their record stays, and so does the registration. When they come back they need a free license.
   * Whoever holds none is left as they are, so that it can be asked for again. Encode the id as one
   * part of the address: a slash in it is `%2F`.
   *
   * @param {string} dispatchId
   * @param {string} userId
   * @returns {Promise<import("./types.js").Seat>}
   */
  releaseDispatchSeat(dispatchId, userId) {
    return this.call("DELETE", `/api/v1/dispatches/${at(dispatchId)}/seats/${at(userId)}`);
  }

  /**
   * Read the figures of a dispatch.
   *
   * Over the sessions begun in the period, whatever came of them later; previews and connection
   * checks aside.
   *
   * @param {string} dispatchId
   * @param {{ "from"?: string, "to"?: string }} [query]
   * @returns {Promise<import("./types.js").DispatchStats>}
   */
  readDispatchStats(dispatchId, query = {}) {
    return this.call("GET", `/api/v1/dispatches/${at(dispatchId)}/stats`, { query });
  }

  /**
   * Download the shell package.
   *
   * A ZIP that any LMS imports as a SCORM course. It opens the dispatch, and hands results back to
   * the LMS; the course itself stays here. The same dispatch gives the same bytes until its title,
   * its token or the product changes.
   *
   * @param {string} dispatchId
   * @param {{ "scorm_version"?: "1.2" | "2004" | "2004 3rd Edition" | "2004 4th Edition", "test"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  downloadShellPackage(dispatchId, query = {}) {
    return this.download("GET", `/api/v1/dispatches/${at(dispatchId)}/zip`, { query });
  }

  /**
   * List erasures.
   *
   * Newest first. Whom they were about is told nowhere.
   *
   * @param {{ "page"?: number, "limit"?: number, "status"?: "completed" | "failed" | "queued" | "running" }} [query]
   * @returns {Promise<import("./types.js").ErasureList>}
   */
  listErasures(query = {}) {
    return this.call("GET", `/api/v1/erasures`, { query });
  }

  /**
   * Read an erasure.
   *
   * Read an erasure.
   *
   * @param {string} erasureId
   * @returns {Promise<import("./types.js").Erasure>}
   */
  readErasure(erasureId) {
    return this.call("GET", `/api/v1/erasures/${at(erasureId)}`);
  }

  /**
   * Read the certificate of an erasure.
   *
   * What was removed and when, signed. It does not say of whom: who knows the id can compute its
   * HMAC and compare.
   *
   * @param {string} erasureId
   * @returns {Promise<import("./types.js").ErasureCertificate>}
   */
  readCertificate(erasureId) {
    return this.call("GET", `/api/v1/erasures/${at(erasureId)}/certificate`);
  }

  /**
   * List learners.
   *
   * Everybody who has a session, previews aside. Who was active last comes first.
   *
   * @param {{ "page"?: number, "limit"?: number, "search"?: string, "sort"?: "user_id" | "last_activity" | "sessions" | "-user_id" | "-last_activity" | "-sessions", "order"?: "asc" | "desc" }} [query]
   * @returns {Promise<import("./types.js").LearnerList>}
   */
  listLearners(query = {}) {
    return this.call("GET", `/api/v1/learners`, { query });
  }

  /**
   * Read a learner.
   *
   * Over all their sessions, and what they did in each package. Encode the id as one part of the
   * address: a slash in it is `%2F`.
   *
   * @param {string} userId
   * @returns {Promise<import("./types.js").LearnerDetail>}
   */
  readLearner(userId) {
    return this.call("GET", `/api/v1/learners/${at(userId)}`);
  }

  /**
   * Change what a learner is called.
   *
   * In all their sessions. Results stay as they are.
   *
   * @param {string} userId
   * @param {import("./types.js").LearnerUpdate} body
   * @returns {Promise<import("./types.js").LearnerDetail>}
   */
  updateLearner(userId, body) {
    return this.call("PATCH", `/api/v1/learners/${at(userId)}`, { body });
  }

  /**
   * Erase a learner.
   *
   * Removes all their sessions with everything recorded in them, in the background; players that
   * are open lose their record. Asked again while it is under way, the answer names the same
   * erasure. This cannot be undone.
   *
   * @param {string} userId
   * @returns {Promise<import("./types.js").ErasureQueued>}
   */
  eraseLearner(userId) {
    return this.call("DELETE", `/api/v1/learners/${at(userId)}`);
  }

  /**
   * List packages.
   *
   * Newest first unless sorted otherwise; filters are combined. A page past the end is empty.
   *
   * @param {{ "page"?: number, "limit"?: number, "search"?: string, "tag"?: Array<string> | string, "version"?: "1.2" | "2004", "status"?: "failed" | "processing" | "ready", "sort"?: "title" | "created_at" | "updated_at" | "file_size_bytes" | "-title" | "-created_at" | "-updated_at" | "-file_size_bytes", "order"?: "asc" | "desc", "fields"?: string }} [query]
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
   * Import a package from an address.
   *
   * We fetch the ZIP and process it, both in the background. A connection that breaks is taken up
   * again if the server names an ETag or a date.
   *
   * @param {import("./types.js").ImportRequest} body
   * @returns {Promise<import("./types.js").ProcessingStarted>}
   */
  importPackage(body) {
    return this.call("POST", `/api/v1/packages/import`, { body });
  }

  /**
   * Give up an upload in parts.
   *
   * Its parts go at once. Without this they go a day after the last link's end.
   *
   * @param {import("./types.js").AbortRequest} body
   * @returns {Promise<import("./types.js").MultipartAborted>}
   */
  abortMultipart(body) {
    return this.call("POST", `/api/v1/packages/multipart/abort`, { body });
  }

  /**
   * Complete an upload in parts.
   *
   * Makes one file of the parts; process its `storage_path` next. A repetition answers the same.
   *
   * @param {import("./types.js").CompleteRequest} body
   * @returns {Promise<import("./types.js").MultipartCompleted>}
   */
  completeMultipart(body) {
    return this.call("POST", `/api/v1/packages/multipart/complete`, { body });
  }

  /**
   * Begin an upload in parts.
   *
   * For files above 100 MB: a part that breaks off is sent again by itself. Every part but the
   * last has 5 MiB or more.
   *
   * @param {import("./types.js").MultipartRequest} body
   * @returns {Promise<import("./types.js").MultipartUpload>}
   */
  beginMultipart(body) {
    return this.call("POST", `/api/v1/packages/multipart/init`, { body });
  }

  /**
   * Get a link for one part.
   *
   * PUT the bytes to `url` and keep the `ETag` of the answer. Parts may come in any order and side
   * by side; a part that is sent again replaces the earlier one.
   *
   * @param {import("./types.js").PartUrlRequest} body
   * @returns {Promise<import("./types.js").PartUrl>}
   */
  createPartUrl(body) {
    return this.call("POST", `/api/v1/packages/multipart/part-url`, { body });
  }

  /**
   * Process an upload.
   *
   * Makes a package of it, or a new revision of `package_id`. Processing one upload again gives
   * the same answer and makes nothing new. With `validate_only` it only reports (200). With `async`
   * the answer comes at once (202), and the upload tells how far the work is.
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
   * List uploads.
   *
   * Newest first, of every kind. What nobody processed is gone a day after its links ended.
   *
   * @param {{ "page"?: number, "limit"?: number, "status"?: "issued" | "receiving" | "received" | "processing" | "completed" | "failed" | "aborted" }} [query]
   * @returns {Promise<import("./types.js").UploadList>}
   */
  listUploads(query = {}) {
    return this.call("GET", `/api/v1/packages/uploads`, { query });
  }

  /**
   * Read an upload.
   *
   * How far it is, which parts came, and in the end its package or what is wrong with the file.
   *
   * @param {string} uploadId
   * @returns {Promise<import("./types.js").UploadState>}
   */
  readUpload(uploadId) {
    return this.call("GET", `/api/v1/packages/uploads/${at(uploadId)}`);
  }

  /**
   * Read a package.
   *
   * With the number of its sessions and revisions.
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
   * With all its revisions, sessions and dispatches and all their data: what was handed out of it
   * opens nothing any more. This cannot be undone.
   *
   * @param {string} packageId
   * @returns {Promise<import("./types.js").PackageDeleted>}
   */
  deletePackage(packageId) {
    return this.call("DELETE", `/api/v1/packages/${at(packageId)}`);
  }

  /**
   * Create a dispatch of this package.
   *
   * The same as creating a dispatch, for keys that do nothing else.
   *
   * @param {string} packageId
   * @param {import("./types.js").CreatePackageDispatchRequest} body
   * @returns {Promise<import("./types.js").DispatchResponse>}
   */
  createPackageDispatch(packageId, body) {
    return this.call("POST", `/api/v1/packages/${at(packageId)}/dispatches`, { body });
  }

  /**
   * Download the original ZIP.
   *
   * Byte for byte as it was uploaded; a single byte range is served as such.
   *
   * @param {string} packageId
   * @param {{ "revision"?: number }} [query]
   * @returns {Promise<Response>}
   */
  downloadPackage(packageId, query = {}) {
    return this.download("GET", `/api/v1/packages/${at(packageId)}/download`, { query });
  }

  /**
   * Launch a package.
   *
   * Begins a session (201), or goes on with the one of this `session_id` (200). Ask for the link
   * when the learner presses Play, and open it as it is. Nothing is recorded in the modes `browse`
   * and `review`.
   *
   * @param {string} packageId
   * @param {import("./types.js").LaunchPackageRequest} body
   * @returns {Promise<import("./types.js").PackageLaunchResponse>}
   */
  launchPackage(packageId, body) {
    return this.call("POST", `/api/v1/packages/${at(packageId)}/launch`, { body });
  }

  /**
   * Read how far a migration has come.
   *
   * Read how far a migration has come.
   *
   * @param {string} packageId
   * @param {string} migrationId
   * @returns {Promise<import("./types.js").PackageMigration>}
   */
  readMigration(packageId, migrationId) {
    return this.call("GET", `/api/v1/packages/${at(packageId)}/migrations/${at(migrationId)}`);
  }

  /**
   * Preview a package.
   *
   * A link to try a course, of any revision, that leaves nothing behind: its session is in no list,
   * report or event, counts for no quota, and is removed a day after it expires.
   *
   * @param {string} packageId
   * @param {import("./types.js").PreviewPackageRequest} body
   * @returns {Promise<import("./types.js").PackageLaunchResponse>}
   */
  previewPackage(packageId, body) {
    return this.call("POST", `/api/v1/packages/${at(packageId)}/preview`, { body });
  }

  /**
   * Read the validation report.
   *
   * What is worth knowing about the course: faults, what was repaired on the way in, and advice.
   *
   * @param {string} packageId
   * @param {{ "revision"?: number }} [query]
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
   * @returns {Promise<import("./types.js").PackageVersions>}
   */
  listVersions(packageId) {
    return this.call("GET", `/api/v1/packages/${at(packageId)}/versions`);
  }

  /**
   * Make a revision the current one.
   *
   * An earlier one as well as a later one: new sessions and dispatches play it at once. Sessions
   * stay on the revision they have, unless `migrate_sessions` is true; then `migration` tells how
   * far that has come.
   *
   * @param {string} packageId
   * @param {string} revision
   * @param {import("./types.js").ActivateVersion} body
   * @returns {Promise<import("./types.js").VersionActivated>}
   */
  activateVersion(packageId, revision, body) {
    return this.call("POST", `/api/v1/packages/${at(packageId)}/versions/${at(revision)}/activate`, { body });
  }

  /**
   * Foresee what moving sessions would mean.
   *
   * For every session on another revision: whether all parts that it has data of have a place in
   * this one. Changes nothing.
   *
   * @param {string} packageId
   * @param {string} revision
   * @returns {Promise<import("./types.js").VersionForecast>}
   */
  forecastVersion(packageId, revision) {
    return this.call("GET", `/api/v1/packages/${at(packageId)}/versions/${at(revision)}/forecast`);
  }

  /**
   * Move sessions to a revision.
   *
   * Up to a few hundred at once, with 200; more of them in the background, with 202. Read the
   * migration again to see how far it is. A session whose course is open is moved at its next
   * launch.
   *
   * @param {string} packageId
   * @param {string} revision
   * @param {import("./types.js").MigrateSessions} body
   * @returns {Promise<import("./types.js").PackageMigration>}
   */
  migrateSessions(packageId, revision, body) {
    return this.call("POST", `/api/v1/packages/${at(packageId)}/versions/${at(revision)}/migrate`, { body });
  }

  /**
   * Report by dispatch.
   *
   * What came of the sessions that began in the period through a dispatch.
   *
   * @param {{ "page"?: number, "limit"?: number, "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string }} [query]
   * @returns {Promise<import("./types.js").DispatchesReport>}
   */
  reportDispatches(query = {}) {
    return this.call("GET", `/api/v1/reports/dispatches`, { query });
  }

  /**
   * Report by dispatch.
   *
   * What came of the sessions that began in the period through a dispatch.
   *
   * @param {{ "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string, "bom"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  reportDispatchesAsCsv(query = {}) {
    return this.download("GET", `/api/v1/reports/dispatches`, { query: { ...query, format: "csv" } });
  }

  /**
   * Report on questions.
   *
   * What learners answered to each question of the courses, over all attempts of the sessions begun
   * in the period, and how often they were right. With `detail` every answer on its own.
   *
   * @param {{ "page"?: number, "limit"?: number, "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string, "detail"?: boolean }} [query]
   * @returns {Promise<import("./types.js").InteractionsReport>}
   */
  reportInteractions(query = {}) {
    return this.call("GET", `/api/v1/reports/interactions`, { query });
  }

  /**
   * Report on questions.
   *
   * What learners answered to each question of the courses, over all attempts of the sessions begun
   * in the period, and how often they were right. With `detail` every answer on its own.
   *
   * @param {{ "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string, "bom"?: boolean, "detail"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  reportInteractionsAsCsv(query = {}) {
    return this.download("GET", `/api/v1/reports/interactions`, { query: { ...query, format: "csv" } });
  }

  /**
   * Report by learner.
   *
   * What came of the sessions begun in the period.
   *
   * @param {{ "page"?: number, "limit"?: number, "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string }} [query]
   * @returns {Promise<import("./types.js").LearnersReport>}
   */
  reportLearners(query = {}) {
    return this.call("GET", `/api/v1/reports/learners`, { query });
  }

  /**
   * Report by learner.
   *
   * What came of the sessions begun in the period.
   *
   * @param {{ "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string, "bom"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  reportLearnersAsCsv(query = {}) {
    return this.download("GET", `/api/v1/reports/learners`, { query: { ...query, format: "csv" } });
  }

  /**
   * Report by package.
   *
   * What came of the sessions begun in the period.
   *
   * @param {{ "page"?: number, "limit"?: number, "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string }} [query]
   * @returns {Promise<import("./types.js").PackagesReport>}
   */
  reportPackages(query = {}) {
    return this.call("GET", `/api/v1/reports/packages`, { query });
  }

  /**
   * Report by package.
   *
   * What came of the sessions begun in the period.
   *
   * @param {{ "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string, "bom"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  reportPackagesAsCsv(query = {}) {
    return this.download("GET", `/api/v1/reports/packages`, { query: { ...query, format: "csv" } });
  }

  /**
   * Report session by session.
   *
   * Those begun in the period, newest first.
   *
   * @param {{ "page"?: number, "limit"?: number, "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string }} [query]
   * @returns {Promise<import("./types.js").SessionsReport>}
   */
  reportSessions(query = {}) {
    return this.call("GET", `/api/v1/reports/sessions`, { query });
  }

  /**
   * Report session by session.
   *
   * Those begun in the period, newest first.
   *
   * @param {{ "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string, "bom"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  reportSessionsAsCsv(query = {}) {
    return this.download("GET", `/api/v1/reports/sessions`, { query: { ...query, format: "csv" } });
  }

  /**
   * Report in a few figures.
   *
   * Over all sessions begun in the period, whatever came of them later; by day and by package. As
   * CSV: the days.
   *
   * @param {{ "page"?: number, "limit"?: number, "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string }} [query]
   * @returns {Promise<import("./types.js").SummaryReport>}
   */
  reportSummary(query = {}) {
    return this.call("GET", `/api/v1/reports/summary`, { query });
  }

  /**
   * Report in a few figures.
   *
   * Over all sessions begun in the period, whatever came of them later; by day and by package. As
   * CSV: the days.
   *
   * @param {{ "from"?: string, "to"?: string, "package_id"?: string, "dispatch_id"?: string, "user_id"?: string, "bom"?: boolean }} [query]
   * @returns {Promise<Response>}
   */
  reportSummaryAsCsv(query = {}) {
    return this.download("GET", `/api/v1/reports/summary`, { query: { ...query, format: "csv" } });
  }

  /**
   * Create a session.
   *
   * Without launching it: for assigning courses ahead of time, and for moving records here from
   * another system. An `initial_state` is checked by the edition of the package, and the next
   * launch goes on exactly there. A `session_id` that exists is answered as it is (200) for the
   * same package and learner, and refused for others.
   *
   * @param {import("./types.js").CreateSessionRequest} body
   * @returns {Promise<import("./types.js").Session>}
   */
  createSession(body) {
    return this.call("POST", `/api/v1/sessions`, { body });
  }

  /**
   * List sessions.
   *
   * Newest first unless sorted otherwise; filters are combined. A page past the end is empty.
   *
   * @param {{ "page"?: number, "limit"?: number, "package_id"?: string, "user_id"?: string, "completion_status"?: "completed" | "incomplete" | "not attempted" | "not_attempted", "success_status"?: "failed" | "passed" | "unknown", "status"?: "active" | "expired" | "terminated", "package_revision"?: number, "dispatch_id"?: string, "updated_since"?: string, "created_from"?: string, "created_to"?: string, "search"?: string, "sort"?: "created_at" | "updated_at" | "completed_at" | "launched_at" | "score" | "time_spent_seconds" | "user_id" | "-created_at" | "-updated_at" | "-completed_at" | "-launched_at" | "-score" | "-time_spent_seconds" | "-user_id", "order"?: "asc" | "desc", "fields"?: string }} [query]
   * @returns {Promise<import("./types.js").SessionList>}
   */
  listSessions(query = {}) {
    return this.call("GET", `/api/v1/sessions`, { query });
  }

  /**
   * Read many sessions.
   *
   * In the order of the ids, each once, as they look in the list.
   *
   * @param {import("./types.js").SessionBatchRequest} body
   * @returns {Promise<import("./types.js").SessionBatch>}
   */
  readSessions(body) {
    return this.call("POST", `/api/v1/sessions/batch`, { body });
  }

  /**
   * Launch with a token of your own.
   *
   * For systems that sign their users in with JWTs: the token's `sub` is the learner, `name` and
   * `email` are taken over. Which secret or keys it is checked with is a setting of the tenant. A
   * token with a `jti` is accepted once. Without a `session_id`, the learner goes on with the
   * latest session of this package that is not completed.
   *
   * @param {import("./types.js").ExternalLaunchRequest} body
   * @returns {Promise<import("./types.js").PackageLaunchResponse>}
   */
  launchExternal(body) {
    return this.call("POST", `/api/v1/sessions/external`, { body });
  }

  /**
   * Import many sessions.
   *
   * Each is created by itself or not at all, and the answer says which. Send the same request
   * again after a failure: what is there already stays as it is.
   *
   * @param {import("./types.js").ImportSessionsRequest} body
   * @returns {Promise<import("./types.js").ImportSessionsResponse>}
   */
  importSessions(body) {
    return this.call("POST", `/api/v1/sessions/import`, { body });
  }

  /**
   * Delete a session.
   *
   * With everything that was recorded in it. A window that has it open can store nothing more.
   *
   * @param {string} sessionId
   * @returns {Promise<import("./types.js").SessionDeleted>}
   */
  deleteSession(sessionId) {
    return this.call("DELETE", `/api/v1/sessions/${at(sessionId)}`);
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
   * read again. Without either, the last write wins, unless the workspace's `require_version` asks
   * for one.
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
   * List attempts.
   *
   * All attempts of a learner side by side, the present one first, with the results of their
   * activities.
   *
   * @param {string} sessionId
   * @param {{ "page"?: number, "limit"?: number }} [query]
   * @returns {Promise<import("./types.js").AttemptList>}
   */
  listAttempts(sessionId, query = {}) {
    return this.call("GET", `/api/v1/sessions/${at(sessionId)}/attempts`, { query });
  }

  /**
   * Begin a new attempt.
   *
   * The result so far is kept beside it (201). Where nothing has come of the present attempt yet,
   * there is nothing to replace (200). While a learner has the course open, this needs `force`.
   *
   * @param {string} sessionId
   * @param {import("./types.js").StartAttemptRequest} body
   * @returns {Promise<import("./types.js").AttemptDetail>}
   */
  startAttempt(sessionId, body) {
    return this.call("POST", `/api/v1/sessions/${at(sessionId)}/attempts`, { body });
  }

  /**
   * Read an attempt.
   *
   * With the data that the course stored in it.
   *
   * @param {string} sessionId
   * @param {string} attempt
   * @returns {Promise<import("./types.js").AttemptDetail>}
   */
  readAttempt(sessionId, attempt) {
    return this.call("GET", `/api/v1/sessions/${at(sessionId)}/attempts/${at(attempt)}`);
  }

  /**
   * Read what a course stored, and when.
   *
   * Every commit with its elements and values, newest first: what support needs to say what
   * happened. Changes through the API are in the tenant's audit log.
   *
   * @param {string} sessionId
   * @param {{ "page"?: number, "limit"?: number, "calls"?: boolean }} [query]
   * @returns {Promise<import("./types.js").SessionHistory>}
   */
  readHistory(sessionId, query = {}) {
    return this.call("GET", `/api/v1/sessions/${at(sessionId)}/history`, { query });
  }

  /**
   * List the launches of a session.
   *
   * When the player was opened, for how long, and how it ended; newest first.
   *
   * @param {string} sessionId
   * @param {{ "page"?: number, "limit"?: number }} [query]
   * @returns {Promise<import("./types.js").SessionLaunchList>}
   */
  listLaunches(sessionId, query = {}) {
    return this.call("GET", `/api/v1/sessions/${at(sessionId)}/launches`, { query });
  }

  /**
   * Reactivate a session.
   *
   * One that was locked, or has expired, can be changed and launched again.
   *
   * @param {string} sessionId
   * @param {import("./types.js").SessionStepRequest} body
   * @returns {Promise<import("./types.js").SessionUpdated>}
   */
  reactivateSession(sessionId, body) {
    return this.call("POST", `/api/v1/sessions/${at(sessionId)}/reactivate`, { body });
  }

  /**
   * Reset a session.
   *
   * As if the course had never been opened: results, data and attempts are removed for good. A
   * window that has it open can store nothing more.
   *
   * @param {string} sessionId
   * @param {import("./types.js").ResetSessionRequest} body
   * @returns {Promise<import("./types.js").SessionUpdated>}
   */
  resetSession(sessionId, body) {
    return this.call("POST", `/api/v1/sessions/${at(sessionId)}/reset`, { body });
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

  /**
   * Lock a session.
   *
   * Its results stay as they are: it cannot be launched, and neither a window nor an update changes
   * it, until it is reactivated.
   *
   * @param {string} sessionId
   * @param {import("./types.js").SessionStepRequest} body
   * @returns {Promise<import("./types.js").SessionUpdated>}
   */
  terminateSession(sessionId, body) {
    return this.call("POST", `/api/v1/sessions/${at(sessionId)}/terminate`, { body });
  }

  /**
   * Create a webhook.
   *
   * Without event types it asks for all of them. Keep the `secret` of this answer: it is not shown
   * again.
   *
   * @param {import("./types.js").WebhookCreate} body
   * @returns {Promise<import("./types.js").WebhookWithSecret>}
   */
  createWebhook(body) {
    return this.call("POST", `/api/v1/webhooks`, { body });
  }

  /**
   * List webhooks.
   *
   * Newest first. A page past the end is empty.
   *
   * @param {{ "page"?: number, "limit"?: number }} [query]
   * @returns {Promise<import("./types.js").WebhookList>}
   */
  listWebhooks(query = {}) {
    return this.call("GET", `/api/v1/webhooks`, { query });
  }

  /**
   * List event types.
   *
   * Everything that a webhook can ask for, each with the JSON schema of its body and an example.
   *
   * @returns {Promise<import("./types.js").EventTypes>}
   */
  listEventTypes() {
    return this.call("GET", `/api/v1/webhooks/event-types`);
  }

  /**
   * Read a webhook.
   *
   * Its secret is never shown.
   *
   * @param {string} webhookId
   * @returns {Promise<import("./types.js").Webhook>}
   */
  readWebhook(webhookId) {
    return this.call("GET", `/api/v1/webhooks/${at(webhookId)}`);
  }

  /**
   * Replace a webhook.
   *
   * What is left out gets the value that a new webhook would have; only the secret stays.
   *
   * @param {string} webhookId
   * @param {import("./types.js").WebhookReplace} body
   * @returns {Promise<import("./types.js").Webhook>}
   */
  replaceWebhook(webhookId, body) {
    return this.call("PUT", `/api/v1/webhooks/${at(webhookId)}`, { body });
  }

  /**
   * Change a webhook.
   *
   * Switch it off with `active`, for instance.
   *
   * @param {string} webhookId
   * @param {import("./types.js").WebhookUpdate} body
   * @returns {Promise<import("./types.js").Webhook>}
   */
  updateWebhook(webhookId, body) {
    return this.call("PATCH", `/api/v1/webhooks/${at(webhookId)}`, { body });
  }

  /**
   * Delete a webhook.
   *
   * Delete a webhook.
   *
   * @param {string} webhookId
   * @returns {Promise<import("./types.js").WebhookDeleted>}
   */
  deleteWebhook(webhookId) {
    return this.call("DELETE", `/api/v1/webhooks/${at(webhookId)}`);
  }

  /**
   * Rotate the secret of a webhook.
   *
   * The old secret counts beside the new one until `previous_secret_valid_until`, so that
   * receivers can change over.
   *
   * @param {string} webhookId
   * @param {import("./types.js").SecretRotation} body
   * @returns {Promise<import("./types.js").WebhookWithSecret>}
   */
  rotateWebhookSecret(webhookId, body) {
    return this.call("POST", `/api/v1/webhooks/${at(webhookId)}/rotate-secret`, { body });
  }
}
