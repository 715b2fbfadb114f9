"""The promises of the architecture that no linter keeps."""

from importlib import import_module
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "commands", "models", "player", "scorm", "services")
OURS = (*PACKAGES, "app", "cli")
LONGEST_FILE = 300


@pytest.mark.parametrize("name", OURS)
def test_a_root_name_is_ours_alone(name: str) -> None:
    assert set(packages_distributions().get(name, ["lectern"])) == {"lectern"}
    where = Path(str(import_module(name).__file__)).relative_to(ROOT)
    assert where.parts[0] in {name, f"{name}.py"}


def test_tests_are_no_packages_and_so_cannot_shadow_the_product() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_module_outgrows_the_reader() -> None:
    python = chain(ROOT.glob("*.py"), *((ROOT / name).rglob("*.py") for name in PACKAGES))
    scripts = (ROOT / "static").rglob("*.js")
    modules = [path for path in chain(python, scripts) if "migrations" not in path.parts]

    too_long = [
        f"{path.relative_to(ROOT)}: {len(path.read_text().splitlines())} lines"
        for path in modules
        if len(path.read_text().splitlines()) > LONGEST_FILE
    ]

    assert modules
    assert too_long == []
