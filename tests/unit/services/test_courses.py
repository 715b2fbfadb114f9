"""A course as the player needs it is made once from what its revision keeps."""

import pytest
from lectern_manifests import Course as Manifest12
from lectern_sequencing import FOURTH, THIRD, Written, item, sequencing

from scorm.edition import Edition
from scorm.packaging.findings import Notes
from scorm.packaging.index import Entry, index_of
from scorm.packaging.manifest import SharedData
from scorm.packaging.read import read_manifest
from services.packages import manifests
from services.packages.courses import Course, course_of

SHARING = '<adlcp:data><adlcp:map targetID=" t%20 1" writeSharedData="false"/></adlcp:data>'


def course(written: Written) -> Course:
    manifest, _ = written.read()
    return course_of(str(manifest.edition), True, "Title", manifests.dump(manifest))


def test_a_course_of_scorm_12_has_no_tree() -> None:
    source = Manifest12().lesson("one", "a.html").encode()
    index = index_of([Entry("a.html", "a.html", 0, None, 0, 0, 0, 0)], 1)
    manifest = read_manifest(source, index, lambda _: b"", Notes())

    made = course_of("1.2", False, "Title", manifests.dump(manifest))

    assert made.tree is None
    assert made.buckets == {}
    assert list(made.scos) == ["one"]


@pytest.mark.parametrize("version", [THIRD, FOURTH])
def test_a_course_of_scorm_2004_has_a_tree(version: str) -> None:
    flow = sequencing('<imsss:controlMode flow="true"/>')

    made = course(Written(item("a", item("b") + flow), version=version))

    assert made.tree is not None
    assert made.tree.root.children[0].sequencing.modes.flow is True
    assert set(made.items) == {"a", "b"}
    assert made.edition is Edition(version)


def test_shared_data_belong_to_items_of_the_fourth_edition() -> None:
    items = item("a", SHARING) + item("b")

    assert course(Written(items)).buckets == {"a": (SharedData(target_id="t 1", write=False),)}
    assert course(Written(items, version=THIRD)).buckets == {}
