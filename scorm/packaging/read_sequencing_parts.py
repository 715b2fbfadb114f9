"""The parts of the sequencing of one activity that are nothing but attributes."""

from scorm.packaging.findings import Rule
from scorm.packaging.read_sequencing_values import Values
from scorm.packaging.xml import Element
from scorm.sequencing.definition import (
    Consideration,
    ConstrainChoice,
    ControlModes,
    DeliveryControls,
    Limits,
    Randomization,
    RollupControls,
    Selection,
    Timing,
)


def read_modes(element: Element, values: Values) -> ControlModes:
    """[CAM 4th Ed. 5.1.2]"""
    return ControlModes(
        choice=values.flag(element, "choice", True),
        choice_exit=values.flag(element, "choiceexit", True),
        flow=values.flag(element, "flow", False),
        forward_only=values.flag(element, "forwardonly", False),
        use_current_objective_info=values.flag(element, "usecurrentattemptobjectiveinfo", True),
        use_current_progress_info=values.flag(element, "usecurrentattemptprogressinfo", True),
    )


def read_constrain(element: Element, values: Values) -> ConstrainChoice:
    """[CAM 4th Ed. 5.2.2]"""
    return ConstrainChoice(
        prevent_activation=values.flag(element, "preventactivation", False),
        constrain_choice=values.flag(element, "constrainchoice", False),
    )


def read_limits(element: Element, values: Values) -> Limits:
    """[CAM 4th Ed. 5.1.4]"""
    return Limits(
        attempts=values.count(element, "attemptlimit"),
        attempt_absolute=values.duration(element, "attemptabsolutedurationlimit"),
        attempt_experienced=values.duration(element, "attemptexperienceddurationlimit"),
        activity_absolute=values.duration(element, "activityabsolutedurationlimit"),
        activity_experienced=values.duration(element, "activityexperienceddurationlimit"),
        begin=values.moment(element, "begintimelimit"),
        end=values.moment(element, "endtimelimit"),
    )


def read_rollup_controls(
    rules: Element | None, considerations: Element | None, progress_weight: float, values: Values
) -> RollupControls:
    """[CAM 4th Ed. 5.1.6, 5.2.3, 3.4.1.15]"""
    controls = RollupControls(progress_weight=progress_weight)
    if rules is not None:
        weight = values.number(rules, "objectivemeasureweight", 0, 1)
        controls = RollupControls(
            objective_satisfied=values.flag(rules, "rollupobjectivesatisfied", True),
            progress_completion=values.flag(rules, "rollupprogresscompletion", True),
            measure_weight=1.0 if weight is None else weight,
            progress_weight=progress_weight,
        )
    if considerations is None:
        return controls

    def required(ending: str) -> Consideration:
        given = values.word(considerations, f"requiredfor{ending}", Consideration)
        return given or Consideration.ALWAYS

    return RollupControls(
        objective_satisfied=controls.objective_satisfied,
        progress_completion=controls.progress_completion,
        measure_weight=controls.measure_weight,
        progress_weight=progress_weight,
        required_for_satisfied=required("satisfied"),
        required_for_not_satisfied=required("notsatisfied"),
        required_for_completed=required("completed"),
        required_for_incomplete=required("incomplete"),
        measure_satisfaction_if_active=values.flag(
            considerations, "measuresatisfactionifactive", True
        ),
    )


def read_selection(element: Element, children: int, values: Values) -> Selection:
    """[CAM 4th Ed. 5.1.8] Choosing none of the children chooses nothing away."""
    timing = values.word(element, "selectiontiming", Timing) or Timing.NEVER
    count = values.count(element, "selectcount")
    if count == 0:
        count = None
        if timing is not Timing.NEVER:
            values.warn(Rule.SELECTION, "A selectCount of 0 is taken as all of them.", element.line)
    if count is not None and children and count > children and timing is not Timing.NEVER:
        values.warn(
            Rule.SELECTION,
            f"A selectCount of {count:,} is more than the {children:,} entries that there are.",
            element.line,
        )
    return Selection(timing=timing, count=count)


def read_randomization(element: Element, values: Values) -> Randomization:
    """[CAM 4th Ed. 5.1.8]"""
    return Randomization(
        timing=values.word(element, "randomizationtiming", Timing) or Timing.NEVER,
        reorder=values.flag(element, "reorderchildren", False),
    )


def read_delivery(element: Element, values: Values) -> DeliveryControls:
    """[CAM 4th Ed. 5.1.9]"""
    return DeliveryControls(
        tracked=values.flag(element, "tracked", True),
        completion_set_by_content=values.flag(element, "completionsetbycontent", False),
        objective_set_by_content=values.flag(element, "objectivesetbycontent", False),
    )
