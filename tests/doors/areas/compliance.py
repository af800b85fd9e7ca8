"""How people stand to the rules on work, and what is done about findings."""

from tests.doors.answers import (
    OFFICE,
    PLANNERS,
    SIGNED_IN,
    SUPER,
    Tool,
    admin,
    record,
    rest,
)
from tests.factories.compliance import CaseFactory

EXPECTED = {
    # A superuser has two programs here and is asked which.
    "api:compliance": {
        **rest(PLANNERS - SUPER, superuser="400", resident="403", faculty="403", neighbor="400"),
    },
    "api:compliance-forecast": {
        **rest(PLANNERS - SUPER, superuser="400", resident="403", faculty="403", neighbor="400"),
    },
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
}

VALUES = {
    "api:compliance-person": {"pk": lambda t: t.stage.resident.pk},
    "api:compliance-case-": {"pk": lambda t: t.row("compliance.case").pk},
    "admin:compliance_case_person": {"person": lambda t: t.stage.resident.pk},
    "admin:compliance_case_deal": {"person": lambda t: t.stage.resident.pk},
}

ROWS = {"compliance.case": lambda s: CaseFactory(program=s.program, person=s.resident)}

CEDAR = {"program": "cedar"}
NOT_YOURS = "You may not see the violations of rules in Cedar Family Medicine."
TOOLS = {
    "compliance_report_tool": Tool(lambda _: CEDAR, PLANNERS, NOT_YOURS),
    "compliance_forecast_tool": Tool(lambda _: CEDAR, PLANNERS, NOT_YOURS),
    "hours_of_person_tool": Tool(
        lambda s: CEDAR | {"person_id": s.resident.pk}, PLANNERS, NOT_YOURS
    ),
}
