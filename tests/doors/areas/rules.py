"""The rule book, its settings, and exceptions from it."""

from tests.doors.answers import (
    LEADERS,
    OFFICE,
    PLANNERS,
    PROGRAM,
    SIGNED_IN,
    STAFF,
    SUPER,
    Tool,
    admin,
    answers,
    model,
    page,
    rest,
)
from tests.factories.scheduling import RuleSettingFactory, WaiverFactory

EXPECTED = {
    # A superuser has two programs here and is asked which.
    "api:rule-list": rest(SIGNED_IN - SUPER, superuser="400"),
    # Everybody of the staff has a program whose book it is.
    # Of a superuser's two programs the first one is shown.
    "scheduling:rules": page(SIGNED_IN),
    "scheduling:rules_of_program": page(PROGRAM, no="403"),
    # What is sent says nothing of a rule, or of packs.
    "api:rule-setting-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:rule-setting-detail": rest(OFFICE),
    "api:rule-effect": rest(post=SIGNED_IN, sent="400"),
    "api:waiver-effect": rest(post=SIGNED_IN, sent="400"),
    "admin:scheduling_rulesetting_effect": {
        **admin(),
        "post": admin(post=OFFICE, neighbor="404")["post"],
    },
    "admin:scheduling_waiver_effect": admin(post={*LEADERS}),
    "admin:scheduling_rule_book_packs_effect": {
        **admin(),
        "post": admin(post=OFFICE, neighbor="404")["post"],
    },
    "api:pack-list": {
        **rest(SIGNED_IN - SUPER, SIGNED_IN, sent="400", superuser="400"),
        "put": answers(SIGNED_IN, "400", "", anonymous="401"),
    },
    "api:waiver-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:waiver-detail": rest(PLANNERS),
    "api:waiver-revoke": rest(post=LEADERS, coordinator="403", chief="403"),
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
    "api:rule-setting-": {"pk": lambda t: t.row("scheduling.rulesetting").pk},
    "scheduling:rules_of_program": {"slug": lambda t: t.stage.program.slug},
    "api:waiver-": {"pk": lambda t: t.row("scheduling.waiver").pk},
    "admin:scheduling_rule_book": {"pk": lambda t: t.stage.program.pk},
}

ROWS = {
    "scheduling.rulesetting": lambda s: RuleSettingFactory(program=s.program),
    "scheduling.waiver": lambda s: WaiverFactory(program=s.program, person=s.resident),
}

CEDAR = {"program": "cedar"}
NO_WAIVER = "There is no waiver 0 for you to see."
DAYS = {"starts_on": "2026-09-01", "ends_on": "2026-09-02"}
TOOLS = {
    "rule_book_tool": Tool(lambda _: CEDAR, PROGRAM, "Nobody hears this."),
    "explain_rule_tool": Tool(
        lambda _: CEDAR | {"code": "weekly-hours"}, PROGRAM, "Nobody hears this."
    ),
    "rule_packs_tool": Tool(lambda _: CEDAR, PROGRAM, "Nobody hears this."),
    "choose_packs_tool": Tool(
        lambda _: CEDAR | {"packs": []},
        OFFICE,
        "You may not change the rules in Cedar Family Medicine.",
        to_allowed="Choose at least one rule pack.",
    ),
    "rule_effect_tool": Tool(
        lambda _: CEDAR | {"code": "none", "parameters": {}},
        OFFICE,
        "You may not change the rules in Cedar Family Medicine.",
        to_allowed="The rule book has no rule none.",
    ),
    "waivers_tool": Tool(
        lambda _: CEDAR,
        PLANNERS,
        "You may not see the violations of rules in Cedar Family Medicine.",
    ),
    "grant_waiver_tool": Tool(
        lambda _: CEDAR | DAYS | {"rule": "none", "approved_by": "GMEC", "reason": "Surge"},
        LEADERS,
        "You may not waive a rule or override a refusal in Cedar Family Medicine.",
        to_allowed="No rule none is in force in Cedar Family Medicine on 01 Sep 2026.",
    ),
    "revoke_waiver_tool": Tool(lambda _: {"waiver_id": 0}, (), NO_WAIVER, NO_WAIVER),
}
