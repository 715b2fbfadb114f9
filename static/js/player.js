/** Entry of the player page: reads what the server wrote into it, and wires the parts. */

/** @import { Boot } from "./shell/types.js" */

import { isSure } from "./shell/abandon.js";
import { BridgeLink } from "./shell/bridge_link.js";
import { Endpoints } from "./shell/endpoints.js";
import { Phrases } from "./shell/phrases.js";
import { Relay } from "./shell/relay.js";
import { PlayerSession } from "./shell/session.js";
import { takeToken } from "./shell/token.js";
import { PlayerView } from "./shell/view.js";

/** @type {Boot} */
const boot = JSON.parse(document.getElementById("boot")?.textContent || "{}");
const phrases = new Phrases(boot.texts, boot.lang);
const endpoints = new Endpoints(boot.endpoints_prefix, boot.session_id, fetch.bind(window));

const view = new PlayerView(document, phrases, {
  choose: (item) => void session.go("choice", item),
  press: (control) => void press(control),
  reload: () => location.reload(),
});

const clock = {
  later: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
  cancel: (/** @type {any} */ timer) => clearTimeout(timer),
  now: () => performance.now(),
};

/** Results go to the learning platform of a client as well. @param {import("./shell/types.js").Launched} launched */
function mirror({ relay }) {
  if (!relay) return null;
  const { host, result } = relay;
  const parts = {
    report: endpoints.receipt.bind(endpoints),
    status: endpoints.status.bind(endpoints),
    show: view.handedBack.bind(view, host),
  };
  const mirrored = new Relay(window, host, parts, clock);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") mirrored.flush();
  });
  mirrored.start(result);
  return mirrored;
}

/** To give something up takes a second thought. @param {import("./shell/types.js").Control} control */
async function press(control) {
  if (control === "abandonAll" && !(await isSure(document))) return;
  await session.go(control);
}

const session = new PlayerSession(
  endpoints,
  view,
  ({ content, session: { id }, launch }, hears) => {
    const { texts, lang, dir } = boot;
    const greeting = { registration: id, launch: launch.id, texts, lang, dir };
    const place = /** @type {HTMLElement} */ (document.getElementById("stage"));
    return new BridgeLink(window, place, content, greeting, hears);
  },
  clock,
  mirror,
);

const token = takeToken(boot.session_id, {
  href: location.href,
  storage: () => sessionStorage,
  readdress: (href) => history.replaceState(history.state, "", href),
});

if (token) void session.open(token, [...(location.ancestorOrigins ?? [])]);
else view.problem(boot.problem ?? { code: "INVALID_TOKEN" });

const guest = /^#(guest(?:-new|-forgotten)?)$/.exec(location.hash)?.[1];
if (guest) view.guest(/** @type {"guest" | "guest-new" | "guest-forgotten"} */ (guest));

addEventListener("beforeunload", (event) => {
  if (view.saving.atRisk) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") session.wake();
});
addEventListener("online", () => session.wake());
// A page out of the history shows old values and would write over newer ones.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
