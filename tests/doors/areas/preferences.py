"""What people would like: rounds, answers, what became of them."""

from tests.doors.answers import (
    FACULTY,
    NOBODY,
    PLANNERS,
    RESIDENT,
    SIGNED_IN,
    Tool,
    admin,
    answers,
    model,
    own,
    page,
    rest,
)  # fmt: skip
from tests.factories.scheduling import PreferenceRoundFactory, RequestFactory

NOT_SCHEDULED = dict.fromkeys(PLANNERS, "400")  # Their accounts belong to nobody.
NO_ROUND = "There is no round 0 for you to see."
NOBODYS = "Your account belongs to nobody who is scheduled."

EXPECTED = {
    "scheduling:preferences": own("200"),
    # It asks the residents of the year; without wishes it is answered too.
    "scheduling:preferences_round": {
        **own(),
        "get": answers({RESIDENT}, "200", "404", anonymous="login"),
        "post": answers({RESIDENT}, "302", "404", anonymous="login"),
    },
    "scheduling:wish_why": page(NOBODY),
    **model("scheduling.preferenceround", PLANNERS, PLANNERS),
    "admin:scheduling_preferenceround_report": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_preferenceround_remind": admin(post=PLANNERS, no="404"),
    "admin:scheduling_preferenceround_deadline": admin(post=PLANNERS, sent="400", no="404"),
    "api:preference-round-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:preference-round-detail": rest({*PLANNERS, RESIDENT}),
    "api:preference-round-mine": rest({RESIDENT}, **NOT_SCHEDULED),
    "api:preference-round-answer": rest(post={*PLANNERS, RESIDENT}, sent="400"),
    "api:preference-round-report": rest(PLANNERS, resident="403"),
    "api:preference-round-remind": rest(post=PLANNERS, resident="403"),
    "api:preference-round-deadline": rest(post={*PLANNERS, RESIDENT}, sent="400"),
}

ROWS = {"scheduling.preferenceround": lambda s: PreferenceRoundFactory(program=s.program)}

VALUES = {
    "scheduling:preferences_round": {"pk": lambda t: t.row("scheduling.preferenceround").pk},
    "scheduling:wish_why": {"pk": lambda t: RequestFactory(program=t.stage.program).pk},
    "api:preference-round-": {"pk": lambda t: t.row("scheduling.preferenceround").pk},
}

TOOLS = {
    "my_preferences_tool": Tool(lambda _: {"program": "cedar"}, {RESIDENT, FACULTY}, NOBODYS),
    "answer_preferences_tool": Tool(
        lambda _: {"round_id": 0, "wishes": []}, (), NO_ROUND, to_neighbors=NO_ROUND
    ),
    "preference_report_tool": Tool(
        lambda _: {"program": "cedar"},
        PLANNERS,
        "You may not see everybody's preferences in Cedar Family Medicine.",
    ),
}
