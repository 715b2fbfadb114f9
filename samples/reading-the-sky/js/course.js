// The course itself: turns pages, remembers the place, gives the quiz and tells the LMS.
(function (course) {
  "use strict";

  const QUIZ = 9;
  const RESULT = 10;

  const { quiz } = course;
  const lms = course.scorm.connect();
  const form = document.querySelector("form");
  const main = document.querySelector("main");
  const sections = [...main.querySelectorAll("section[data-number]")];
  const state = recall();
  const focusedAt = {};
  const latencies = {};

  function action(name) {
    return document.querySelector(`[data-action="${name}"]`);
  }

  function fresh() {
    return { v: 1, p: 1, f: 1, a: {}, d: 0 };
  }

  /** p: page, f: furthest page, a: answers, d: 1 once they are handed in. */
  function recall() {
    try {
      const kept = JSON.parse(lms.get("cmi.suspend_data") || "null");
      if (kept && kept.v === 1) return { ...fresh(), ...kept };
    } catch {
      console.warn("The saved state could not be read; the course starts from its bookmark.");
    }
    return fresh();
  }

  function remember() {
    if (!lms.records) return;
    lms.set("cmi.core.lesson_location", state.p);
    lms.set("cmi.suspend_data", JSON.stringify(state));
  }

  function passMark() {
    return Number(lms.get("cmi.student_data.mastery_score")) || quiz.PASS_MARK;
  }

  function hasPassed() {
    return Boolean(state.d) && quiz.mark(state.a).score >= passMark();
  }

  function titleOf(section) {
    return section.querySelector("h1").textContent;
  }

  function showControls() {
    const reading = state.p < QUIZ;
    action("back").hidden = state.p === 1;
    action("next").hidden = !reading && !(state.p === QUIZ && state.d);
    action("next").textContent = nextLabel();
    action("submit-quiz").hidden = state.p !== QUIZ || Boolean(state.d);
    action("retry").hidden = state.p !== RESULT || hasPassed();
  }

  function nextLabel() {
    if (state.p === QUIZ - 1) return "To the quiz";
    return state.p === QUIZ ? "See my result" : "Next";
  }

  function showProgress() {
    const bar = document.querySelector("progress");
    bar.value = Math.min(state.f, QUIZ);
    const where = state.p === RESULT ? "Your result" : `Page ${state.p} of ${QUIZ}`;
    document.querySelector("[data-where]").textContent = where;
  }

  function show(page, focus) {
    state.p = Math.min(Math.max(page, 1), state.d ? RESULT : QUIZ);
    state.f = Math.max(state.f, state.p);
    if (state.p === RESULT) showResult();
    for (const section of sections) section.hidden = Number(section.dataset.number) !== state.p;
    main.dataset.page = String(state.p);
    showControls();
    showProgress();
    const here = sections[state.p - 1];
    document.title = `${titleOf(here)} – Reading the Sky`;
    if (!focus) return;
    window.scrollTo(0, 0);
    here.querySelector("h1").focus({ preventScroll: true });
  }

  function turn(page) {
    say("");
    show(page, true);
    remember();
    lms.commit();
  }

  function say(text) {
    document.querySelector("[data-notice-text]").textContent = text;
    document.querySelector("[data-notice]").classList.toggle("shown", text !== "");
  }

  function lockQuiz() {
    for (const fields of form.querySelectorAll("fieldset")) fields.disabled = Boolean(state.d);
  }

  function answered(event) {
    const fields = event.target.closest("[data-question]");
    const question = quiz.QUESTIONS.find((one) => one.name === fields.dataset.question);
    const response = quiz.respond(form, question);
    if (response) state.a[question.name] = response;
    else delete state.a[question.name];
    latencies[question.name] = performance.now() - (focusedAt[question.name] || 0);
    fields.classList.remove("missing");
    remember();
  }

  function reached(event) {
    const fields = event.target.closest("[data-question]");
    if (fields) focusedAt[fields.dataset.question] ??= performance.now();
  }

  function askForTheRest(open) {
    for (const fields of form.querySelectorAll("fieldset")) {
      fields.classList.toggle("missing", open.some((one) => one.name === fields.dataset.question));
    }
    const numbers = open.map((one) => one.name.slice(1)).join(", ");
    say(`Not quite finished: please answer question ${numbers}.`);
    const first = form.querySelector(`[data-question="${open[0].name}"]`);
    first.querySelector("input, select").focus();
  }

  function submit() {
    const open = quiz.unanswered(state.a);
    if (open.length) {
      askForTheRest(open);
      return;
    }
    state.d = 1;
    lockQuiz();
    if (lms.records) report();
    turn(RESULT);
  }

  function report() {
    const { score } = quiz.mark(state.a);
    quiz.record(lms, state.a, latencies, new Date());
    quiz.recordObjectives(lms, state.a);
    lms.set("cmi.core.score.min", "0");
    lms.set("cmi.core.score.max", "100");
    lms.set("cmi.core.score.raw", score);
    lms.set("cmi.core.lesson_status", hasPassed() ? "passed" : "failed");
    lms.set("cmi.core.exit", hasPassed() ? "" : "suspend");
  }

  function showResult() {
    const { right, of, score } = quiz.mark(state.a);
    const section = sections[RESULT - 1];
    section.classList.toggle("passed", hasPassed());
    section.querySelector("h1").textContent = hasPassed() ? "Clear skies!" : "Nearly there";
    const verdict = hasPassed()
      ? "You have passed. Now go outside and look up."
      : `You need ${passMark()} % to pass. Have another look and try again.`;
    section.querySelector("[data-verdict]").textContent = verdict;
    section.querySelector("[data-score]").textContent = `${score} %`;
    section.querySelector("[data-right]").textContent = `${right} of ${of} right`;
    for (const row of section.querySelectorAll("[data-answer]")) {
      const question = quiz.QUESTIONS.find((one) => one.name === row.dataset.answer);
      const ok = quiz.isRight(question, state.a);
      row.classList.toggle("right", ok);
      row.querySelector("[data-outcome]").textContent = ok ? "Right" : "Not yet";
    }
  }

  function retry() {
    state.d = 0;
    state.a = {};
    for (const name of Object.keys(focusedAt)) delete focusedAt[name];
    form.reset();
    lockQuiz();
    turn(QUIZ);
  }

  function leave() {
    remember();
    lms.finish();
    for (const part of document.querySelectorAll("header, main, footer, .notice")) part.inert = true;
    document.querySelector("[data-goodbye]").hidden = false;
    document.querySelector("[data-goodbye] h1").focus();
  }

  function begin() {
    if (!lms.records) return;
    if (lms.get("cmi.core.lesson_status") === "not attempted") {
      lms.set("cmi.core.lesson_status", "incomplete");
      quiz.recordObjectives(lms, null);
    }
    lms.set("cmi.core.exit", hasPassed() ? "" : "suspend");
    lms.commit();
  }

  function welcome(resumed) {
    if (!lms.isOpen()) say("This is a preview. Nothing you do here is recorded.");
    else if (lms.mode === "review") say("You are reading again. Your result stays as it is.");
    else if (!lms.records) say("You are looking around. Nothing you do here is recorded.");
    else if (resumed) say("Welcome back. You are where you left off.");
    action("restart").hidden = !(lms.records && resumed);
  }

  function wire() {
    action("next").addEventListener("click", () => turn(state.p + 1));
    action("back").addEventListener("click", () => turn(state.p - 1));
    action("restart").addEventListener("click", () => turn(1));
    action("submit-quiz").addEventListener("click", submit);
    action("retry").addEventListener("click", retry);
    action("exit").addEventListener("click", leave);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", answered);
    form.addEventListener("focusin", reached);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") lms.commit();
    });
    window.addEventListener("pagehide", () => lms.finish());
    // A page that comes back from the browser's cache has already said goodbye to the LMS.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) window.location.reload();
    });
  }

  function start() {
    const bookmark = Number(lms.get("cmi.core.lesson_location")) || state.p;
    for (const question of quiz.QUESTIONS) {
      quiz.restore(form, question, state.a[question.name] || "");
    }
    course.pictures(document);
    lockQuiz();
    wire();
    begin();
    show(bookmark, false);
    welcome(bookmark > 1);
  }

  start();
})(window.course);
