"""Who is on call."""

from tests.doors.answers import (
    PROGRAM,
    SIGNED_IN,
    SUPER,
    Tool,
    answers,
    public,
    rest,
)

EXPECTED = {
    # These are open to strangers where a program says so; this one does not.
    "scheduling:on_call": {**public(), "get": answers(SIGNED_IN, "200", "login")},
    "scheduling:on_call_of_program": {
        **public(),
        "get": answers(PROGRAM, "200", "403", anonymous="login"),
    },
    # A superuser has two programs here and is asked which; the neighbor's has no year.
    "api:on-call": {
        **public(),
        "get": answers(SIGNED_IN - SUPER, "200", "", anonymous="401", superuser="400"),
    },
    "api:manifest": rest(PROGRAM - SUPER, superuser="400", neighbor="400"),
    "api:call-roster": rest(PROGRAM - SUPER, superuser="400", neighbor="400"),
}

VALUES = {"scheduling:on_call_of_program": {"slug": lambda t: t.stage.program.slug}}

TOOLS = {
    "who_is_on_call_tool": Tool(lambda _: {"program": "cedar"}, PROGRAM, "Nobody hears this."),
    "who_is_where_tool": Tool(
        lambda _: {"program": "cedar", "day": "2026-07-06"}, PROGRAM, "Nobody hears this."
    ),
}
