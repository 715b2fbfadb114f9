/** SHA-256 [FIPS 180-4]; browsers keep their own from pages without https, as many an LMS is. */

const ROUNDS = 64;

/** The first 32 bits behind the point. @param {number} number */
const fraction = (number) => Math.floor((number - Math.floor(number)) * 2 ** 32) | 0;

/** The constants are roots of the first primes. */
function primes() {
  /** @type {number[]} */
  const found = [];
  for (let number = 2; found.length < ROUNDS; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}

/** @param {number} word @param {number} by */
const turned = (word, by) => (word >>> by) | (word << (32 - by));

/** @param {Uint8Array} bytes */
function padded(bytes) {
  const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(whole.length - 4, bytes.length << 3);
  return view;
}

/** @param {DataView} view @param {number} at */
function schedule(view, at) {
  const words = new Int32Array(ROUNDS);
  for (let index = 0; index < ROUNDS; index += 1) {
    if (index < 16) {
      words[index] = view.getInt32(at + index * 4);
      continue;
    }
    const [early, late] = [words[index - 15] ?? 0, words[index - 2] ?? 0];
    const low = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const high = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[index] = (words[index - 16] ?? 0) + low + (words[index - 7] ?? 0) + high;
  }
  return words;
}

/** @param {Int32Array} state @param {Int32Array} words @param {number[]} constants */
function compress(state, words, constants) {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < ROUNDS; round += 1) {
    const choice = (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g));
    const first = (h + choice + (constants[round] ?? 0) + (words[round] ?? 0)) | 0;
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] ?? 0) + word));
}

/** @param {string} text @returns {string} In hexadecimal. */
export function sha256(text) {
  const known = primes();
  const constants = known.map((prime) => fraction(Math.cbrt(prime)));
  const state = Int32Array.from(known.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const view = padded(new TextEncoder().encode(text));
  for (let at = 0; at < view.byteLength; at += 64) compress(state, schedule(view, at), constants);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
