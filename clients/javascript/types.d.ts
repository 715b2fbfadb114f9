/** The structures of the API. Generated from the OpenAPI document by `make clients`; change that instead. */

/** The upload to give up. */
export interface AbortRequest {
  "upload_id": string;
  "tenant_id"?: string | null;
}

/** What the other system took last. */
export interface AcceptedResult {
  "completion_status": string;
  "success_status": string;
  "score": ResultScore;
  "progress": number | null;
  "attempt": number;
  "version": number;
  "at": string | null;
}

/** Whether sessions come along; else they stay on the revision they have. */
export interface ActivateVersion {
  "migrate_sessions"?: boolean;
  "tenant_id"?: string | null;
}

/** An objective of an activity; what is not known is null. */
export interface ActivityObjective {
  "id": string;
  "primary": boolean;
  "satisfied": boolean | null;
  "measure": number | null;
  "completed": boolean | null;
  "progress": number | null;
  "globals": Array<ObjectiveLink>;
}

/** What came of one part of the course; of a block, by roll-up. */
export interface ActivityResult {
  "id": string;
  "title": string;
  "level": number;
  "parent": string | null;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
  "attempts": number;
  "time_spent_seconds": number;
  "current": boolean;
}

/** What one activity has recorded. */
export interface ActivityState {
  "cmi_data"?: Record<string, unknown>;
}

/** A key to be made for a tenant. */
export interface AdminApiKeyCreate {
  "name": string;
  "scopes": Array<ScopeGiven>;
  "tenant_id"?: string | null;
  "expires_in_days"?: number | null;
}

/** A customer's workspace. */
export interface AdminTenant {
  "id": string;
  "tenant_id": string;
  "name": string;
  "status": TenantStatus;
  "plan": string;
  "created_at": string;
}

/** One answer of one learner. */
export interface AnswerRow {
  "session_id": string;
  "user_id": string;
  "learner_name": string;
  "package_id": string;
  "package_title": string;
  "attempt": number;
  "activity_id": string;
  "activity_title": string;
  "interaction_id": string;
  "type": string;
  "description": string;
  "objectives": Array<string>;
  "learner_response": string;
  "correct_responses": Array<string>;
  "result": string;
  "weighting": number | null;
  "latency_seconds": number | null;
  "timestamp": string;
  "recorded_at": string;
}

/** A key, by what may be told of it. */
export interface ApiKey {
  "id": string;
  "key_prefix": string;
  "tenant_id": string;
  "name": string;
  "scopes": Array<Scope>;
  "status": "active" | "expired" | "revoked";
  "replaced_by": string | null;
  "expires_at": string | null;
  "revoked_at": string | null;
  "last_used_at": string | null;
  "created_at": string;
}

/** A key to be made. */
export interface ApiKeyCreate {
  "name": string;
  "scopes": Array<ScopeGiven>;
  "expires_in_days"?: number | null;
}

/** A new key, shown this once. */
export interface ApiKeyCreated {
  "id": string;
  "key": string;
  "key_prefix": string;
  "tenant_id": string;
  "name": string;
  "scopes": Array<Scope>;
  "expires_at": string | null;
  "created_at": string;
}

/** Keys, newest first. */
export interface ApiKeyList {
  "api_keys": Array<ApiKey>;
  "count": number;
  "pagination": Pagination;
}

/** The key is refused from now on. */
export interface ApiKeyRevoked {
  "api_key_id": string;
  "revoked_at": string;
  "success": boolean;
}

/** A new key, shown this once, and until when the old one works. */
export interface ApiKeyRotated {
  "id": string;
  "key": string;
  "key_prefix": string;
  "tenant_id": string;
  "name": string;
  "scopes": Array<Scope>;
  "expires_at": string | null;
  "created_at": string;
  "replaces": string;
  "old_key_ends_at": string;
}

/** How long the old key goes on. */
export interface ApiKeyRotation {
  "overlap_hours"?: number;
}

/** What to change; what is left out stays as it is. */
export interface ApiKeyUpdate {
  "name"?: string;
  "scopes"?: Array<ScopeGiven>;
}

/** An attempt with the data that the course stored in it. */
export interface AttemptDetail {
  "number": number;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
  "time_spent_seconds": number;
  "started_at": string | null;
  "ended_at": string | null;
  "current": boolean;
  "package_revision": number;
  "runs": Array<AttemptResult>;
  "activities": Array<ActivityResult>;
  "cmi_data": Record<string, string>;
  "activity_data": Record<string, Record<string, string>>;
  "objectives": Array<ObjectiveResult>;
  "interactions": Array<InteractionResult>;
}

/** Attempts, the present one first. */
export interface AttemptList {
  "attempts": Array<AttemptSummary>;
  "pagination": Pagination;
}

/** What came of an attempt, or of one run through the course within it. */
export interface AttemptResult {
  "number": number;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
  "time_spent_seconds": number;
  "started_at": string | null;
  "ended_at": string | null;
}

/** An attempt; of those that are over, as they were when the next one began. */
export interface AttemptSummary {
  "number": number;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
  "time_spent_seconds": number;
  "started_at": string | null;
  "ended_at": string | null;
  "current": boolean;
  "package_revision": number;
  "runs": Array<AttemptResult>;
  "activities": Array<ActivityResult>;
}

/** Who did it. */
export interface AuditActor {
  "kind": "key" | "operator" | "system" | "user";
  "id": string;
  "name": string;
}

/** One thing that was done. */
export interface AuditEntry {
  "seq": number;
  "at": string;
  "action": string;
  "target": string;
  "facts": Record<string, unknown>;
  "actor": AuditActor;
  "address": string;
  "request_id": string;
  "previous_hash": string;
  "hash": string;
}

/** Entries, newest first. */
export interface AuditList {
  "entries": Array<AuditEntry>;
  "count": number;
  "pagination": Pagination;
}

/** Whether the record is whole. */
export interface AuditVerification {
  "holds": boolean;
  "entries": number;
  "head": string;
  "broken_at": number | null;
  "problem": string | null;
}

/** Whether something can be asked for now, and if not, why. */
export interface Availability {
  "allowed": boolean;
  "reason": string | null;
  "code": string | null;
  "activity": string | null;
  "ends": boolean;
}

/** The tenant that the caller works for. */
export interface CallersTenant {
  "id": string;
  "name": string;
  "status": TenantStatus;
}

/** The key that asks. */
export interface CallingKey {
  "id": string;
  "name": string;
}

/** Whether what goes beyond the limit is refused, or only told of. */
export type CapMode = "hard" | "soft";

/** Whether what goes beyond the limit is refused, or only told of. */
export type CapModeGiven = "hard" | "soft";

/** All parts, in any order. */
export interface CompleteRequest {
  "upload_id": string;
  "parts": Array<CompletedPart>;
  "tenant_id"?: string | null;
}

/** A part, and the ETag that its PUT answered. */
export interface CompletedPart {
  "part_number": number;
  "etag": string;
}

/** How one may move inside a block. */
export interface ControlModes {
  "choice": boolean;
  "choice_exit": boolean;
  "flow": boolean;
  "forward_only": boolean;
}

/** What is counted one by one. */
export interface CountedUsage {
  "used": number;
  "limit": number | null;
  "mode": CapMode | null;
  "percent": number | null;
}

