"""What was changed: made, read, taken back; compared, approved, published, rolled back."""

from typing import Any

from scheduling.models import ChangeSet
from tests.casting import Stage
from tests.doors.answers import (
    OFFICE,
    PLANNERS,
    PROGRAM,
    SIGNED_IN,
    Row,
    Tool,
    admin,
    rest,
)
from tests.factories.scheduling import CREATED_AT


def _opened(stage: Stage) -> ChangeSet:
    """That the draft was opened, which cannot be taken back."""
    made, _ = ChangeSet.objects.get_or_create(
        version=stage.draft, kind="open", defaults={"at": CREATED_AT, "sentence": "Opened."}
    )
    return made


def _by_the_office() -> Row:
    """The chief may not; the neighbor has no such row."""
    return {**admin(), "post": admin(post=OFFICE, neighbor="404")["post"]}


EXPECTED = {
    "api:change-list": rest(SIGNED_IN),
    "api:change-detail": rest(PLANNERS),
    "api:change-undo": rest(post=PLANNERS, sent="400"),
    # The version is a draft; nothing is sent.
    "api:version-preview": rest(post=PLANNERS, sent="400"),
    "api:version-change": rest(post=PLANNERS, sent="400"),
    "api:version-differences": rest(PLANNERS),
    "api:version-submit": rest(post=PLANNERS),
    "api:version-approve": rest(post=PLANNERS, sent="400"),
    "api:version-send-back": rest(post=PLANNERS, sent="400"),
    "api:version-roll-back": {
        **rest(post=PLANNERS, sent="400"),
        "get": {
            role: "400" if role in OFFICE else answer
            for role, answer in rest(OFFICE, chief="403")["get"].items()
        },
    },
    # The version is no scenario.
    "api:version-take-over": rest(post=PLANNERS, sent="400"),
    "api:version-discard": rest(post=PLANNERS, sent="400"),
    "api:academic-year-scenarios": rest(post=PROGRAM, sent="400"),
    "admin:scheduling_schedule_scenarios": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_take_over": admin(
        PLANNERS, PLANNERS, shown="404", sent="404", no="404"
    ),
    "admin:scheduling_scheduleversion_discard": admin(post=PLANNERS, sent="404", no="404"),
    "api:academic-year-as-of": rest(PLANNERS, resident="403", faculty="403"),
    "admin:scheduling_scheduleversion_differences": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_submit": admin(post=PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_approve": _by_the_office(),
    "admin:scheduling_scheduleversion_send_back": _by_the_office(),
    # A draft leads back to the start: it is not published.
    "admin:scheduling_scheduleversion_roll_back": admin(
        OFFICE, OFFICE, shown="home", neighbor="404"
    ),
    "admin:scheduling_scheduleversion_changes": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_changed": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_undo": admin(post=PLANNERS, no="404"),
    "admin:scheduling_schedule_as_of": admin(PLANNERS, PLANNERS, no="404"),
}

VALUES = {
    "api:change-": {"pk": lambda t: _opened(t.stage).pk},
    "admin:scheduling_scheduleversion_changed": {"number": lambda t: _opened(t.stage).pk},
    "admin:scheduling_scheduleversion_undo": {"number": lambda t: _opened(t.stage).pk},
}

QUERIES = {
    "api:academic-year-as-of": "?at=2026-07-06T12:00:00Z&first_day=2026-07-06&last_day=2026-07-12"
}

NO_VERSION = "There is no version {draft} for you to see."
NO_CHANGE = "There is no change {opened} for you to see."


def _of_draft(stage: Stage, **more: Any) -> dict[str, Any]:
    return {"version_id": stage.draft.pk, **more}


def _taking(stage: Stage) -> dict[str, Any]:
    """What is locked stays."""
    return _of_draft(stage, changes=[{"do": "take-away", "expects": stage.planned.pk}])


LOCKED = "{code} of Ada Rowan on {days} is locked (Visa). Unlock it first."
TOOLS = {
    "preview_changes_tool": Tool(_taking, PLANNERS, NO_VERSION, NO_VERSION, to_allowed=LOCKED),
    "change_draft_tool": Tool(_taking, PLANNERS, NO_VERSION, NO_VERSION, to_allowed=LOCKED),
    "undo_change_tool": Tool(
        lambda s: {"change_set_id": _opened(s).pk},
        PLANNERS,
        NO_CHANGE,
        NO_CHANGE,
        to_allowed="Opening a draft cannot be taken back.",
    ),
    "recent_changes_tool": Tool(_of_draft, PLANNERS, NO_VERSION, NO_VERSION),
    "draft_differences_tool": Tool(_of_draft, PLANNERS, NO_VERSION, NO_VERSION),
    "submit_draft_tool": Tool(_of_draft, PLANNERS, NO_VERSION, NO_VERSION),
    "open_scenario_tool": Tool(
        lambda _: {"name": "Ada leaves", "academic_year": 2026, "program": "cedar"},
        PLANNERS,
        "You may not edit the schedule in Cedar Family Medicine.",
    ),
    "published_as_of_tool": Tool(
        lambda _: {
            "moment": "2026-07-06T12:00:00Z",
            "first_day": "2026-07-06",
            "last_day": "2026-07-12",
            "academic_year": 2026,
            "program": "cedar",
        },
        PLANNERS,
        "You may not see drafts of the schedule in Cedar Family Medicine.",
    ),
}
