/** What the page can see of the browser and of the pages around it. */

/** @import { Surroundings } from "./types.js" */

/** @param {Window} window @param {boolean} stores @param {number} serverTime @returns {Surroundings} */
export function see(window, stores, serverTime) {
  const { document, location, navigator } = window;
  return {
    origin: location.origin,
    ancestors: [...(location.ancestorOrigins ?? [])],
    referrer: document.referrer,
    browser: navigator.userAgent,
    stores,
    secure: window.isSecureContext,
    fullscreen: allows(document, "fullscreen") ?? document.fullscreenEnabled,
    autoplay: allows(document, "autoplay") ?? true,
    clock: Date.now() - serverTime,
  };
}

/** @param {any} document @param {string} feature @returns {boolean | undefined} Not every browser tells. */
function allows(document, feature) {
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  return policy?.allowsFeature?.(feature);
}

/** Only while a click is being handled does this say anything. @param {Window} window */
export function mayOpenWindows(window) {
  const opened = window.open("about:blank", "", "popup,width=320,height=240");
  opened?.close();
  return opened !== null;
}
