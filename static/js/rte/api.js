/** The API objects that content finds: window.API and window.API_1484_11. */

/** @import { DataModel } from "./datamodel.js" */
/** @import { Runtime } from "./types.js" */

import { RteError } from "./datamodel.js";

/**
 * What content passes to a function, as the text it meant.
 * @param {unknown} value
 */
export function text(value) {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  try {
    return String(value);
  } catch {
    return "";
  }
}

/** How both of them answer, and tell what went wrong. @param {DataModel} model @param {Runtime} runtime */
function makeReplies(model, runtime) {
  let lastError = 0;
  let lastElement = "";

  /** @param {unknown} code */
  const words = (code) => model.texts[text(code)] ?? "";

  /** @param {string} fn @param {string[]} args @param {string} result @param {number} [code] */
  function answer(fn, args, result, code = 0) {
    lastError = code;
    lastElement = code && fn.endsWith("Value") ? (args[0] ?? "") : "";
    runtime.called(fn, args, result, code);
    return result;
  }

  return {
    answer,

    /** What a call answers that only does, or does not. @param {string} fn @param {string[]} args
     * @param {number} code */
    verdict: (fn, args, code) => answer(fn, args, code ? "false" : "true", code),

    /** What a call answers that the data model may refuse. @param {string} fn @param {string[]} args
     * @param {string} refused @param {number} general @param {() => string} act */
    attempt(fn, args, refused, general, act) {
      try {
        return answer(fn, args, act());
      } catch (error) {
        return answer(fn, args, refused, error instanceof RteError ? error.code : general);
      }
    },

    lastError: () => String(lastError),
    errorString: words,

    /** @param {unknown} [code] */
    diagnostic(code) {
      const asked = text(code) || String(lastError);
      const place = asked === String(lastError) ? lastElement : "";
      return (place ? `${words(asked)}: ${place}` : words(asked)).slice(0, 250);
    },
  };
}

/** window.API [SCORM 1.2 RTE, section 3.3]. @param {DataModel} model @param {Runtime} runtime */
export function makeApi12(model, runtime) {
  const { answer, verdict, attempt, lastError, errorString, diagnostic } = makeReplies(model, runtime);
  /** @type {"new" | "running" | "finished"} */
  let state = "new";

  /** @param {string} fn @param {string} parameter @param {() => boolean} act */
  function change(fn, parameter, act) {
    const early = state === "running" ? 0 : 301;
    return verdict(fn, [parameter], parameter === "" ? early || (act() ? 0 : 101) : 201);
  }

  // Content detaches and wraps these functions, so none of them may need "this".
  return Object.freeze({
    /** @param {unknown} [parameter] */
    LMSInitialize(parameter) {
      const args = [text(parameter)];
      if (args[0] !== "") return verdict("LMSInitialize", args, 201);
      if (state !== "new" || !runtime.initialize()) return verdict("LMSInitialize", args, 101);
      state = "running";
      return verdict("LMSInitialize", args, 0);
    },

    /** @param {unknown} [parameter] */
    LMSFinish(parameter) {
      return change("LMSFinish", text(parameter), () => {
        state = "finished";
        const done = runtime.terminate();
        if (!done) state = "running";
        return done;
      });
    },

    /** @param {unknown} [parameter] */
    LMSCommit: (parameter) => change("LMSCommit", text(parameter), runtime.commit),

    /** @param {unknown} [element] */
    LMSGetValue(element) {
      const name = text(element);
      if (state !== "running") return answer("LMSGetValue", [name], "", 301);
      return attempt("LMSGetValue", [name], "", 101, () => model.get(name));
    },

    /** @param {unknown} [element] @param {unknown} [value] */
    LMSSetValue(element, value) {
      const args = /** @type {[string, string]} */ ([text(element), text(value)]);
      if (state !== "running") return verdict("LMSSetValue", args, 301);
      return attempt("LMSSetValue", args, "false", 101, () => {
        model.set(...args);
        return "true";
      });
    },

    LMSGetLastError: lastError,
    LMSGetErrorString: errorString,
    LMSGetDiagnostic: diagnostic,
  });
}

/** window.API_1484_11 [SCORM 2004 RTE, chapter 3]. @param {DataModel} model @param {Runtime} runtime */
export function makeApi2004(model, runtime) {
  const { answer, verdict, attempt, lastError, errorString, diagnostic } = makeReplies(model, runtime);
  /** @type {"new" | "running" | "terminated"} */
  let state = "new";

  /** The code for a call that comes too early or too late, or 0. @param {number} early */
  const untimely = (early) => (state === "running" ? 0 : state === "new" ? early : early + 1);

  // Content detaches and wraps these functions, so none of them may need "this".
  return Object.freeze({
    version: "1.0",

    /** @param {unknown} [parameter] */
    Initialize(parameter) {
      const args = [text(parameter)];
      let code = args[0] === "" ? 0 : 201;
      if (!code && state !== "new") code = state === "running" ? 103 : 104;
      if (!code && !runtime.initialize()) code = 102;
      if (!code) state = "running";
      return verdict("Initialize", args, code);
    },

    /** @param {unknown} [parameter] */
    Terminate(parameter) {
      const args = [text(parameter)];
      const code = args[0] === "" ? untimely(112) : 201;
      if (code) return verdict("Terminate", args, code);
      // The player may remove the content before the runtime has answered.
      state = "terminated";
      if (runtime.terminate()) return verdict("Terminate", args, 0);
      state = "running";
      return verdict("Terminate", args, 111);
    },

    /** @param {unknown} [parameter] */
    Commit(parameter) {
      const args = [text(parameter)];
      const code = args[0] === "" ? untimely(142) : 201;
      return verdict("Commit", args, code || (runtime.commit() ? 0 : 391));
    },

    /** @param {unknown} [element] */
    GetValue(element) {
      const name = text(element);
      const early = untimely(122);
      if (early) return answer("GetValue", [name], "", early);
      return attempt("GetValue", [name], "", 301, () => {
        const asked = name.startsWith("adl.nav.request_valid.") ? model.navigation(name) : null;
        return asked ? runtime.requestValid(asked.kind, asked.target) : model.get(name);
      });
    },

    /** @param {unknown} [element] @param {unknown} [value] */
    SetValue(element, value) {
      const args = /** @type {[string, string]} */ ([text(element), text(value)]);
      const early = untimely(132);
      if (early) return verdict("SetValue", args, early);
      return attempt("SetValue", args, "false", 351, () => {
        model.set(...args);
        return "true";
      });
    },

    GetLastError: lastError,
    GetErrorString: errorString,
    GetDiagnostic: diagnostic,
  });
}
