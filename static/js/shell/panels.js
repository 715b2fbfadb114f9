/** The pages in place of the course: where to go on, the result of a visit, or what went wrong. */

/** @import { Phrases } from "./phrases.js" */
/** @import { Control, Ended, Problem } from "./types.js" */

import { renderFacts } from "./facts.js";

/** @typedef {"begin" | "choose" | "onward" | "stuck" | "empty"} Outlook */

/** @param {Document} document @param {string} id @returns {any} */
const get = (document, id) => document.getElementById(id);

/** @param {Document} document @param {string} id @param {string} text */
function fill(document, id, text) {
  const place = get(document, id);
  place.textContent = text;
  place.hidden = text === "";
}

/** A score as learners know it: a percentage, or points. @param {Ended["score"]} score @param {Phrases} phrases */
export function spokenScore(score, phrases) {
  if (score === null || score === undefined) return "";
  if (typeof score === "number") return phrases.percent.format(score);
  const { scaled, raw, max } = score;
  if (typeof scaled === "number") return phrases.percent.format(scaled);
  if (typeof raw !== "number") return "";
  const points = phrases.number.format(raw);
  return typeof max === "number" ? `${points} / ${phrases.number.format(max)}` : points;
}

/** @param {Ended} ended @param {Phrases} phrases @returns {[string, string, string][]} name, value, kind */
export function resultRows({ completion_status, success_status, score }, phrases) {
  /** @type {[string, string, string][]} */
  const rows = [];
  if (completion_status && completion_status !== "unknown") {
    const words = phrases.status(completion_status);
    rows.push([phrases.say("result.completion"), words, completion_status.replace(" ", "_")]);
  }
  if (success_status && success_status !== "unknown") {
    rows.push([phrases.say("result.success"), phrases.status(success_status), success_status]);
  }
  const points = spokenScore(score, phrases);
  if (points) rows.push([phrases.say("result.score"), points, "score"]);
  return rows;
}

/** Only the web: a return address comes from a customer's server. @param {string | null} address */
export function returnTarget(address) {
  if (!address || !URL.canParse(address)) return null;
  const url = new URL(address);
  return ["http:", "https:"].includes(url.protocol) ? { href: url.href, host: url.hostname } : null;
}

/** @param {Document} document @param {Phrases} phrases @param {Ended} ended @param {string | null} returnUrl */
export function renderEnded(document, phrases, ended, returnUrl) {
  const known = phrases.say(`ended.${ended.reason}.title`) ? ended.reason : "exited";
  fill(document, "ended-title", phrases.say(`ended.${known}.title`));
  fill(document, "ended-text", phrases.say(`ended.${known}.text`));
  get(document, "ended").dataset["reason"] = known;
  const rows = known === "abandoned" ? [] : resultRows(ended, phrases);
  get(document, "result").replaceChildren(...rows.flatMap((row) => resultRow(document, row)));
  get(document, "result").hidden = rows.length === 0;
  const hasWayOut = offerWayOut(document, phrases, "ended", returnTarget(returnUrl));
  get(document, "ended-hint").hidden = hasWayOut || document.defaultView?.parent !== document.defaultView;
}

/** @param {Document} document @param {[string, string, string]} row */
function resultRow(document, [name, value, kind]) {
  const row = document.createElement("div");
  const [term, words] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  words.textContent = value;
  words.dataset["kind"] = kind;
  row.append(term, words);
  return row;
}

/**
 * @param {Document} document @param {Phrases} phrases @param {string} panel
 * @param {{href: string, host: string} | null} target
 * @returns {boolean} Whether there is one.
 */
function offerWayOut(document, phrases, panel, target) {
  const window = document.defaultView;
  const link = get(document, `${panel}-return`);
  link.hidden = target === null;
  if (target) {
    link.href = target.href;
    link.textContent = phrases.say("ended.return", { host: target.host });
  }
  const close = get(document, `${panel}-close`);
  const mayClose = window?.opener !== null && window?.parent === window;
  close.hidden = !mayClose;
  close.onclick = () => window?.close();
  return target !== null || mayClose;
}

/**
 * What a learner can do where nothing plays: pick a part, press a step, or only leave.
 * @param {{selectable: boolean, steps: boolean, begun: boolean}} outlook
 * @returns {Outlook}
 */
export function outlookOf({ selectable, steps, begun }) {
  if (selectable) return begun ? "choose" : "begin";
  if (steps) return "onward";
  return begun ? "stuck" : "empty";
}

/** @type {Record<Outlook, string>} */
const ICONS = { begin: "contents", choose: "contents", onward: "on", stuck: "finish", empty: "alert" };
/** @type {Control[]} */
const WAYS_OUT = ["suspendAll", "exitAll"];

/**
 * @param {Document} document @param {Phrases} phrases
 * @param {{outlook: Outlook, reason: string, has: (control: Control) => boolean, returnUrl: string | null}} scene
 */
export function renderChoice(document, phrases, { outlook, reason, has, returnUrl }) {
  const words = outlook === "empty" ? "problem.EMPTY" : outlook;
  fill(document, "choose-title", phrases.say(`${words}.title`));
  fill(document, "choose-text", phrases.say(`${words}.text`));
  fill(document, "choose-reason", phrases.reason(reason) || phrases.say(`${words}.advice`));
  get(document, "choose").dataset["outlook"] = outlook;
  get(document, "choose-icon").setAttribute("href", `#icon-${ICONS[outlook]}`);
  const isOver = outlook === "stuck" || outlook === "empty";
  for (const button of document.querySelectorAll("[data-press]")) {
    const control = /** @type {Control} */ (button.getAttribute("data-press"));
    button.toggleAttribute("hidden", !has(control) || (WAYS_OUT.includes(control) && !isOver));
  }
  // The player's own ways out keep the session in order; without them the page can still be left.
  const isTrapped = isOver && !WAYS_OUT.some((control) => has(control));
  const hasWayOut = offerWayOut(document, phrases, "choose", isTrapped ? returnTarget(returnUrl) : null);
  get(document, "choose-close").hidden ||= !isTrapped;
  const { defaultView: window } = document;
  get(document, "choose-hint").hidden = !isTrapped || hasWayOut || window?.parent !== window;
}

/** @param {Document} document @param {Phrases} phrases @param {Problem} problem */
export function renderProblem(document, phrases, problem) {
  const words = phrases.problem(problem.code, problem.reason ?? problem.details?.reason);
  fill(document, "problem-title", words.title);
  fill(document, "problem-text", words.text);
  fill(document, "problem-advice", words.advice);
  renderFacts(document, phrases, problem);
  get(document, "problem").toggleAttribute("data-waits", words.waits);
  fill(document, "problem-code", problem.code);
  fill(document, "problem-request", problem.request_id ?? "");
  get(document, "problem-request-name").hidden = !problem.request_id;
}
