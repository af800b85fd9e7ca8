"""The schedule: grids, versions, assignments, and why they are as they are."""

from tests.doors.answers import (
    OFFICE,
    PLANNERS,
    SIGNED_IN,
    STAFF,
    Tool,
    admin,
    page,
    record,
    refused,
    rest,
)

EXPECTED = {
    "api:version-list": rest(SIGNED_IN),
    # The version is a draft.
    "api:version-detail": rest(PLANNERS),
    "api:version-violations": rest(PLANNERS),
    "api:version-check": rest(post=PLANNERS),
    # By then the draft has not been checked.
    "api:version-violation": refused(PLANNERS),
    "api:version-publish": rest(post=OFFICE, sent="400", chief="403"),
    "api:assignment-list": rest(SIGNED_IN),
    "api:assignment-why": rest(PLANNERS),
    # Of a draft; of what is published also whose it is.
    "scheduling:why": page(PLANNERS),
    **record("scheduling.assignment", PLANNERS),
    **record("scheduling.schedule", PLANNERS),
    **record("scheduling.scheduleversion", PLANNERS),
    # These find the year of today, or lead to the list of years.
    "admin:scheduling_grid_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_block_now": admin(STAFF, STAFF, shown="302"),
    # A row elsewhere is not there.
    "admin:scheduling_academicyear_grid": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_block": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_upkeep": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_upkeep_now": admin(STAFF, STAFF, shown="302"),
    "api:academic-year-upkeep": rest(PLANNERS, resident="403", faculty="403"),
    "admin:scheduling_academicyear_draft": admin(post=PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_check": admin(post=PLANNERS, no="404"),
    # Without such a finding it leads back to the version.
    "admin:scheduling_scheduleversion_found": admin(PLANNERS, PLANNERS, shown="302", no="404"),
    "admin:scheduling_scheduleversion_publish": admin(OFFICE, OFFICE, neighbor="404"),
    "admin:scheduling_scheduleversion_withdraw": admin(OFFICE, OFFICE, neighbor="404"),
}

VALUES = {
    "api:version-": {"pk": lambda t: t.stage.draft.pk, "number": lambda _: 0},
    "api:assignment-": {"pk": lambda t: t.stage.planned.pk},
    "scheduling:why": {"pk": lambda t: t.stage.planned.pk},
    "admin:scheduling_scheduleversion_found": {"number": lambda _: 0},
    "admin:scheduling_academicyear_block": {"number": lambda t: t.stage.block.number},
}

QUERIES = {"api:assignment-list": "?version=published"}

ROWS = {
    "scheduling.assignment": lambda s: s.planned,
    "scheduling.schedule": lambda s: s.published.schedule,
    "scheduling.scheduleversion": lambda s: s.draft,
}

NO_ASSIGNMENT = "There is no assignment {planned} for you to see."
NO_VERSION = "There is no version {draft} for you to see."
DAY = {"start_date": "2026-07-06", "end_date": "2026-07-06", "program": "cedar"}
TOOLS = {
    "validate_schedule_tool": Tool(
        lambda _: DAY,
        PLANNERS,
        "You may not see the violations of rules in Cedar Family Medicine.",
    ),
    "explain_assignment_tool": Tool(
        lambda s: {"assignment_id": s.planned.pk}, PLANNERS, NO_ASSIGNMENT, NO_ASSIGNMENT
    ),
    "explain_finding_tool": Tool(
        lambda s: {"version_id": s.draft.pk, "number": 0},
        PLANNERS,
        NO_VERSION,
        NO_VERSION,
        to_allowed="The version changed since it was checked. Check it again.",
    ),
}
