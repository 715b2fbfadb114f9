/** Search through all guides, in the page itself: type, go up and down, press Enter. */

import { pieces, rank, stretch, wordsOf } from "./ranking.js";

/** @typedef {import("./ranking.js").Section} Section */

export function offerSearch() {
  const box = document.querySelector("[data-search]");
  const input = box?.querySelector("input");
  const list = box?.querySelector("[role=listbox]");
  const status = box?.querySelector("[data-search-status]");
  if (box instanceof HTMLElement && input && list instanceof HTMLElement && status) {
    new Search(box, input, list, status);
  }
}

class Search {
  /** @type {Promise<Section[]> | undefined} */
  #index;
  #chosen = -1;
  #address;
  #input;
  #list;
  #status;

  /**
   * @param {HTMLElement} box
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {Element} status
   */
  constructor(box, input, list, status) {
    this.#address = box.dataset["search"] ?? "";
    this.#input = input;
    this.#list = list;
    this.#status = status;
    input.addEventListener("focus", () => this.#load());
    input.addEventListener("input", () => this.#search());
    input.addEventListener("keydown", (event) => this.#move(event));
    input.addEventListener("blur", () => this.#close());
    // A press on a result must not take the focus, or the list would close before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const from = event.target instanceof Element ? event.target : null;
      this.#follow(from?.closest("[role=option]") ?? null);
    });
    document.addEventListener("keydown", (event) => this.#shortcut(event));
    box.hidden = false;
  }

  #load() {
    this.#index ??= fetch(this.#address).then((answer) => answer.json());
    return this.#index;
  }

  async #search() {
    const query = this.#input.value;
    const found = rank(await this.#load(), query);
    if (query !== this.#input.value) {
      return;
    }
    const words = wordsOf(query);
    this.#list.replaceChildren(...found.map((section, at) => option(section, at, words)));
    if (words.length && !found.length) {
      this.#list.append(nothing());
    }
    this.#status.textContent = words.length ? counted(found.length) : "";
    this.#list.hidden = !words.length;
    this.#input.setAttribute("aria-expanded", String(words.length > 0));
    this.#choose(found.length ? 0 : -1);
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const options = this.#options();
    if (event.key === "Escape") {
      this.#close();
    } else if (event.key === "Enter") {
      this.#follow(options[this.#chosen] ?? null);
    } else if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#choose((this.#chosen + step + options.length) % options.length);
    }
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    const writing = event.target instanceof Element && event.target.closest("input, textarea");
    if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#input.focus();
    }
  }

  /** @param {number} at */
  #choose(at) {
    this.#chosen = at;
    const options = this.#options();
    options.forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    options[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) {
      this.#input.setAttribute("aria-activedescendant", `found-${at}`);
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #options() {
    return [...this.#list.querySelectorAll("[data-address]")];
  }

  /** @param {Element | null} option */
  #follow(option) {
    const address = option instanceof HTMLElement ? option.dataset["address"] : undefined;
    if (address) {
      this.#input.blur();
      location.assign(address);
    }
  }

  #close() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}

/**
 * @param {Section} section
 * @param {number} at
 * @param {string[]} words
 */
function option(section, at, words) {
  const made = document.createElement("div");
  made.id = `found-${at}`;
  made.setAttribute("role", "option");
  made.dataset["address"] = section.address;
  made.append(
    line("found-place", [{ text: section.guide, found: false }]),
    line("found-title", pieces(section.title, words)),
    line("found-text", pieces(stretch(section.text, words), words)),
  );
  return made;
}

/**
 * @param {string} name
 * @param {{text: string, found: boolean}[]} parts
 */
function line(name, parts) {
  const made = document.createElement("span");
  made.className = name;
  made.append(
    ...parts.map((part) => {
      const piece = document.createElement(part.found ? "mark" : "span");
      piece.textContent = part.text;
      return piece;
    }),
  );
  return made;
}

function nothing() {
  const made = document.createElement("div");
  made.className = "found-text";
  made.setAttribute("role", "option");
  made.setAttribute("aria-disabled", "true");
  made.textContent = "Nothing found.";
  return made;
}

/** @param {number} count */
function counted(count) {
  return count === 1 ? "1 result" : `${count || "No"} results`;
}
