"""No demand gets more people than it takes, no place more than its rooms hold."""

import pytest

from scheduling.engine.problem import Demand, Duty, Rooms
from scheduling.engine.rules import Capacity
from tests.scheduling.engine.builders import call, clinic, duty, problem, resident, told

PEOPLE = [resident("ada", pgy=1), resident("bea"), resident("cy")]


def clinic_at(place: str, starts: float, ends: float, units: int = 1) -> Duty:
    name = f"{place} {starts}"
    return duty(name, "C", 0, starts, ends, place=place, room_units=units)


def said(people: int, *duties: Duty, rooms: int) -> list[str]:
    return told(Capacity(), problem(PEOPLE[:people], duties, rooms=[Rooms("main", rooms)]))


@pytest.mark.parametrize(("high", "faults"), [(3, []), (2, ["call: 3; at most 2 fit."])])
def test_a_call_has_no_more_people_than_it_takes(high, faults):
    demand = Demand(("call-0",), 0, high, label="call")

    assert told(Capacity(), problem(PEOPLE, [call(0)], demands=[demand])) == faults


def test_people_of_a_level_are_counted_apart():
    interns = Demand(("call-0",), 0, 0, who=frozenset({"PGY-1"}), label="interns")

    assert told(Capacity(), problem(PEOPLE, [call(0)], demands=[interns])) == [
        "interns: 1; at most 0 fit."
    ]


def test_a_demand_without_a_limit_takes_everybody():
    assert told(Capacity(), problem(PEOPLE, [call(0)], demands=[Demand(("call-0",), 1)])) == []


@pytest.mark.parametrize(
    ("rooms", "faults"),
    [(3, []), (2, ["Rooms at main, Mon 08 Mar 2027 08:00: 3; at most 2 fit."])],
)
def test_a_place_has_no_more_people_than_rooms(rooms, faults):
    assert said(3, clinic_at("main", 8, 12), rooms=rooms) == faults


def test_a_duty_takes_as_many_rooms_as_it_says():
    assert said(1, clinic_at("main", 8, 12, units=2), rooms=2) == []
    assert said(2, clinic_at("main", 8, 12, units=2), rooms=3) == [
        "Rooms at main, Mon 08 Mar 2027 08:00: 4; at most 3 fit."
    ]
    assert said(3, clinic_at("main", 8, 12, units=0), rooms=0) == []


def test_rooms_are_counted_whenever_somebody_comes():
    early, late = clinic_at("main", 8, 12), clinic_at("main", 11, 15)

    assert said(2, early, late, rooms=2) == [
        "Rooms at main, Mon 08 Mar 2027 11:00: 4; at most 2 fit."
    ]
    assert said(2, early, clinic_at("main", 12, 15), rooms=2) == []


def test_other_places_have_rooms_of_their_own():
    assert said(2, clinic_at("main", 8, 12), clinic_at("annex", 8, 12), rooms=2) == []


def test_a_place_whose_rooms_are_not_counted_takes_everybody():
    assert told(Capacity(), problem(PEOPLE, [clinic(0, place="main", room_units=1)])) == []
