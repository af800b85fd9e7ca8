"""Records are kept as long as the schedule says, and no longer."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from people.models import Notice, Token
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    NoticeFactory,
    PersonFactory,
    RoleFactory,
    TokenFactory,
)

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2015, 7, 1, 12, tzinfo=UTC)


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("keep_to_retention", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_past_its_time_goes_and_the_rest_stays():
    now = timezone.now()
    NoticeFactory(told_at=LONG_AGO)
    kept_notices = {
        NoticeFactory(told_at=LONG_AGO, kind="late_change", needs_ack_by=LONG_AGO).pk,
        NoticeFactory(told_at=now).pk,
    }
    TokenFactory(created_at=LONG_AGO, revoked_at=LONG_AGO)
    living = TokenFactory(created_at=now)
    old = AbsenceFactory(starts_on=date(2015, 8, 3), ends_on=date(2015, 8, 9), reason="A wedding.")
    recent = AbsenceFactory(
        starts_on=now.date() - timedelta(days=9), ends_on=now.date(), reason="A move."
    )
    people = [
        PersonFactory(with_account=True, email=f"{name}@example.org", phone="555-0100")
        for name in ("gone", "acts", "here")
    ]
    for person, year in zip(people, (2015, 2015, now.year), strict=True):
        EnrolmentFactory(person=person, academic_year=year)
    RoleFactory(user=people[1].user)

    looked = told()
    assert "How to reach people who have left, kept 730 days: 1 email, phone emptied." in looked
    assert looked.endswith("Nothing was changed. Add --apply to do it.\n")
    assert Notice.objects.count() == 3

    done = told("--apply")

    assert done.replace("Done.", "") == looked.replace(
        "Nothing was changed. Add --apply to do it.", ""
    )
    assert set(Notice.objects.values_list("pk", flat=True)) == kept_notices
    assert list(Token.objects.all()) == [living]
    for row in (old, recent, *people):
        row.refresh_from_db()
    assert (old.reason, recent.reason) == ("", "A move.")
    assert [person.email for person in people] == ["", "acts@example.org", "here@example.org"]