/** A dispatch, and the package that it hands out. */
export interface CreateDispatchRequest {
  "dispatch_name"?: string | null;
  "label"?: string | null;
  "client_name"?: string | null;
  "destination"?: string | null;
  "registration_limit"?: number | null;
  "license_limit"?: number | null;
  "track_licenses"?: boolean;
  "expires_in_hours"?: number | null;
  "expires_at"?: string | null;
  "allowed_domains"?: Array<string>;
  "password"?: string | null;
  "package_revision"?: number | null;
  "scorm_version"?: "1.2" | "2004" | "2004 3rd Edition" | "2004 4th Edition";
  "window"?: "frame" | "popup";
  "identity"?: "asserted" | "bound";
  "retake"?: "new_attempt" | "review";
  "hides_learners"?: boolean;
  "accepts_new_learners"?: boolean;
  "tenant_id"?: string | null;
  "package_id": string;
}

/** A dispatch of the package that the address names. */
export interface CreatePackageDispatchRequest {
  "dispatch_name"?: string | null;
  "label"?: string | null;
  "client_name"?: string | null;
  "destination"?: string | null;
  "registration_limit"?: number | null;
  "license_limit"?: number | null;
  "track_licenses"?: boolean;
  "expires_in_hours"?: number | null;
  "expires_at"?: string | null;
  "allowed_domains"?: Array<string>;
  "password"?: string | null;
  "package_revision"?: number | null;
  "scorm_version"?: "1.2" | "2004" | "2004 3rd Edition" | "2004 4th Edition";
  "window"?: "frame" | "popup";
  "identity"?: "asserted" | "bound";
  "retake"?: "new_attempt" | "review";
  "hides_learners"?: boolean;
  "accepts_new_learners"?: boolean;
  "tenant_id"?: string | null;
}

/** Whose record of which package shall be there. */
export interface CreateSessionRequest {
  "package_id": string;
  "user_id"?: string | null;
  "session_id"?: string | null;
  "learner"?: GivenLearner | null;
  "learner_name"?: string | null;
  "learner_email"?: string | null;
  "registration"?: string | null;
  "revision"?: number | null;
  "initial_state"?: InitialState | null;
  "tenant_id"?: string | null;
}

/** Sessions of the report that began, were opened and were completed on one day (UTC). */
export interface DayRow {
  "date": string;
  "sessions": number;
  "launches": number;
  "completed": number;
}

/** A package handed to another system: as a link, or as a shell package for an LMS. */
export interface Dispatch {
  "id": string;
  "dispatch_id": string;
  "tenant_id": string;
  "package_id": string;
  "packageId": string;
  "package_revision": number | null;
  "dispatch_name": string;
  "label": string;
  "client_name": string | null;
  "destination": string | null;
  "registration_limit": number | null;
  "registration_count": number;
  "license_limit": number | null;
  "license_count": number;
  "track_licenses": boolean;
  "allowed_domains": Array<string>;
  "has_password": boolean;
  "expires_at": string | null;
  "status": "active" | "exhausted" | "expired" | "paused" | "revoked";
  "accepts_new_learners": boolean;
  "scorm_version": "1.2" | "2004";
  "edition": "1.2" | "2004 3rd Edition" | "2004 4th Edition";
  "window": "frame" | "popup";
  "identity": "asserted" | "bound";
  "retake": "new_attempt" | "review";
  "hides_learners": boolean;
  "token": string;
  "launch_url": string;
  "launchUrl": string;
  "zip_status": "failed" | "none" | "queued" | "ready";
  "zip_url": string;
  "revoked_at": string | null;
  "created_at": string;
  "updated_at": string;
}

/** What was opened and completed on one day (UTC). */
export interface DispatchDay {
  "date": string;
  "launches": number;
  "completions": number;
}

/** What to put into a page, and a link that tries it out. */
export interface DispatchEmbed {
  "dispatch_id": string;
  "launch_url": string;
  "embed_html": string;
  "test_url": string;
}

/** Dispatches, newest first unless sorted otherwise. */
export interface DispatchList {
  "dispatches": Array<ListedDispatch>;
  "count": number;
  "pagination": Pagination;
}

/** The shell package is built in the background. */
export interface DispatchQueued {
  "dispatch_id": string;
  "success": boolean;
  "message": string;
}

/** Registrations begin at 0 again. */
export interface DispatchRenewed {
  "dispatch_id": string;
  "registration_count": number;
  "license_count": number;
}

/** The dispatch. */
export interface DispatchResponse {
  "dispatch": Dispatch;
}

/** How many sessions' results have come how far; see the registrations of the dispatch. */
export interface DispatchResults {
  "accepted": number;
  "pending": number;
  "refused": number;
  "none": number;
}

/** The dispatch opens nothing any more. */
export interface DispatchRevoked {
  "dispatch_id": string;
  "status": "revoked";
}

/** What came of the sessions of one dispatch. */
export interface DispatchRow {
  "dispatch_id": string;
  "dispatch_name": string;
  "client_name": string | null;
  "destination": string | null;
  "package_id": string;
  "package_title": string;
  "sessions": number;
  "learners": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "completion_rate": number | null;
  "pass_rate": number | null;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "results_accepted": number;
  "results_pending": number;
  "results_refused": number;
  "results_none": number;
  "first_activity_at": string | null;
  "last_activity_at": string | null;
}

/** What has come of the sessions of a dispatch that began in the period. */
export interface DispatchStats {
  "dispatch_id": string;
  "sessions": number;
  "learners": number;
  "launches": number;
  "registrations": number;
  "licenses_used": number;
  "completions": number;
  "passed": number;
  "failed": number;
  "completion_rate": number | null;
  "pass_rate": number | null;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "last_activity_at": string | null;
  "results": DispatchResults;
  "by_day": Array<DispatchDay>;
}

/** What to change; null clears a field, and what is left out stays as it is. */
export interface DispatchUpdate {
  "dispatch_name"?: string | null;
  "label"?: string | null;
  "client_name"?: string | null;
  "destination"?: string | null;
  "registration_limit"?: number | null;
  "license_limit"?: number | null;
  "track_licenses"?: boolean;
  "expires_in_hours"?: number | null;
  "expires_at"?: string | null;
  "allowed_domains"?: Array<string>;
  "password"?: string | null;
  "package_revision"?: number | null;
  "scorm_version"?: "1.2" | "2004" | "2004 3rd Edition" | "2004 4th Edition";
  "window"?: "frame" | "popup";
  "identity"?: "asserted" | "bound";
  "retake"?: "new_attempt" | "review";
  "hides_learners"?: boolean;
  "accepts_new_learners"?: boolean;
  "tenant_id"?: string | null;
  "status"?: "active" | "paused";
}

/** By dispatch; the totals are over all sessions, dispatched or not. */
export interface DispatchesReport {
  "report": "dispatches";
  "period": ReportPeriod;
  "rows": Array<DispatchRow>;
  "totals": ReportTotals;
  "pagination": Pagination;
}

/** How far an erasure has come. */
export interface Erasure {
  "id": string;
  "erasure_id": string;
  "status": "completed" | "failed" | "queued" | "running";
  "counts": Record<string, number>;
  "problem": string | null;
  "requested_at": string;
  "started_at": string | null;
  "completed_at": string | null;
}

/** Who asked for it. */
export interface ErasureActor {
  "kind": string;
  "id": string;
  "name": string;
}

/** That a learner's record was removed, without saying whose. */
export interface ErasureCertificate {
  "erasure_id": string;
  "tenant_id": string;
  "subject": ErasureSubject;
  "removed": Record<string, number>;
  "made_nameless": Record<string, number>;
  "requested_by": ErasureActor;
  "requested_at": string;
  "started_at": string;
  "completed_at": string;
  "signature": ErasureSignature;
}

