/** The shapes that the shell gets from the server. */

/** @typedef {import("../rte/types.js").Delivery} Delivery */
/** @typedef {import("../rte/types.js").SaveState} SaveState */

/**
 * @typedef {object} Boot
 * @property {string} session_id
 * @property {string} static
 * @property {string} endpoints_prefix
 * @property {Record<string, string>} texts
 * @property {string} lang
 * @property {string} dir
 * @property {string} build
 * @property {Problem} [problem]
 */

/** @typedef {{code: string, request_id?: string, status?: number, reason?: string}} Problem */

/** @typedef {{request: string, target?: string}} Wish What the learner or the content asks for. */

/**
 * @typedef {object} TocEntry
 * @property {string} id
 * @property {string} title
 * @property {number} level
 * @property {string} status
 * @property {boolean} selectable
 * @property {boolean} current
 * @property {boolean} visible
 * @property {string | null} [reason] Why it cannot be chosen: one of the codes that the catalogues know.
 */

/** @typedef {"continue" | "previous" | "suspendAll" | "exitAll" | "abandonAll"} Control */
/** @typedef {Partial<Record<Control | "finishes", boolean>>} Controls Finishes: to continue ends the course. */

/**
 * @typedef {object} Ended
 * @property {string} reason
 * @property {string | null} [return_url]
 * @property {string | null} [completion_status]
 * @property {string | null} [success_status]
 * @property {{scaled: number | null, raw: number | null, max: number | null} | number | null} [score]
 */

/**
 * @typedef {object} Launched
 * @property {{id: string, handle: string, mode: string, attempt: number, resumed: boolean}} launch
 * @property {{id: string, title: string, learner_name: string}} session
 * @property {string | null} return_url
 * @property {string} window
 * @property {{origin: string, base: string, bridge: string}} content
 * @property {{title: string, version: string, toc: TocEntry[]}} course
 */

/**
 * @typedef {object} Step What the server answers to a navigation request.
 * @property {Delivery | null} delivery
 * @property {Controls} controls
 * @property {TocEntry[]} toc
 * @property {Ended | null} ended
 * @property {string | null} [reason] Why nothing is delivered, where nothing is.
 */

/**
 * @typedef {object} Status
 * @property {string} state
 * @property {Controls} controls
 * @property {TocEntry[]} toc
 * @property {Ended | null} [ended]
 */

/** @template T @typedef {{ok: true, body: T} | {ok: false, problem: Problem}} Reply */

export {};
