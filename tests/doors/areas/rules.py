"""The rule book, its settings, and exceptions from it."""

from tests.doors.answers import (
    LEADERS,
    OFFICE,
    PLANNERS,
    SIGNED_IN,
    STAFF,
    SUPER,
    admin,
    model,
    rest,
)
from tests.factories.scheduling import RuleSettingFactory, WaiverFactory

EXPECTED = {
    # A superuser has two programs here and is asked which.
    "api:rule-list": rest(SIGNED_IN - SUPER, superuser="400"),
    # Everybody of the staff has a program whose book it is.
    "admin:scheduling_rule_book_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_rule_book": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_rule_book_packs": {
        **admin(),
        "post": admin(post=OFFICE, neighbor="404")["post"],
    },
    **model("scheduling.rulesetting", PLANNERS, OFFICE, OFFICE, OFFICE),
    # Kept as it was entered
    **model("scheduling.waiver", PLANNERS, LEADERS),
}

VALUES = {
    "admin:scheduling_rule_book": {"pk": lambda t: t.stage.program.pk},
}

ROWS = {
    "scheduling.rulesetting": lambda s: RuleSettingFactory(program=s.program),
    "scheduling.waiver": lambda s: WaiverFactory(program=s.program, person=s.resident),
}
