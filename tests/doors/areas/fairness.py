"""How duties are shared out, and one's own numbers."""

from tests.doors.answers import (
    ADMIN,
    CHIEF,
    COORDINATOR,
    DIRECTOR,
    FACULTY,
    NEIGHBOR,
    PLANNERS,
    RESIDENT,
    STAFF,
    Tool,
    admin,
    own,
    rest,
)  # fmt: skip

EXPECTED = {
    **{
        f"admin:scheduling_academicyear_{page}": admin(PLANNERS, PLANNERS, no="404")
        for page in ("fairness", "weeks", "coverage", "training")
    },
    "admin:scheduling_fairness_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_training_now": admin(STAFF, STAFF, shown="302"),
    "api:version-equity": rest(PLANNERS),
    "api:version-training": rest(PLANNERS),
    "scheduling:my_training": own("200"),
    # Of those who are scheduled; the others' accounts belong to nobody.
    "scheduling:my_numbers": own("200"),
    "api:my-numbers": rest(
        {RESIDENT, FACULTY},
        **dict.fromkeys((CHIEF, COORDINATOR, DIRECTOR, ADMIN, NEIGHBOR, "superuser"), "400"),
    ),
    "api:my-training": rest(
        {RESIDENT, FACULTY},
        **dict.fromkeys((CHIEF, COORDINATOR, DIRECTOR, ADMIN, NEIGHBOR, "superuser"), "400"),
    ),
}

NOBODYS = "Your account belongs to nobody who is scheduled."
TOOLS = {
    "training_report_tool": Tool(
        lambda _: {"program": "cedar"},
        PLANNERS,
        "You may not see how far everybody's training is in Cedar Family Medicine.",
    ),
    "equity_report_tool": Tool(
        lambda _: {"program": "cedar"},
        PLANNERS,
        "You may not see how duties are shared out by person in Cedar Family Medicine.",
    ),
    "my_numbers_tool": Tool(lambda _: {"program": "cedar"}, {RESIDENT, FACULTY}, NOBODYS),
}
