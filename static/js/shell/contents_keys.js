/** Arrow keys, Home, End and typing in the contents; Tab visits every entry all the same. */

const TYPING_PAUSE = 700;

/** @param {HTMLElement[]} entries @param {string} typed @param {number} from @param {(entry: HTMLElement) => string} nameOf */
function beginning(entries, typed, from, nameOf) {
  const inTurn = [...entries.slice(from), ...entries.slice(0, from)];
  return inTurn.find((entry) => nameOf(entry).toLocaleLowerCase().startsWith(typed));
}

export class ContentsKeys {
  #typed = "";
  #typedAt = 0;

  /** @param {(entry: HTMLElement) => string} nameOf */
  constructor(nameOf) {
    this.nameOf = nameOf;
  }

  /**
   * The entry that a key leads to, if it leads anywhere.
   * @param {HTMLElement[]} entries @param {number} at The entry that has the focus.
   * @param {{key: string, timeStamp: number, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
   * @returns {HTMLElement | undefined}
   */
  follow(entries, at, { key, timeStamp, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey || key === "Shift") return undefined;
    if (key.length === 1 && key !== " ") return this.#type(entries, at, key, timeStamp);
    this.#typed = "";
    if (key === "ArrowDown") return entries[at + 1];
    if (key === "ArrowUp") return entries[at - 1];
    if (key === "Home") return entries[0];
    return key === "End" ? entries.at(-1) : undefined;
  }

  /** @param {HTMLElement[]} entries @param {number} at @param {string} key @param {number} now */
  #type(entries, at, key, now) {
    const goesOn = this.#typed !== "" && now - this.#typedAt < TYPING_PAUSE;
    this.#typed = (goesOn ? this.#typed : "") + key.toLocaleLowerCase();
    this.#typedAt = now;
    // The first letter moves on to the next entry; a word under way may keep the one it is at.
    return beginning(entries, this.#typed, goesOn ? at : at + 1, this.nameOf);
  }
}
