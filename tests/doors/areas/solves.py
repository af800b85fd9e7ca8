"""Asking for a solve, following it, and looking ahead before it."""

from scheduling.services.tiers import USUAL
from tests.doors.answers import (
    PLANNERS,
    SIGNED_IN,
    STAFF,
    Tool,
    admin,
    answers,
    page,
    record,
    rest,
)

EXPECTED = {
    "api:solve-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    # The solve is over.
    "api:solve-detail": rest(PLANNERS),
    "api:solve-cancel": rest(post=PLANNERS, sent="400"),
    # It found nothing to choose from.
    "api:solve-choose": rest(post=PLANNERS, sent="400"),
    "api:solve-compare": rest(SIGNED_IN),
    "api:academic-year-preflight": rest(PLANNERS, resident="403", faculty="403"),
    "api:academic-year-interactions": rest(PLANNERS, resident="403", faculty="403"),
    "api:academic-year-tiers": {
        **rest(PLANNERS, resident="403", faculty="403"),
        "put": answers(PLANNERS, "400", "404", anonymous="401", resident="403", faculty="403"),
    },
    "scheduling:solve_progress": page(PLANNERS),
    **record("scheduling.solverrun", PLANNERS),
    "admin:scheduling_generate_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_academicyear_generate": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_raise_tier": admin(post=PLANNERS, no="404"),
    "admin:scheduling_academicyear_preflight": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_interactions": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_solverrun_cancel": admin(post=PLANNERS, no="404"),
    "admin:scheduling_academicyear_compare": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_solverrun_choose": admin(post=PLANNERS, no="404"),
    "admin:scheduling_solverrun_repeat": admin(post=PLANNERS, no="404"),
}

VALUES = {
    "api:solve-": {"pk": lambda t: t.stage.run.pk},
    "scheduling:solve_progress": {"pk": lambda t: t.stage.run.pk},
}

QUERIES = {"api:solve-compare": "?run=1"}

ROWS = {"scheduling.solverrun": lambda s: s.run}

NO_SOLVE = "There is no solve {run} for you to see."
# Beyond the right to generate, no time is no time to solve in.
AT_ONCE = {"scope": "year", "academic_year": 2026, "program": "cedar", "seconds": 0}
TOOLS = {
    "generate_schedule_tool": Tool(
        lambda _: AT_ONCE,
        PLANNERS,
        "You may not generate a schedule in Cedar Family Medicine.",
        to_allowed="0 seconds were asked for; a solve may take 1 to 3600.",
    ),
    "solve_status_tool": Tool(lambda s: {"run_id": s.run.pk}, PLANNERS, NO_SOLVE, NO_SOLVE),
    "cancel_solve_tool": Tool(
        lambda s: {"run_id": s.run.pk},
        PLANNERS,
        NO_SOLVE,
        NO_SOLVE,
        to_allowed="This solve is over: solved.",
    ),
    "compare_solves_tool": Tool(lambda s: {"run_ids": [s.run.pk]}, PLANNERS, NO_SOLVE, NO_SOLVE),
    "choose_schedule_tool": Tool(
        lambda s: {"run_id": s.run.pk, "number": 1},
        PLANNERS,
        NO_SOLVE,
        NO_SOLVE,
        to_allowed="This solve has no schedules to choose from.",
    ),
    "preflight_tool": Tool(
        lambda _: {"scope": "year", "academic_year": 2026, "program": "cedar"},
        PLANNERS,
        "You may not generate a schedule in Cedar Family Medicine.",
    ),
    "tier_order_tool": Tool(
        lambda _: {"program": "cedar"},
        PLANNERS,
        "You may not see drafts of the schedule in Cedar Family Medicine.",
    ),
    "set_tier_order_tool": Tool(
        lambda _: {"program": "cedar", "order": list(USUAL)},
        PLANNERS,
        "You may not generate a schedule in Cedar Family Medicine.",
    ),
}
