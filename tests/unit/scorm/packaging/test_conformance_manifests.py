"""Every manifest of the conformance kit is read without a complaint that it does not deserve."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scorm.packaging.findings import Notes, Rule
from scorm.packaging.index import ArchiveIndex, Entry, index_of
from scorm.packaging.read import read_manifest
from scorm.packaging.xml import parse

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
