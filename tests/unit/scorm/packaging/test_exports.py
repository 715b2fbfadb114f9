"""What authoring tools export is read without a complaint."""

import pytest
from lectern_exports import (
    ADAPT,
    EXELEARNING,
    EXPORTS,
    H5P,
    LECTORA,
    STORYLINE_12,
    STORYLINE_2004,
    XERTE,
    Export,
)
from lectern_zips import reader

from scorm.edition import Edition
from scorm.packaging.examine import Examined, examine
from scorm.packaging.findings import Severity
from scorm.packaging.manifest import Manifest


def examined(export: Export) -> Examined:
    data = export.zip()
    result = examine(reader(data), len(data), lambda _: True)
    assert isinstance(result, Examined), result
    return result


def manifest_of(export: Export) -> Manifest:
    return examined(export).manifest


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.tool)
def test_the_course_is_understood_without_a_complaint(export: Export) -> None:
    result = examined(export)

    severities = {finding.severity for finding in result.report.findings}
    assert severities <= {Severity.REPAIR, Severity.INFO}, result.report
    assert result.manifest.title == export.title
    assert result.manifest.launch_href == export.launch
    assert result.manifest.sco_count == export.scos
    launch = result.manifest.organization.items[0]
    assert launch.children or launch.path in result.index.entries


def test_editions_are_told_apart() -> None:
    assert manifest_of(STORYLINE_12).edition is Edition.SCORM_12
    assert manifest_of(STORYLINE_2004).edition is Edition.SCORM_2004_3RD
    assert manifest_of(XERTE).edition is Edition.SCORM_2004_2ND


def test_metadata_is_read_inside_the_manifest_and_beside_it() -> None:
    assert manifest_of(STORYLINE_12).duration == "PT45M"
    assert manifest_of(STORYLINE_12).description == "Watch out."
    assert manifest_of(ADAPT).description == "A <b>sample</b>"
    assert manifest_of(LECTORA).description == "About ladders"
    assert manifest_of(EXELEARNING).duration == "PT2H"


def test_what_an_item_asks_of_the_player_is_kept() -> None:
    item = manifest_of(STORYLINE_2004).organization.items[0]

    assert item.hidden_controls == ("previous", "continue")
    assert "minNormalizedMeasure" in item.sequencing
    assert not manifest_of(STORYLINE_2004).organization.objectives_global_to_system
    assert manifest_of(H5P).organization.items[0].mastery_score == 60.5
    assert manifest_of(LECTORA).organization.items[0].children[1].prerequisites == "A2"
