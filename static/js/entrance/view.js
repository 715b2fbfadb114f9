/** What is seen of the entrance: waiting, the password, the connection check, or why it is closed. */

/** @import { Phrases } from "../shell/phrases.js" */
/** @import { EntranceView } from "./flow.js" */
/** @import { Examined, Problem } from "./types.js" */

import { renderProblem } from "../shell/panels.js";
import { renderCheck } from "./check_view.js";

/** @typedef {"loading" | "password" | "check" | "problem"} EntranceScene */

/** @type {Record<EntranceScene, string>} */
const STATE = { loading: "loading", password: "loading", check: "running", problem: "error" };

/** @param {Document} document @param {string} id @returns {any} */
const get = (document, id) => document.getElementById(id);

/** @implements {EntranceView} */
export class EntrancePage {
  #report = "";
  /** Whether a problem was shown before; while it lasts, the focus stays where it is. */
  #told = false;

  /**
   * @param {Document} document @param {Phrases} phrases
   * @param {object} does
   * @param {(given: {password: string, name: string}) => void} does.enter
   * @param {() => void} does.tryWindows
   * @param {() => void} does.reload
   * @param {(text: string) => Promise<boolean>} does.copy
   * @param {(examined: Examined, host: string) => string} does.report
   */
  constructor(document, phrases, does) {
    this.document = document;
    this.phrases = phrases;
    this.does = does;
    get(document, "password-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#submit();
    });
    get(document, "password-show").addEventListener("change", () => this.#reveal());
    get(document, "check-go").addEventListener("click", () => does.enter({ password: "", name: "" }));
    get(document, "check-copy").addEventListener("click", () => void this.#copy());
    for (const button of document.querySelectorAll("[data-reload]")) {
      button.addEventListener("click", does.reload);
    }
  }

  /** @param {EntranceScene} scene @returns {boolean} Whether it is another than before. */
  #scene(scene) {
    const { body } = this.document;
    const changed = body.dataset["scene"] !== scene;
    body.dataset["playerState"] = STATE[scene];
    body.dataset["scene"] = scene;
    for (const panel of this.document.querySelectorAll("[data-panel]")) {
      panel.toggleAttribute("hidden", panel.getAttribute("data-panel") !== scene);
    }
    return changed;
  }

  /** @param {string} words */
  loading(words) {
    // While a password is looked at, the form stays where it is.
    if (this.document.body.dataset["scene"] === "password") return this.#hold(true);
    get(this.document, "loading-text").textContent = this.phrases.say(words);
    this.#scene("loading");
  }

  /** @param {boolean} on */
  #hold(on) {
    const go = get(this.document, "password-go");
    // A disabled button would lose the focus.
    go.setAttribute("aria-disabled", String(on));
    get(this.document, "password-form").setAttribute("aria-busy", String(on));
    if (on) this.#trouble("");
  }

  #submit() {
    const password = get(this.document, "password").value;
    if (get(this.document, "password-go").getAttribute("aria-disabled") === "true") return;
    if (password === "") return this.password("missing", !get(this.document, "name-field").hidden);
    this.does.enter({ password, name: get(this.document, "learner-name").value.trim() });
  }

  #reveal() {
    const shown = get(this.document, "password-show").checked;
    get(this.document, "password").type = shown ? "text" : "password";
  }

  /** @param {"" | "wrong" | "often" | "missing"} trouble @param {boolean} nameless */
  password(trouble, nameless) {
    this.#hold(false);
    get(this.document, "name-field").hidden = !nameless;
    this.#scene("password");
    this.#trouble(trouble && this.phrases.say(`dispatch.password.${trouble}`));
    const field = get(this.document, "password");
    field.focus();
    if (trouble === "wrong") field.select();
  }

  /** @param {string} words */
  #trouble(words) {
    get(this.document, "password-error").textContent = words;
    const field = get(this.document, "password");
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  /** @param {Problem} problem */
  problem(problem) {
    renderProblem(this.document, this.phrases, problem);
    if (this.#scene("problem") || !this.#told) get(this.document, "problem-title").focus();
    this.#told = true;
  }

  /** @param {Examined} examined @param {string} host */
  check(examined, host) {
    this.#report = this.does.report(examined, host);
    renderCheck(this.document, this.phrases, examined, this.does.tryWindows);
    get(this.document, "report").value = this.#report;
    get(this.document, "check-copied").textContent = "";
    if (this.#scene("check")) get(this.document, "check-title").focus();
  }

  async #copy() {
    const copied = await this.does.copy(this.#report);
    const { document } = this;
    get(document, "check-copied").textContent = this.phrases.say(
      `dispatch.check.${copied ? "copied" : "select"}`,
    );
    if (copied) return;
    document.querySelector(".report")?.setAttribute("open", "");
    get(document, "report").focus();
    get(document, "report").select();
  }
}
