/** The journal of a launch: changes stay on this device until the server has acknowledged them. */

/** @import { Entry, LaunchNote, LaunchRecord, Mirror, Store } from "./types.js" */

const MIRROR_DELAY = 250;
// A mirror that would fill the course's own share of the local storage helps nobody.
const MIRROR_LIMIT = 1_500_000;

/** @typedef {{notes: LaunchNote[], entries: Map<string, Entry>}} Copies */

/** @param {string} registration @param {string} launch */
function nameOf(registration, launch) {
  return `lectern-journal\n${registration}\n${launch}\n`;
}

/** @param {Entry} entry */
function keyOf(entry) {
  return `${entry.sco}\n${entry.element}`;
}

export class Journal {
  /** @type {Map<string, Entry | null>} Changes to write; null deletes. */
  #queue = new Map();
  /** @type {LaunchNote | null} */
  #note = null;
  /** @type {any} */
  #mirrorTimer = null;
  #mirrorWorks = false;
  #storeWorks = false;
  #dropped = false;

  /**
   * @param {string} registration @param {string} launch
   * @param {{store: Store | null, mirror: Mirror | null}} places
   * @param {{later: (run: () => void, ms: number) => any, soon: (run: () => void) => void}} timing
   * @param {() => Entry[]} entries What is not acknowledged now.
   */
  constructor(registration, launch, places, timing, entries) {
    this.name = nameOf(registration, launch);
    this.launch = launch;
    this.places = places;
    this.timing = timing;
    this.entries = entries;
    this.#storeWorks = places.store !== null;
    this.#mirrorWorks = places.mirror !== null;
  }

  /** Whether a change that is recorded now would outlive this page. */
  get durable() {
    return this.#storeWorks || this.#mirrorWorks;
  }

  /** @param {Entry} entry */
  record(entry) {
    this.#put(keyOf(entry), entry);
  }

  /** @param {string} sco @param {string[]} elements They have reached the server. */
  settle(sco, elements) {
    for (const element of elements) this.#put(`${sco}\n${element}`, null);
  }

  /** @param {LaunchNote} note */
  note(note) {
    this.#note = note;
    this.#put("", null);
  }

  /** @param {string} key @param {Entry | null} entry */
  #put(key, entry) {
    if (this.#dropped) return;
    if (this.#queue.size === 0) this.timing.soon(() => void this.#write());
    this.#queue.set(key, entry);
    this.#mirrorTimer ??= this.timing.later(() => this.reflect(), MIRROR_DELAY);
  }

  async #write() {
    const queue = [...this.#queue];
    this.#queue.clear();
    if (!this.places.store || this.#dropped) return;
    /** @type {[string, any][]} */
    const puts = [];
    /** @type {string[]} */
    const deletes = [];
    for (const [key, entry] of queue) {
      if (key === "") puts.push([this.name, this.#note]);
      else if (entry) puts.push([this.name + key, entry]);
      else deletes.push(this.name + key);
    }
    try {
      await this.places.store.write(puts, deletes);
      this.#storeWorks = true;
    } catch {
      this.#storeWorks = false;
    }
  }

  /**
   * Copies what is unsent into the local storage. A page that its host tears down loses its last
   * IndexedDB writes but not these; a browser that is killed loses these but not the others.
   */
  reflect() {
    this.#mirrorTimer = null;
    const { mirror } = this.places;
    if (!mirror || this.#dropped) return;
    const entries = this.entries();
    try {
      if (entries.length === 0 && !this.#note?.ended.length) mirror.removeItem(this.name);
      else mirror.setItem(this.name, within(JSON.stringify({ note: this.#note, entries })));
      this.#mirrorWorks = true;
    } catch {
      this.#mirrorWorks = false;
    }
  }

  /** Nothing of this launch is needed here any more. */
  async drop() {
    this.#dropped = true;
    try {
      this.places.mirror?.removeItem(this.name);
      const records = (await this.places.store?.read(this.name)) ?? [];
      await this.places.store?.write([], records.map(([key]) => key));
    } catch {
      // A journal that cannot be cleared is delivered again, which changes nothing.
    }
  }
}

/** @param {string} text */
function within(text) {
  if (text.length > MIRROR_LIMIT) throw new RangeError("too large for the mirror");
  return text;
}

/**
 * The launches of a registration that left something behind, oldest first.
 * @param {string} registration @param {string} current This launch is left out.
 * @param {{store: Store | null, mirror: Mirror | null}} places
 * @returns {Promise<LaunchRecord[]>}
 */
export async function leftBehind(registration, current, places) {
  const prefix = nameOf(registration, "").slice(0, -1);
  const own = nameOf(registration, current);
  /** @type {Map<string, Copies>} */
  const launches = new Map();
  for (const [key, value] of [...(await stored(places.store, prefix)), ...mirrored(places.mirror, prefix)]) {
    const name = key.split("\n", 3).join("\n") + "\n";
    if (name === own) continue;
    /** @type {Copies} */
    const record = launches.get(name) ?? { notes: [], entries: new Map() };
    launches.set(name, record);
    if (key === name) record.notes.push(value);
    else newest(record.entries, value);
  }
  const records = [...launches.values()].flatMap((record) => merged(record) ?? []);
  return records.sort((a, b) => (a.note.began < b.note.began ? -1 : 1));
}

/** @param {Store | null} store @param {string} prefix @returns {Promise<[string, any][]>} */
async function stored(store, prefix) {
  try {
    return (await store?.read(prefix)) ?? [];
  } catch {
    return [];
  }
}

/** @param {Mirror | null} mirror @param {string} prefix */
function* mirrored(mirror, prefix) {
  for (const key of keysOf(mirror)) {
    if (!key.startsWith(prefix)) continue;
    const { note, entries } = parsed(mirror?.getItem(key));
    if (note) yield /** @type {[string, any]} */ ([key, note]);
    for (const entry of entries ?? []) yield /** @type {[string, any]} */ ([key + keyOf(entry), entry]);
  }
}

/** @param {Mirror | null} mirror */
function keysOf(mirror) {
  try {
    return Array.from({ length: mirror?.length ?? 0 }, (_, index) => mirror?.key(index) ?? "");
  } catch {
    return [];
  }
}

/** @param {string | null | undefined} text */
function parsed(text) {
  try {
    return JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Map<string, Entry>} entries @param {Entry} entry */
function newest(entries, entry) {
  const key = keyOf(entry);
  const known = entries.get(key);
  if (!known || known.rev < entry.rev) entries.set(key, entry);
}

/**
 * Two copies of one launch made into one. Each may be older than the other, so what either of
 * them knows to be acknowledged is left out.
 * @param {Copies} record
 * @returns {LaunchRecord | null}
 */
function merged({ notes, entries }) {
  const [first, ...others] = [...notes].sort((a, b) => b.seq - a.seq || b.acked - a.acked);
  if (!first || notes.some((note) => note.refused)) return null;
  const acked = Math.max(first.acked, ...others.map((note) => note.acked));
  const unsent = [...entries.values()].filter((entry) => entry.rev > acked);
  return { note: { ...first, acked }, entries: unsent.sort((a, b) => a.rev - b.rev) };
}
