"""People are asked what they would like, answer in time, and hear what became of it and why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient
from time_machine import travel

from people.models import Notice, Role
from scheduling.models import Request
from scheduling.services.preference_report import report_on, why_not
from scheduling.services.preferences import (
    Wish,
    answer_round,
    move_deadline,
    open_round,
    remind,
    tell_of_rounds,
)
from tests.factories.people import RoleFactory, UserFactory
from tests.factories.scheduling import (
    CurriculumItemFactory,
    LeaveAssignmentFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.scheduling.small_program import small_program

pytestmark = pytest.mark.django_db

AT = datetime(2026, 4, 1, 17, tzinfo=UTC)
CLOSES = AT + timedelta(days=14)
CHRISTMAS = Wish("leave", starts_on=date(2026, 12, 21), ends_on=date(2026, 12, 27))


@pytest.fixture
def small():
    made = small_program()
    for person in made.residents:
        person.user = UserFactory()
        person.save()
        RoleFactory(program=made.program, user=person.user, kind=Role.Kind.RESIDENT)
    return made


def asked(small, **details):
    given = {
        "academic_year": 2026, "name": "The year", "position": "resident",
        "asks": ["rotation", "leave", "call"], "most": 3, "note": "",
        "opens_at": AT, "closes_at": CLOSES,
    }  # fmt: skip
    return open_round(small.program, given | details, by=small.user("chief"), at=AT)


def subjects(person):
    return [notice.subject for notice in Notice.objects.filter(person=person).order_by("pk")]


def test_everybody_is_asked_reminded_and_answers_until_the_deadline(small):
    ada, bea = small.residents
    chief, office = small.user("chief"), small.user("coordinator")
    round_ = asked(small)
    wishes = [
        CHRISTMAS,
        Wish("call", "avoid", weekday=5),
        Wish("rotation", rotation=small.rotation.pk),
    ]

    answer_round(round_, ada, [CHRISTMAS], by=ada.user, at=AT)
    answer_round(round_, ada, wishes, by=ada.user, at=AT)  # in the place of the first answer
    assert [(r.kind, r.rank) for r in Request.objects.filter(person=ada)] == [
        ("call", 1), ("leave", 1), ("rotation", 1),
    ]  # fmt: skip
    with pytest.raises(PermissionDenied):
        answer_round(round_, ada, [], by=bea.user, at=AT)

    assert tell_of_rounds(at=CLOSES - timedelta(days=1)) == 1
    assert tell_of_rounds(at=CLOSES - timedelta(hours=1)) == 0
    assert remind(round_, by=chief, at=CLOSES - timedelta(hours=2)) == 1
    told = "The year: say what you would like by Wed, Apr 15, 2026 at 12:00"
    assert (subjects(ada), subjects(bea)) == ([told], [told] * 3)

    with pytest.raises(
        ValidationError, match="“The year” closed on Wed, Apr 15, 2026 at 12:00; la"
    ):
        answer_round(round_, bea, [CHRISTMAS], by=bea.user, at=CLOSES)
    answer_round(round_, bea, [CHRISTMAS], by=office, at=CLOSES)  # The office may, also late.
    move_deadline(round_, CLOSES + timedelta(days=2), by=chief, at=CLOSES)
    answer_round(round_, bea, [], by=bea.user, at=CLOSES)
    with pytest.raises(ValidationError, match="Everybody has answered “The year”"):
        remind(round_, by=chief, at=CLOSES)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish("clinic", weekday=1), "does not ask about: Clinic on a weekday"),
        (Wish("rotation", rotation=0), "not one that you can have"),
        (Wish("leave", starts_on=date(2026, 7, 6), ends_on=date(2026, 7, 20)), "7 days at most"),
        (Wish("leave", starts_on=date(2027, 7, 5), ends_on=date(2027, 7, 11)), "is not within"),
        (Wish("call", "avoid"), "names a weekday or days"),
    ],
)
def test_wish_that_cannot_be_is_refused_and_nothing_is_saved(small, wish, words):
    ada = small.residents[0]
    round_ = asked(small)

    with pytest.raises(ValidationError, match=words):
        answer_round(round_, ada, [CHRISTMAS, wish], by=ada.user, at=AT)
    with pytest.raises(ValidationError, match="is wished for twice"):
        answer_round(round_, ada, [CHRISTMAS, CHRISTMAS], by=ada.user, at=AT)

    assert not Request.objects.exists()


def test_outcome_says_what_was_given_and_who_else_wanted_it(small):
    ada, bea = small.residents
    heart = RotationFactory(program=small.program, code="CARD", pgys=[1])
    CurriculumItemFactory(rotation=heart, minimum_halves=0)
    first, second = small.block(1), small.block(2)
    round_ = asked(small)
    card = Wish("rotation", rotation=heart.pk, starts_on=first.starts_on, ends_on=first.ends_on)
    answer_round(round_, ada, [card, CHRISTMAS], by=ada.user, at=AT)
    answer_round(round_, bea, [card, CHRISTMAS], by=bea.user, at=AT)
    version = ScheduleVersionFactory(
        schedule=ScheduleFactory(program=small.program, academic_year=small.year)
    )
    for person, there, then in ((ada, heart, small.rotation), (bea, small.rotation, heart)):
        for block, rotation in ((first, there), (second, then)):
            RotationAssignmentFactory(
                version=version, person=person, rotation=rotation,
                starts_on=block.starts_on, ends_on=block.ends_on,
            )  # fmt: skip
    LeaveAssignmentFactory(version=version, person=bea)
    freeze(version)

    report = report_on(round_, by=small.user("chief"), at=AT)

    became = {
        each.person: [(o.state.value, o.says) for o in each.outcomes] for each in report.people
    }
    assert became[ada] == [
        ("not met", "One person is away then; 2 wished for it in all."),
        ("met", "From Jul 1 to Jul 28."),
    ]
    assert became[bea] == [
        ("met", "Given."),
        (
            "not met",
            "One person has it then; those who wished for it ranked it 1, this one is a choice 1. "
            "2 wished for it in all.",
        ),
    ]
    assert [(each.met, each.of) for each in report.ranks] == [(2, 4)]
    assert [each.cost for each in report.people] == [6, 6]
    # Beside the arithmetic, the rules are asked: nothing forbids that both have it.
    wish = Request.objects.get(person=bea, kind="rotation")
    assert [each.possible for each in why_not(wish, by=bea.user, at=AT)] == [True]

    # The page, once the round is over; before it takes the wishes by rank.
    with travel(CLOSES + timedelta(days=1), tick=False):
        client = Client()
        client.force_login(bea.user)
        page = client.get(f"/preferences/{round_.pk}/").content.decode()
    assert "later changes are refused" in page
    assert "What stood against it" in page


def test_page_takes_wishes_by_rank_and_leaves_out_what_is_empty(small):
    ada = small.residents[0]
    round_ = asked(small)
    sent = {
        "rotation-2-rotation": str(small.rotation.pk), "rotation-2-when": "",
        "leave-1-week": "2026-12-21/2026-12-27", "leave-3-week": "2026-08-03/2026-08-09",
        "call-1-wish_for": "avoid", "call-1-weekday": "5",
    }  # fmt: skip

    with travel(AT, tick=False):
        client = Client()
        client.force_login(ada.user)
        answer = client.post(f"/preferences/{round_.pk}/", sent)
        assert "Answer now" not in client.get("/preferences/").content.decode()

    assert answer.status_code == 302
    saved = Request.objects.filter(person=ada, round=round_).order_by("kind", "rank")
    assert [(r.kind, r.rank, r.starts_on, r.weekday) for r in saved] == [
        ("call", 1, None, 5),
        ("leave", 1, date(2026, 12, 21), None),
        ("leave", 2, date(2026, 8, 3), None),
        ("rotation", 1, None, None),
    ]


def test_an_assistant_and_the_office_answer_with_the_same_verb(small):
    ada, bea = small.residents
    office = small.user("coordinator")
    round_ = asked(small)
    by_rank = [{"kind": "leave", "starts_on": "2026-12-21", "ends_on": "2026-12-27"}]

    def answer(by, wishes, person):
        rest = APIClient()
        rest.force_authenticate(by)
        address = f"/api/v1/preference-rounds/{round_.pk}/answer/"
        return rest.post(address, {"wishes": wishes, "person": person}, format="json")

    with travel(AT, tick=False):
        done = answer(office, by_rank, bea.pk)
        refused = answer(ada.user, by_rank, bea.pk)
    assert (done.status_code, done.data["person"], refused.status_code) == (200, bea.pk, 403)
    assert bea.preference_answers.get().by == office
    with travel(CLOSES, tick=False):
        late = answer(ada.user, by_rank, None)
        assert answer(office, [], bea.pk).status_code == 200
    assert "later changes are refused" in str(late.data)
