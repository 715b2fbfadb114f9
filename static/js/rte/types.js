/** The shapes that travel between shell, bridge and server. */

/** @typedef {Record<string, string>} Values Data model elements and their values. */

/**
 * One activity handed to the learner.
 * @typedef {object} Delivery
 * @property {string} item
 * @property {string} title
 * @property {string} href Relative to the root of the package, or absolute.
 * @property {boolean} sco
 * @property {"1.2" | "2004"} version
 * @property {string} edition
 * @property {boolean} strict
 * @property {any} table The element table of the edition.
 * @property {Values} cmi
 * @property {string} launch
 * @property {string} capability
 * @property {number} capability_expires_in Seconds.
 * @property {number} applied The last sequence number that the server has applied for this launch.
 * @property {string} mode
 * @property {Validity} [valid]
 */

/**
 * Which navigation requests would succeed now, as the server last said.
 * @typedef {object} Validity
 * @property {boolean} [continue]
 * @property {boolean} [previous]
 * @property {Record<string, boolean>} [choice]
 * @property {Record<string, boolean>} [jump]
 */

/**
 * @typedef {object} DataModel
 * @property {(element: string) => string} get
 * @property {(element: string, value: string) => void} set
 * @property {(element: string, value: string) => void} store
 * @property {() => Values} snapshot
 */

/**
 * What an API object asks of the page around it.
 * @typedef {object} Runtime
 * @property {() => boolean} initialize
 * @property {() => boolean} commit
 * @property {() => boolean} terminate
 * @property {(fn: string, args: string[], result: string, error: number) => void} called
 * @property {(kind: string, target: string) => "true" | "false" | "unknown"} requestValid
 */

/** @typedef {[number, string, string, string, string, number]} Call ms, function, two arguments, result, error */

/**
 * @typedef {object} CommitBody
 * @property {1} v
 * @property {string} token
 * @property {string} launch
 * @property {number} seq
 * @property {number} base The last acknowledged number; the patch holds all changes since.
 * @property {string} sco
 * @property {Values} patch
 * @property {Record<string, number>} t Seconds spent in each activity during this launch.
 * @property {Flags} flags
 * @property {string} client_time
 * @property {Call[]} [calls]
 */

/** @typedef {"terminate" | "hidden" | "partial" | "late" | "asks"} Flag An asking commit is answered with `valid`. */
/** @typedef {{[name in Flag]?: true}} Flags */

/** @typedef {{status: number, body: any}} Answer The body is parsed JSON, or null. */

/**
 * Everything the commit engine needs from its surroundings.
 * @typedef {object} Surroundings
 * @property {() => number} now Milliseconds of a clock that never jumps.
 * @property {() => string} date
 * @property {() => number} random
 * @property {(text: string, keepalive: boolean) => Promise<Answer>} send Rejects when no answer came.
 * @property {(text: string) => Answer | null} sendNow Waits for the answer; null when none came.
 * @property {(run: () => void, ms: number) => any} later
 * @property {(timer: any) => void} cancel
 */

/** @typedef {{sco: string, seq: number, rev: number, timed: string}} Numbers */
/** @typedef {Numbers & {text: string, partial: boolean, calls: Call[]}} Sent One commit under way. */

/** @typedef {"saved" | "saving" | "offline" | "superseded"} SaveState */

/**
 * @typedef {object} Listener
 * @property {(state: SaveState, pending: number) => void} save
 * @property {(sco: string) => void} finished A termination has reached the server.
 * @property {() => void} capabilityNeeded
 * @property {(code: string) => void} stopped This launch may write no more.
 * @property {(valid: Validity) => void} valid
 */

/** @typedef {{sco: string, element: string, value: string, rev: number}} Entry */

/**
 * What a journal remembers about a launch besides its changes.
 * @typedef {object} LaunchNote
 * @property {string} launch
 * @property {string} began
 * @property {string} token
 * @property {number} seq
 * @property {number} base
 * @property {number} acked Changes up to this revision have reached the server.
 * @property {Record<string, number>} t
 * @property {string} timed Those of them, as JSON, that have reached the server.
 * @property {string[]} ended Activities whose termination has not reached the server.
 * @property {boolean} [refused] The server will not take this journal; it is kept for support.
 */

/** @typedef {{note: LaunchNote, entries: Entry[]}} LaunchRecord */

/**
 * @typedef {object} Store Durable records under string keys.
 * @property {(puts: [string, any][], deletes: string[]) => Promise<void>} write
 * @property {(prefix: string) => Promise<[string, any][]>} read
 */

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Mirror */

export {};
