"""The year turns: proposed, applied at once, taken back while nothing rests on it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Enrolment, Person, Role
from scheduling.engine.promotion import Turn
from scheduling.models import (
    AcademicYear,
    CallHistory,
    Credit,
    CurriculumItem,
    Request,
    Rollover,
    SpecialDay,
)
from scheduling.queries.rollover_choices import Decision, Newcomer, Part
from scheduling.services.rollover import apply_rollover, choose, look_at_rollover, plan_rollover
from scheduling.services.rollover_record import undo_rollover, undoing_of
from tests.factories.people import CredentialFactory, EnrolmentFactory, RoleFactory
from tests.factories.scheduling import CurriculumItemFactory, RequirementFactory
from tests.pages.world import World, build_world

pytestmark = pytest.mark.django_db

AT = datetime(2027, 5, 3, 17, tzinfo=UTC)
INTO = 2027


@pytest.fixture
def world() -> World:
    """Two residents of each PGY, of three years; four weeks with calls and half-days."""
    world = build_world(until=date(2026, 7, 29))
    world.program.training_years = 3
    world.program.save()
    CurriculumItemFactory(
        rotation=world.rotations["FMIT"], academic_year=2026, pgy=1, minimum_halves=2
    )
    RequirementFactory(
        program=world.program, code="CARD", rotation=world.rotations["CARD"], activity=None,
        unit="weeks", pgy=None, minimum=12,
    )  # fmt: skip
    return world


def places(year: int) -> list[tuple[str, int | None, date | None]]:
    rows = Enrolment.objects.in_year(year).order_by("position", "pgy", "person__last_name")
    return [(row.person.last_name, row.pgy, row.ends_on) for row in rows.select_related("person")]


def planned(world: World) -> Rollover:
    return plan_rollover(world.program, INTO, by=world.coordinator, at=AT)


def test_a_plan_says_what_becomes_of_everybody_and_what_is_carried(world):
    late = Enrolment.objects.get(person=world.residents[1])
    late.starts_on = date(2026, 9, 15)
    late.save()
    CredentialFactory(program=world.program, person=world.faculty[0], expires_on=date(2027, 12, 31))
    EnrolmentFactory(
        program=world.program, academic_year=2026, pgy=3, visiting_from="Harbor Surgery",
        person__last_name="Visitor",
    )  # fmt: skip

    plan = look_at_rollover(planned(world), by=world.coordinator, at=AT)

    assert plan.counts == {Turn.PROMOTE: 4, Turn.GRADUATE: 2, Turn.LEAVE: 1}
    told = [(s.person.last_name, s.turn, s.becomes and s.becomes.pgy) for s in plan.people.steps]
    assert told == [
        ("Brightwater", "promote", 2), ("Eastmere", "promote", 2),
        ("Cedarholm", "promote", 3), ("Fernhollow", "promote", 3),
        ("Dovecote", "graduate", None), ("Glassmere", "graduate", None),
        ("Visitor", "leave", None),
        ("Hazelden", "stay", None), ("Juniperson", "stay", None), ("Kestrelby", "stay", None),
    ]  # fmt: skip
    step = next(s for s in plan.people.steps if s.was == late)
    assert step.proposal.why == (
        "Off cycle: PGY-3 from 15 September 2027, which is most of the year."
    )
    assert [block.number for block in plan.blocks] == list(range(1, 14))
    assert {day.name for day in plan.special_days} >= {"Thanksgiving Day", "Independence Day"}
    assert [item.academic_year for item in plan.curriculum] == [INTO]
    assert [row.person for row in plan.people.credentials] == [world.faculty[0]]
    assert sum(done.this_year for done in plan.training) > 0
    assert places(INTO) == []


def test_the_turn_is_made_at_once_and_taken_back_whole(world):
    before = (places(2026), list(Role.objects.order_by("pk").values_list("pk", "ends_on")))
    rollover = planned(world)
    by = world.coordinator
    choose(
        rollover,
        people={world.residents[0].pk: Decision(Turn.STAY)},
        newcomers=[Newcomer("Ines", "Maplewood", "ines@example.org", pgy=1)],
        without=[Part.CALL],
        by=by,
        at=AT,
    )
    plan = look_at_rollover(rollover, by=by, at=AT)

    apply_rollover(rollover, seen=plan.fingerprint, by=by, at=AT)

    assert places(INTO)[3:] == [
        ("Brightwater", 1, None), ("Maplewood", 1, None), ("Eastmere", 2, None),
        ("Cedarholm", 3, None), ("Fernhollow", 3, None),
    ]  # fmt: skip
    assert places(2026) == before[0]
    assert AcademicYear.objects.get(year=INTO).blocks.count() == 13
    assert CurriculumItem.objects.filter(academic_year=INTO).count() == 1
    assert Credit.objects.filter(academic_year=INTO).exists()
    assert not CallHistory.objects.exists()
    ended = Role.objects.filter(ends_on=date(2027, 6, 30)).values_list("user__person__last_name")
    assert sorted(ended) == [("Dovecote",), ("Glassmere",)]

    undo_rollover(rollover, by=by, at=AT)

    assert (places(2026), list(Role.objects.order_by("pk").values_list("pk", "ends_on"))) == before
    assert places(INTO) == []
    left = (AcademicYear, CurriculumItem, Credit, SpecialDay)
    assert [model.objects.count() for model in left] == [1, 1, 0, 2]
    assert not Person.objects.filter(last_name="Maplewood").exists()
    assert rollover.status == Rollover.Status.UNDONE


def test_what_rests_on_it_is_named_and_nothing_is_taken_back(world):
    rollover = planned(world)
    choose(rollover, newcomers=[Newcomer("Ines", "Maplewood", pgy=1)], by=world.coordinator, at=AT)
    apply_rollover(rollover, by=world.coordinator, at=AT)
    newcomer = Person.objects.get(last_name="Maplewood")
    CredentialFactory(program=world.program, person=newcomer)
    place = Enrolment.objects.get(person=world.residents[0], academic_year=INTO)
    place.fte_percent = 80
    place.save()
    Request.objects.create(
        program=world.program, person=world.residents[1], academic_year=INTO, kind="call"
    )

    conflicts = undoing_of(rollover).conflicts

    code = newcomer.credentials.get().kind.code
    assert conflicts == (
        f"The enrollment “{place}” was changed since.",
        f"The credential “Ines Maplewood: {code}” rests on The person “Ines Maplewood”.",
        f"{world.residents[1]} has a wish for 2027-28.",
    )
    with pytest.raises(ValidationError, match="It cannot be taken back"):
        undo_rollover(rollover, by=world.coordinator, at=AT)
    assert Enrolment.objects.in_year(INTO).count() == 8


def test_what_cannot_be_is_refused_in_words(world):
    rollover, by = planned(world), world.coordinator

    def refusal(verb, *args: object, **asked: object) -> str:
        with pytest.raises((ValidationError, PermissionDenied)) as heard:
            verb(*args, at=AT, **asked)
        return " ".join(getattr(heard.value, "messages", [str(heard.value)]))

    chief = RoleFactory(program=world.program, kind="chief").user
    assert refusal(plan_rollover, world.program, INTO, by=chief) == (
        f"You may not begin a new academic year in {world.program}."
    )
    assert refusal(plan_rollover, world.program, 2035, by=by).startswith("Nobody is enrolled in")
    assert refusal(apply_rollover, rollover, seen="another", by=by).startswith("Something has")
    faculty = {world.faculty[0].pk: Decision(Turn.GRADUATE)}
    assert "who stay or leave" in refusal(choose, rollover, people=faculty, by=by)
    nameless = [Newcomer("", "Maplewood", pgy=1)]
    assert "needs a first and a last name" in refusal(choose, rollover, newcomers=nameless, by=by)
    world.program.training_years = None
    world.program.save()
    rollover.refresh_from_db()
    assert refusal(apply_rollover, rollover, by=by).startswith("Say first what becomes of Amara")
    stranger = EnrolmentFactory(person__email="elsewhere@example.org").person
    elsewhere = [Newcomer("Cy", "Elsewhere", stranger.email, pgy=1)]
    decided = {
        e.person_id: Decision(Turn.STAY)
        for e in Enrolment.objects.filter(program=world.program, position="resident")
    }
    choose(rollover, people=decided, newcomers=elsewhere, by=by, at=AT)
    assert "who belongs to another program" in refusal(apply_rollover, rollover, by=by)
    assert places(INTO) == []
