"""Leave: allotments and what follows from them."""

from tests.doors.answers import (
    ADMIN,
    CHIEF,
    COORDINATOR,
    DIRECTOR,
    FACULTY,
    NEIGHBOR,
    NOBODY,
    OFFICE,
    PLANNERS,
    PROGRAM,
    RESIDENT,
    SIGNED_IN,
    STAFF,
    SUPER,
    Tool,
    admin,
    answers,
    model,
    own,
    page,
    record,
    rest,
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
    "admin:people_absence_queue": admin(STAFF, STAFF),
    "admin:people_absence_decide": admin(PLANNERS, PLANNERS, no="404"),
    "admin:people_absence_decided": admin(post=PLANNERS, sent="400", no="404"),
    "admin:people_absence_calendar": admin(STAFF, STAFF),
    "admin:people_absence_clinics": admin(STAFF, STAFF),
    "admin:people_absence_simulate": admin({*OFFICE, NEIGHBOR}, {*OFFICE, NEIGHBOR}),
    "admin:scheduling_cover_ledger": admin(STAFF, STAFF),
    "admin:scheduling_cover_settle": admin(post=PLANNERS, no="404"),
    **record("scheduling.cover", PLANNERS),
    # A request of the resident of the stage, who has no account; an empty form is shown again.
    "api:absence-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:absence-detail": rest(PLANNERS),
    "api:absence-approve": rest(post=OFFICE, chief="403"),
    "api:absence-deny": rest(post=OFFICE, sent="400", chief="403"),
    "api:absence-cancel": rest(post=OFFICE, chief="403"),
    "api:absence-consequences": rest(PLANNERS),
    "api:absence-check": rest(post=SIGNED_IN, sent="400"),
    "api:absence-sick-call": rest(post=SIGNED_IN, sent="400"),
    "api:cover-list": rest(SIGNED_IN),
    "api:cover-detail": rest(PLANNERS),
    "api:cover-settle": rest(post=PLANNERS, sent="400"),
    # Found nothing, and so nothing can be used or taken back.
    "api:repair-cover": rest(post=PLANNERS, sent="400"),
    "api:repair-take-back": rest(post=PLANNERS, sent="400"),
    # One's own, for those whose account belongs to somebody; a superuser has two programs.
    "api:leave-standing": rest(
        {RESIDENT, FACULTY},
        superuser="400",
        **dict.fromkeys((CHIEF, COORDINATOR, DIRECTOR, ADMIN, NEIGHBOR), "403"),
    ),
    "api:lost-clinics": rest(
        PLANNERS - SUPER | {NEIGHBOR}, superuser="400", resident="403", faculty="403"
    ),
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
    "api:absence-": {"pk": lambda t: t.row("people.absence").pk},
    "api:cover-": {"pk": lambda t: t.row("scheduling.cover").pk},
    "scheduling:cover": {"pk": lambda t: t.row("people.absence").pk},
    "scheduling:leave_take_back": {"pk": lambda t: t.row("people.absence").pk},
}


DAYS = {"first_day": "2026-07-06", "last_day": "2026-07-12", "program": "cedar"}
NO_ABSENCE = "There is no absence 0 for you to see."
NOBODYS = "Your account belongs to nobody who is scheduled."
TOOLS = {
    "list_absences_tool": Tool(lambda _: DAYS, PROGRAM, "Nobody hears this."),
    "check_leave_tool": Tool(
        lambda _: {"absence_id": 0}, NOBODY, NO_ABSENCE, NO_ABSENCE, to_allowed=NO_ABSENCE
    ),
    # An account that is not on the schedule has no leave to ask for.
    "request_leave_tool": Tool(
        lambda _: {
            "starts_on": "2026-09-07", "ends_on": "2026-09-08", "kind": "vacation",
            "program": "cedar",
        },
        {RESIDENT, FACULTY},
        NOBODYS,
    ),
}  # fmt: skip
