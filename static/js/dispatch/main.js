/** Entry of the script in a client's LMS: finds the LMS's object, then opens the course. */

/** @import { Found, Standard } from "./finding.js" */
/** @import { Config } from "./opening.js" */

import { findApi } from "./finding.js";
import { Lms } from "./lms.js";
import { Stub } from "./stub.js";

// Some LMSs put their object up only after the page has been loaded.
const SEEK_TRIES = 9;
const SEEK_EVERY = 250;

/** @param {Window} window @param {Standard} standard @returns {Promise<Found | null>} */
async function seek(window, standard) {
  for (let tries = 1; ; tries += 1) {
    const found = findApi(window, standard);
    if (found || tries === SEEK_TRIES) return found;
    await new Promise((resolve) => window.setTimeout(resolve, SEEK_EVERY));
  }
}

/** @param {Window} window @param {Document} document @param {Config} config */
export async function start(window, document, config) {
  const found = await seek(window, config.standard);
  const stub = new Stub(window, document, config, found && new Lms(found));
  stub.open();
  return stub;
}
