"""One's own notices, how one is told, and the record of who was told of what."""

from tests.doors.answers import COORDINATOR, OFFICE, answers, model, own
from tests.factories.people import NoticeFactory

# The notice is the coordinator's, as the token is.
TO = {COORDINATOR}

EXPECTED = {
    # A stream that goes on until it is left.
    "people:news": own("200"),
    "people:inbox": own("200"),
    "people:read_notices": own(post="302"),
    "people:notice_preferences": own("200", "200"),
    "people:notice": {**own(), "get": answers(TO, "200", "404", anonymous="login")},
    "people:acknowledge_notice": {**own(), "post": answers(TO, "302", "404", anonymous="login")},
    # Kept as it was told.
    **model("people.notice", OFFICE),
}


def own_notice(things):
    asked = NoticeFactory.create(
        program=things.stage.program, person=None, user=things.token.user, asked=True
    )
    return asked.pk


VALUES = {
    "people:notice": {"pk": own_notice},
    "people:acknowledge_notice": {"pk": own_notice},
}

ROWS = {
    "people.notice": lambda s: NoticeFactory(program=s.program, person=s.resident, asked=True),
}
