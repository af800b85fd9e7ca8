"""Mending a published schedule that has lost something."""

from typing import Any

from scheduling.models import RepairRun
from tests.casting import Stage
from tests.doors.answers import PLANNERS, SIGNED_IN, STAFF, Tool, admin, record, rest
from tests.factories.scheduling import RepairRunFactory

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
}

VALUES = {
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


ROWS = {"scheduling.repairrun": _repair}

NO_REPAIR = "There is no repair {repair} for you to see."
NO_ROW = "There is no such row for you to see."
TOOLS = {
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
