/** @import { DataModel } from "./datamodel.js" */
/** @import { Runtime } from "./types.js" */

import { RteError } from "./datamodel.js";
import { text } from "./datatypes.js";

/** window.API, the SCORM 1.2 API [SCORM 1.2 RTE, section 3.3]. */

/** @param {DataModel} model @param {Runtime} runtime */
export function makeApi12(model, runtime) {
  /** @type {"new" | "running" | "finished"} */
  let state = "new";
  let lastError = 0;
  let lastElement = "";

  /** @param {string} fn @param {string[]} args @param {string} result @param {number} [code] */
  function answer(fn, args, result, code = 0) {
    lastError = code;
    lastElement = code && args.length && fn !== "LMSCommit" ? (args[0] ?? "") : "";
    runtime.called(fn, args, result, code);
    return result;
  }

  /** @param {string} fn @param {string} parameter @param {() => boolean} act */
  function change(fn, parameter, act) {
    if (parameter !== "") return answer(fn, [parameter], "false", 201);
    if (state !== "running") return answer(fn, [parameter], "false", 301);
    return act() ? answer(fn, [parameter], "true") : answer(fn, [parameter], "false", 101);
  }

  /** @param {unknown} error */
  const codeOf = (error) => (error instanceof RteError ? error.code : 101);

  // Content detaches and wraps these functions, so none of them may need "this".
  return Object.freeze({
    /** @param {unknown} [parameter] */
    LMSInitialize(parameter) {
      const args = [text(parameter)];
      if (args[0] !== "") return answer("LMSInitialize", args, "false", 201);
      if (state !== "new") return answer("LMSInitialize", args, "false", 101);
      if (!runtime.initialize()) return answer("LMSInitialize", args, "false", 101);
      state = "running";
      return answer("LMSInitialize", args, "true");
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
      try {
        return answer("LMSGetValue", [name], model.get(name));
      } catch (error) {
        return answer("LMSGetValue", [name], "", codeOf(error));
      }
    },

    /** @param {unknown} [element] @param {unknown} [value] */
    LMSSetValue(element, value) {
      const args = [text(element), text(value)];
      if (state !== "running") return answer("LMSSetValue", args, "false", 301);
      try {
        model.set(args[0] ?? "", args[1] ?? "");
        return answer("LMSSetValue", args, "true");
      } catch (error) {
        return answer("LMSSetValue", args, "false", codeOf(error));
      }
    },

    LMSGetLastError: () => String(lastError),

    /** @param {unknown} [code] */
    LMSGetErrorString: (code) => model.texts[text(code)] ?? "",

    /** @param {unknown} [code] */
    LMSGetDiagnostic(code) {
      const asked = text(code) || String(lastError);
      const known = model.texts[asked] ?? "";
      const place = asked === String(lastError) ? lastElement : "";
      return (place ? `${known}: ${place}` : known).slice(0, 250);
    },
  });
}
