"""What a problem refuses, and how rosters change."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scheduling.engine.problem import Bar, Demand, Duty, Kind, Roster

from .builders import away, clinic, day, moment, problem, resident

ADA = resident("ada")


def test_a_duty_needs_times_with_a_time_zone():
    naive = datetime(2027, 3, 8, 8)  # noqa: DTZ001

    with pytest.raises(ValueError, match="Duty d needs times with a time zone"):
        Duty("d", "D", Kind.HALF_DAY, naive, moment(0, 12))


@pytest.mark.parametrize("ends", [8, 7])
def test_a_duty_ends_after_it_starts(ends):
    with pytest.raises(ValueError, match="Duty d ends before it starts"):
        Duty("d", "D", Kind.HALF_DAY, moment(0, 8), moment(0, ends))


@pytest.mark.parametrize("minutes", [-1, 240])
def test_a_duty_is_longer_than_its_hand_over(minutes):
    with pytest.raises(ValueError, match="Duty C-0-AM is shorter than its hand-over"):
        clinic(0, handover=minutes)


@pytest.mark.parametrize(("ends", "last"), [(24, 0), (24 + 1 / 60, 1), (17, 0), (48, 1)])
def test_a_duty_that_ends_at_midnight_does_not_touch_the_next_day(ends, last):
    each = Duty("d", "D", Kind.HALF_DAY, moment(0, 8), moment(0, ends))

    assert each.last_day == day(last)


def test_a_demand_takes_at_least_what_it_asks_for():
    with pytest.raises(ValueError, match="Demand nights asks for less than its minimum"):
        Demand(("d",), 2, 1, label="nights")
    with pytest.raises(ValueError, match="asks for less than its minimum"):
        Demand(("d",), -1)


@pytest.mark.parametrize("name", ["candidates", "fixed", "published"])
@pytest.mark.parametrize("pair", [("ada", "nothing"), ("nobody", "C-0-AM")])
def test_pairs_name_people_and_duties_of_the_problem(name, pair):
    with pytest.raises(ValueError, match=r"\(.*\) names an unknown person or duty"):
        problem([ADA], [clinic(0)], **{name: frozenset({pair})})


def test_ids_are_unique():
    with pytest.raises(ValueError, match="ada is there twice"):
        problem([ADA, ADA], [], candidates=frozenset())
    with pytest.raises(ValueError, match="C-0-AM is there twice"):
        problem([], [clinic(0), clinic(0)], candidates=frozenset())


def test_times_are_in_the_time_zone_of_the_problem():
    abroad = replace(clinic(0), ends_at=moment(0, 12).astimezone(UTC))
    bar = Bar("ada", moment(0, 0).astimezone(UTC), moment(1, 0), Kind.CALL)
    leave = replace(away(ADA, 0, 0), starts_at=moment(0, 0).astimezone(UTC))

    for fields in ({"duties": [abroad]}, {"bars": [bar]}, {"away": [leave]}):
        with pytest.raises(ValueError, match="is not in the time zone America/Los_Angeles"):
            problem(**{"people": [ADA], "duties": [], **fields})


def test_a_roster_changes_by_what_is_removed_and_then_added():
    before = Roster.of([("ada", "a"), ("ada", "b")])

    assert before.changed(add=[("bea", "a")], remove=[("ada", "a")]) == Roster.of(
        [("bea", "a"), ("ada", "b")]
    )
    assert before.changed(add=[("ada", "a")], remove=[("ada", "a")]) == before
