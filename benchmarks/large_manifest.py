"""The manifest of the course of ``large_tree``."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="large" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="course"><organization identifier="course"
  adlseq:objectivesGlobalToSystem="false"><title>Large course</title>
"""
_TAIL = """</organization></organizations>
<resources><resource identifier="page" type="webcontent" adlcp:scormType="sco" href="index.html">
<file href="index.html"/></resource></resources></manifest>
"""
_MODES = '<imsss:controlMode choice="true" flow="true"/>'
_SKIP = """<imsss:preConditionRule><imsss:ruleConditions>
<imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
<imsss:ruleAction action="skip"/></imsss:preConditionRule>"""
_WAIT = """<imsss:preConditionRule><imsss:ruleConditions>
<imsss:ruleCondition condition="satisfied" operator="not" referencedObjective="before"/>
</imsss:ruleConditions><imsss:ruleAction action="disabled"/></imsss:preConditionRule>"""
_AGAIN = """<imsss:postConditionRule><imsss:ruleConditions>
<imsss:ruleCondition condition="satisfied" operator="not"/>
<imsss:ruleCondition condition="attemptLimitExceeded" operator="not"/></imsss:ruleConditions>
<imsss:ruleAction action="retry"/></imsss:postConditionRule>"""
_MOST = """<imsss:rollupRules><imsss:rollupRule childActivitySet="atLeastPercent"
minimumPercent="0.75"><imsss:rollupConditions><imsss:rollupCondition condition="satisfied"/>
</imsss:rollupConditions><imsss:rollupAction action="satisfied"/></imsss:rollupRule>
</imsss:rollupRules>"""


def large_manifest(blocks: int = 10, parts: int = 10, pages: int = 4) -> str:
    inside = "".join(_block(f"block-{number}", parts, pages) for number in range(blocks))
    return f"{_HEAD}{inside}{_sequencing(_MODES)}{_TAIL}"


def _block(name: str, parts: int, pages: int) -> str:
    inside = "".join(_part(f"{name}-{place}", pages) for place in range(parts))
    return _item(name, inside + _sequencing(_MODES + _rules(_SKIP)))


def _part(name: str, pages: int) -> str:
    inside = "".join(_page(name, place) for place in range(pages))
    return _item(name, inside + _sequencing(_MODES + _MOST))


def _page(part: str, place: int) -> str:
    own = _map("primaryObjective", "own", f"{part}-{place}", "write")
    before = _map("objective", "before", f"{part}-{place - 1}", "read") if place else ""
    told = _sequencing(
        _MODES
        + _rules((_WAIT if place else "") + _SKIP + _AGAIN)
        + '<imsss:limitConditions attemptLimit="3"/>'
        + f"<imsss:objectives>{own}{before}</imsss:objectives>"
    )
    return _item(f"{part}-{place}", told, 'identifierref="page"')


def _item(name: str, inside: str, attributes: str = "") -> str:
    return f'<item identifier="{name}" {attributes}><title>{name}</title>{inside}</item>\n'


def _sequencing(inside: str) -> str:
    return f"<imsss:sequencing>{inside}</imsss:sequencing>"


def _rules(inside: str) -> str:
    return f"<imsss:sequencingRules>{inside}</imsss:sequencingRules>"


def _map(kind: str, name: str, target: str, way: str) -> str:
    reads, writes = (str(way == each).lower() for each in ("read", "write"))
    return (
        f'<imsss:{kind} objectiveID="{name}"><imsss:mapInfo targetObjectiveID="{target}"'
        f' readSatisfiedStatus="{reads}" readNormalizedMeasure="{reads}"'
        f' writeSatisfiedStatus="{writes}" writeNormalizedMeasure="{writes}"/></imsss:{kind}>'
    )
