"""Modules joined into one classic script: what it does, and what cannot be joined."""

import json
import subprocess
from pathlib import Path

import pytest

from services.dispatches import bundling
from services.dispatches.bundling import NotJoinable, bundle

MODULES = {
    "main.js": """
/** Begins. @param {{told: unknown[]}} window */
import { first } from "./first.js";
import {
  second,
  Third,
} from "./second.js";

export function start(window, document, config) {
  window.told.push(first, second(), new Third().name, document.title, config.text);
}
""",
    "first.js": """
// A comment that would be left out: äöü
export const first = "ä → 😀";
""",
    "second.js": """
import { first } from "./first.js";
/** @typedef {import("./first.js")} Unused */
export class Third {
  name = `third ${first}`;
}

export const second = () => /[ä]/.test(first);
export {};
""",
}


def folder(tmp_path: Path, **changed: str) -> Path:
    for name, text in MODULES.items():
        (tmp_path / name).write_text(changed.get(name.removesuffix(".js"), text), "utf-8")
    return tmp_path


def run(script: str) -> list[object]:
    """What the script tells when it is run as a browser would run a classic one."""
    around = """
const vm = require("node:vm");
const window = { told: [], lecternDispatch: { text: "config" } };
const context = vm.createContext({ window, document: { title: "page" } });
vm.runInContext(require("node:fs").readFileSync(0, "utf8"), context);
console.log(JSON.stringify({ told: window.told, names: Object.keys(context) }));
"""
    done = subprocess.run(
        ["node", "-e", around], input=script, capture_output=True, check=True, text=True
    )
    told = json.loads(done.stdout)
    assert told["names"] == ["window", "document"]
    return told["told"]


def test_modules_become_one_script_that_leaves_no_names_behind(tmp_path: Path) -> None:
    script = bundle(folder(tmp_path))

    assert run(script) == ["ä → 😀", True, "third ä → 😀", "page", "config"]
    assert script.isascii()
    assert "would be left out" not in script
    assert '"use strict"' in script


def test_a_module_stands_before_those_that_import_it_and_only_once(tmp_path: Path) -> None:
    script = bundle(folder(tmp_path))

    assert (
        script.index("const first") < script.index("class Third") < script.index("function start")
    )
    assert script.count("const first") == 1


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ('import { first as one } from "./first.js";', "another name"),
        ('import first from "./first.js";', "cannot be joined"),
        ('import { first } from "../first.js";', "cannot be joined"),
        ('import { start } from "./main.js";', "imports itself"),
        ("export default 1;", "cannot be joined"),
        ('export * from "./first.js";', "cannot be joined"),
        ("const first = 2;", "both name something first"),
        ("function start() {}", "both name something start"),
    ],
)
def test_what_cannot_be_joined_is_told(tmp_path: Path, second: str, said: str) -> None:
    with pytest.raises(NotJoinable, match=said):
        bundle(folder(tmp_path, second=second))


def test_the_script_of_shell_packages_runs_in_any_browser_of_today() -> None:
    done = subprocess.run(
        ["node", "--check", "-"], input=bundle(), capture_output=True, check=False, text=True
    )

    assert done.stderr == ""
    assert bundle() is bundle()


def test_every_module_of_the_folder_is_in_the_script() -> None:
    there = {path.name for path in bundling.FOLDER.glob("*.js")}

    assert there - {"types.js"} <= set(bundling.modules())
