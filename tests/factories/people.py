"""Factories for programs, people and what belongs to them."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from people.models import (
    Absence,
    Credential,
    CredentialKind,
    Enrolment,
    JointChange,
    LeaveAllotment,
    Notice,
    Person,
    Program,
    Role,
    Token,
    User,
    Webhook,
    WebhookCall,
)
from people.models.token import PREFIX_LENGTH, digest_secret

PASSWORD = "correct-horse-battery"
GIVEN_NAMES = ("Ada", "Bea", "Cy", "Dov", "Eli", "Fay", "Gus", "Hana", "Ivo", "Juno")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    password = factory.django.Password(PASSWORD)


class ProgramFactory(DjangoModelFactory):
    class Meta:
        model = Program

    name = factory.Sequence(lambda n: f"Program {n}")
    slug = factory.Sequence(lambda n: f"program-{n}")
    specialty = "Family medicine"
    time_zone = "America/Chicago"
    block_calendar = Program.BlockCalendar.FOUR_WEEKS


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    class Params:
        with_account = factory.Trait(user=factory.SubFactory(UserFactory))

    first_name = factory.Sequence(lambda n: GIVEN_NAMES[n % len(GIVEN_NAMES)])
    last_name = factory.Sequence(lambda n: f"Example{n}")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)
    kind = Role.Kind.RESIDENT
    starts_on = date(2020, 7, 1)


class EnrolmentFactory(DjangoModelFactory):
    """A first-year resident unless `faculty=True`; give another `pgy` for another year."""

    class Meta:
        model = Enrolment

    class Params:
        faculty = factory.Trait(
            position=Enrolment.Position.FACULTY,
            pgy=None,
            faculty_role=Enrolment.FacultyRole.CORE,
            clinic_min=2,
            clinic_max=4,
            supervision_min=1,
            supervision_max=8,
        )

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    academic_year = 2025
    position = Enrolment.Position.RESIDENT
    pgy = 1


class CredentialKindFactory(DjangoModelFactory):
    class Meta:
        model = CredentialKind

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"CERT{n}")
    name = factory.LazyAttribute(lambda kind: f"Certificate {kind.code}")


class CredentialFactory(DjangoModelFactory):
    class Meta:
        model = Credential

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    kind = factory.SubFactory(CredentialKindFactory, program=factory.SelfAttribute("..program"))
    issued_on = date(2025, 7, 1)


class AbsenceFactory(DjangoModelFactory):
    """A requested week of vacation; `approved`, `denied` and `cancelled` are traits."""

    class Meta:
        model = Absence

    class Params:
        decided = factory.Trait(
            decided_by=factory.SubFactory(UserFactory),
            decided_at=datetime(2025, 12, 1, 12, tzinfo=UTC),
        )
        approved = factory.Trait(decided=True, status=Absence.Status.APPROVED)
        denied = factory.Trait(decided=True, status=Absence.Status.DENIED)
        cancelled = factory.Trait(decided=True, status=Absence.Status.CANCELLED)

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    kind = Absence.Kind.VACATION
    starts_on = date(2026, 2, 2)
    ends_on = date(2026, 2, 8)


class LeaveAllotmentFactory(DjangoModelFactory):
    """Twenty workdays of vacation for every resident."""

    class Meta:
        model = LeaveAllotment

    program = factory.SubFactory(ProgramFactory)
    name = "Vacation"
    kinds = factory.LazyFunction(lambda: [Absence.Kind.VACATION.value])
    position = Enrolment.Position.RESIDENT
    half_days = 40
    counted = LeaveAllotment.Counted.WORKDAYS
    from_year = 2025


class TokenFactory(DjangoModelFactory):
    """Give the `secret` to be able to use the token."""

    class Meta:
        model = Token

    class Params:
        secret = factory.Sequence(lambda n: f"rounds_secret_{n}")

    user = factory.SubFactory(UserFactory)
    name = "script"
    scope = Token.Scope.READ
    prefix = factory.LazyAttribute(lambda token: token.secret[:PREFIX_LENGTH])
    digest = factory.LazyAttribute(lambda token: digest_secret(token.secret))
    created_at = datetime(2025, 12, 1, 12, tzinfo=UTC)


class NoticeFactory(DjangoModelFactory):
    """To a person; with `asked=True` they are asked to acknowledge it."""

    class Meta:
        model = Notice

    class Params:
        asked = factory.Trait(
            kind="late_change", needs_ack_by=datetime(2025, 12, 2, 12, tzinfo=UTC)
        )

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    kind = "schedule_published"
    event = factory.Sequence(lambda n: f"version:{n}:published")
    subject = "A new schedule is published."
    url = "/my/"
    told_at = datetime(2025, 12, 1, 12, tzinfo=UTC)


class WebhookFactory(DjangoModelFactory):
    """Tells of every kind."""

    class Meta:
        model = Webhook

    program = factory.SubFactory(ProgramFactory)
    url = factory.Sequence(lambda n: f"https://hooks.example.org/{n}")
    nonce = factory.Sequence(lambda n: f"nonce {n}")
    created_by = factory.SubFactory(UserFactory)
    created_at = datetime(2025, 12, 1, 12, tzinfo=UTC)


class WebhookCallFactory(DjangoModelFactory):
    """Failed, as nobody was there."""

    class Meta:
        model = WebhookCall

    webhook = factory.SubFactory(WebhookFactory)
    kind = "late_change"
    event = factory.Sequence(lambda n: f"change:{n}")
    payload: dict[str, object] = {}
    status = WebhookCall.Status.FAILED
    reason = "It answered 500."
    due_at = created_at = settled_at = datetime(2025, 12, 1, 12, tzinfo=UTC)


class JointChangeFactory(DjangoModelFactory):
    """Of rows that are gone."""

    class Meta:
        model = JointChange

    program = factory.SubFactory(ProgramFactory)
    kind = "people.enrolment"
    values = {"fte_percent": 80}
    rows = [[0, {"fte_percent": 100}]]
    by = factory.SubFactory(UserFactory)
    at = datetime(2025, 12, 1, 12, tzinfo=UTC)
