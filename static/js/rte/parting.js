/** The last words of a page: how much may be said, and what has been said already. */

// Browsers refuse a keepalive body that would lift all of those under way above 64 KiB.
const LARGEST_BODY = 60 * 1024;
const LARGEST_SUM = 64 * 1024;
const WORTH_IT = 1_024;

export class Parting {
  #underWay = 0;
  #said = "";

  /** How many bytes there is room for; 0 when this was said, or nothing fits. @param {string} wish */
  room(wish) {
    const room = Math.min(LARGEST_BODY, LARGEST_SUM - this.#underWay);
    return wish === this.#said || room < WORTH_IT ? 0 : room;
  }

  /** @param {string} wish @param {number} size */
  say(wish, size) {
    this.#said = wish;
    this.#underWay += size;
  }

  /** The request is over, and its share of the quota is free again. @param {number} size @param {boolean} heard */
  over(size, heard) {
    this.#underWay -= size;
    if (!heard) this.#said = "";
  }
}
