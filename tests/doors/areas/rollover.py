"""The turn of the academic year."""

from tests.doors.answers import (
    NEIGHBOR,
    OFFICE,
    SIGNED_IN,
    Tool,
    admin,
    answers,
    record,
    rest,
)
from tests.factories.scheduling import RolloverFactory

WIDE = {*OFFICE, NEIGHBOR}
"""The neighbor turns a year too: of another program."""

EXPECTED = {
    "api:rollover-list": {
        **rest(SIGNED_IN, SIGNED_IN, sent="400"),
    },
    "api:rollover-detail": {
        **rest(OFFICE),
        # Nothing is chosen by an empty form.
        "patch": answers(OFFICE, "200", "404", anonymous="401"),
    },
    "api:rollover-plan": rest(OFFICE),
    "api:rollover-apply": rest(post=OFFICE, sent="400"),
    "api:rollover-discard": rest(post=OFFICE),
    "api:rollover-conflicts": rest(OFFICE),
    # It is not applied.
    "api:rollover-undo": rest(post=OFFICE, sent="400"),
    "admin:scheduling_rollover_begin": admin(WIDE, WIDE),
    **{
        f"admin:scheduling_rollover_{page}": admin(OFFICE, OFFICE, no="404")
        for page in ("people", "newcomers", "carried", "review")
    },
    **{
        f"admin:scheduling_rollover_{verb}": admin(post=OFFICE, no="404")
        for verb in ("discard", "undo")
    },
    **record("scheduling.rollover", OFFICE),
    # It leads to the last page of the wizard.
    "admin:scheduling_rollover_change": admin(OFFICE, shown="302", **{NEIGHBOR: "home"})
    | {"post": admin(post=(), **{NEIGHBOR: "403"})["post"]},
}

ROWS = {"scheduling.rollover": lambda s: RolloverFactory(program=s.program)}

VALUES = {
    "api:rollover-": {"pk": lambda t: t.row("scheduling.rollover").pk},
    "admin:scheduling_rollover_": {"pk": lambda t: t.row("scheduling.rollover").pk},
}

TOOLS = {
    "turn_of_year_tool": Tool(
        lambda _: {"program": "cedar", "year": 2027},
        OFFICE,
        "You may not begin a new academic year in Cedar Family Medicine.",
    ),
}
