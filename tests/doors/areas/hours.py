"""Work beside the schedule, and how closely somebody is supervised."""

from tests.doors.answers import OFFICE, PLANNERS, SIGNED_IN, model, rest
from tests.factories.scheduling import LoggedWorkFactory, SupervisionLevelFactory

EXPECTED = {
    "api:logged-work-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:logged-work-detail": rest(PLANNERS),
    "api:logged-work-withdraw": rest(post=OFFICE, chief="403"),
    # Kept as it was entered
    **model("scheduling.loggedwork", PLANNERS, OFFICE),
    **model("scheduling.supervisionlevel", PLANNERS, OFFICE, OFFICE, OFFICE),
}

VALUES = {"api:logged-work-": {"pk": lambda t: t.row("scheduling.loggedwork").pk}}

ROWS = {
    "scheduling.loggedwork": lambda s: LoggedWorkFactory(program=s.program, person=s.resident),
    "scheduling.supervisionlevel": lambda s: SupervisionLevelFactory(
        program=s.program, person=s.resident
    ),
}
