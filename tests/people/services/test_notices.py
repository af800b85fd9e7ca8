"""Telling people what has happened, and their answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Notice, Role
from people.permissions import accounts_that_may
from people.services.escalation import pass_on_unseen
from people.services.inbox import acknowledge, read_all, read_notice
from people.services.notices import Note, tell, tell_each
from tests.factories.people import NoticeFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

LINES = ["Tue Jan 20, morning: Clinic instead of Ward."]


def told(program, at, people, **more):
    given = {"subject": "Your Tuesday has changed.", "lines": LINES, "url": "/my/", "event": "e1"}
    kind = more.pop("kind", "schedule_published")
    return tell(kind, program=program, people=people, at=at, **{**given, **more})


def test_each_event_is_told_once_to_those_it_touches(program, resident, coordinator, at):
    other = PersonFactory()

    first = told(program, at, [resident, coordinator, resident.user])
    again = told(program, at, [other, resident, coordinator])
    another = told(program, at, [resident], event="e2")

    assert [(n.person, n.user) for n in first] == [(resident, None), (None, coordinator)]
    assert [n.person for n in again] == [other]
    assert [n.person for n in another] == [resident]
    assert Notice.objects.count() == 4
    assert (first[0].subject, first[0].lines, first[0].told_at, first[0].read_at) == (
        "Your Tuesday has changed.",
        LINES,
        at,
        None,
    )


def test_each_reader_may_be_told_in_their_own_words(program, resident, at):
    other = PersonFactory()
    notes = {resident: Note("Yours moved.", [], "/my/"), other: Note("It is yours.", [], "/my/")}

    notices = tell_each(
        "late_change", program=program, notes=notes, at=at, event="e", needs_ack_by=at
    )

    assert [(n.person, n.subject, n.waits) for n in notices] == [
        (resident, "Yours moved.", True),
        (other, "It is yours.", True),
    ]


def test_only_some_kinds_ask_for_an_acknowledgement(program, resident, at):
    with pytest.raises(ValueError, match="schedule_published asks for no acknowledgement"):
        told(program, at, [resident], needs_ack_by=at)
    with pytest.raises(KeyError):
        told(program, at, [resident], kind="gossip")

    assert not Notice.objects.exists()


def test_reader_reads_and_acknowledges(program, resident, at):
    late = NoticeFactory(program=program, person=resident, asked=True)
    plain = NoticeFactory(program=program, person=resident)
    later = at + timedelta(hours=1)

    assert read_all(resident.user, by=resident.user, at=at) == 1
    read_notice(plain, by=resident.user, at=later)
    acknowledge(late, by=resident.user, at=later)

    assert (plain.read_at, plain.waits) == (at, False)
    assert (late.read_at, late.acknowledged_at, late.waits) == (later, later, False)
    assert not Notice.objects.to(resident.user).unread().exists()
    for notice, code in ((late, "already_acknowledged"), (plain, "not_asked_for")):
        with pytest.raises(ValidationError) as refusal:
            acknowledge(notice, by=resident.user, at=later)
        assert refusal.value.code == code


@pytest.mark.parametrize("verb", [read_notice, acknowledge])
def test_nobody_answers_for_somebody_else(verb, program, resident, coordinator, superuser, at):
    late = NoticeFactory(program=program, person=resident, asked=True)

    for other in (coordinator, superuser):
        with pytest.raises(PermissionDenied):
            verb(late, by=other, at=at)

    late.refresh_from_db()
    assert (late.read_at, late.acknowledged_at) == (None, None)


def test_accounts_that_may_are_those_whose_role_acts(program, other_program, acting, resident, at):
    here = {acting(kind) for kind in (Role.Kind.COORDINATOR, Role.Kind.DIRECTOR)}
    acting(Role.Kind.COORDINATOR, other_program)
    ended = acting(Role.Kind.COORDINATOR)
    ended.roles.update(ends_on=program.today(at) - timedelta(days=1))

    assert set(accounts_that_may("decide_absence", program, at=at)) == here


def test_what_is_not_seen_in_time_is_passed_on_once(program, resident, coordinator, at):
    other, seen = PersonFactory(first_name="Bea", last_name="Berg"), PersonFactory()
    soon = at + timedelta(hours=4)
    told(program, at, [resident, other, seen], kind="late_change", needs_ack_by=soon, event="moved")
    Notice.objects.filter(person=seen).update(read_at=at, acknowledged_at=at)

    pass_on_unseen(at=soon - timedelta(seconds=1))
    assert not Notice.objects.to(coordinator).exists()
    pass_on_unseen(at=soon)
    pass_on_unseen(at=soon + timedelta(hours=1))

    notice = Notice.objects.to(coordinator).get()
    assert (notice.kind, notice.subject) == (
        "unseen",
        "2 people have not said that they saw a change.",
    )
    assert notice.lines == [
        f"{person}: “Your Tuesday has changed.” To be seen by Thu Jan 15, 16:00."
        for person in (resident, other)
    ]
    assert set(Notice.objects.exclude(escalated_at=None).values_list("person", flat=True)) == {
        resident.pk,
        other.pk,
    }


def test_telling_costs_the_same_for_any_number_of_people(program, at, django_assert_num_queries):
    people = list(PersonFactory.create_batch(12, with_account=True))
    for person in people:
        person.refresh_from_db()

    # A savepoint twice, who has accounts, who was told, the notices, preferences, who rests (once here),
    # their mail, webhooks.
    with django_assert_num_queries(11):
        told(program, at, people, subject="Your Tuesday has changed. " * 20)

    assert len(Notice.objects.first().subject) == 200


def test_what_is_not_seen_waits_until_there_is_somebody_to_hear_of_it(program, resident, at):
    told(program, at, [resident], kind="late_change", needs_ack_by=at)

    pass_on_unseen(at=at)
    assert not Notice.objects.exclude(escalated_at=None).exists()
    superuser = UserFactory(is_superuser=True)
    pass_on_unseen(at=at)

    assert Notice.objects.exclude(escalated_at=None).count() == 1
    assert Notice.objects.to(superuser).get().kind == "unseen"
