"""One's own schedule, as pages and as a calendar feed."""

from tests.doors.answers import own, public

# The key to somebody's calendar is in the address.
PUBLIC = {"scheduling:feed": public()}

EXPECTED = {
    "scheduling:home": own("302"),
    "scheduling:my_day": own("200"),
    "scheduling:my_week": own("200"),
    "scheduling:my_block": own("200"),
    "scheduling:my_year": own("200"),
}

VALUES = {
    "scheduling:feed": {"secret": lambda _: "feed"},
    "scheduling:my_block": {"number": lambda t: t.stage.block.number},
}
