"""How people stand to the rules on work, and what is done about findings."""

from tests.doors.answers import (
    FACULTY,
    OFFICE,
    PLANNERS,
    RESIDENT,
    SIGNED_IN,
    SUPER,
    Row,
    Tool,
    admin,
    answers,
    own,
    record,
    rest,
)
from tests.factories.compliance import CaseFactory, EvidencePackFactory

ON_THE_SCHEDULE = frozenset({RESIDENT, FACULTY})


def of_oneself(sent: str) -> Row:
    """For whoever is on the schedule."""
    return {**own(), "post": answers(ON_THE_SCHEDULE, sent, "403", anonymous="login")}


EXPECTED = {
    # A superuser has two programs here and is asked which.
    "api:compliance": {
        **rest(PLANNERS - SUPER, superuser="400", resident="403", faculty="403", neighbor="400"),
    },
    "api:compliance-forecast": {
        **rest(PLANNERS - SUPER, superuser="400", resident="403", faculty="403", neighbor="400"),
    },
    "api:compliance-reconciled": {
        **rest(PLANNERS - SUPER, superuser="400", resident="403", faculty="403", neighbor="400"),
    },
    "admin:compliance_case_reconciled": admin(PLANNERS, PLANNERS, neighbor="home"),
    "api:compliance-person": rest(PLANNERS - SUPER, superuser="400"),
    "api:compliance-case-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:compliance-case-detail": rest(PLANNERS),
    "api:compliance-case-move": rest(post=OFFICE, sent="400", chief="400"),
    "admin:compliance_case_overview": admin(PLANNERS, PLANNERS, neighbor="home"),
    "admin:compliance_case_person": admin(PLANNERS, PLANNERS, no="404"),
    "admin:compliance_case_deal": admin(post=PLANNERS, sent="400", no="404"),
    "admin:compliance_case_move": {
        **admin(),
        "post": admin(post=OFFICE, sent="302", chief="403", no="404")["post"],
    },
    **record("compliance.case", PLANNERS),
    **record("compliance.evidencepack", OFFICE),
    "admin:compliance_evidencepack_ask": admin(OFFICE, OFFICE, neighbor="home"),
    "admin:compliance_evidencepack_ask_now": {
        **admin(),
        "post": admin(post=OFFICE, sent="400", neighbor="400")["post"],
    },
    "admin:compliance_evidencepack_download": admin(OFFICE, OFFICE, no="404"),
    "admin:compliance_evidencepack_cancel": admin(post=OFFICE, sent="302", no="404"),
    "api:evidence-pack-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:evidence-pack-detail": rest(OFFICE),
    # It is there already.
    "api:evidence-pack-cancel": rest(post=OFFICE, sent="400"),
    "api:evidence-pack-download": rest(OFFICE),
    "compliance:hours": own("200"),
    # Nothing is sent that could be taken.
    "compliance:confirm": of_oneself("400"),
    "compliance:take_back": of_oneself("400"),
    "compliance:log": of_oneself("200"),
    "compliance:interruption": of_oneself("302"),
    "compliance:withdraw": of_oneself("404"),
    "api:home-call-interruption": rest(post=SIGNED_IN, sent="400"),
    "api:confirmed-day-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:confirmed-day-take-back": rest(post=SIGNED_IN, sent="400"),
}

VALUES = {
    "api:compliance-person": {"pk": lambda t: t.stage.resident.pk},
    "api:evidence-pack-": {"pk": lambda t: t.row("compliance.evidencepack").pk},
    "api:compliance-case-": {"pk": lambda t: t.row("compliance.case").pk},
    "admin:compliance_case_person": {"person": lambda t: t.stage.resident.pk},
    "admin:compliance_case_deal": {"person": lambda t: t.stage.resident.pk},
    "compliance:withdraw": {"pk": lambda t: t.row("scheduling.loggedwork").pk},
}

ROWS = {
    "compliance.case": lambda s: CaseFactory(program=s.program, person=s.resident),
    "compliance.evidencepack": lambda s: EvidencePackFactory(program=s.program),
}

CEDAR = {"program": "cedar"}
NOT_YOURS = "You may not see the violations of rules in Cedar Family Medicine."
TOOLS = {
    "compliance_report_tool": Tool(lambda _: CEDAR, PLANNERS, NOT_YOURS),
    "compliance_forecast_tool": Tool(lambda _: CEDAR, PLANNERS, NOT_YOURS),
    "confirm_hours_tool": Tool(
        lambda s: (
            CEDAR
            | {"person_id": s.resident.pk, "first_day": "2026-09-02", "last_day": "2026-09-01"}
        ),
        OFFICE,
        "You may not log everybody's hours in Cedar Family Medicine.",
        to_allowed="2026-09-02 to 2026-09-01 is not 1 to 31 days.",
    ),
    "hours_of_person_tool": Tool(
        lambda s: CEDAR | {"person_id": s.resident.pk}, PLANNERS, NOT_YOURS
    ),
}
