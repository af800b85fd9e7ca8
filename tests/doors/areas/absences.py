"""Leave: allotments and what follows from them."""

from tests.doors.answers import OFFICE, PLANNERS, model
from tests.factories.people import LeaveAllotmentFactory

EXPECTED = {
    **model("people.leaveallotment", PLANNERS, OFFICE, OFFICE, OFFICE),
}

ROWS = {
    "people.leaveallotment": lambda s: LeaveAllotmentFactory(program=s.program),
}
