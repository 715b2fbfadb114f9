// The quiz: which questions there are, how answers are read from the form, and what they are worth.
(function (course) {
  "use strict";

  const PASS_MARK = 80;

  // `correct` is written as SCORM 1.2 writes a response: a,b for several; a.1,b.2 for pairs.
  const QUESTIONS = [
    { name: "q1", id: "storm_cloud", type: "choice", correct: "c", objective: 0 },
    { name: "q2", id: "clouds_of_ice", type: "choice", correct: "a,d", objective: 0 },
    { name: "q3", id: "fog_is_a_cloud", type: "true-false", correct: "t", objective: 0 },
    { name: "q4", id: "distance_of_thunder", type: "numeric", correct: "3", objective: 2 },
    { name: "q5", id: "floors_of_the_sky", type: "matching", correct: "a.1,b.2,c.3", objective: 0 },
    { name: "q6", id: "parade_before_rain", type: "sequencing", correct: "b,d,a,c", objective: 1 },
    { name: "q7", id: "will_look_up", type: "likert", correct: "", objective: null },
  ];

  const OBJECTIVES = ["name_the_clouds", "see_rain_coming", "stay_safe_in_storms"];

  function controlsOf(form, name) {
    return [...form.querySelectorAll(`[name="${name}"], [name^="${name}-"]`)];
  }

  // People write "3 km" and "3,0"; both are the number three.
  function plainNumber(text) {
    const found = /-?\d+(?:[.,]\d+)?/.exec(text);
    return found ? String(Number(found[0].replace(",", "."))) : "";
  }

  function respond(form, question) {
    const controls = controlsOf(form, question.name);
    if (question.type === "numeric") return plainNumber(controls[0].value);
    if (question.type === "matching") {
      const pairs = controls.filter((one) => one.value);
      return pairs.map((one) => `${one.name.slice(-1)}.${one.value}`).join(",");
    }
    if (question.type === "sequencing") {
      return controls.map((one) => one.value).filter(Boolean).join(",");
    }
    return controls.filter((one) => one.checked).map((one) => one.value).join(",");
  }

  function restore(form, question, response) {
    const parts = response ? response.split(",") : [];
    for (const [place, control] of controlsOf(form, question.name).entries()) {
      if (question.type === "numeric") control.value = response;
      else if (question.type === "sequencing") control.value = parts[place] || "";
      else if (question.type === "matching") {
        const pair = parts.find((part) => part.startsWith(`${control.name.slice(-1)}.`));
        control.value = pair ? pair.split(".")[1] : "";
      } else control.checked = parts.includes(control.value);
    }
  }

  function isComplete(question, response) {
    if (question.type === "matching") return response.split(",").length === 3;
    if (question.type === "sequencing") return response.split(",").length === 4;
    return response !== "";
  }

  const counted = () => QUESTIONS.filter((question) => question.correct !== "");

  function unanswered(answers) {
    return counted().filter((question) => !isComplete(question, answers[question.name] || ""));
  }

  function isRight(question, answers) {
    return (answers[question.name] || "") === question.correct;
  }

  function percent(questions, answers) {
    const right = questions.filter((question) => isRight(question, answers)).length;
    return Math.round((100 * right) / questions.length);
  }

  function mark(answers) {
    const right = counted().filter((question) => isRight(question, answers)).length;
    return { right, of: counted().length, score: percent(counted(), answers) };
  }

  function resultOf(question, answers) {
    if (question.correct === "") return "neutral";
    return isRight(question, answers) ? "correct" : "wrong";
  }

  /** Each try is a row of its own, so that the record shows how the learner got there. */
  function record(lms, answers, latencies, now) {
    let row = Number(lms.get("cmi.interactions._count")) || 0;
    for (const question of QUESTIONS) {
      const response = answers[question.name];
      if (!response) continue;
      const at = `cmi.interactions.${row}`;
      lms.set(`${at}.id`, question.id);
      lms.set(`${at}.type`, question.type);
      if (question.objective !== null) {
        lms.set(`${at}.objectives.0.id`, OBJECTIVES[question.objective]);
      }
      if (question.correct) lms.set(`${at}.correct_responses.0.pattern`, question.correct);
      lms.set(`${at}.weighting`, question.correct ? "1" : "0");
      lms.set(`${at}.student_response`, response);
      lms.set(`${at}.result`, resultOf(question, answers));
      lms.set(`${at}.latency`, course.scorm.timespan(latencies[question.name] || 0));
      lms.set(`${at}.time`, course.scorm.timeOfDay(now));
      row += 1;
    }
  }

  function recordObjectives(lms, answers) {
    for (const [place, id] of OBJECTIVES.entries()) {
      const questions = counted().filter((question) => question.objective === place);
      const score = answers ? percent(questions, answers) : null;
      const at = `cmi.objectives.${place}`;
      lms.set(`${at}.id`, id);
      if (score === null) {
        lms.set(`${at}.status`, "not attempted");
        continue;
      }
      lms.set(`${at}.score.raw`, score);
      lms.set(`${at}.score.min`, "0");
      lms.set(`${at}.score.max`, "100");
      lms.set(`${at}.status`, score >= PASS_MARK ? "passed" : "failed");
    }
  }

  course.quiz = {
    PASS_MARK, QUESTIONS, respond, restore, unanswered, isRight, mark, record, recordObjectives,
  };
})((window.course = window.course || {}));
