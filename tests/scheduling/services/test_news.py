"""What has changed since somebody looked, and with whom they work: read from what was amended."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Notice
from people.privacy import AbsenceReader
from scheduling.models import Activity
from scheduling.queries.my_schedule import my_day
from scheduling.services.changes import Put, apply_changes
from scheduling.services.news import find_news, see_news
from tests.pages.world import World, add_absence, build_world

AT = datetime(2026, 7, 2, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
TUESDAY = date(2026, 7, 7)


@pytest.fixture
def world(db) -> World:
    return build_world(residents=3, faculty=2, until=date(2026, 7, 8))


def amend(world: World, code: str, *, at: datetime) -> None:
    person = world.residents[1]
    row = world.version.assignments.get(person=person, starts_on=TUESDAY, slot="PM")
    put = Put(person.pk, TUESDAY, world.activities[code], slot="PM", expects=row.pk)
    apply_changes(world.version, [put], by=world.coordinator, at=at, reason="Guest")


def test_changes_are_shown_until_they_are_seen_and_answer_their_notices(world):
    person, program = world.residents[1], world.program
    own = {"by": person.user, "at": AT + HOUR}
    amend(world, "LEC", at=AT)

    news = find_news(person, program, **own)
    assert (news.since, [d.sentence for d in news.differences]) == (
        None,
        ["Tue 07 Jul 2026 PM: Lecture instead of Clinic."],
    )
    assert Notice.objects.to(person.user).unanswered().count() == 1
    amend(world, "GME", at=AT + 2 * HOUR)

    # What came after the page was made stays to be seen.
    see_news(person, program, until=news.until, by=person.user, at=AT + 3 * HOUR)
    later = find_news(person, program, by=person.user, at=AT + 3 * HOUR)
    assert (later.since, [(d.before, d.after) for d in later.differences]) == (
        news.until,
        [("Lecture", "Administration and education")],
    )
    assert Notice.objects.to(person.user).unanswered().count() == 1

    see_news(person, program, until=later.until, by=person.user, at=AT + 4 * HOUR)
    assert find_news(person, program, by=person.user, at=AT + 4 * HOUR).differences == ()
    assert Notice.objects.to(person.user).unanswered().count() == 0


def test_news_are_for_oneself_and_of_what_was(world):
    person, program = world.residents[0], world.program

    with pytest.raises(PermissionDenied):
        see_news(person, program, until=AT, by=world.residents[1].user, at=AT)
    with pytest.raises(PermissionDenied):
        find_news(person, program, by=world.coordinator, at=AT)
    with pytest.raises(ValidationError) as refusal:
        see_news(person, program, until=AT + HOUR, by=person.user, at=AT)

    assert refusal.value.messages == ["Nobody has seen what is still to come."]


def test_day_says_with_whom_and_who_supervises(world):
    """On Tuesday at two PGY-1 and PGY-2 are in the clinic; the faculty's day starts at eight."""
    Activity.objects.filter(code="C").update(supervision_needed="by-level")
    Activity.objects.filter(code="AT").update(supervises=True)
    first, second = world.residents[:2]
    attending = world.faculty[0]

    def seen(person, hour):
        at = datetime(2026, 7, 7, hour + 7, tzinfo=UTC)
        reader = AbsenceReader(person.user, at=at)
        return my_day(person, world.program, on=TUESDAY, reader=reader, at=at)

    assert seen(first, 14).company.together == (second.full_name,)
    assert seen(second, 9).company.supervisors == tuple(f.full_name for f in world.faculty)
    assert seen(attending, 9).company.supervised == (second.full_name,)

    add_absence(world, attending, TUESDAY, TUESDAY, "sick")
    assert seen(second, 9).company.supervisors == (world.faculty[1].full_name,)
