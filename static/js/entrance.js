/** Entry of the page that lets the learners of a dispatch in, and wires the parts. */

/** @import { EntranceBoot } from "./entrance/types.js" */

import { Entrance } from "./entrance/flow.js";
import { Memory } from "./entrance/memory.js";
import { mint, registrar } from "./entrance/registering.js";
import { reportOf } from "./entrance/report.js";
import { mayOpenWindows, see } from "./entrance/surroundings.js";
import { EntrancePage } from "./entrance/view.js";
import { HostLink } from "./shell/host_link.js";
import { Phrases } from "./shell/phrases.js";

/** @type {EntranceBoot} */
const boot = JSON.parse(document.getElementById("boot")?.textContent || "{}");
const phrases = new Phrases(boot.texts, boot.lang);
const dispatch = boot.dispatch?.id ?? "";
const memory = new Memory(() => localStorage, dispatch);
const seen = see(window, memory.works, boot.server_time);
const clock = {
  later: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
  cancel: (/** @type {any} */ timer) => clearTimeout(timer),
  now: () => performance.now(),
};

/** @param {string} text @returns {Promise<boolean>} The page around may have forbidden it. */
const copy = (text) =>
  navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  ) ?? Promise.resolve(false);

const view = new EntrancePage(document, phrases, {
  enter: (given) => void entrance.enter(given),
  tryWindows: () => entrance.windows(mayOpenWindows(window)),
  reload: () => location.reload(),
  copy,
  report: (examined, host) =>
    reportOf(examined, seen, { dispatch, host, time: new Date() }, phrases),
});

const entrance = new Entrance(boot, {
  view,
  link: (hears) => new HostLink(window, "entrance", hears, clock),
  register: registrar(fetch.bind(window), boot.endpoints_prefix, boot.token, mint(crypto)),
  memory,
  seen,
  leave: (address) => location.replace(address),
  clock,
});
entrance.start();

// A page out of the history would let somebody in a second time.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
