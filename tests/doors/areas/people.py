"""Programs, people, and what is known of them."""

from tests.doors.answers import (
    LEADERS,
    NEIGHBOR,
    OFFICE,
    PLANNERS,
    PROGRAM,
    SIGNED_IN,
    STAFF,
    SUPER,
    Tool,
    admin,
    model,
    rest,
)
from tests.factories.people import (
    AbsenceFactory,
    CredentialFactory,
    CredentialKindFactory,
    EnrolmentFactory,
)

EXPECTED = {
    "api:program-list": rest(SIGNED_IN),
    "api:program-detail": rest(PROGRAM),
    "api:person-list": rest(SIGNED_IN),
    "api:person-detail": rest(PLANNERS),
    # She has no address yet.
    "api:person-invite": rest(post=OFFICE, sent="400", chief="403"),
    **model("people.program", PLANNERS, SUPER, LEADERS, SUPER),
    **model("people.person", PLANNERS, OFFICE, OFFICE, SUPER),
    **model("people.enrolment", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("people.absence", PLANNERS, OFFICE, OFFICE, SUPER),
    **model("people.credentialkind", PLANNERS, OFFICE, OFFICE, OFFICE),
    "admin:people_credential_running_out": admin(STAFF, STAFF),
    # A superuser has two programs here and is asked which.
    "api:credential-running-out": rest(
        PLANNERS - SUPER | {NEIGHBOR}, superuser="400", resident="403", faculty="403"
    ),
    **model("people.credential", PLANNERS, OFFICE, OFFICE, OFFICE),
}

VALUES = {
    "api:person-": {"pk": lambda t: t.stage.resident.pk},
    "api:program-": {"slug": lambda t: t.stage.program.slug},
}

ROWS = {
    "people.absence": lambda s: AbsenceFactory(program=s.program, person=s.resident),
    "people.credential": lambda s: CredentialFactory(program=s.program, person=s.resident),
    "people.credentialkind": lambda s: CredentialKindFactory(program=s.program),
    "people.enrolment": lambda s: EnrolmentFactory(program=s.program, academic_year=2025),
    "people.person": lambda s: s.resident,
    "people.program": lambda s: s.program,
}

TOOLS = {
    "credentials_running_out_tool": Tool(
        lambda _: {"program": "cedar"},
        PLANNERS,
        "You may not see the credentials in Cedar Family Medicine.",
    ),
}
