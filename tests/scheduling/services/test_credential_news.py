"""Credentials that run out are listed with what needs them, and told of 90, 30 and 7 days before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.models import Notice
from scheduling.services.credential_news import credentials_running_out, tell_of_ending
from tests.factories.people import CredentialFactory, CredentialKindFactory
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db

AT = datetime(2026, 7, 6, 17, tzinfo=UTC)


def test_what_runs_out_is_listed_with_its_needs_and_told_once_at_each_distance():
    world = build_world(residents=2, faculty=1, until=date(2026, 7, 29))
    kind = CredentialKindFactory(program=world.program, code="BLS", name="Basic life support")
    clinic = world.activities["C"]
    clinic.credential = kind
    clinic.save()
    ends = {0: date(2026, 7, 16), 1: date(2026, 12, 31)}
    for number, day in ends.items():
        CredentialFactory(
            program=world.program, person=world.residents[number], kind=kind,
            issued_on=date(2024, 7, 1), expires_on=day,
        )  # fmt: skip
    renewed = {"program": world.program, "person": world.faculty[0], "kind": kind}
    CredentialFactory(**renewed, issued_on=date(2024, 7, 1), expires_on=date(2026, 7, 10))
    CredentialFactory(**renewed, issued_on=date(2026, 7, 1), expires_on=date(2028, 7, 10))

    (ending,) = credentials_running_out(world.program, by=world.coordinator, at=AT)

    assert (ending.person, ending.days_left, ending.stage) == (world.residents[0], 10, 30)
    assert ending.needs
    assert all(need.code == "C" and need.on > date(2026, 7, 16) for need in ending.needs)
    assert ending.sentence == ("Basic life support of Amara Brightwater runs out on 16 July 2026.")

    assert [tell_of_ending(at=AT), tell_of_ending(at=AT + timedelta(days=1))] == [2, 0]
    assert tell_of_ending(at=AT + timedelta(days=3)) == 2
    mine = Notice.objects.filter(person=world.residents[0]).order_by("told_at")
    assert [notice.subject for notice in mine] == [
        "Your Basic life support runs out in 10 days.",
        "Your Basic life support runs out in 7 days.",
    ]
    assert mine[0].lines == [ending.need_sentence]