/** The key that verifies the signature, as a JSON Web Key. */
export interface ErasureKey {
  "kty": "OKP";
  "crv": "Ed25519";
  "alg": "EdDSA";
  "x": string;
}

/** Erasures, newest first. */
export interface ErasureList {
  "erasures": Array<Erasure>;
  "pagination": Pagination;
}

/** The erasure will be done in the background. */
export interface ErasureQueued {
  "erasure_id": string;
  "status": "completed" | "failed" | "queued" | "running";
}

/** The certificate once more, signed: its payload is all the other fields. */
export interface ErasureSignature {
  "jws": string;
  "public_key": ErasureKey;
}

/** Whose record it was: compute the HMAC of a learner's id in UTF-8, and compare. */
export interface ErasureSubject {
  "algorithm": "HMAC-SHA256";
  "key": string;
  "digest": string;
}

/** ErrorFormat */
export type ErrorFormat = "flat" | "nested";

/** ErrorFormatGiven */
export type ErrorFormatGiven = "flat" | "nested";

/** A kind of event, with the shape of its body. */
export interface EventType {
  "name": string;
  "description": string;
  "aliases": Array<string>;
  "schema": Record<string, unknown>;
  "example": Record<string, unknown>;
}

/** Everything that a webhook can ask for. */
export interface EventTypes {
  "event_types": Array<EventType>;
  "count": number;
}

/** How tokens of your own are checked. */
export interface ExternalJwtSettings {
  "issuer": string;
  "audience": string;
  "has_secret": boolean;
  "jwks_url": string | null;
  "jwks": Record<string, unknown> | null;
}

/** How tokens of your own are checked: by exactly one of secret, jwks_url and jwks. */
export interface ExternalJwtUpdate {
  "issuer": string;
  "audience": string;
  "secret"?: string | null;
  "jwks_url"?: string | null;
  "jwks"?: Record<string, unknown> | null;
}

/** A token of your own sign-in, and what its owner shall open. */
export interface ExternalLaunchRequest {
  "token": string;
  "package_id": string;
  "session_id"?: string | null;
  "launch_token_ttl_seconds"?: number | null;
  "return_url"?: string | null;
  "allowed_domains"?: Array<string>;
  "window"?: "frame" | "popup";
  "tenant_id"?: string | null;
}

/** Something worth knowing about an uploaded course. */
export interface Finding {
  "severity": "error" | "info" | "repair" | "warning";
  "rule": string;
  "message": string;
  "advice": string;
  "file": string | null;
  "line": number | null;
}

/** How many sessions would fare how. */
export interface ForecastCounts {
  "keeps": number;
  "loses": number;
  "starts_over": number;
}

/** What would become of one session. */
export interface ForecastSession {
  "session_id": string;
  "revision": number;
  "fate": "keeps" | "loses" | "starts_over";
  "loses": Array<string>;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "running": boolean;
}

/** A learner; ``name`` counts more than its parts. */
export interface GivenLearner {
  "id"?: string | null;
  "name"?: string | null;
  "first_name"?: string | null;
  "last_name"?: string | null;
  "email"?: string | null;
}

/** What activities share through their maps; what is not known is null. */
export interface GlobalObjective {
  "id": string;
  "satisfied": boolean | null;
  "measure": number | null;
  "raw": number | null;
  "min": number | null;
  "max": number | null;
  "completed": boolean | null;
  "progress": number | null;
}

/** The state of the service. */
export interface Health {
  "status": "healthy" | "unhealthy";
  "service": "scorm-api";
  "version": string;
  "timestamp": string;
  "checks": HealthChecks;
  "auth"?: HealthAuth;
}

/** What became of the key that came with the request. */
export interface HealthAuth {
  "provided": boolean;
  "valid": boolean;
}

/** What works; isolation tells whether every learner's course has an origin of its own. Without rate_limits nothing is limited for now: the store that several processes count in does not answer. */
export interface HealthChecks {
  "database": boolean;
  "storage": boolean;
  "queue": boolean;
  "isolation": boolean;
  "rate_limits": boolean;
}

/** An element that the course set. */
export interface HistoryChange {
  "element": string;
  "value": string | null;
  "length": number;
  "error": number | null;
}

/** What the course stored at one moment. */
export interface HistoryEntry {
  "at": string;
  "launch_id": string;
  "seq": number;
  "attempt": number | null;
  "mode": string;
  "activity_id": string;
  "late": boolean;
  "version": number;
  "changes": Array<HistoryChange>;
  "calls": Array<unknown> | null;
}

/** Who asks: a user or a key, for which tenant, and what that one may do. */
export interface Identity {
  "user": SignedInUser | null;
  "api_key": CallingKey | null;
  "tenant": CallersTenant;
  "scopes": Array<Scope>;
  "csrf_token": string | null;
}

/** What the OpenID provider says of you. */
export interface IdentityToken {
  "token": string;
  "tenant_id"?: string | null;
}

/** Why a session was refused. */
export interface ImportProblem {
  "code": string;
  "message": string;
  "details": Record<string, unknown>;
}

/** A ZIP to fetch, and what to make of it. */
export interface ImportRequest {
  "url": string;
  "package_id"?: string | null;
  "uploaded_by"?: string | null;
  "original_filename"?: string | null;
  "strict"?: boolean;
  "force_sessions_to_latest"?: boolean;
  "tenant_id"?: string | null;
}

/** Up to a hundred sessions, each as one would be created by itself. */
export interface ImportSessionsRequest {
  "sessions": Array<Record<string, unknown>>;
  "tenant_id"?: string | null;
}

/** What became of each. */
export interface ImportSessionsResponse {
  "results": Array<ImportedSession>;
  "created": number;
  "existing": number;
  "refused": number;
}

/** What became of one of them; index is its place in the request, from 0. */
export interface ImportedSession {
  "index": number;
  "status": "created" | "existing" | "refused";
  "session_id": string | null;
  "version": number | null;
  "error": ImportProblem | null;
}

/** What the learner has done in another system; the next launch goes on exactly there. */
export interface InitialState {
  "cmi_data"?: Record<string, unknown> | null;
  "activities"?: Record<string, ActivityState> | null;
  "current"?: string | null;
  "completion_status"?: "completed" | "incomplete" | "not attempted" | "not_attempted" | null;
  "success_status"?: "failed" | "passed" | "unknown" | null;
  "score"?: ScoreGiven | null;
  "progress_measure"?: number | null;
  "time_spent_seconds"?: number | null;
  "attempts"?: number;
  "suspend_data"?: string | null;
  "location"?: string | null;
  "launched_at"?: string | null;
  "completed_at"?: string | null;
  "created_at"?: string | null;
}

/** A question as it was answered; SCORM 1.2 reads in the words of SCORM 2004. */
export interface InteractionResult {
  "activity_id": string;
  "id": string;
  "type": string;
  "objectives": Array<string>;
  "timestamp": string;
  "correct_responses": Array<string>;
  "weighting": number | null;
  "learner_response": string;
  "result": string;
  "latency": string;
  "description": string;
}

/** The figures over all answers of the report. */
export interface InteractionTotals {
  "questions": number;
  "answered": number;
  "correct": number;
  "incorrect": number;
  "unanticipated": number;
  "neutral": number;
  "percent_correct": number | null;
}

