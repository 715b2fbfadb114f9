"""The exceptions of the book and what they mean in plain words. [SN 4th Ed. appendix D]"""

from enum import StrEnum
from typing import Final


class Hint(StrEnum):
    """What a learner is told, in a few kinds."""

    CHOICE_OFF = "CHOICE_OFF"
    NOT_NOW = "NOT_NOW"
    DISABLED = "DISABLED"
    ATTEMPTS_USED = "ATTEMPTS_USED"
    STAY_INSIDE = "STAY_INSIDE"
    ONE_STEP_ONLY = "ONE_STEP_ONLY"
    NO_WAY_BACK = "NO_WAY_BACK"
    STOPPED = "STOPPED"
    NOTHING_INSIDE = "NOTHING_INSIDE"


REASONS: Final[dict[str, tuple[str, Hint]]] = {
    "NB.2.1-1": ("The course is already under way.", Hint.NOT_NOW),
    "NB.2.1-2": ("No activity is open.", Hint.NOT_NOW),
    "NB.2.1-3": ("Nothing was suspended that could be resumed.", Hint.NOT_NOW),
    "NB.2.1-4": ("The block around this activity does not allow flow.", Hint.NOT_NOW),
    "NB.2.1-5": ("The block around this activity allows no way back.", Hint.NO_WAY_BACK),
    "NB.2.1-6": ("Nothing comes before the whole course.", Hint.NO_WAY_BACK),
    "NB.2.1-8": ("The activity that is open must be left in another way.", Hint.STAY_INSIDE),
    "NB.2.1-10": ("The block around this activity does not allow choosing.", Hint.CHOICE_OFF),
    "NB.2.1-11": ("The course has no such activity.", Hint.NOT_NOW),
    "NB.2.1-12": ("The activity has ended already.", Hint.NOT_NOW),
    "NB.2.1-13": ("This is no request that the book knows.", Hint.NOT_NOW),
    "TB.2.3-1": ("No activity is open that could end.", Hint.NOT_NOW),
    "TB.2.3-2": ("The activity has ended already.", Hint.NOT_NOW),
    "TB.2.3-3": ("There is nothing that could be suspended.", Hint.NOT_NOW),
    "TB.2.3-4": ("A rule wants to exit the parent of the whole course.", Hint.NOT_NOW),
    "SB.2.1-1": ("The end of the course is reached.", Hint.NOT_NOW),
    "SB.2.1-2": ("The block has no activities to open.", Hint.NOTHING_INSIDE),
    "SB.2.1-3": ("The beginning of the course is reached.", Hint.NO_WAY_BACK),
    "SB.2.1-4": ("The block allows only the way forward.", Hint.NO_WAY_BACK),
    "SB.2.2-1": ("The block does not allow flow to its activities.", Hint.NOTHING_INSIDE),
    "SB.2.2-2": ("The next activity is not available.", Hint.DISABLED),
    "SB.2.4-1": ("An activity on the way stops the way forward.", Hint.STOPPED),
    "SB.2.4-2": ("The block allows only the way forward.", Hint.NO_WAY_BACK),
    "SB.2.4-3": ("Nothing comes before the whole course.", Hint.NO_WAY_BACK),
    "SB.2.5-1": ("The course is already under way.", Hint.NOT_NOW),
    "SB.2.6-1": ("The course is already under way.", Hint.NOT_NOW),
    "SB.2.6-2": ("Nothing was suspended that could be resumed.", Hint.NOT_NOW),
    "SB.2.7-1": ("No activity is open.", Hint.NOT_NOW),
    "SB.2.7-2": ("The block around this activity does not allow flow.", Hint.NOT_NOW),
    "SB.2.8-1": ("No activity is open.", Hint.NOT_NOW),
    "SB.2.8-2": ("The block around this activity does not allow flow.", Hint.NOT_NOW),
    "SB.2.9-1": ("The course has no such activity.", Hint.NOT_NOW),
    "SB.2.9-2": ("This activity was not selected for this attempt.", Hint.NOT_NOW),
    "SB.2.9-3": ("A rule hides this activity from choice.", Hint.NOT_NOW),
    "SB.2.9-4": ("The block around this activity does not allow choosing.", Hint.CHOICE_OFF),
    "SB.2.9-6": ("A block on the way lets nobody in from outside.", Hint.STAY_INSIDE),
    "SB.2.9-7": ("The block that is open may not be left by choosing.", Hint.STAY_INSIDE),
    "SB.2.9-8": ("Only the activities next to the open block may be chosen.", Hint.ONE_STEP_ONLY),
    "SB.2.9-9": ("Nothing inside can be opened now.", Hint.NOTHING_INSIDE),
    "SB.2.10-1": ("No activity is open.", Hint.NOT_NOW),
    "SB.2.10-2": ("The activity has not ended yet.", Hint.NOT_NOW),
    "SB.2.10-3": ("Nothing inside can be opened now.", Hint.NOTHING_INSIDE),
    "SB.2.11-1": ("No activity is open.", Hint.NOT_NOW),
    "SB.2.11-2": ("The activity has not ended yet.", Hint.NOT_NOW),
    "SB.2.13-1": ("No activity is open.", Hint.NOT_NOW),
    "SB.2.13-2": ("The course has no such activity, or it was not selected.", Hint.NOT_NOW),
    "DB.1.1-1": ("Only an activity without children can be delivered.", Hint.NOTHING_INSIDE),
    "DB.1.1-3": ("The activity, or a block around it, is not available.", Hint.DISABLED),
    "DB.1.1-4": ("Nothing to open is attached to the activity.", Hint.NOTHING_INSIDE),
    "DB.2-1": ("The activity before has not ended yet.", Hint.NOT_NOW),
    "UP.1": ("All attempts, or all the time, that it allows are used up.", Hint.ATTEMPTS_USED),
    "UP.5": ("A rule disables the activity.", Hint.DISABLED),
}


class Blocked(Exception):
    """A request that the book does not grant; ``activity`` is the one that it failed at.

    ``cause`` is the check behind the exception, where one is: UP.1 or UP.5.
    """

    def __init__(self, code: str, activity: str = "", cause: str = "") -> None:
        super().__init__(f"{code}: {REASONS[code][0]}")
        self.code = code
        self.activity = activity
        self.cause = cause

    @property
    def reason(self) -> str:
        return REASONS[self.cause or self.code][0]

    @property
    def hint(self) -> Hint:
        return REASONS[self.cause or self.code][1]
