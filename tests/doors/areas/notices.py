"""One's own notices, and how one is told."""

from tests.doors.answers import OFFICE, RESIDENT, answers, model, own
from tests.factories.people import NoticeFactory

EXPECTED = {
    "people:inbox": own("200"),
    "people:read_notices": own(post="302"),
    "people:notice_preferences": own("200", "200"),
    # The notice is the resident's.
    "people:notice": {**own(), "get": answers({RESIDENT}, "200", "404", anonymous="login")},
    "people:acknowledge_notice": {
        **own(),
        "post": answers({RESIDENT}, "302", "404", anonymous="login"),
    },
    # Kept as it was told.
    **model("people.notice", OFFICE),
}

VALUES = {
    "people:notice": {"pk": lambda t: notice(t).pk},
    "people:acknowledge_notice": {"pk": lambda t: notice(t).pk},
}

ROWS = {
    "people.notice": lambda s: NoticeFactory(program=s.program, person=s.resident, asked=True),
}


def notice(things):
    return things.row("people.notice")
