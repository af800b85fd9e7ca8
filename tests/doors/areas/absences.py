"""Leave: allotments and what follows from them."""

from tests.doors.answers import (
    NEIGHBOR,
    NOBODY,
    OFFICE,
    PLANNERS,
    STAFF,
    admin,
    answers,
    model,
    own,
    page,
    record,
)
from tests.factories.people import LeaveAllotmentFactory
from tests.factories.scheduling import CoverFactory

EXPECTED = {
    # Accounts that belong to nobody are shown why there is nothing; an empty form is shown again.
    "scheduling:leave": own("200", "200"),
    "scheduling:sick_call": {
        **own(),
        "get": answers(STAFF, "200", "403", anonymous="login"),
        "post": answers(STAFF, "200", "403", anonymous="login"),
    },
    # The absence is a request, which takes nothing yet.
    "scheduling:cover": page(NOBODY),
    **{
        f"scheduling:cover_{verb}": {**own(), "post": answers(NOBODY, "", "404", anonymous="login")}
        for verb in ("search", "use", "undo")
    },
    "scheduling:leave_take_back": {**own(), "post": answers(NOBODY, "", "404", anonymous="login")},
    "admin:scheduling_absence_queue": admin(STAFF, STAFF),
    "admin:scheduling_absence_decide": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_absence_decided": admin(post=PLANNERS, sent="400", no="404"),
    "admin:scheduling_absence_calendar": admin(STAFF, STAFF),
    "admin:scheduling_absence_clinics": admin(STAFF, STAFF),
    "admin:scheduling_absence_simulate": admin({*OFFICE, NEIGHBOR}, {*OFFICE, NEIGHBOR}),
    "admin:scheduling_cover_ledger": admin(STAFF, STAFF),
    "admin:scheduling_cover_settle": admin(post=PLANNERS, no="404"),
    **record("scheduling.cover", PLANNERS),
    **model("people.leaveallotment", PLANNERS, OFFICE, OFFICE, OFFICE),
}

ROWS = {
    "scheduling.cover": lambda s: CoverFactory(
        program=s.program,
        covered_by=s.resident,
        absence__person__last_name="Linden",
        run__version=s.published,
    ),
    "people.leaveallotment": lambda s: LeaveAllotmentFactory(program=s.program),
}

VALUES = {
    "admin:scheduling_absence_": {"pk": lambda t: t.row("people.absence").pk},
    "scheduling:cover": {"pk": lambda t: t.row("people.absence").pk},
    "scheduling:leave_take_back": {"pk": lambda t: t.row("people.absence").pk},
}
