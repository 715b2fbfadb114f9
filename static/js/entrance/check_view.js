/** The result of the connection check on the page. */

/** @import { Phrases } from "../shell/phrases.js" */
/** @import { CheckRow, Examined } from "./types.js" */

import { GOOD, WINDOWS } from "./checks.js";

/** @param {Document} document @param {string} id @returns {any} */
const get = (document, id) => document.getElementById(id);

/**
 * @param {Document} document @param {Phrases} phrases @param {Examined} examined
 * @param {() => void} tryWindows
 */
export function renderCheck(document, phrases, { code, rows, problem, platform }, tryWindows) {
  const words = `check.${code.slice(4)}`;
  get(document, "check").dataset["code"] = code;
  get(document, "check").dataset["good"] = String(code === GOOD);
  get(document, "check-code").textContent = code;
  get(document, "check-name").textContent = phrases.say(`${words}.title`);
  const text = code === GOOD && !platform ? "dispatch.check.alone" : `${words}.text`;
  get(document, "check-text").textContent = phrases.say(text);
  const reason = get(document, "check-reason");
  const why = problem && phrases.problem(problem.code, problem.reason ?? problem.details?.reason);
  reason.textContent = why ? `${why.title}. ${why.text}` : "";
  reason.hidden = !why;
  const focused = document.activeElement?.id === "check-windows";
  get(document, "checks").replaceChildren(
    ...rows.map((row) => rowOf(document, phrases, row, { tryWindows, isMain: row.code === code })),
  );
  if (focused) get(document, "check-title").focus();
}

/**
 * @param {Document} document @param {Phrases} phrases @param {CheckRow} row
 * @param {{tryWindows: () => void, isMain: boolean}} about Of the main fault the sentence stands above.
 */
function rowOf(document, phrases, { code, state }, { tryWindows, isMain }) {
  const item = document.createElement("li");
  item.dataset["code"] = code;
  item.dataset["state"] = state;
  const name = document.createElement("span");
  name.className = "check-name";
  name.textContent = phrases.say(`check.${code.slice(4)}.name`);
  const said = document.createElement("span");
  said.className = "check-state";
  said.textContent = phrases.say(`dispatch.check.${state}`);
  const label = document.createElement("code");
  label.textContent = code;
  label.dir = "ltr";
  if (!isMain && (state === "failed" || state === "note")) name.append(whyOf(document, phrases, code));
  item.append(label, name);
  item.append(code === WINDOWS && state === "open" ? tryButton(document, phrases, tryWindows) : said);
  return item;
}

/** @param {Document} document @param {Phrases} phrases @param {string} code */
function whyOf(document, phrases, code) {
  const why = document.createElement("span");
  why.className = "check-why";
  why.textContent = phrases.say(`check.${code.slice(4)}.text`);
  return why;
}

/** @param {Document} document @param {Phrases} phrases @param {() => void} tryWindows */
function tryButton(document, phrases, tryWindows) {
  const button = document.createElement("button");
  button.type = "button";
  button.id = "check-windows";
  button.className = "button button-small";
  button.textContent = phrases.say("dispatch.check.try");
  button.setAttribute("aria-label", `${phrases.say("dispatch.check.try")}: ${phrases.say("check.07.name")}`);
  button.addEventListener("click", tryWindows);
  return button;
}
