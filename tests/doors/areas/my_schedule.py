"""One's own schedule, as pages and as a calendar feed."""

from people.models import Token
from tests.doors.answers import (
    COORDINATOR,
    FACULTY,
    RESIDENT,
    SIGNED_IN,
    answers,
    own,
    public,
    rest,
)
from tests.factories.people import TokenFactory


def own_feed(things):
    """A new one for each address, since some of them revoke it."""
    return TokenFactory(user=things.token.user, scope=Token.Scope.FEED).pk


# The key to somebody's calendar is in the address.
PUBLIC = {"scheduling:feed": public()}

EXPECTED = {
    "scheduling:calendars": own("200"),
    # Nothing is asked for.
    "scheduling:make_calendar": own(post="302"),
    # The address is the coordinator's.
    "scheduling:rotate_calendar": {
        **own(),
        "post": answers({COORDINATOR}, "200", "404", anonymous="login"),
    },
    "scheduling:revoke_calendar": {
        **own(),
        "post": answers({COORDINATOR}, "302", "404", anonymous="login"),
    },
    "api:calendar-feed-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:calendar-feed-detail": rest({COORDINATOR}),
    "api:calendar-feed-rotate": rest(post={COORDINATOR}, sent="201"),
    "api:calendar-feed-revoke": rest(post={COORDINATOR}),
    "scheduling:home": own("302"),
    "scheduling:my_day": own("200"),
    # Nothing is said of until when.
    "scheduling:see_news": {
        **own(),
        "post": answers({RESIDENT, FACULTY}, "400", "404", anonymous="login"),
    },
    "api:schedule-news": rest({RESIDENT, FACULTY}, {RESIDENT, FACULTY}, sent="400"),
    "scheduling:my_week": own("200"),
    "scheduling:my_block": own("200"),
    "scheduling:my_year": own("200"),
}

VALUES = {
    "scheduling:rotate_calendar": {"pk": own_feed},
    "scheduling:revoke_calendar": {"pk": own_feed},
    "api:calendar-feed-": {"pk": own_feed},
    "scheduling:feed": {"secret": lambda _: "feed"},
    "scheduling:my_block": {"number": lambda t: t.stage.block.number},
}
