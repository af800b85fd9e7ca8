"""How a year's duties are shared out, among a whole program with swaps, leave and newcomers."""

from datetime import UTC, date, datetime

import pytest

from people.models import Absence, Enrolment
from scheduling.models import AssignmentChange, ChangeSet
from scheduling.queries.coverage import coverage
from scheduling.queries.equity import Period, equity
from scheduling.queries.week_load import week_load
from scheduling.services.fairness import my_numbers
from tests.factories.scheduling import CallHistoryFactory, RotationDemandFactory
from tests.pages.world import add_absence, build_world

pytestmark = pytest.mark.django_db

AT = datetime(2026, 8, 31, 17, tzinfo=UTC)
ENDS = date(2026, 9, 30)  # 92 nights of call


@pytest.fixture
def world():
    return build_world(residents=6, faculty=2, until=ENDS)


def held(found, code, person):
    measure = next(measure for measure in found.measures if measure.code == code)
    return measure.of(person.pk)[1]


def test_shares_are_of_working_time_less_long_leave_with_what_is_carried(world):
    ada, bea, cy, *_ = world.residents
    Enrolment.objects.filter(person=bea).update(fte_percent=50)
    add_absence(world, cy, date(2026, 10, 1), date(2027, 4, 1), Absence.Kind.PARENTAL)
    CallHistoryFactory(call_type=world.calls["RC"], person=ada, nights=4)

    year = equity(world.version, today=date(2026, 8, 31))
    so_far = equity(world.version, today=date(2026, 8, 31), period=Period.SO_FAR)

    # Six residents take turns for 92 nights: what stands is beside the 365 that are to be shared.
    assert [held(year, "RC nights", p).count for p in world.residents] == [16, 16, 15, 15, 15, 15]
    assert [held(year, "RC nights", p).weight for p in (ada, bea, cy)] == [100, 50, 49]
    # 62 nights so far and 4 from before, in 499 parts.
    mine = held(so_far, "RC nights", ada)
    assert (mine.count, mine.carried, mine.least, mine.most) == (11, 4, 9, 10)
    assert {measure.code for measure in year.measures} >= {
        "nights",
        "weekends",
        "holidays",
        "clinics",
    }
    assert held(year, "holidays", world.faculty[0]).count == 1  # on call on 3 July, but not off
    assert year.groups == ("PGY-1", "PGY-2", "PGY-3", "Faculty")

    # Calls of swaps are told apart, and those of undone swaps are not.
    done = ChangeSet.objects.create(version=world.version, kind="swap", at=AT, sentence="Swapped.")
    for person, before, after in ((ada, {"x": 1}, None), (bea, None, {"x": 1})):
        AssignmentChange.objects.create(
            change_set=done, person=person, kind="call", starts_on=date(2026, 7, 8),
            ends_on=date(2026, 7, 8), call_type=world.calls["RC"], before=before, after=after,
        )  # fmt: skip

    people = {s.person: (s.taken, s.given) for s in equity(world.version, today=ENDS).people}

    assert (people[ada.pk], people[bea.pk]) == ((0, 1), (1, 0))
    ChangeSet.objects.create(
        version=world.version, kind="undo", at=AT, sentence="Undone.", undoes=done
    )
    assert not any(s.taken or s.given for s in equity(world.version, today=ENDS).people)


def test_weeks_coverage_and_own_numbers_are_as_scheduled(world):
    ada = world.residents[0]
    RotationDemandFactory(rotation=world.rotations["FMC"], minimum=2, maximum=2)

    load, found = week_load(world.version), coverage(world.version)

    mine = next(each for each in load.people if each.person == ada.pk)
    leave = next(i for i, week in enumerate(load.weeks) if week.starts_on == date(2026, 8, 3))
    assert mine.hours[leave] < 24  # a week of leave; calls are dealt regardless
    assert mine.most > 60
    clinic = next(service for service in found.services if service.code == "FMC")
    assert clinic.asks == "2"
    week = next(
        i
        for i, week in enumerate(found.weeks)
        if week.starts_on <= date(2026, 8, 6) <= week.ends_on
    )
    assert sum(service.heads[week].on for service in found.services) == 6
    assert sum(service.heads[week].away for service in found.services) == 1

    # One's own numbers stand among nameless ones, of groups that are large enough.
    own = my_numbers(ada, world.program, by=ada.user, at=AT)
    told = {number.measure.code: number for number in own.numbers}
    assert told["RC nights"].levels == (15, 15, 15, 15, 16, 16)
    assert (told["clinics"].people, told["clinics"].levels) == (2, ())