/** By question; with `detail` answer by answer instead. */
export interface InteractionsReport {
  "report": "interactions";
  "period": ReportPeriod;
  "rows": Array<QuestionRow>;
  "answers": Array<AnswerRow>;
  "totals": InteractionTotals;
  "pagination": Pagination;
}

/** Who shall open the course, and how. */
export interface LaunchPackageRequest {
  "user_id"?: string | null;
  "session_id"?: string | null;
  "learner"?: GivenLearner | null;
  "learner_name"?: string | null;
  "learner_email"?: string | null;
  "launch_token_ttl_seconds"?: number | null;
  "return_url"?: string | null;
  "allowed_domains"?: Array<string>;
  "mode"?: "browse" | "normal" | "review";
  "window"?: "frame" | "popup";
  "registration"?: string | null;
  "new_attempt"?: boolean;
  "tenant_id"?: string | null;
}

/** A person as you name them, with what they did in each package. */
export interface LearnerDetail {
  "user_id": string;
  "name": string;
  "email": string;
  "sessions": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "first_activity_at": string;
  "last_activity_at": string;
  "packages": Array<LearnerPackage>;
}

/** Learners. */
export interface LearnerList {
  "learners": Array<LearnerSummary>;
  "pagination": Pagination;
}

/** What came of a learner's sessions of one package. */
export interface LearnerPackage {
  "package_id": string;
  "package_title": string;
  "sessions": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "last_activity_at": string;
}

/** What came of the sessions of one learner. */
export interface LearnerRow {
  "user_id": string;
  "learner_name": string;
  "learner_email": string;
  "sessions": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "completion_rate": number | null;
  "pass_rate": number | null;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "first_activity_at": string | null;
  "last_activity_at": string | null;
}

/** A person as you name them, over all their sessions. */
export interface LearnerSummary {
  "user_id": string;
  "name": string;
  "email": string;
  "sessions": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "first_activity_at": string;
  "last_activity_at": string;
}

/** What a learner is called from now on; what is absent stays, an empty text removes. */
export interface LearnerUpdate {
  "name"?: string | null;
  "email"?: string | null;
  "tenant_id"?: string | null;
}

/** By learner, in the order of their ids. */
export interface LearnersReport {
  "report": "learners";
  "period": ReportPeriod;
  "rows": Array<LearnerRow>;
  "totals": ReportTotals;
  "pagination": Pagination;
}

/** Every change of the counts, newest first. */
export interface Ledger {
  "entries": Array<LedgerLine>;
  "pagination": Pagination;
}

/** Who asked for it. */
export interface LedgerActor {
  "kind": string;
  "id": string;
  "name": string;
}

/** One change of the counts, or a launch that the other system did not remember. */
export interface LedgerLine {
  "id": number;
  "at": string;
  "kind": "licensed" | "registered" | "released" | "renewed" | "unbound";
  "user_id": string | null;
  "session_id": string | null;
  "actor": LedgerActor | null;
  "registrations": number;
  "licenses": number;
  "registration_count": number;
  "license_count": number;
}

/** How much of something, and what happens beyond it. */
export interface Limit {
  "limit": number;
  "mode"?: CapModeGiven;
}

/** A dispatch, without what opens it. */
export interface ListedDispatch {
  "id": string;
  "dispatch_id": string;
  "tenant_id": string;
  "package_id": string;
  "packageId": string;
  "package_revision": number | null;
  "dispatch_name": string;
  "label": string;
  "client_name": string | null;
  "destination": string | null;
  "registration_limit": number | null;
  "registration_count": number;
  "license_limit": number | null;
  "license_count": number;
  "track_licenses": boolean;
  "allowed_domains": Array<string>;
  "has_password": boolean;
  "expires_at": string | null;
  "status": "active" | "exhausted" | "expired" | "paused" | "revoked";
  "accepts_new_learners": boolean;
  "scorm_version": "1.2" | "2004";
  "edition": "1.2" | "2004 3rd Edition" | "2004 4th Edition";
  "window": "frame" | "popup";
  "identity": "asserted" | "bound";
  "retake": "new_attempt" | "review";
  "hides_learners": boolean;
  "zip_status": "failed" | "none" | "queued" | "ready";
  "zip_url": string;
  "revoked_at": string | null;
  "created_at": string;
  "updated_at": string;
}

/** A part that has no place in the other revision. */
export interface LostPart {
  "identifier": string;
  "sessions": number;
}

/** What the manifest says, in short. */
export interface ManifestSummary {
  "title": string;
  "version": "1.2" | "2004";
  "launch_url": string;
  "sco_count": number;
  "description": string | null;
  "duration": string | null;
}

/** Which sessions shall move. */
export interface MigrateSessions {
  "session_ids"?: Array<string> | null;
  "only"?: "keeps" | null;
  "tenant_id"?: string | null;
}

/** The upload and its parts are gone. */
export interface MultipartAborted {
  "success": boolean;
  "upload_id": string;
}

/** The file is whole; process its storage_path next. */
export interface MultipartCompleted {
  "success": boolean;
  "upload_id": string;
  "storage_path": string;
  "file_size_bytes": number;
  "etag": string;
  "parts": number;
}

/** The file that is about to come in parts. */
export interface MultipartRequest {
  "filename": string;
  "file_size"?: number | null;
  "part_size"?: number | null;
  "uploaded_by"?: string | null;
  "tenant_id"?: string | null;
}

/** An upload that takes parts. */
export interface MultipartUpload {
  "upload_id": string;
  "storage_path": string;
  "part_size": number;
  "total_parts": number | null;
}

/** A global objective that an objective is mapped to. */
export interface ObjectiveLink {
  "id": string;
  "reads": Array<string>;
  "writes": Array<string>;
}

/** An objective that an activity keeps a result of. */
export interface ObjectiveResult {
  "activity_id": string;
  "id": string;
  "description": string;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
}

/** A course with its current revision. While it is processed for the first time, and when that failed, there is no revision: what it would tell is null. */
export interface Package {
  "id": string;
  "package_id": string;
  "tenant_id": string;
  "title": string;
  "version": "1.2" | "2004" | null;
  "scorm_version": "1.2" | "2004" | null;
  "edition": string | null;
  "current_revision": number;
  "strict": boolean | null;
  "launch_url": string | null;
  "manifest_url": string | null;
  "storage_path": string | null;
  "file_size_bytes": number | null;
  "original_filename": string | null;
  "uploaded_by": string | null;
  "content_type": "scorm";
  "status": "failed" | "processing" | "ready";
  "error": PackageProblem | null;
  "integrity": "corrupt" | "pending" | "verified" | null;
  "corrupt_paths": Array<string>;
  "metadata": PackageMetadata | null;
  "description": string | null;
  "duration": string | null;
  "duration_seconds": number | null;
  "tags": Array<string>;
  "custom_metadata": Record<string, unknown>;
  "session_count": number | null;
  "revision_count": number | null;
  "created_at": string;
  "updated_at": string;
}

/** The package and all its sessions are gone. */
export interface PackageDeleted {
  "package_id": string;
  "success": boolean;
}

