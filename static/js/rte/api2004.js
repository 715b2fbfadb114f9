/** @import { DataModel } from "./datamodel.js" */
/** @import { Runtime } from "./types.js" */

import { RteError } from "./datamodel.js";
import { text } from "./datatypes.js";

/** window.API_1484_11, the SCORM 2004 API [SCORM 2004 RTE, chapter 3]. */

/** @param {DataModel} model @param {Runtime} runtime */
export function makeApi2004(model, runtime) {
  /** @type {"new" | "running" | "terminated"} */
  let state = "new";
  let lastError = 0;
  let lastElement = "";

  /** @param {string} fn @param {string[]} args @param {string} result @param {number} [code] */
  function answer(fn, args, result, code = 0) {
    lastError = code;
    lastElement = code && fn.endsWith("Value") ? (args[0] ?? "") : "";
    runtime.called(fn, args, result, code);
    return result;
  }

  /** The code for a call that comes too early or too late, or 0. @param {number} early */
  const untimely = (early) => (state === "running" ? 0 : state === "new" ? early : early + 1);

  /** @param {unknown} error @param {number} general */
  const codeOf = (error, general) => (error instanceof RteError ? error.code : general);

  // Content detaches and wraps these functions, so none of them may need "this".
  return Object.freeze({
    version: "1.0",

    /** @param {unknown} [parameter] */
    Initialize(parameter) {
      const args = [text(parameter)];
      if (args[0] !== "") return answer("Initialize", args, "false", 201);
      if (state !== "new") {
        return answer("Initialize", args, "false", state === "running" ? 103 : 104);
      }
      if (!runtime.initialize()) return answer("Initialize", args, "false", 102);
      state = "running";
      return answer("Initialize", args, "true");
    },

    /** @param {unknown} [parameter] */
    Terminate(parameter) {
      const args = [text(parameter)];
      const code = args[0] === "" ? untimely(112) : 201;
      if (code) return answer("Terminate", args, "false", code);
      // The player may remove the content before the runtime has answered.
      state = "terminated";
      if (runtime.terminate()) return answer("Terminate", args, "true");
      state = "running";
      return answer("Terminate", args, "false", 111);
    },

    /** @param {unknown} [parameter] */
    Commit(parameter) {
      const args = [text(parameter)];
      const code = args[0] === "" ? untimely(142) : 201;
      if (code) return answer("Commit", args, "false", code);
      return runtime.commit() ? answer("Commit", args, "true") : answer("Commit", args, "false", 391);
    },

    /** @param {unknown} [element] */
    GetValue(element) {
      const name = text(element);
      const early = untimely(122);
      if (early) return answer("GetValue", [name], "", early);
      try {
        const asked = name.startsWith("adl.nav.request_valid.") ? model.navigation(name) : null;
        const value = asked ? runtime.requestValid(asked.kind, asked.target) : model.get(name);
        return answer("GetValue", [name], value);
      } catch (error) {
        return answer("GetValue", [name], "", codeOf(error, 301));
      }
    },

    /** @param {unknown} [element] @param {unknown} [value] */
    SetValue(element, value) {
      const args = [text(element), text(value)];
      const early = untimely(132);
      if (early) return answer("SetValue", args, "false", early);
      try {
        model.set(args[0] ?? "", args[1] ?? "");
        return answer("SetValue", args, "true");
      } catch (error) {
        return answer("SetValue", args, "false", codeOf(error, 351));
      }
    },

    GetLastError: () => String(lastError),

    /** @param {unknown} [code] */
    GetErrorString: (code) => model.texts[text(code)] ?? "",

    /** @param {unknown} [code] */
    GetDiagnostic(code) {
      const asked = text(code) || String(lastError);
      const known = model.texts[asked] ?? "";
      const place = asked === String(lastError) ? lastElement : "";
      return (place ? `${known}: ${place}` : known).slice(0, 250);
    },
  });
}
