/** The structures of the API. Generated from the OpenAPI document by `make clients`; change that instead. */

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

/** Whether something can be asked for now, and if not, why. */
export interface Availability {
  "allowed": boolean;
  "reason": string | null;
  "code": string | null;
  "activity": string | null;
  "ends": boolean;
}

/** How one may move inside a block. */
export interface ControlModes {
  "choice": boolean;
  "choice_exit": boolean;
  "flow": boolean;
  "forward_only": boolean;
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

/** What works; isolation tells whether every learner's course has an origin of its own. */
export interface HealthChecks {
  "database": boolean;
  "storage": boolean;
  "queue": boolean;
  "isolation": boolean;
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

/** Who shall open the course, and how. */
export interface LaunchPackageRequest {
  "user_id": string;
  "session_id"?: string | null;
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

/** What the manifest says, in short. */
export interface ManifestSummary {
  "title": string;
  "version": "1.2" | "2004";
  "launch_url": string;
  "sco_count": number;
  "description": string | null;
  "duration": string | null;
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

/** A course with its current revision. */
export interface Package {
  "id": string;
  "package_id": string;
  "tenant_id": string;
  "title": string;
  "version": "1.2" | "2004";
  "scorm_version": "1.2" | "2004";
  "edition": string;
  "current_revision": number;
  "strict": boolean;
  "launch_url": string;
  "manifest_url": string;
  "storage_path": string;
  "file_size_bytes": number;
  "original_filename": string;
  "uploaded_by": string;
  "content_type": "scorm";
  "status": "ready";
  "integrity": "corrupt" | "pending" | "verified";
  "corrupt_paths": Array<string>;
  "metadata": PackageMetadata;
  "description": string | null;
  "duration": string | null;
  "tags": Array<string>;
  "custom_metadata": Record<string, unknown>;
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
  "version"?: "1.2" | "2004";
  "scorm_version"?: "1.2" | "2004";
  "edition"?: string;
  "current_revision"?: number;
  "strict"?: boolean;
  "launch_url"?: string;
  "manifest_url"?: string;
  "storage_path"?: string;
  "file_size_bytes"?: number;
  "original_filename"?: string;
  "uploaded_by"?: string;
  "content_type"?: "scorm";
  "status"?: "ready";
  "integrity"?: "corrupt" | "pending" | "verified";
  "corrupt_paths"?: Array<string>;
  "metadata"?: PackageMetadata;
  "description"?: string | null;
  "duration"?: string | null;
  "tags"?: Array<string>;
  "custom_metadata"?: Record<string, unknown>;
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

/** Packages, newest first. */
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

/** What the validation of the current revision found. */
export interface PackageReport {
  "package_id": string;
  "revision": number;
  "findings": Array<Finding>;
}

/** What to change; null clears a field, and what is left out stays as it is. */
export interface PackageUpdate {
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

/** Where this page stands in the whole list. */
export interface Pagination {
  "page": number;
  "limit": number;
  "total": number;
  "total_pages": number;
}

/** The stored upload that is to become a package, or a new revision of one. */
export interface ProcessPackageRequest {
  "storage_path": string;
  "original_filename"?: string | null;
  "uploaded_by"?: string | null;
  "package_id"?: string | null;
  "validate_only"?: boolean;
  "strict"?: boolean;
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
  "cmi_data": Record<string, string>;
  "suspend_data": string;
  "location": string;
  "activities": Array<ActivityResult>;
  "objectives": Array<ObjectiveResult>;
  "interactions": Array<InteractionResult>;
  "session": SessionDetail;
}

/** A learner's record of one package, with the data the course stored. */
export interface SessionDetail {
  "id": string;
  "session_id": string;
  "package_id": string;
  "tenant_id": string;
  "user_id": string;
  "learner_name": string;
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
  "cmi_data": Record<string, string>;
  "suspend_data": string;
  "location": string;
  "activities": Array<ActivityResult>;
  "objectives": Array<ObjectiveResult>;
  "interactions": Array<InteractionResult>;
}

/** Sessions, newest first. */
export interface SessionList {
  "sessions": Array<SessionSummary>;
  "pagination": Pagination;
}

/** The course of a session. */
export interface SessionPackage {
  "id": string;
  "title": string;
  "version": "1.2" | "2004";
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

/** A learner's record of one package. */
export interface SessionSummary {
  "id": string;
  "session_id": string;
  "package_id": string;
  "tenant_id": string;
  "user_id": string;
  "learner_name": string;
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

/** A form with the ZIP itself. */
export interface UploadForm {
  "file": string;
  "uploaded_by"?: string | null;
  "package_id"?: string | null;
  "strict"?: boolean;
  "tenant_id"?: string | null;
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