/** A package, or those of its fields that were asked for. */
export interface PackageFields {
  "id"?: string;
  "package_id"?: string;
  "tenant_id"?: string;
  "title"?: string;
  "version"?: "1.2" | "2004" | null;
  "scorm_version"?: "1.2" | "2004" | null;
  "edition"?: string | null;
  "current_revision"?: number;
  "strict"?: boolean | null;
  "launch_url"?: string | null;
  "manifest_url"?: string | null;
  "storage_path"?: string | null;
  "file_size_bytes"?: number | null;
  "original_filename"?: string | null;
  "uploaded_by"?: string | null;
  "content_type"?: "scorm";
  "status"?: "failed" | "processing" | "ready";
  "error"?: PackageProblem | null;
  "integrity"?: "corrupt" | "pending" | "verified" | null;
  "corrupt_paths"?: Array<string>;
  "metadata"?: PackageMetadata | null;
  "description"?: string | null;
  "duration"?: string | null;
  "duration_seconds"?: number | null;
  "tags"?: Array<string>;
  "custom_metadata"?: Record<string, unknown>;
  "session_count"?: number | null;
  "revision_count"?: number | null;
  "created_at"?: string;
  "updated_at"?: string;
}

/** A link that opens the course for this learner; use it as it is. */
export interface PackageLaunchResponse {
  "launch_url": string;
  "player_url": string;
  "launch_token": string;
  "package_id": string;
  "session_id": string;
  "user_id": string;
  "learner_id": string;
  "content_type": "scorm";
  "storage_backend": "local" | "s3";
  "expires_in_seconds": number;
  "expires_at": string;
  "resumed": boolean;
  "attempts": number;
  "version": number;
}

/** Packages, newest first unless sorted otherwise. */
export interface PackageList {
  "packages": Array<PackageFields>;
  "count": number;
  "pagination": Pagination;
}

/** What the manifest says. */
export interface PackageMetadata {
  "description": string | null;
  "sco_count": number;
  "identifier": string;
  "schema": string;
  "schemaversion": string;
}

/** An order to move sessions to a revision, and how far it has come. Nothing that a session has stored is lost: what has no place in the revision is set aside, and comes back with a revision that has the part again. Status, score, time and attempts stay. */
export interface PackageMigration {
  "id": string;
  "migration_id": string;
  "package_id": string;
  "revision": number;
  "status": "completed" | "queued" | "running";
  "total": number;
  "moved": number;
  "waiting": number;
  "skipped": number;
  "started_over": number;
  "lost": Array<LostPart>;
  "created_at": string;
  "updated_at": string;
  "finished_at": string | null;
}

/** Why processing failed. */
export interface PackageProblem {
  "code": string;
  "message": string;
  "details": Record<string, unknown>;
}

/** What the validation of the current revision found. */
export interface PackageReport {
  "package_id": string;
  "revision": number;
  "findings": Array<Finding>;
}

/** What came of the sessions of one package. */
export interface PackageRow {
  "package_id": string;
  "package_title": string;
  "sessions": number;
  "learners": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "completion_rate": number | null;
  "pass_rate": number | null;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "median_time_seconds": number | null;
  "last_activity_at": string | null;
  "storage_bytes": number;
}

/** What to change; null clears a field, and what is left out stays as it is. */
export interface PackageUpdate {
  "title"?: string;
  "description"?: string | null;
  "duration"?: string | null;
  "tags"?: Array<string>;
  "custom_metadata"?: Record<string, unknown>;
  "tenant_id"?: string | null;
}

/** One revision of a package. */
export interface PackageVersion {
  "revision": number;
  "version": "1.2" | "2004";
  "title": string;
  "file_size_bytes": number;
  "original_filename": string;
  "uploaded_by": string;
  "storage_path": string;
  "launch_url": string;
  "created_at": string;
  "is_current": boolean;
}

/** All revisions of a package, newest first. */
export interface PackageVersions {
  "package_id": string;
  "current_revision": number;
  "versions": Array<PackageVersion>;
  "count": number;
}

/** By package, in the order of their titles; packages without sessions are in it. */
export interface PackagesReport {
  "report": "packages";
  "period": ReportPeriod;
  "rows": Array<PackageRow>;
  "totals": ReportTotals;
  "pagination": Pagination;
}

/** Where this page stands in the whole list. */
export interface Pagination {
  "page": number;
  "limit": number;
  "total": number;
  "total_pages": number;
}

/** Where to PUT the part, with any Content-Type. The last PUT of a part counts. */
export interface PartUrl {
  "part_number": number;
  "url": string;
  "expires_in": number;
}

/** Which part is about to come. */
export interface PartUrlRequest {
  "upload_id": string;
  "part_number": number;
  "tenant_id"?: string | null;
}

/** The present password, and the next. */
export interface PasswordChange {
  "current_password": string;
  "new_password": string;
}

/** What a plan allows; what is not among its limits is unlimited. */
export interface Plan {
  "name": string;
  "label": string;
  "limits": Record<string, PlanLimit>;
  "rate_limits": Record<string, number>;
}

/** Which plan, and what the tenant has other than the plan says. */
export interface PlanAssignment {
  "plan": string;
  "limits"?: Terms | null;
}

/** How much, and whether more is refused (hard) or only told of (soft). */
export interface PlanLimit {
  "limit": number;
  "mode": CapMode;
}

/** The plans there are. */
export interface PlanList {
  "plans": Array<Plan>;
  "count": number;
}

/** What to look at, and how. */
export interface PreviewPackageRequest {
  "revision"?: number | null;
  "launch_token_ttl_seconds"?: number | null;
  "return_url"?: string | null;
  "allowed_domains"?: Array<string>;
  "window"?: "frame" | "popup";
  "tenant_id"?: string | null;
}

/** The stored upload that is to become a package, or a new revision of one. */
export interface ProcessPackageRequest {
  "storage_path": string;
  "original_filename"?: string | null;
  "uploaded_by"?: string | null;
  "package_id"?: string | null;
  "validate_only"?: boolean;
  "async"?: boolean;
  "strict"?: boolean;
  "force_sessions_to_latest"?: boolean;
  "tenant_id"?: string | null;
}

/** What processing found and made; without package when it only validated. */
export interface ProcessPackageResponse {
  "upload_id": string;
  "manifest": ManifestSummary;
  "file_size_bytes": number;
  "storage_path": string;
  "validation_only": boolean;
  "report": Array<Finding>;
  "package_id"?: string;
  "package"?: ProcessedPackage;
}

/** The package that came of an upload. */
export interface ProcessedPackage {
  "id": string;
  "package_id": string;
  "title": string;
  "version": "1.2" | "2004";
  "launch_url": string;
  "current_revision": number;
}

/** The package that an upload is for. */
export interface ProcessingPackage {
  "id": string;
  "package_id": string;
  "status": "failed" | "processing" | "ready";
  "title": string;
  "current_revision": number;
}

/** Work that goes on in the background: ask after it where Location says. */
export interface ProcessingStarted {
  "upload_id": string;
  "status": "aborted" | "completed" | "failed" | "issued" | "processing" | "received" | "receiving";
  "storage_path": string;
  "file_size_bytes": number | null;
  "package_id": string;
  "package": ProcessingPackage;
}

/** What learners answered to one question, in all attempts. */
export interface QuestionRow {
  "package_id": string;
  "package_title": string;
  "activity_id": string;
  "activity_title": string;
  "interaction_id": string;
  "type": string;
  "description": string;
  "objectives": Array<string>;
  "answered": number;
  "correct": number;
  "incorrect": number;
  "unanticipated": number;
  "neutral": number;
  "percent_correct": number | null;
  "avg_latency_seconds": number | null;
  "correct_responses": Array<string>;
  "top_responses": Array<ResponseCount>;
}

