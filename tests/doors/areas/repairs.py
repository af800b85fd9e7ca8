"""Mending a published schedule that has lost something."""

from typing import Any

from scheduling.models import DemandChange, RepairRun
from tests.casting import Stage
from tests.doors.answers import PLANNERS, SIGNED_IN, STAFF, Tool, admin, model, record, rest
from tests.factories.scheduling import DemandChangeFactory, RepairRunFactory

EXPECTED = {
    # For the office; the draft breaks rules.
    "api:repair-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:repair-detail": rest(PLANNERS),
    "api:repair-cancel": rest(post=PLANNERS, sent="400"),
    "api:repair-use": rest(post=PLANNERS, sent="400"),
    **record("scheduling.repairrun", PLANNERS),
    "admin:scheduling_repairrun_hits": admin(STAFF, STAFF),
    "admin:scheduling_repair_of_absence": admin(post=PLANNERS, no="404"),
    "admin:scheduling_repairrun_cancel": admin(post=PLANNERS, no="404"),
    "admin:scheduling_repairrun_use": admin(post=PLANNERS, no="404"),
    "admin:scheduling_assignment_repair": admin(post=PLANNERS, no="404"),
    # Kept as it was asked for
    **model("scheduling.demandchange", PLANNERS, PLANNERS),
    "admin:scheduling_demandchange_repair": admin(post=PLANNERS, no="404"),
    "api:demand-change-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:demand-change-detail": rest(PLANNERS),
    "api:demand-change-withdraw": rest(post=PLANNERS),
}

VALUES = {
    "api:demand-change-": {"pk": lambda t: t.row("scheduling.demandchange").pk},
    "admin:scheduling_demandchange_repair": {"pk": lambda t: t.row("scheduling.demandchange").pk},
    "api:repair-": {"pk": lambda t: t.row("scheduling.repairrun").pk},
    "admin:scheduling_repair_of_absence": {"pk": lambda t: t.row("people.absence").pk},
}


def _repair(stage: Stage) -> RepairRun:
    """One that found nothing; the same for all that ask."""
    return RepairRun.objects.first() or RepairRunFactory(
        version=stage.published, assignment=stage.on_call, status="nothing"
    )


def _of_repair(stage: Stage) -> dict[str, Any]:
    return {"run_id": _repair(stage).pk}


def _demand(stage: Stage) -> DemandChange:
    return DemandChangeFactory(program=stage.program, call_type=stage.on_call.call_type)


ROWS = {"scheduling.repairrun": _repair, "scheduling.demandchange": _demand}

NO_REPAIR = "There is no repair {repair} for you to see."
NO_CHANGE = "There is no changed demand 0 for you to see."
NO_ROW = "There is no such row for you to see."
TOOLS = {
    "demand_changes_tool": Tool(
        lambda _: {"program": "cedar"},
        PLANNERS,
        "You may not see drafts of the schedule in Cedar Family Medicine.",
    ),
    "change_demand_tool": Tool(
        lambda _: {
            "program": "cedar",
            "starts_on": "2026-07-18",
            "ends_on": "2026-07-18",
            "more": 1,
            "reason": "A surge",
        },
        PLANNERS,
        "You may not edit the schedule in Cedar Family Medicine.",
        to_allowed="Name a call or an activity, and one of them only.",
    ),
    "withdraw_demand_tool": Tool(lambda _: {"demand_change_id": 0}, (), NO_CHANGE, NO_CHANGE),
    # The stage's call is published, and its day is over.
    "propose_repairs_tool": Tool(
        lambda s: {"assignment_id": s.on_call.pk},
        PLANNERS,
        "You may not edit the schedule in Cedar Family Medicine.",
        NO_ROW,
        to_allowed="These days are over; they cannot be mended.",
    ),
    "repair_status_tool": Tool(_of_repair, PLANNERS, NO_REPAIR, NO_REPAIR),
    "use_repair_tool": Tool(
        lambda s: {**_of_repair(s), "way": 1},
        PLANNERS,
        NO_REPAIR,
        NO_REPAIR,
        to_allowed="This repair cannot be used: nothing to mend.",
    ),
}
