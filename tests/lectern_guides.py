"""The samples of the guides, taken out and run as a reader would run them."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from api.guides import markup, samples
from api.guides.samples import LANGUAGES, Sample

FOLDER = Path(__file__).parents[1] / "docs" / "guides"
SETUP = "quick-start"
MARK = "=== a sample has ended ==="
ANYTHING = "…"
# What differs from run to run stands for its kind.
KINDS = (
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
)
PYTHON_DRIVER = """\
import json, sys
place = {}
for name, line, code in json.load(open(sys.argv[1])):
    exec(compile("\\n" * line + code, name, "exec"), place)
    print("\\n" + sys.argv[2], flush=True)
"""


@dataclass(slots=True)
class Step:
    """A sample that runs, and what the guide says it prints."""

    guide: str
    sample: Sample
    answers: list[Sample] = field(default_factory=list[Sample])

    @property
    def place(self) -> str:
        return f"docs/guides/{self.guide}.md:{self.sample.line}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever runs the samples: in a folder with a course.zip, with an address and a key."""

    folder: Path
    environment: dict[str, str]


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def blocks(name: str) -> list[list[Sample]]:
    """All fenced blocks of a guide, languages of one sample together."""
    tokens = markup.parse((FOLDER / f"{name}.md").read_text("utf-8"))
    return [part for part in samples.grouped(tokens) if isinstance(part, list)]


def steps(name: str, language: str) -> list[Step]:
    """What runs in one language, in order; the set-up of the quick start goes first."""
    own = _steps(name, language)
    if name == SETUP or not own:
        return own
    return [step for step in _steps(SETUP, language) if step.sample.is_setup] + own


def _steps(name: str, language: str) -> list[Step]:
    found: list[Step] = []
    latest: Step | None = None
    for group in blocks(name):
        if any(one.is_spoken for one in group):
            running = [one for one in group if one.runs and one.language == language]
            latest = Step(name, running[0]) if running else None
            found += [latest] if latest else []
        elif latest is not None:
            latest.answers += [one for one in group if one.is_answer]
    return found


def run(todo: list[Step], language: str, reader: Reader) -> list[str]:
    """What does not work as the guide has it: place, reason and output."""
    command = {"bash": _bash, "python": _python, "javascript": _javascript}[language]
    done = subprocess.run(
        command(todo, reader.folder),
        cwd=reader.folder,
        env={**os.environ, **reader.environment},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    outputs = done.stdout.split(MARK)[:-1]
    for step, output in zip(todo, outputs, strict=False):
        for answer in step.answers:
            problem = compare(answer, output, reader.environment["LECTERN_URL"])
            if problem:
                return [f"{step.place} in {language}: {problem}\n{output}"]
    if done.returncode or len(outputs) < len(todo):
        step = todo[min(len(outputs), len(todo) - 1)]
        rest = done.stdout.rpartition(MARK)[2]
        return [f"{step.place} in {language} failed:\n{rest}\n{done.stderr[-3000:]}"]
    return []


def compare(answer: Sample, output: str, base_url: str) -> str:
    """Empty where the output is as the guide says; fields may be left out there."""
    expected = answer.code.replace("http://localhost:3001", base_url)
    if answer.language != "json":
        missing = [line for line in expected.splitlines() if not _printed(line, output)]
        return f"not printed: {missing}" if missing else ""
    try:
        found = json.loads(output)
    except ValueError:
        return "the output is not JSON"
    return difference(json.loads(expected), found, "$")


def difference(expected: Any, found: Any, place: str) -> str:
    if isinstance(expected, dict) and isinstance(found, dict):
        wanted, given = cast(dict[str, Any], expected), cast(dict[str, Any], found)
        absent = [name for name in wanted if name not in given]
        if absent:
            return f"{place} has no {absent}"
        each = (difference(wanted[name], given[name], f"{place}.{name}") for name in wanted)
        return next((problem for problem in each if problem), "")
    if isinstance(expected, list) and isinstance(found, list):
        wanted, given = cast(list[Any], expected), cast(list[Any], found)
        if len(wanted) != len(given):
            return f"{place} has {len(given)} entries, not {len(wanted)}"
        each = (difference(*pair, f"{place}[]") for pair in zip(wanted, given, strict=True))
        return next((problem for problem in each if problem), "")
    told: Any = cast(object, found)
    return "" if _same(cast(object, expected), told) else f"{place} is {told!r}, not {expected!r}"


def _same(expected: object, found: object) -> bool:
    if not isinstance(expected, str) or not isinstance(found, str):
        # 85 and 85.0 are the same number, and JavaScript writes the first; true is none.
        return isinstance(expected, bool) == isinstance(found, bool) and expected == found
    return re.fullmatch(_pattern(expected), found, re.DOTALL) is not None


def _pattern(expected: str) -> str:
    for kind in KINDS:
        if kind.fullmatch(expected):
            return kind.pattern
    return ".*".join(re.escape(part) for part in expected.split(ANYTHING))


def _printed(line: str, output: str) -> bool:
    pattern = re.compile(_pattern(line.strip()), re.IGNORECASE)
    return any(pattern.fullmatch(one.strip()) for one in output.splitlines())


def _bash(todo: list[Step], folder: Path) -> list[str]:
    parts = [f"{step.sample.code}\nprintf '\\n%s\\n' '{MARK}'" for step in todo]
    script = folder / "guide.sh"
    script.write_text("\n".join(["set -euo pipefail", *parts]) + "\n")
    return ["bash", str(script)]


def _python(todo: list[Step], folder: Path) -> list[str]:
    parts = [(f"{step.guide}.md", step.sample.line, step.sample.code) for step in todo]
    (folder / "guide.json").write_text(json.dumps(parts))
    (folder / "driver.py").write_text(PYTHON_DRIVER)
    return [sys.executable, str(folder / "driver.py"), str(folder / "guide.json"), MARK]


def _javascript(todo: list[Step], folder: Path) -> list[str]:
    parts = [f"{step.sample.code}\nconsole.log('\\n{MARK}');" for step in todo]
    script = folder / "guide.mjs"
    script.write_text("\n".join(parts) + "\n")
    return ["node", str(script)]


def spoken() -> list[str]:
    return list(LANGUAGES)
