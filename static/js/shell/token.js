/** The launch token: out of the address bar as soon as a reload can find it elsewhere. */

/**
 * @typedef {object} Page
 * @property {string} href
 * @property {() => Storage} storage Throws where the browser blocks storage.
 * @property {(href: string) => void} readdress
 */

/** @param {string} session @param {Page} page @returns {string} Empty when there is none. */
export function takeToken(session, page) {
  const key = `lectern-token:${session}`;
  const address = new URL(page.href);
  const token = address.searchParams.get("token") ?? "";
  if (token === "") return remembered(page, key);
  if (remember(page, key, token)) {
    address.searchParams.delete("token");
    page.readdress(address.href);
  }
  return token;
}

/** @param {Page} page @param {string} key */
function remembered(page, key) {
  try {
    return page.storage().getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** @param {Page} page @param {string} key @param {string} token */
function remember(page, key, token) {
  try {
    page.storage().setItem(key, token);
    return page.storage().getItem(key) === token;
  } catch {
    return false;
  }
}
