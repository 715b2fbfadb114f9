"""Every manifest of the conformance kit is read without a complaint that it does not deserve."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lectern_sequencing import written

from scorm.packaging.findings import Notes, Rule
from scorm.packaging.index import ArchiveIndex, Entry, index_of
from scorm.packaging.read import read_manifest
from scorm.packaging.read_sequencing import tree_definition
from scorm.packaging.xml import parse
from scorm.sequencing.definition import ActivityDefinition, Sequencing

KIT = Path(__file__).parents[5] / "shared" / "conformance"
MANIFESTS = sorted(KIT.glob("*/manifests/*.xml"))
# These close clusters on purpose, to see that nobody gets in.
CLOSED = {"CM-14": [93, 105], "CM-15": [19]}


@pytest.mark.skipif(not MANIFESTS, reason="the conformance kit is not beside the repository")
@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_the_manifest_is_read_without_a_complaint(path: Path) -> None:
    source = path.read_bytes()
    notes = Notes()

    manifest = read_manifest(source, files_of(source), lambda _: b"", notes)

    findings = notes.report().findings
    assert [each.line for each in findings] == CLOSED.get(path.stem, [])
    assert {each.rule for each in findings} <= {Rule.UNREACHABLE}
    assert manifest.launch_href
    assert manifest.edition.is_2004 == (path.parts[-3] != "scorm12")


@pytest.mark.skipif(not MANIFESTS, reason="the conformance kit is not beside the repository")
@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_the_tree_holds_everything_that_the_manifest_states(path: Path) -> None:
    source = path.read_bytes()
    manifest = read_manifest(source, files_of(source), lambda _: b"", Notes())
    entries = [manifest.organization, *manifest.organization.walk()]

    tree = tree_definition(manifest)

    assert tree_definition(written(tree).read()[0]) == tree
    for entry, activity in zip(entries, _walk(tree.root), strict=True):
        assert entry.identifier == activity.identifier
        assert activity.hidden_controls == set(entry.hidden_controls)
        # What an entry takes from the collection does not stand in it.
        if "IDRef" not in entry.sequencing:
            assert _stated(entry.sequencing) == _held(activity.sequencing)


def _walk(activity: ActivityDefinition) -> Iterator[ActivityDefinition]:
    yield activity
    for child in activity.children:
        yield from _walk(child)


def _stated(source: str) -> dict[str, int]:
    """How often each kind of thing stands in the sequencing of an entry."""
    return {
        name: len(re.findall(rf"<imsss:{name}[ />]", source))
        for name in ("ruleCondition", "rollupCondition", "exitConditionRule", "mapInfo")
    }


def _held(read: Sequencing) -> dict[str, int]:
    rules = (*read.pre_rules, *read.exit_rules, *read.post_rules)
    return {
        "ruleCondition": sum(len(rule.conditions) for rule in rules),
        "rollupCondition": sum(len(rule.conditions) for rule in read.rollup_rules),
        "exitConditionRule": len(read.exit_rules),
        "mapInfo": sum(
            each.read.satisfied or each.read.measure or each.write.satisfied or each.write.measure
            for objective in read.objectives
            for each in objective.maps
        ),
    }


def files_of(source: bytes) -> ArchiveIndex:
    """An archive that holds exactly what the manifest names."""
    names = dict.fromkeys(_names(source))
    return index_of((Entry(name, name, 0, None, 0, 0, 0, 0) for name in names), 1)


def _names(source: bytes) -> Iterator[str]:
    resources = parse(source, Notes()).child("resources")
    assert resources is not None
    for resource in resources.children("resource"):
        for element in (resource, *resource.children("file")):
            if href := element.get("href"):
                yield resource.get("base") + href.partition("?")[0]
