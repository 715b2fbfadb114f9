/** The table of contents: every part of the course, how far it is, and what may be opened. */

/** @import { Phrases } from "./phrases.js" */
/** @import { TocEntry } from "./types.js" */

/** @param {TocEntry[]} toc @param {number} index */
function isLeaf(toc, index) {
  return (toc[index + 1]?.level ?? 0) <= (toc[index]?.level ?? 0);
}

/** A course of a single part needs no contents. @param {TocEntry[]} toc */
export function needsContents(toc) {
  return toc.filter((_, index) => isLeaf(toc, index)).length > 1;
}

/** How many parts are done, of how many. @param {TocEntry[]} toc */
export function progress(toc) {
  const parts = toc.filter((entry, index) => entry.visible !== false && isLeaf(toc, index));
  const done = parts.filter(({ status }) => ["completed", "passed"].includes(status));
  return { done: done.length, of: parts.length };
}

export class Contents {
  #drawn = "";

  /**
   * @param {HTMLElement} list @param {{meter: HTMLProgressElement, count: HTMLElement}} progress
   * @param {Phrases} phrases @param {(item: string) => void} choose
   */
  constructor(list, progress, phrases, choose) {
    this.list = list;
    this.progress = progress;
    this.phrases = phrases;
    list.addEventListener("click", (event) => {
      const entry = /** @type {Element} */ (event.target).closest("[data-item]");
      if (!entry || entry.getAttribute("aria-disabled") === "true") return;
      choose(entry.getAttribute("data-item") ?? "");
    });
  }

  /** @param {TocEntry[]} toc */
  draw(toc) {
    const drawn = JSON.stringify(toc);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const active = this.list.ownerDocument.activeElement?.getAttribute("data-item");
    const rows = toc.flatMap((entry, index) =>
      entry.visible === false ? [] : [this.#row(entry, isLeaf(toc, index))],
    );
    this.list.replaceChildren(...rows);
    if (active) this.#entry(active)?.focus();
    this.#entry(toc.find(({ current }) => current)?.id ?? "")?.scrollIntoView({ block: "nearest" });
    this.#measure(toc);
  }

  /** @param {string} item @returns {HTMLElement | undefined} */
  #entry(item) {
    const entries = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll("[data-item]")]);
    return entries.find((entry) => entry.dataset["item"] === item);
  }

  /** @param {TocEntry[]} toc */
  #measure(toc) {
    const { done, of } = progress(toc);
    this.progress.meter.max = Math.max(of, 1);
    this.progress.meter.value = done;
    const { number } = this.phrases;
    this.progress.count.textContent = `${number.format(done)} / ${number.format(of)}`;
  }

  /** @param {TocEntry} entry @param {boolean} leaf */
  #row(entry, leaf) {
    const { ownerDocument } = this.list;
    const row = ownerDocument.createElement("li");
    row.className = `entry level-${Math.min(Math.max(entry.level, 0), 6)}${leaf ? "" : " entry-group"}`;
    const button = ownerDocument.createElement("button");
    button.type = "button";
    button.dataset["item"] = entry.id;
    button.dataset["status"] = entry.status.replace(" ", "_");
    if (entry.current) button.setAttribute("aria-current", "true");
    if (!entry.selectable) button.setAttribute("aria-disabled", "true");
    button.append(this.#part("entry-mark", ""), this.#label(entry));
    row.append(button);
    return row;
  }

  /** @param {TocEntry} entry */
  #label(entry) {
    const label = this.#part("entry-label", "");
    const title = this.#part("entry-title", entry.title);
    title.dir = "auto";
    label.append(title, this.#part("entry-status", this.phrases.status(entry.status)));
    // Blocks are headings; a part that is closed deserves a reason.
    if (entry.reason && !entry.current) label.append(this.#part("entry-status", this.#reason(entry.reason)));
    return label;
  }

  /** @param {string} reason */
  #reason(reason) {
    return this.phrases.say(`reason.${reason}`) || this.phrases.say("contents.locked");
  }

  /** @param {string} name @param {string} text Never markup: titles come from packages. */
  #part(name, text) {
    const part = this.list.ownerDocument.createElement("span");
    part.className = name;
    part.textContent = text;
    return part;
  }
}
