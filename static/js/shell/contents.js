/** The table of contents: every part of the course, how far it is, and what may be opened. */

/** @import { Phrases } from "./phrases.js" */
/** @import { TocEntry } from "./types.js" */

import { ContentsKeys } from "./contents_keys.js";

/** @typedef {{button: HTMLElement, status: HTMLElement, reason: HTMLElement, drawn: string}} Row */

/** @param {TocEntry[]} entries @param {number} index */
function isLeaf(entries, index) {
  return (entries[index + 1]?.level ?? 0) <= (entries[index]?.level ?? 0);
}

/** @param {TocEntry[]} toc */
const shown = (toc) => toc.filter(({ visible }) => visible !== false);

/** The parts that a learner takes, without what only groups them. @param {TocEntry[]} toc */
const parts = (toc) => shown(toc).filter((_, index, entries) => isLeaf(entries, index));

/** A course of a single part needs no contents. @param {TocEntry[]} toc */
export function needsContents(toc) {
  return parts(toc).length > 1;
}

/** How many parts are done, of how many. @param {TocEntry[]} toc */
export function progress(toc) {
  const done = parts(toc).filter(({ status }) => ["completed", "passed"].includes(status));
  return { done: done.length, of: parts(toc).length };
}

/** Whether nothing is to be chosen at all; then one sentence says so for all entries. @param {TocEntry[]} toc */
export function isLed(toc) {
  return toc.every(({ selectable }) => !selectable) && toc.some(({ reason }) => reason === "CHOICE_OFF");
}

export class Contents {
  #drawn = "";
  #shape = "";
  #current = "";
  /** @type {Row[]} */
  #rows = [];

  /**
   * @param {HTMLElement} list
   * @param {{meter: HTMLProgressElement, count: HTMLElement, note: HTMLElement}} head
   * @param {Phrases} phrases @param {(item: string) => void} choose
   */
  constructor(list, head, phrases, choose) {
    this.list = list;
    this.head = head;
    this.phrases = phrases;
    this.keys = new ContentsKeys((entry) => entry.querySelector(".entry-title")?.textContent ?? "");
    list.addEventListener("click", (event) => {
      const entry = /** @type {Element} */ (event.target).closest("[data-item]");
      if (!entry || entry.getAttribute("aria-disabled") === "true") return;
      choose(entry.getAttribute("data-item") ?? "");
    });
    list.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const entries = this.#rows.map(({ button }) => button);
    const focused = entries.indexOf(/** @type {HTMLElement} */ (this.list.ownerDocument.activeElement));
    const entry = this.keys.follow(entries, focused, event);
    if (!entry) return;
    event.preventDefault();
    entry.focus();
  }

  /** Asked for every few seconds, so only what has changed is drawn. @param {TocEntry[]} toc */
  draw(toc) {
    const drawn = JSON.stringify(toc);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const entries = shown(toc);
    const shape = JSON.stringify(entries.map(({ id, title, level }) => [id, title, level]));
    if (shape !== this.#shape) this.#build(entries);
    this.#shape = shape;
    const led = isLed(entries);
    entries.forEach((entry, index) => this.#update(this.#rows[index], entry, led));
    this.#showCurrent(entries);
    this.#measure(toc, led);
  }

  /** @param {TocEntry[]} entries */
  #showCurrent(entries) {
    const index = entries.findIndex(({ current }) => current);
    const current = entries[index]?.id ?? "";
    if (current !== this.#current) this.#rows[index]?.button.scrollIntoView({ block: "nearest" });
    this.#current = current;
  }

  /** @param {TocEntry[]} toc @param {boolean} led */
  #measure(toc, led) {
    const { done, of } = progress(toc);
    const { meter, count, note } = this.head;
    meter.max = Math.max(of, 1);
    meter.value = done;
    const { number } = this.phrases;
    count.textContent = `${number.format(done)} / ${number.format(of)}`;
    note.hidden = !led;
    note.textContent = led ? this.phrases.say("contents.led") : "";
  }

  /** A list inside the entry it belongs to, as deep as the course. @param {TocEntry[]} entries */
  #build(entries) {
    const { activeElement } = this.list.ownerDocument;
    const active = activeElement?.getAttribute("data-item");
    const top = { level: -1, list: /** @type {HTMLElement} */ (this.list) };
    const open = [top];
    this.list.replaceChildren();
    this.#rows = entries.map((entry, index) => {
      while ((open.at(-1)?.level ?? -1) >= entry.level) open.pop();
      const { item, row } = this.#row(entry, isLeaf(entries, index));
      (open.at(-1) ?? top).list.append(item);
      if (!isLeaf(entries, index)) open.push({ level: entry.level, list: this.#sublist(item) });
      return row;
    });
    if (active) this.#rows.find(({ button }) => button.dataset["item"] === active)?.button.focus();
  }

  /** @param {HTMLElement} item */
  #sublist(item) {
    const list = this.list.ownerDocument.createElement("ol");
    // Without markers some screen readers take it for no list.
    list.setAttribute("role", "list");
    item.append(list);
    return list;
  }

  /** @param {TocEntry} entry @param {boolean} leaf @returns {{item: HTMLElement, row: Row}} */
  #row(entry, leaf) {
    const { ownerDocument } = this.list;
    const item = ownerDocument.createElement("li");
    item.className = `entry level-${Math.min(Math.max(entry.level, 0), 6)}${leaf ? "" : " entry-group"}`;
    const button = ownerDocument.createElement("button");
    button.type = "button";
    button.dataset["item"] = entry.id;
    const [label, title] = [this.#part("entry-label", ""), this.#part("entry-title", entry.title)];
    title.dir = "auto";
    const [status, reason] = [this.#part("entry-status", ""), this.#part("entry-status", "")];
    label.append(title, status, reason);
    button.append(this.#part("entry-mark", ""), label);
    item.append(button);
    return { item, row: { button, status, reason, drawn: "" } };
  }

  /** @param {Row | undefined} row @param {TocEntry} entry @param {boolean} led */
  #update(row, entry, led) {
    const drawn = JSON.stringify([entry, led]);
    if (!row || row.drawn === drawn) return;
    row.drawn = drawn;
    const { button, status, reason } = row;
    button.dataset["status"] = entry.status.replace(" ", "_");
    status.textContent = this.phrases.status(entry.status);
    reason.textContent = this.#why(entry, led);
    reason.hidden = reason.textContent === "";
    mark(button, "aria-current", entry.current);
    mark(button, "aria-disabled", !entry.selectable);
  }

  /** A part that is closed deserves a reason. @param {TocEntry} entry @param {boolean} led */
  #why({ reason, current, selectable }, led) {
    if (!reason || current || selectable || (led && reason === "CHOICE_OFF")) return "";
    // What only groups others reads as the heading that it is.
    if (reason === "NOTHING_INSIDE") return "";
    return this.phrases.reason(reason) || this.phrases.say("contents.locked");
  }

  /** @param {string} name @param {string} text Never markup: titles come from packages. */
  #part(name, text) {
    const part = this.list.ownerDocument.createElement("span");
    part.className = name;
    part.textContent = text;
    return part;
  }
}

/** @param {Element} element @param {string} name @param {boolean} on */
function mark(element, name, on) {
  if (on) element.setAttribute(name, "true");
  else element.removeAttribute(name);
}
