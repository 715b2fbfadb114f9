"""Courses with sequencing rules for browser tests; every part is the same page, told apart."""

from lectern_sequencing import PAGE, Written, item, sequencing
from lectern_zips import zip_of
from playwright.async_api import Frame, Page

# It tells what it is asked for, and ends when it is told to, or on its way out.
CONTENT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Part</title><script>
window.part = new URLSearchParams(location.search).get("part");
window.api = (window.opener ?? parent).API_1484_11;
window.started = api.Initialize("");
function may(request) { return api.GetValue("adl.nav.request_valid." + request); }
function leave(request, exit) {
  if (exit) api.SetValue("cmi.exit", exit);
  if (request) api.SetValue("adl.nav.request", request);
  return api.Terminate("");
}
addEventListener("pagehide", () => window.lastWish && leave(window.lastWish));
</script><main><h1>Part</h1><p><button>Answer</button></p></main></html>"""
FREE = '<imsss:controlMode choice="true" flow="true"/>'
PICKED = '<imsss:controlMode choice="true" flow="false"/>'
CLOSED = '<imsss:controlMode choice="false" flow="false"/>'
ONCE = '<imsss:limitConditions attemptLimit="1"/>'
SETS_PASSED = (
    '<imsss:objectives><imsss:primaryObjective objectiveID="own">'
    '<imsss:mapInfo targetObjectiveID="door" writeSatisfiedStatus="true"/>'
    "</imsss:primaryObjective></imsss:objectives>"
    '<imsss:deliveryControls objectiveSetByContent="true"/>'
)
DISABLED_UNTIL_PASSED = (
    "<imsss:sequencingRules><imsss:preConditionRule>"
    '<imsss:ruleConditions conditionCombination="any">'
    '<imsss:ruleCondition operator="not" condition="satisfied" referencedObjective="key"/>'
    '<imsss:ruleCondition operator="not" condition="objectiveStatusKnown"'
    ' referencedObjective="key"/></imsss:ruleConditions>'
    '<imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules>'
    '<imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="key">'
    '<imsss:mapInfo targetObjectiveID="door"/></imsss:objective></imsss:objectives>'
)
NO_FURTHER_UNTIL_COMPLETED = (
    "<imsss:sequencingRules><imsss:preConditionRule>"
    '<imsss:ruleConditions conditionCombination="any">'
    '<imsss:ruleCondition operator="not" condition="activityProgressKnown"/>'
    '<imsss:ruleCondition operator="not" condition="completed"/></imsss:ruleConditions>'
    '<imsss:ruleAction action="stopForwardTraversal"/></imsss:preConditionRule>'
    "</imsss:sequencingRules>"
    '<imsss:deliveryControls completionSetByContent="true"/>'
)


def part(name: str, rules: str = "", hidden: str = "") -> str:
    """A leaf; ``hidden`` are the controls that it wants to be without."""
    wishes = "".join(f"<adlnav:hideLMSUI>{each}</adlnav:hideLMSUI>" for each in hidden.split())
    presented = (
        "<adlnav:presentation><adlnav:navigationInterface>"
        f"{wishes}</adlnav:navigationInterface></adlnav:presentation>"
    )
    return item(
        name,
        (sequencing(rules) if rules else "") + (presented if wishes else ""),
        attributes=f'parameters="?part={name}"',
    )


def course(items: str, modes: str = FREE) -> bytes:
    manifest = Written(items, organization=sequencing(modes), title="The whole course")
    return zip_of({"imsmanifest.xml": str(manifest).encode(), PAGE: CONTENT.encode()})


def walk() -> bytes:
    """An introduction, a block of two parts, and an exam that hides most controls."""
    block = item("block", part("first") + part("second") + sequencing(FREE), page=False)
    exam = part("exam", hidden="suspendAll abandonAll exitAll")
    return course(part("intro", NO_FURTHER_UNTIL_COMPLETED) + block + exam)


async def playing(page: Page, name: str) -> Frame:
    """The content of this part, once it has begun."""
    for _ in range(150):
        for frame in page.frames:
            if f"?part={name}" in frame.url:
                await frame.wait_for_function("window.started === 'true'")
                return frame
        await page.wait_for_timeout(100)
    raise TimeoutError(f"{name} is not among {[frame.url for frame in page.frames]}")


def contents_of(page: Page) -> list[str]:
    """Which parts are on the screen, or on their way out."""
    return [frame.url for frame in page.frames if "?part=" in frame.url]
