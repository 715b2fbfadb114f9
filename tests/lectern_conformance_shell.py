"""What the shell of the player shows, read from its hooks and from nothing else."""

from typing import Any

from playwright.async_api import Page

READ_SHELL = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const free = (e) => !e.disabled && e.getAttribute("aria-disabled") !== "true";
  const seen = (e) => e.checkVisibility({ visibilityProperty: true });
  const place = document.querySelector("[data-player-state]");
  return {
    state: place?.dataset.playerState ?? "",
    scene: place?.dataset.scene ?? "",
    problem: document.getElementById("problem-code")?.textContent ?? "",
    moving: place?.hasAttribute("data-moving") ?? false,
    buttons: all("[data-nav]").filter((e) => seen(e) && free(e)).map((e) => e.dataset.nav),
    visible: all("[data-item]").map((e) => e.dataset.item),
    selectable: all("[data-item]").filter(free).map((e) => e.dataset.item),
    unseen: all("[data-item]").filter((e) => !seen(e)).map((e) => e.dataset.item),
    current: all("[data-item][aria-current]").map((e) => e.dataset.item),
  };
}"""

Shell = dict[str, Any]


async def look(page: Page) -> Shell:
    shell: Shell = await page.evaluate(READ_SHELL)
    return shell


def stands_still(shell: Shell) -> bool:
    return not shell["moving"] and (
        shell["state"] in {"ended", "error"} or shell["scene"] == "choose"
    )


def told(shell: Shell) -> str:
    """What a learner sees of the player, in one line."""
    state = f"{shell['state']} ({shell['scene']})"
    if shell["state"] == "error":
        state += f" {shell['problem']}"
    buttons = ", ".join(shell["buttons"]) or "none"
    entries = ", ".join(shell["selectable"]) or "none"
    return f"the player is {state}; buttons: {buttons}; entries to choose: {entries}"


def answer(question: dict[str, Any], shell: Shell) -> bool:
    """By the hooks alone, as the kit's table says."""
    control: str = question["control"]
    match control, question["state"]:
        case "entry", "visible":
            return question["item"] in shell["visible"]
        case "entry", "selectable":
            return question["item"] in shell["selectable"]
        case "contents", "enabled":
            return bool(shell["selectable"])
        case _, "enabled":
            return control in shell["buttons"]
        case _, "disabled":
            return control not in shell["buttons"]
        case _:
            raise ValueError(f"the kit asks a new question: {question}")
