"""Work beside the schedule, and how closely somebody is supervised."""

from tests.doors.answers import LEADERS, OFFICE, PLANNERS, PROGRAM, SIGNED_IN, Tool, model, rest
from tests.factories.scheduling import (
    LoggedWorkFactory,
    MoonlightingPermissionFactory,
    SupervisionLevelFactory,
)

EXPECTED = {
    "api:logged-work-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:logged-work-detail": rest(PLANNERS),
    "api:logged-work-withdraw": rest(post=OFFICE, chief="403"),
    # Kept as it was entered
    **model("scheduling.loggedwork", PLANNERS, OFFICE),
    **model("scheduling.moonlightingpermission", PLANNERS, LEADERS),
    "api:moonlighting-permission-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:moonlighting-permission-detail": rest(PLANNERS),
    "api:moonlighting-permission-revoke": rest(post=LEADERS, coordinator="403", chief="403"),
    **model("scheduling.supervisionlevel", PLANNERS, OFFICE, OFFICE, OFFICE),
}

VALUES = {
    "api:moonlighting-permission-": {"pk": lambda t: t.row("scheduling.moonlightingpermission").pk},
    "api:logged-work-": {"pk": lambda t: t.row("scheduling.loggedwork").pk},
}

ROWS = {
    "scheduling.moonlightingpermission": lambda s: MoonlightingPermissionFactory(
        program=s.program, person=s.resident
    ),
    "scheduling.loggedwork": lambda s: LoggedWorkFactory(program=s.program, person=s.resident),
    "scheduling.supervisionlevel": lambda s: SupervisionLevelFactory(
        program=s.program, person=s.resident
    ),
}

NO_ENTRY = "There is no entry 0 for you to see."
TO_COME = {"starts_at": "2030-01-01T08:00:00", "ends_at": "2030-01-01T10:00:00"}
TOOLS = {
    "logged_work_tool": Tool(
        lambda _: {"program": "cedar", "first_day": "2026-09-01", "last_day": "2026-09-02"},
        PROGRAM,
        "Nobody hears this.",
    ),
    "log_work_tool": Tool(
        lambda s: TO_COME | {"program": "cedar", "kind": "overtime", "person_id": s.resident.pk},
        OFFICE,
        "You may not log everybody's hours in Cedar Family Medicine.",
        to_allowed="This work ends at 10:00 on 01 Jan 2030, which is still to come; work is logged "
        "when it is over.",
    ),
    "withdraw_logged_work_tool": Tool(lambda _: {"entry_id": 0}, (), NO_ENTRY, NO_ENTRY),
}
