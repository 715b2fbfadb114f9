"""Which children an attempt has, and in which order. [SR.1, SR.2]"""

from scorm.sequencing.definition import Timing
from scorm.sequencing.tree import Activity, ActivityTree


def select_children(tree: ActivityTree, activity: Activity) -> list[int]:
    """The places of the children that are selected, in their original order. [SR.1]"""
    places = list(range(len(activity.children)))
    count = activity.sequencing.selection.count
    if activity.sequencing.selection.timing is Timing.NEVER or count is None:
        return places
    if count >= len(places):
        return places
    tree.trace.note("SR.1", activity.identifier, f"{count} of {len(places)} were selected.")
    return sorted(tree.chance.sample(places, count))


def randomize_children(tree: ActivityTree, activity: Activity, places: list[int]) -> list[int]:
    """The same places, in a new order if the activity wants one. [SR.2]"""
    randomization = activity.sequencing.randomization
    if randomization.timing is Timing.NEVER or not randomization.reorder:
        return places
    tree.trace.note("SR.2", activity.identifier, "The order was shuffled.")
    return tree.chance.sample(places, len(places))


def prepare_first(tree: ActivityTree) -> None:
    """Before anything is attempted: both timings, once and on each new attempt, begin here."""
    for activity in tree.activities.values():
        if is_varied(activity):
            places = randomize_children(tree, activity, select_children(tree, activity))
            activity.tracking.chosen = tuple(places)


def begin_attempt(tree: ActivityTree, activity: Activity) -> None:
    """What varies with each attempt is chosen for the next one as soon as this one begins: a
    look-ahead beyond its end shall see what will be so.
    """
    tracking = activity.tracking
    if tracking.upcoming is not None:
        tracking.chosen = tracking.upcoming
    each_time = Timing.ON_EACH_NEW_ATTEMPT
    reselects = activity.sequencing.selection.timing is each_time
    reshuffles = activity.sequencing.randomization.timing is each_time
    if activity.is_leaf or not (reselects or reshuffles):
        return
    kept = tracking.chosen
    places = list(range(len(activity.children))) if kept is None else list(kept)
    if reselects:
        places = select_children(tree, activity)
    if reshuffles:
        places = randomize_children(tree, activity, places)
    tracking.upcoming = tuple(places)


def is_varied(activity: Activity) -> bool:
    timings = (activity.sequencing.selection.timing, activity.sequencing.randomization.timing)
    return not activity.is_leaf and timings != (Timing.NEVER, Timing.NEVER)
