/** Entry of the player page: reads what the server wrote into it, and wires the parts. */

/** @import { Boot } from "./shell/types.js" */

import { isSure } from "./shell/abandon.js";
import { BridgeLink } from "./shell/bridge_link.js";
import { Endpoints } from "./shell/endpoints.js";
import { Phrases } from "./shell/phrases.js";
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
  {
    later: (run, ms) => setTimeout(run, ms),
    cancel: (timer) => clearTimeout(timer),
    now: () => performance.now(),
  },
);

const token = takeToken(boot.session_id, {
  href: location.href,
  storage: () => sessionStorage,
  readdress: (href) => history.replaceState(history.state, "", href),
});

if (token) void session.open(token, [...(location.ancestorOrigins ?? [])]);
else view.problem(boot.problem ?? { code: "INVALID_TOKEN" });

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
