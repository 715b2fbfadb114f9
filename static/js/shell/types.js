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

/**
 * @typedef {object} Details What a refusal knows about itself.
 * @property {string} [reason]
 * @property {string[]} [allowed] The sites that may show the course.
 * @property {string | string[]} [seen] The sites that did.
 * @property {number} [limit]
 * @property {number} [current]
 * @property {number} [retry_after_seconds]
 */

/**
 * @typedef {object} Problem
 * @property {string} code
 * @property {string} [request_id]
 * @property {number} [status]
 * @property {string} [reason]
 * @property {Details} [details]
 */

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
 * @typedef {object} Result How a registration stands, as the learning platform of a client gets it.
 * @property {number} version Higher with every change.
 * @property {string} completion_status
 * @property {string} success_status
 * @property {{scaled: number | null, raw: number | null, min: number | null, max: number | null} | null} score
 * @property {number | null} progress
 * @property {number} seconds Of all visits.
 * @property {number} visit_seconds
 * @property {number} attempt
 */

/** @typedef {import("./host_messages.js").Receipt & {result: Result}} HandedOver */

/**
 * @typedef {object} Launched
 * @property {{id: string, handle: string, mode: string, attempt: number, resumed: boolean}} launch
 * @property {{id: string, title: string, learner_name: string}} session
 * @property {string | null} return_url
 * @property {string} window
 * @property {{origin: string, base: string, bridge: string}} content
 * @property {{title: string, version: string, toc: TocEntry[]}} course
 * @property {{host: string, result: Result} | null} [relay] Where results go as well.
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
 * @property {Result | null} [result]
 */

/** @template T @typedef {{ok: true, body: T} | {ok: false, problem: Problem}} Reply */

export {};
