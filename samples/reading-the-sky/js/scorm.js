// The course's side of the SCORM 1.2 run-time: find the API, speak to it, keep the time.
(function (course) {
  "use strict";

  // A parent may belong to another site; looking at it then throws, and the search goes on elsewhere.
  function apiOf(candidate) {
    try {
      return candidate.API || null;
    } catch {
      return null;
    }
  }

  function findAbove(start) {
    let here = start;
    for (let steps = 0; here && steps < 50; steps += 1) {
      const api = apiOf(here);
      if (api) return api;
      if (here.parent === here) return null;
      here = here.parent;
    }
    return null;
  }

  function findApi() {
    return findAbove(window) || (window.opener ? findAbove(window.opener) : null);
  }

  function twoDigits(number) {
    return String(number).padStart(2, "0");
  }

  /** CMITimespan: HHHH:MM:SS.SS */
  function timespan(milliseconds) {
    const hundredths = Math.max(0, Math.round(milliseconds / 10));
    const seconds = Math.floor(hundredths / 100);
    const hours = Math.min(9999, Math.floor(seconds / 3600));
    const minutes = Math.floor(seconds / 60) % 60;
    const rest = `${twoDigits(seconds % 60)}.${twoDigits(hundredths % 100)}`;
    return `${String(hours).padStart(4, "0")}:${twoDigits(minutes)}:${rest}`;
  }

  /** CMITime: HH:MM:SS, by the learner's own clock. */
  function timeOfDay(date) {
    return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
  }

  function connect() {
    const api = findApi();
    const beganAt = Date.now();
    let open = false;

    function check(answer, what) {
      if (String(answer) === "true") return true;
      const code = String(api.LMSGetLastError());
      console.warn(`${what}: ${code} ${api.LMSGetErrorString(code)}`);
      return false;
    }

    open = api !== null && check(api.LMSInitialize(""), "LMSInitialize");

    function get(element) {
      return open ? String(api.LMSGetValue(element)) : "";
    }

    function set(element, value) {
      return open && check(api.LMSSetValue(element, String(value)), element);
    }

    function commit() {
      if (!open) return false;
      set("cmi.core.session_time", timespan(Date.now() - beganAt));
      return check(api.LMSCommit(""), "LMSCommit");
    }

    function finish() {
      if (!open) return;
      set("cmi.core.session_time", timespan(Date.now() - beganAt));
      check(api.LMSFinish(""), "LMSFinish");
      open = false;
    }

    const mode = get("cmi.core.lesson_mode") || "normal";
    return {
      get,
      set,
      commit,
      finish,
      mode,
      isOpen: () => open,
      // Reading again, or looking around, must leave the record as it is.
      records: open && mode === "normal",
    };
  }

  course.scorm = { connect, timespan, timeOfDay };
})((window.course = window.course || {}));
