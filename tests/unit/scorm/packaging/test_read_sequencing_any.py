"""Whatever stands in the sequencing of a manifest, an activity tree comes out of it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lectern_sequencing import FOURTH, SECOND, THIRD, Written, item

from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing.definition import Sequencing

ELEMENTS = (
    "imsss:sequencing",
    "imsss:controlMode",
    "imsss:sequencingRules",
    "imsss:preConditionRule",
    "imsss:exitConditionRule",
    "imsss:postConditionRule",
    "imsss:ruleConditions",
    "imsss:ruleCondition",
    "imsss:ruleAction",
    "imsss:limitConditions",
    "imsss:rollupRules",
    "imsss:rollupRule",
    "imsss:rollupConditions",
    "imsss:rollupCondition",
    "imsss:rollupAction",
    "imsss:objectives",
    "imsss:primaryObjective",
    "imsss:objective",
    "imsss:minNormalizedMeasure",
    "imsss:mapInfo",
    "imsss:randomizationControls",
    "imsss:deliveryControls",
    "adlseq:objectives",
    "adlseq:objective",
    "adlseq:mapInfo",
    "adlseq:rollupConsiderations",
    "adlseq:constrainedChoiceConsiderations",
)
ATTRIBUTES = (
    "ID",
    "IDRef",
    "choice",
    "flow",
    "condition",
    "operator",
    "action",
    "referencedObjective",
    "measureThreshold",
    "conditionCombination",
    "attemptLimit",
    "attemptAbsoluteDurationLimit",
    "beginTimeLimit",
    "endTimeLimit",
    "childActivitySet",
    "minimumCount",
    "minimumPercent",
    "objectiveMeasureWeight",
    "objectiveID",
    "satisfiedByMeasure",
    "targetObjectiveID",
    "readSatisfiedStatus",
    "writeRawScore",
    "selectCount",
    "selectionTiming",
    "tracked",
    "requiredForSatisfied",
)
VALUES = (
    "true",
    "false",
    "1",
    "0",
    "-1",
    "0.5",
    "NaN",
    "inf",
    "1e999",
    "all",
    "any",
    "not",
    "satisfied",
    "always",
    "skip",
    "exit",
    "retry",
    "completed",
    "atLeastCount",
    "atLeastPercent",
    "once",
    "o",
    "p",
    "%20",
    "PT1H",
    "P1Y",
    "-P1D",
    "2026-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    "٣",
    "½",
    "²",
)

attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES), max_size=4)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        _element, st.sampled_from(ELEMENTS), attributes, st.lists(inside, max_size=5).map("".join)
    )


def _element(name: str, given: dict[str, str], inside: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in given.items())
    return f"<{name}{said}>{inside}</{name}>"


markup = st.recursive(st.just("") | st.sampled_from(VALUES), element, max_leaves=25)


def around(name: str) -> st.SearchStrategy[str]:
    return st.builds(_element, st.just(name), attributes, st.lists(markup, max_size=4).map("".join))


@settings(max_examples=150, deadline=None)
@given(
    around("imsss:sequencing"),
    around("imsss:sequencing"),
    around("imsss:sequencingCollection"),
    st.sampled_from([SECOND, THIRD, FOURTH]),
)
def test_any_sequencing_makes_a_tree(
    of_item: str, of_organization: str, collection: str, version: str
) -> None:
    course = Written(
        item("a", of_item) + item("b"),
        version=version,
        organization=of_organization,
        collection=collection,
    )

    manifest, report = course.read()
    root = tree_definition(manifest).root

    assert report.ok
    assert [child.identifier for child in root.children] == ["a", "b"]
    assert root.children[1].sequencing == Sequencing()
    for activity in (root, *root.children):
        assert sum(objective.primary for objective in activity.sequencing.objectives) == 1
