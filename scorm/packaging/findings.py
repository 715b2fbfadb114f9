"""What is worth telling the author about a package, as data."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from scorm.packaging.errors import PackageError

MANIFEST_NAME = "imsmanifest.xml"
# Ten thousand missing files are one mistake; the first few show it.
MOST_OF_A_KIND = 50


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    REPAIR = "repair"


class Rule(StrEnum):
    """What a finding is about; the values are what programs branch on."""

    MISSING_FILE = "MISSING_FILE"
    CORRUPT_FILE = "CORRUPT_FILE"
    HREF_REPAIRED = "HREF_REPAIRED"
    UNSAFE_HREF = "UNSAFE_HREF"
    EXTERNAL_HREF = "EXTERNAL_HREF"
    OUTSIDE_PACKAGE = "OUTSIDE_PACKAGE"
    NOTHING_TO_LAUNCH = "NOTHING_TO_LAUNCH"
    UNKNOWN_RESOURCE = "UNKNOWN_RESOURCE"
    NO_HREF = "NO_HREF"
    EMPTY_ITEM = "EMPTY_ITEM"
    DUPLICATE_IDENTIFIER = "DUPLICATE_IDENTIFIER"
    MISSING_IDENTIFIER = "MISSING_IDENTIFIER"
    NO_ORGANIZATION = "NO_ORGANIZATION"
    DEFAULT_ORGANIZATION = "DEFAULT_ORGANIZATION"
    SCORM_TYPE = "SCORM_TYPE"
    EDITION = "EDITION"
    NAMESPACE = "NAMESPACE"
    NESTED_MANIFEST = "NESTED_MANIFEST"
    TITLE = "TITLE"
    BAD_VALUE = "BAD_VALUE"
    METADATA = "METADATA"
    PREREQUISITES = "PREREQUISITES"
    SEQUENCING_RULE = "SEQUENCING_RULE"
    UNKNOWN_SEQUENCING = "UNKNOWN_SEQUENCING"
    UNKNOWN_OBJECTIVE = "UNKNOWN_OBJECTIVE"
    PRIMARY_OBJECTIVE = "PRIMARY_OBJECTIVE"
    OBJECTIVE = "OBJECTIVE"
    OBJECTIVE_MAP = "OBJECTIVE_MAP"
    SELECTION = "SELECTION"
    UNREACHABLE = "UNREACHABLE"
    LATER_EDITION = "LATER_EDITION"
    WRAPPING_FOLDER = "WRAPPING_FOLDER"
    MANIFEST_NAME = "MANIFEST_NAME"
    BYTE_ORDER_MARK = "BYTE_ORDER_MARK"
    ENCODING = "ENCODING"
    XML_DECLARATION = "XML_DECLARATION"


ADVICE = {
    Rule.MISSING_FILE: "Add the file to the ZIP under exactly this name, or export again.",
    Rule.CORRUPT_FILE: "Upload the file again; if that does not help, export the course anew.",
    Rule.HREF_REPAIRED: "Nothing to do here; other players may need the exact name.",
    Rule.UNSAFE_HREF: "Let the entry point to a file of the course.",
    Rule.EXTERNAL_HREF: "Put the page into the package, or ask for external content to be allowed.",
    Rule.OUTSIDE_PACKAGE: "Let the entry point to a file inside the ZIP.",
    Rule.NOTHING_TO_LAUNCH: "Let at least one item point to a resource with a page to open.",
    Rule.UNKNOWN_RESOURCE: "Correct the identifierref of the item, or add the resource.",
    Rule.NO_HREF: "Give the resource the page to open as its href.",
    Rule.EMPTY_ITEM: "Remove the item, or let it point to a resource.",
    Rule.DUPLICATE_IDENTIFIER: "Give every entry an identifier of its own.",
    Rule.MISSING_IDENTIFIER: "Give every entry an identifier.",
    Rule.NO_ORGANIZATION: "Add an organization if the learner shall see a table of contents.",
    Rule.DEFAULT_ORGANIZATION: "Name an existing organization in the attribute default.",
    Rule.SCORM_TYPE: 'Mark pages that report to the LMS with scormtype="sco".',
    Rule.EDITION: 'State the edition in schemaversion, for instance "1.2" or "2004 4th Edition".',
    Rule.NAMESPACE: "Nothing to do here; other players may need the namespaces of SCORM.",
    Rule.NESTED_MANIFEST: "Upload the inner course as a package of its own if learners need it.",
    Rule.TITLE: "Give the entry a short title.",
    Rule.BAD_VALUE: "Correct the value, or remove the element.",
    Rule.METADATA: "Nothing to do unless the description of the course is missed.",
    Rule.PREREQUISITES: "Correct the condition; until then the item is open to everyone.",
    Rule.SEQUENCING_RULE: "Correct the rule; until then the course goes on without it.",
    Rule.UNKNOWN_SEQUENCING: "Give every sequencing of the collection one ID and refer to that.",
    Rule.UNKNOWN_OBJECTIVE: "Add the objective to the activity, or correct its identifier.",
    Rule.PRIMARY_OBJECTIVE: "Give the activity exactly one primaryObjective.",
    Rule.OBJECTIVE: "Give every objective of an activity an identifier of its own.",
    Rule.OBJECTIVE_MAP: "Let every map name its global objective, and only one objective write it.",
    Rule.SELECTION: "Let selectCount say how many of the entries are to be chosen.",
    Rule.UNREACHABLE: "Allow choice or flow in the control modes above these entries.",
    Rule.LATER_EDITION: 'Declare "2004 4th Edition" if the course needs this.',
    Rule.WRAPPING_FOLDER: "Nothing to do here; other players want imsmanifest.xml at the root.",
    Rule.MANIFEST_NAME: "Nothing to do here; other players want exactly imsmanifest.xml.",
    Rule.BYTE_ORDER_MARK: "Nothing to do here; some players want UTF-8 without a mark.",
    Rule.ENCODING: 'Save the manifest as UTF-8 and declare encoding="UTF-8".',
    Rule.XML_DECLARATION: "Nothing to do here; the declaration belongs on the first line.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence for the author, where it applies, and what to do."""

    severity: Severity
    rule: str
    message: str
    advice: str
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings about a package, in the order of reading."""

    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)


@dataclass(slots=True)
class Notes:
    """Collects findings while a package is read; ``file`` is what is being read."""

    file: str = MANIFEST_NAME
    _found: list[Finding] = field(default_factory=list[Finding])
    _counted: Counter[tuple[Rule, Severity]] = field(default_factory=Counter[tuple[Rule, Severity]])

    def error(self, rule: Rule, message: str, line: int | None = None) -> None:
        self._add(Severity.ERROR, rule, message, line)

    def warning(self, rule: Rule, message: str, line: int | None = None) -> None:
        self._add(Severity.WARNING, rule, message, line)

    def info(self, rule: Rule, message: str, line: int | None = None) -> None:
        self._add(Severity.INFO, rule, message, line)

    def repair(self, rule: Rule, message: str, line: int | None = None) -> None:
        self._add(Severity.REPAIR, rule, message, line)

    def report(self) -> Report:
        rest = [
            Finding(
                severity,
                rule,
                f"There are {count - MOST_OF_A_KIND:,} more findings of this kind.",
                ADVICE[rule],
                self.file,
            )
            for (rule, severity), count in self._counted.items()
            if count > MOST_OF_A_KIND
        ]
        return Report((*self._found, *rest))

    def _add(self, severity: Severity, rule: Rule, message: str, line: int | None) -> None:
        self._counted[rule, severity] += 1
        if self._counted[rule, severity] <= MOST_OF_A_KIND:
            self._found.append(Finding(severity, rule, message, ADVICE[rule], self.file, line))


def finding_of(problem: PackageError, file: str = "") -> Finding:
    """What stopped the reading altogether, as a finding like any other."""
    return Finding(
        Severity.ERROR,
        problem.code,
        str(problem),
        problem.advice,
        problem.entry or file,
        problem.line,
    )