/** How many requests of a kind a window takes. */
export interface RateLimit {
  "limit": number | null;
  "window_seconds": number;
}

/** Requests a minute; 0 for no limit. */
export interface RateTerms {
  "read"?: number;
  "write"?: number;
  "upload"?: number;
  "part"?: number;
}

/** A part of a limit that is in use. */
export interface ReachedThreshold {
  "resource": Resource;
  "threshold": number;
}

/** A part that has arrived. */
export interface ReceivedPart {
  "part_number": number;
  "size": number;
  "etag": string;
}

/** What is recorded here. */
export interface RecordedResult {
  "completion_status": string;
  "success_status": string;
  "score": ResultScore;
  "progress": number | null;
  "time_spent_seconds": number;
  "attempt": number;
  "version": number;
  "at": string;
}

/** That the other system did not take a result. */
export interface RefusedResult {
  "code": string;
  "at": string | null;
}

/** A record that a dispatch has led to, and what the other system has taken of it. */
export interface Registration {
  "id": string;
  "session_id": string;
  "user_id": string;
  "learner_name": string;
  "state": "accepted" | "none" | "pending" | "refused";
  "arrival": "new" | "unbound";
  "host": string | null;
  "lms": string | null;
  "recorded": RecordedResult;
  "accepted": AcceptedResult | null;
  "refused": RefusedResult | null;
  "diagnosis_code": string | null;
  "diagnosis": Record<string, unknown> | null;
  "created_at": string;
  "opened_at": string;
}

/** Registrations, newest first. */
export interface RegistrationList {
  "registrations": Array<Registration>;
  "pagination": Pagination;
}

/** When the sessions of the report began; null where it is open. */
export interface ReportPeriod {
  "from": string | null;
  "to": string | null;
}

/** The figures over all sessions of the report. */
export interface ReportTotals {
  "sessions": number;
  "learners": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "completion_rate": number | null;
  "pass_rate": number | null;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "last_activity_at": string | null;
}

/** Answered requests; other processes tell of theirs some seconds later. */
export interface RequestUsage {
  "used": number;
}

/** What shall be forgotten besides the record itself. */
export interface ResetSessionRequest {
  "objectives"?: boolean;
  "version"?: number | null;
  "tenant_id"?: string | null;
}

/** Resource */
export type Resource = "active_learners" | "launches" | "packages" | "storage_bytes";

/** How often something was answered. */
export interface ResponseCount {
  "response": string;
  "count": number;
}

/** A score; null for what is not known. */
export interface ResultScore {
  "scaled": number | null;
  "raw": number | null;
  "min": number | null;
  "max": number | null;
}

/** Role */
export type Role = "admin" | "editor" | "owner" | "viewer";

/** RoleGiven */
export type RoleGiven = "admin" | "editor" | "owner" | "viewer";

/** Scope */
export type Scope = "admin" | "delete" | "internal_product" | "platform" | "public_api" | "read" | "write";

/** ScopeGiven */
export type ScopeGiven = "admin" | "delete" | "internal_product" | "platform" | "public_api" | "read" | "write";

/** A score; what the course did not tell is null. */
export interface Score {
  "scaled": number | null;
  "raw": number | null;
  "min": number | null;
  "max": number | null;
}

/** A score; what the course did not tell is null. */
export interface ScoreGiven {
  "scaled"?: number | null;
  "raw"?: number | null;
  "min"?: number | null;
  "max"?: number | null;
}

/** A learner of a dispatch, who counts once however often they come back. */
export interface Seat {
  "user_id": string;
  "learner_name": string;
  "registered": boolean;
  "licensed": boolean;
  "since": string;
  "sessions": number;
  "last_activity_at": string | null;
}

/** The learners of a dispatch, newest first. */
export interface SeatList {
  "seats": Array<Seat>;
  "pagination": Pagination;
}

/** The next secret, and how long the old one still counts. */
export interface SecretRotation {
  "secret"?: string | null;
  "overlap_seconds"?: number;
  "tenant_id"?: string | null;
}

/** An activity: its tracking data, and whether it can be reached now. */
export interface SequencedActivity {
  "id": string;
  "title": string;
  "level": number;
  "parent": string | null;
  "visible": boolean;
  "selected": boolean;
  "deliverable": boolean;
  "current": boolean;
  "active": boolean;
  "suspended": boolean;
  "attempts": number;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
  "choice": Availability;
  "jump": Availability;
  "control_modes": ControlModes | null;
  "rules": Array<SequencingRule>;
  "objectives": Array<ActivityObjective>;
}

/** The controls that the player shows, by the names of the navigation requests. */
export interface SequencingControls {
  "continue": Availability;
  "previous": Availability;
  "suspendAll": Availability;
  "exitAll": Availability;
  "abandonAll": Availability;
}

/** One step of the sequencing processes. */
export interface SequencingDecision {
  "process": string;
  "activity": string;
  "title": string;
  "said": string;
}

/** A request of the learner or of the course, and what came of it. */
export interface SequencingRequest {
  "at": string;
  "request": string;
  "target": string | null;
  "answer": string;
  "decisions": Array<SequencingDecision>;
}

/** A rule or a limit of an activity, in words. */
export interface SequencingRule {
  "kind": "exit" | "limit" | "postcondition" | "precondition" | "rollup";
  "says": string;
  "applies": boolean | null;
}

/** The record at the top level, and once more under session. */
export interface Session {
  "id": string;
  "session_id": string;
  "package_id": string;
  "tenant_id": string;
  "user_id": string;
  "learner_name": string;
  "learner": SessionLearner;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
  "attempts": number;
  "time_spent_seconds": number;
  "session_time": string;
  "status": "active" | "expired" | "terminated";
  "version": number;
  "package": SessionPackage;
  "package_revision": number;
  "dispatch_id": string | null;
  "created_at": string;
  "updated_at": string;
  "launched_at": string | null;
  "completed_at": string | null;
  "expires_at": string;
  "launch_count": number;
  "last_launched_at": string | null;
  "preview": boolean;
  "imported": boolean;
  "cmi_data": Record<string, string>;
  "suspend_data": string;
  "location": string;
  "activities": Array<ActivityResult>;
  "objectives": Array<ObjectiveResult>;
  "interactions": Array<InteractionResult>;
  "session": SessionDetail;
}

/** Those that exist, in the order they were asked for. */
export interface SessionBatch {
  "sessions": Array<SessionFields>;
  "missing": Array<string>;
}

/** Which sessions. */
export interface SessionBatchRequest {
  "session_ids": Array<string>;
  "tenant_id"?: string | null;
}

/** The session is gone. */
export interface SessionDeleted {
  "session_id": string;
  "success": boolean;
}

/** A learner's record of one package, with the data the course stored. */
export interface SessionDetail {
  "id": string;
  "session_id": string;
  "package_id": string;
  "tenant_id": string;
  "user_id": string;
  "learner_name": string;
  "learner": SessionLearner;
  "completion_status": "completed" | "incomplete" | "not_attempted";
  "success_status": "failed" | "passed" | "unknown";
  "score": Score;
  "progress_measure": number | null;
  "attempts": number;
  "time_spent_seconds": number;
  "session_time": string;
  "status": "active" | "expired" | "terminated";
  "version": number;
  "package": SessionPackage;
  "package_revision": number;
  "dispatch_id": string | null;
  "created_at": string;
  "updated_at": string;
  "launched_at": string | null;
  "completed_at": string | null;
  "expires_at": string;
  "launch_count": number;
  "last_launched_at": string | null;
  "preview": boolean;
  "imported": boolean;
  "cmi_data": Record<string, string>;
  "suspend_data": string;
  "location": string;
  "activities": Array<ActivityResult>;
  "objectives": Array<ObjectiveResult>;
  "interactions": Array<InteractionResult>;
}

