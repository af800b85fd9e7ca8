"""Rows of compliance."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from scheduling.compliance.models import Case, ConfirmedDay, EvidencePack
from tests.factories.people import PersonFactory, ProgramFactory, UserFactory


class CaseFactory(DjangoModelFactory):
    class Meta:
        model = Case

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    rule = "weekly-hours"
    first_day = date(2026, 7, 1)
    last_day = date(2026, 7, 28)
    label = "Wards, block 1"
    force = "must"
    cited = "6.20 (2025), VI.F.1 (2023)"
    message = "Somebody works 330 h in 4.00 weeks present."
    opened_by = factory.SubFactory(UserFactory)
    opened_at = datetime(2026, 8, 3, 16, tzinfo=UTC)


class ConfirmedDayFactory(DjangoModelFactory):
    class Meta:
        model = ConfirmedDay

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    day = date(2026, 7, 6)
    confirmed_by = factory.SubFactory(UserFactory)
    confirmed_at = datetime(2026, 7, 7, 16, tzinfo=UTC)


class EvidencePackFactory(DjangoModelFactory):
    """One that is ready."""

    class Meta:
        model = EvidencePack

    program = factory.SubFactory(ProgramFactory)
    first_day = date(2026, 7, 1)
    last_day = date(2026, 7, 31)
    status = EvidencePack.Status.READY
    requested_by = factory.SubFactory(UserFactory)
    requested_at = datetime(2026, 8, 3, 16, tzinfo=UTC)
    finished_at = datetime(2026, 8, 3, 16, 1, tzinfo=UTC)
    file = b"PK"
    sha256 = "0" * 64
