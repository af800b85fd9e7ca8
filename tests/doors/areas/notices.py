"""One's own notices, how one is told, and the record of who was told of what."""

from tests.doors.answers import (
    COORDINATOR,
    LEADERS,
    OFFICE,
    PROGRAM,
    SIGNED_IN,
    SUPER,
    Tool,
    answers,
    model,
    own,
    rest,
)
from tests.factories.people import NoticeFactory, WebhookCallFactory, WebhookFactory

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
    **model("people.webhook", LEADERS, LEADERS, LEADERS, SUPER),
    **model("people.webhookcall", LEADERS),
    # Who has nothing to deal with is told so.
    "api:waiting": rest(SIGNED_IN - SUPER, superuser="400"),
    "api:search": rest(SIGNED_IN),
    "api:notice-list": rest(SIGNED_IN),
    "api:notice-detail": rest(TO),
    "api:notice-read": rest(post=TO),
    "api:notice-read-all": rest(post=SIGNED_IN, sent="204"),
    "api:notice-acknowledge": rest(post=TO),
    "api:notice-preferences": rest(SIGNED_IN),
    "api:webhook-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:webhook-detail": rest(LEADERS),
    "api:webhook-rotate": rest(post=LEADERS),
    "api:webhook-ping": rest(post=LEADERS, sent="202"),
    "api:webhook-call-list": rest(SIGNED_IN),
    "api:webhook-call-detail": rest(LEADERS),
    # One that waits already is not sent again.
    "api:webhook-call-again": rest(post=LEADERS, sent="400"),
}


def own_notice(things):
    asked = NoticeFactory.create(
        program=things.stage.program, person=None, user=things.token.user, asked=True
    )
    return asked.pk


def waiting_call(things):
    return WebhookCallFactory(
        webhook=things.row("people.webhook"), status="waiting", settled_at=None
    ).pk


VALUES = {
    "api:notice-": {"pk": own_notice},
    "api:webhook-": {"pk": lambda t: t.row("people.webhook").pk},
    "api:webhook-call-": {"pk": waiting_call},
    "people:notice": {"pk": own_notice},
    "people:acknowledge_notice": {"pk": own_notice},
}

TOOLS = {
    # Everybody's own.
    "my_notices_tool": Tool(lambda _: {}, SIGNED_IN, "Nobody hears this."),
    "find_tool": Tool(lambda _: {"words": "block 1"}, SIGNED_IN, "Nobody hears this."),
    "what_waits_tool": Tool(lambda _: {"program": "cedar"}, PROGRAM, "Nobody hears this."),
}

ROWS = {
    "people.notice": lambda s: NoticeFactory(program=s.program, person=s.resident, asked=True),
    "people.webhook": lambda s: WebhookFactory(program=s.program),
    "people.webhookcall": lambda s: WebhookCallFactory(webhook__program=s.program),
}
