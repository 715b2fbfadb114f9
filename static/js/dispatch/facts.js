/** What an LMS tells about the learner at the start. */

/** @import { Lms } from "./lms.js" */

import { secondsOf } from "./durations.js";
import { bindingIn } from "./marker.js";

/**
 * @typedef {object} Facts
 * @property {string} learner
 * @property {string} name
 * @property {string} binding What marks the record of an earlier visit; empty when the LMS kept none.
 * @property {number} total Seconds that the LMS has counted in earlier visits.
 * @property {"normal" | "review" | "browse"} mode
 * @property {string} credit
 * @property {string} entry
 * @property {string} language
 */

/** Without an LMS there is nobody to record for. @type {Facts} */
export const NO_FACTS = {
  learner: "",
  name: "",
  binding: "",
  total: 0,
  mode: "browse",
  credit: "",
  entry: "",
  language: "",
};

/** Some objects of one standard know learners only by the other one's elements. */
const LEARNER = ["cmi.learner_id", "cmi.core.student_id"];
const NAME = ["cmi.learner_name", "cmi.core.student_name"];

/** @param {Lms} lms @param {string} field @param {string[]} elements */
function person(lms, field, elements) {
  const said = [() => lms.read(field), ...elements.map((each) => () => lms.value(each) ?? "")];
  for (const say of said) {
    const value = say();
    if (value !== "") return value.replace(/^\{lang=[^}]*\}/, "");
  }
  return "";
}

/** @param {string} said @returns {Facts["mode"]} */
function modeOf(said) {
  return /^\W*review/i.test(said) ? "review" : /^\W*browse/i.test(said) ? "browse" : "normal";
}

/** @param {Lms} lms @returns {Facts} */
export function factsOf(lms) {
  return {
    learner: person(lms, "learner", LEARNER),
    name: person(lms, "name", NAME),
    binding: bindingIn(lms.read("suspend"), lms.read("location")),
    total: secondsOf(lms.read("total")),
    mode: modeOf(lms.read("mode")),
    credit: lms.read("credit"),
    entry: lms.read("entry"),
    language: lms.read("language"),
  };
}