/** A session, or those of its fields that were asked for. */
export interface SessionFields {
  "id"?: string;
  "session_id"?: string;
  "package_id"?: string;
  "tenant_id"?: string;
  "user_id"?: string;
  "learner_name"?: string;
  "learner"?: SessionLearner;
  "completion_status"?: "completed" | "incomplete" | "not_attempted";
  "success_status"?: "failed" | "passed" | "unknown";
  "score"?: Score;
  "progress_measure"?: number | null;
  "attempts"?: number;
  "time_spent_seconds"?: number;
  "session_time"?: string;
  "status"?: "active" | "expired" | "terminated";
  "version"?: number;
  "package"?: SessionPackage;
  "package_revision"?: number;
  "dispatch_id"?: string | null;
  "created_at"?: string;
  "updated_at"?: string;
  "launched_at"?: string | null;
  "completed_at"?: string | null;
  "expires_at"?: string;
  "launch_count"?: number;
  "last_launched_at"?: string | null;
  "preview"?: boolean;
  "imported"?: boolean;
}

/** What the course stored, newest first. */
export interface SessionHistory {
  "history": Array<HistoryEntry>;
  "pagination": Pagination;
}

/** One opening of the player. */
export interface SessionLaunch {
  "id": string;
  "opened_at": string;
  "last_contact_at": string;
  "ended_at": string | null;
  "end_reason": string | null;
  "superseded_at": string | null;
  "mode": string;
  "window": string;
  "attempt": number | null;
  "seconds": number;
  "commits": number;
}

/** Launches, newest first. */
export interface SessionLaunchList {
  "launches": Array<SessionLaunch>;
  "pagination": Pagination;
}

/** The learner of a session. */
export interface SessionLearner {
  "id": string;
  "name": string;
  "email": string;
}

/** Sessions, newest first unless sorted otherwise. */
export interface SessionList {
  "sessions": Array<SessionFields>;
  "pagination": Pagination;
}

/** The course of a session. */
export interface SessionPackage {
  "id": string;
  "title": string;
  "version": "1.2" | "2004";
}

/** One session. */
export interface SessionRow {
  "session_id": string;
  "package_id": string;
  "package_title": string;
  "dispatch_id": string | null;
  "user_id": string;
  "learner_name": string;
  "learner_email": string;
  "status": string;
  "completion_status": string;
  "success_status": string;
  "score_scaled": number | null;
  "score_raw": number | null;
  "score_min": number | null;
  "score_max": number | null;
  "progress_measure": number | null;
  "attempts": number;
  "time_spent_seconds": number;
  "created_at": string | null;
  "launched_at": string | null;
  "completed_at": string | null;
  "updated_at": string | null;
}

/** Where a learner stands in the course, and why each way is open or closed. */
export interface SessionSequencing {
  "session_id": string;
  "edition": "1.2" | "2004 2nd Edition" | "2004 3rd Edition" | "2004 4th Edition";
  "attempt": number;
  "player": "current" | "ended" | "expired" | "never";
  "mode": "browse" | "normal" | "review" | null;
  "current": string | null;
  "suspended": string | null;
  "controls": SequencingControls;
  "activities": Array<SequencedActivity>;
  "objectives_global_to_system": boolean;
  "global_objectives": Array<GlobalObjective>;
  "requests": Array<SequencingRequest>;
}

/** Nothing is needed. */
export interface SessionStepRequest {
  "version"?: number | null;
  "tenant_id"?: string | null;
}

/** What to change; everything left out stays as it is. */
export interface SessionUpdate {
  "cmi_data"?: Record<string, unknown> | null;
  "completion_status"?: "completed" | "incomplete" | "not attempted" | "not_attempted" | null;
  "success_status"?: "failed" | "passed" | "unknown" | null;
  "score"?: ScoreGiven | null;
  "session_time"?: string | null;
  "suspend_data"?: string | null;
  "version"?: number | null;
  "tenant_id"?: string | null;
}

/** The record after the change. */
export interface SessionUpdated {
  "session_id": string;
  "updated_at": string;
  "version": number;
  "session": SessionDetail;
  "success": boolean;
}

/** Session by session, newest first. */
export interface SessionsReport {
  "report": "sessions";
  "period": ReportPeriod;
  "rows": Array<SessionRow>;
  "totals": ReportTotals;
  "pagination": Pagination;
}

/** Who you are, and the proof of it. */
export interface SignIn {
  "email": string;
  "password": string;
  "tenant_id"?: string | null;
}

/** Who is signed in. */
export interface SignedInUser {
  "id": string;
  "email": string;
  "name": string;
  "role": Role;
}

/** The session is over. */
export interface SignedOut {
  "success": boolean;
}

/** How to begin anew. */
export interface StartAttemptRequest {
  "force"?: boolean;
  "version"?: number | null;
  "tenant_id"?: string | null;
}

/** What the archives of all revisions take. */
export interface StorageUsage {
  "used_bytes": number;
  "limit_bytes": number | null;
  "mode": CapMode | null;
  "percent": number | null;
  "announced_bytes": number;
}

/** A few figures over all sessions, by day and by package. */
export interface SummaryReport {
  "report": "summary";
  "period": ReportPeriod;
  "totals": SummaryTotals;
  "by_day": Array<DayRow>;
  "top_packages": Array<TopPackage>;
}

/** The figures over all sessions of the report, and how often they were opened. */
export interface SummaryTotals {
  "sessions": number;
  "learners": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "completion_rate": number | null;
  "pass_rate": number | null;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
  "last_activity_at": string | null;
  "launches": number;
}

/** A tenant to be made. */
export interface TenantCreate {
  "name": string;
}

/** Tenants, newest first. */
export interface TenantList {
  "tenants": Array<AdminTenant>;
  "count": number;
  "pagination": Pagination;
}

/** What a tenant may use in the end. */
export interface TenantPlan {
  "tenant_id": string;
  "plan": string;
  "label": string;
  "limits": Record<string, PlanLimit>;
  "rate_limits": Record<string, number>;
}

/** What the tenant has settled. */
export interface TenantSettings {
  "tenant_id": string;
  "error_format": ErrorFormat;
  "allowed_domains": Array<string>;
  "return_url": string | null;
  "require_version": boolean;
  "external_jwt": ExternalJwtSettings | null;
}

/** What to change; null clears a field, and what is left out stays as it is. */
export interface TenantSettingsUpdate {
  "error_format"?: ErrorFormatGiven;
  "allowed_domains"?: Array<string>;
  "return_url"?: string | null;
  "require_version"?: boolean;
  "external_jwt"?: ExternalJwtUpdate | null;
}

/** TenantStatus */
export type TenantStatus = "active" | "suspended";

/** TenantStatusGiven */
export type TenantStatusGiven = "active" | "suspended";

/** What to change; what is left out stays as it is. */
export interface TenantUpdate {
  "name"?: string;
  "status"?: TenantStatusGiven;
}

/** Somebody who may sign in to this tenant. */
export interface TenantUser {
  "id": string;
  "email": string;
  "name": string;
  "role": Role;
  "has_password": boolean;
  "created_at": string;
}

