"""The page that a client's LMS opens a course with: the real scorm-again as its API object."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SCORM_AGAIN = Path(__file__).parents[1] / "node_modules" / "scorm-again" / "dist"
SCRIPTS = {"1.2": "scorm12.min.js", "2004": "scorm2004.min.js"}

# Every call of the course is written down, with what it was answered.
LAUNCH = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>LMS</title>
<script type="application/json" id="visit">__VISIT__</script>
<script src="/scorm-again/__SCRIPT__"></script>
<script>
const visit = JSON.parse(document.getElementById("visit").textContent);
const newer = visit.standard === "2004";
window.calls = [];
let unsent = [];
function told(name, args, result, error) {
  calls.push([name, ...args.map(String), String(result)]);
  unsent.push([name, ...args.map(String), String(result)]);
}
const settings = {
  lmsCommitUrl: visit.commit,
  dataCommitFormat: "flattened",
  logLevel: 5,
  requestHandler: (commit, about) => {
    const sent = {...commit, _calls: unsent, _trigger: about?.trigger ?? "",
      _navigation: newer ? api.adl.nav.request : ""};
    unsent = [];
    return sent;
  },
};
const api = newer ? new Scorm2004API(settings) : new Scorm12API(settings);
api.loadFromFlattenedJSON(visit.cmi, "");
const NAMES = newer
  ? ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError",
     "GetErrorString", "GetDiagnostic"]
  : ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError",
     "LMSGetErrorString", "LMSGetDiagnostic"];
let refused = "";
const outside = {};
for (const name of NAMES) outside[name] = (...args) => {
  if (name.endsWith("GetLastError") && refused) return refused;
  if (!name.includes("GetErrorString") && !name.includes("GetDiagnostic")) refused = "";
  const setting = name.endsWith("SetValue") ? String(args[0]) : "";
  const unwanted = (visit.odd.includes("refuses_score") && setting.includes("score"))
    || (visit.odd.includes("refuses_marks") && /suspend_data|location/.test(setting));
  const unbegun = visit.odd.includes("refuses_to_begin") && name.endsWith("Initialize");
  if (unwanted || unbegun) {
    refused = unbegun ? "101" : newer ? "351" : "405";
    told(name, args, "false");
    return "false";
  }
  const result = api[name](...args);
  if (!/GetLastError|GetErrorString|GetDiagnostic/.test(name)) told(name, args, result);
  if (/Finish|Terminate/.test(name) && result === "true" && visit.odd.includes("closes")) {
    setTimeout(() => { frames[0].location.replace("/closed"); });
  }
  return result;
};
if (!visit.odd.includes("no_api")) window[newer ? "API_1484_11" : "API"] = outside;
</script></head><body style="margin:0">__COURSE__</body></html>"""
IN_A_FRAME = """<iframe name="course" title="course" src="{url}" {attributes}
 style="border:0;width:100%;height:780px"></iframe>"""
IN_A_WINDOW = """<button id="open"
 onclick="window.course = window.open('{url}', 'course', 'width=1000,height=700')">Open</button>"""


def launch_page(visit: Mapping[str, Any], url: str, *, window: bool, attributes: str) -> str:
    course = (IN_A_WINDOW if window else IN_A_FRAME).format(url=url, attributes=attributes)
    return (
        LAUNCH.replace("__COURSE__", course)
        .replace("__SCRIPT__", SCRIPTS[visit["standard"]])
        .replace("__VISIT__", json.dumps(visit).replace("<", "\\u003c"))
    )
