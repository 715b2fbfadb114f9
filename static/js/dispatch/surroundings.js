/** What the page can find out about its surroundings by itself. */

const PATIENCE = 8_000;

/** Whether the player's host answers at all; what it says is not for this page to read. @param {Window} window @param {string} origin */
export async function reaches(window, origin) {
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), PATIENCE);
  try {
    const request = { mode: /** @type {const} */ ("no-cors"), cache: /** @type {const} */ ("no-store") };
    const { signal } = stop;
    await window.fetch(`${origin}/player/dispatch/reachable`, { ...request, credentials: "omit", signal });
    return true;
  } catch {
    return false;
  } finally {
    window.clearTimeout(timer);
  }
}

/** Whether this page may fill the screen and hand that on. @param {any} document */
export function mayFillScreen(document) {
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  const plays = policy?.allowsFeature?.("autoplay") ?? true;
  return plays && (document.fullscreenEnabled ?? document.webkitFullscreenEnabled ?? false);
}

/** A window that a LMS or a learner opened can be closed for them. @param {any} window */
export function closable(window) {
  try {
    return window.top.opener ? window.top : window.opener ? window : null;
  } catch {
    return window.opener ? window : null;
  }
}
