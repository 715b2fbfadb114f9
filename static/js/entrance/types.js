/** The shapes of the page that lets the learners of a dispatch in. */

/** @typedef {import("../shell/host_messages.js").Check} Check */
/** @typedef {import("../shell/host_messages.js").Learner} Learner */
/** @typedef {import("../shell/types.js").Problem} Problem */

/**
 * @typedef {object} EntranceBoot
 * @property {string} token
 * @property {string} endpoints_prefix
 * @property {Record<string, string>} texts
 * @property {string} lang
 * @property {string} dir
 * @property {{id: string, title: string, password: boolean, test: boolean} | null} [dispatch] None behind a refusal.
 * @property {"1.2" | "2004" | ""} shell What the package speaks that opened the page; empty for a plain link.
 * @property {{user_id: string, name: string, email: string}} learner As the address of the page says.
 * @property {number} server_time Milliseconds.
 * @property {Problem} [problem]
 */

/**
 * @typedef {object} Arriving Who comes, from where, and what they can show.
 * @property {string} user_id
 * @property {string} name
 * @property {string} email
 * @property {string} binding
 * @property {string} remembered
 * @property {string} password
 * @property {string[]} ancestors
 * @property {string} host
 * @property {string} referrer
 * @property {{standard: string, mode: string}} lms
 */

/**
 * @typedef {object} Admitted
 * @property {string} session_id
 * @property {string} token
 * @property {string | null} binding What to show the next time, where it is new.
 * @property {string} user_id
 * @property {string} outcome
 * @property {string} dispatch_id
 */

/**
 * @typedef {object} Surroundings What the page can see by itself.
 * @property {string} origin
 * @property {string[]} ancestors
 * @property {string} referrer
 * @property {string} browser
 * @property {boolean} stores
 * @property {boolean} secure
 * @property {boolean} fullscreen
 * @property {boolean} autoplay
 * @property {number} clock Milliseconds that the device is ahead of the server.
 */

/** @typedef {"ok" | "failed" | "note" | "open"} CheckState */
/** @typedef {{code: string, state: CheckState}} CheckRow */
/** @typedef {{code: string, rows: CheckRow[], problem: Problem | null, platform: boolean}} Examined */

export {};
