"""Leave: allotments and what follows from them."""

from tests.doors.answers import NOBODY, OFFICE, PLANNERS, STAFF, admin, answers, model, own
from tests.factories.people import LeaveAllotmentFactory

EXPECTED = {
    # Accounts that belong to nobody are shown why there is nothing; an empty form is shown again.
    "scheduling:leave": own("200", "200"),
    "scheduling:leave_take_back": {**own(), "post": answers(NOBODY, "", "404", anonymous="login")},
    "admin:scheduling_absence_queue": admin(STAFF, STAFF),
    "admin:scheduling_absence_decide": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_absence_decided": admin(post=PLANNERS, sent="400", no="404"),
    **model("people.leaveallotment", PLANNERS, OFFICE, OFFICE, OFFICE),
}

ROWS = {
    "people.leaveallotment": lambda s: LeaveAllotmentFactory(program=s.program),
}

VALUES = {
    "scheduling:leave_take_back": {"pk": lambda t: t.row("people.absence").pk},
}