/** People, in the order in which they came. */
export interface TenantUserList {
  "users": Array<TenantUser>;
  "count": number;
  "pagination": Pagination;
}

/** What may be used; null is unlimited, and what is not named is as elsewhere. */
export interface Terms {
  "storage_bytes"?: Limit | null;
  "packages"?: Limit | null;
  "active_learners"?: Limit | null;
  "launches"?: Limit | null;
  "rate_limits"?: RateTerms;
}

/** One of the ten packages with most sessions. */
export interface TopPackage {
  "package_id": string;
  "package_title": string;
  "sessions": number;
  "completed": number;
  "passed": number;
  "failed": number;
  "completion_rate": number | null;
  "pass_rate": number | null;
  "avg_score_scaled": number | null;
  "total_time_seconds": number;
}

/** A form with the ZIP itself. */
export interface UploadForm {
  "file": string;
  "uploaded_by"?: string;
  "package_id"?: string;
  "strict"?: boolean;
  "tenant_id"?: string;
}

/** Uploads, newest first. */
export interface UploadList {
  "uploads": Array<UploadState>;
  "pagination": Pagination;
}

/** Why no package came of an upload. */
export interface UploadProblem {
  "code": string;
  "message": string;
  "details": Record<string, unknown>;
}

/** How far an upload is, and what came of it. */
export interface UploadState {
  "upload_id": string;
  "status": "aborted" | "completed" | "failed" | "issued" | "processing" | "received" | "receiving";
  "stage": "checking" | "done" | "fetching" | "reading" | "registering" | "verifying" | "waiting";
  "percent": number;
  "filename": string;
  "uploaded_by": string;
  "storage_path": string;
  "file_size_bytes": number | null;
  "bytes_received": number;
  "part_size": number | null;
  "total_parts": number | null;
  "parts"?: Array<ReceivedPart>;
  "package_id": string | null;
  "revision": number | null;
  "error": UploadProblem | null;
  "expires_at": string;
  "created_at": string;
  "updated_at": string;
}

/** Where to PUT the file, once, within the hour. */
export interface UploadUrl {
  "upload_id": string;
  "presigned_url": string;
  "required_put_headers": Record<string, string>;
  "storage_path": string;
  "method": "PUT";
  "expires_in": number;
  "expires_at": string;
  "max_bytes": number;
}

/** The file that is about to be uploaded. */
export interface UploadUrlRequest {
  "filename": string;
  "file_size": number;
  "uploaded_by"?: string | null;
  "tenant_id"?: string | null;
}

/** The package that came of a directly uploaded file. */
export interface UploadedPackage {
  "id": string;
  "package_id": string;
  "title": string;
  "version": "1.2" | "2004";
  "launch_url": string;
  "manifest_url": string;
  "current_revision": number;
  "upload_id": string;
  "manifest": ManifestSummary;
  "file_size_bytes": number;
  "storage_path": string;
  "validation_only": boolean;
  "report": Array<Finding>;
  "package": ProcessedPackage;
}

/** What the tenant uses, and what its plan allows. */
export interface Usage {
  "plan": string;
  "plan_label": string;
  "period": UsagePeriod;
  "storage": StorageUsage;
  "packages": CountedUsage;
  "active_learners": CountedUsage;
  "launches": CountedUsage;
  "api_requests": RequestUsage;
  "session_storage_bytes": number;
  "rate_limits": Record<string, RateLimit>;
  "thresholds": Array<ReachedThreshold>;
}

/** The month that is counted, in UTC; end is the first moment that does not belong to it. */
export interface UsagePeriod {
  "start": string;
  "end": string;
}

/** Somebody who shall be able to sign in. */
export interface UserCreate {
  "email": string;
  "name": string;
  "role": RoleGiven;
  "password"?: string | null;
}

/** This person is signed out, and may not sign in to this tenant any more. */
export interface UserRemoved {
  "user_id": string;
  "success": boolean;
}

/** What to change; what is left out stays as it is. A new password ends all sessions. */
export interface UserUpdate {
  "name"?: string;
  "role"?: RoleGiven;
  "password"?: string;
}

/** The package with its new current revision. */
export interface VersionActivated {
  "package": Package;
  "current_revision": number;
  "migration": PackageMigration | null;
  "success": boolean;
}

/** What moving the sessions of a package to a revision would mean; nothing is changed. */
export interface VersionForecast {
  "package_id": string;
  "revision": number;
  "total": number;
  "running": number;
  "fates": ForecastCounts;
  "by_completion_status": Record<string, number>;
  "lost": Array<LostPart>;
  "sessions": Array<ForecastSession>;
}

/** An address and what it wants to be told of. */
export interface Webhook {
  "id": string;
  "webhook_id": string;
  "tenant_id": string;
  "url": string;
  "event_type": string | null;
  "event_types": Array<string>;
  "events": Array<string>;
  "description": string | null;
  "active": boolean;
  "has_secret": boolean;
  "previous_secret_valid_until": string | null;
  "failure_count": number;
  "last_delivery_at": string | null;
  "created_at": string;
  "updated_at": string;
}

/** An address, and what it wants to be told of: everything, unless event types are named. */
export interface WebhookCreate {
  "url": string;
  "event_type"?: "package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*" | null;
  "event_types"?: Array<"package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*"> | null;
  "events"?: Array<"package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*"> | null;
  "secret"?: string | null;
  "description"?: string | null;
  "active"?: boolean;
  "tenant_id"?: string | null;
}

/** The webhook is gone. */
export interface WebhookDeleted {
  "webhook_id": string;
  "success": boolean;
}

/** Webhooks, newest first. */
export interface WebhookList {
  "webhooks": Array<Webhook>;
  "count": number;
  "pagination": Pagination;
}

/** All of a webhook; the secret stays unless a new one is sent. */
export interface WebhookReplace {
  "url": string;
  "event_type"?: "package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*" | null;
  "event_types"?: Array<"package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*"> | null;
  "events"?: Array<"package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*"> | null;
  "secret"?: string | null;
  "description"?: string | null;
  "active"?: boolean;
  "tenant_id"?: string | null;
}

/** What to change; what is left out stays as it is. */
export interface WebhookUpdate {
  "url"?: string;
  "event_type"?: "package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*" | null;
  "event_types"?: Array<"package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*"> | null;
  "events"?: Array<"package.processing.completed" | "package.processing.failed" | "package.updated" | "package.deleted" | "session.created" | "session.launched" | "session.updated" | "session.completed" | "session.failed" | "session.scored" | "session.attempt_started" | "session.expired" | "session.reset" | "session.terminated" | "session.reactivated" | "session.deleted" | "usage.threshold" | "dispatch.created" | "dispatch.revoked" | "dispatch.launched" | "dispatch.limit_reached" | "xapi.statement.stored" | "webhook.test" | "session.progress.updated" | "*"> | null;
  "secret"?: string | null;
  "description"?: string | null;
  "active"?: boolean;
  "tenant_id"?: string | null;
}

/** A webhook, and the secret if it was made here: it is not shown again. */
export interface WebhookWithSecret {
  "id": string;
  "webhook_id": string;
  "tenant_id": string;
  "url": string;
  "event_type": string | null;
  "event_types": Array<string>;
  "events": Array<string>;
  "description": string | null;
  "active": boolean;
  "has_secret": boolean;
  "previous_secret_valid_until": string | null;
  "failure_count": number;
  "last_delivery_at": string | null;
  "created_at": string;
  "updated_at": string;
  "secret"?: string;
}
