/** The pages at the end: the result of a visit, or what went wrong. */

/** @import { Phrases } from "./phrases.js" */
/** @import { Ended, Problem } from "./types.js" */

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
  offerWayOut(document, phrases, returnTarget(returnUrl));
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

/** @param {Document} document @param {Phrases} phrases @param {{href: string, host: string} | null} target */
function offerWayOut(document, phrases, target) {
  const window = document.defaultView;
  const link = get(document, "ended-return");
  link.hidden = target === null;
  if (target) {
    link.href = target.href;
    link.textContent = phrases.say("ended.return", { host: target.host });
  }
  const close = get(document, "ended-close");
  const mayClose = window?.opener !== null && window?.parent === window;
  close.hidden = !mayClose;
  close.onclick = () => window?.close();
  get(document, "ended-hint").hidden = target !== null || mayClose || window?.parent !== window;
}

/** @param {Document} document @param {Phrases} phrases @param {Problem} problem */
export function renderProblem(document, phrases, problem) {
  const words = phrases.problem(problem.code);
  fill(document, "problem-title", words.title);
  fill(document, "problem-text", words.text);
  fill(document, "problem-advice", words.advice);
  get(document, "problem").toggleAttribute("data-waits", words.waits);
  fill(document, "problem-code", problem.code);
  fill(document, "problem-request", problem.request_id ?? "");
  get(document, "problem-request-name").hidden = !problem.request_id;
}
