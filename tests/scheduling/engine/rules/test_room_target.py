"""Rooms in use, kept below what a place should need; a session takes its rooms once."""

import pytest

from scheduling.engine.problem import Duty, Rooms
from scheduling.engine.rules import Capacity, RoomTarget
from tests.scheduling.engine.builders import clinic, problem, resident, told

PEOPLE = [resident("ada", pgy=1), resident("bea"), resident("cy")]
CLINIC = clinic(0, place="main", room_units=1)
SESSION = clinic(0, code="SMC", place="main", room_units=1, room_once=True)


def said(people: int, *duties: Duty, target: int | None, rooms: int = 8) -> list[str]:
    asked = problem(PEOPLE[:people], duties, rooms=[Rooms("main", rooms, target)])
    return told(RoomTarget(), asked)


@pytest.mark.parametrize(
    ("target", "faults"),
    [
        (3, []),
        (2, ["Rooms at main, Mon 08 Mar 2027 08:00: 3 in use; the target is 2."]),
        (None, []),
    ],
)
def test_rooms_in_use_do_not_exceed_the_target(target, faults):
    assert said(3, CLINIC, target=target) == faults


def test_what_takes_no_room_does_not_count():
    video = clinic(0, code="CV", place="main")

    assert said(3, video, target=0) == []


def test_a_session_counts_once_however_many_do_it():
    assert said(3, SESSION, target=1) == []
    assert said(3, SESSION, CLINIC, target=3) == [
        "Rooms at main, Mon 08 Mar 2027 08:00: 4 in use; the target is 3."
    ]


def test_a_session_counts_once_against_the_rooms_there_are():
    asked = problem(PEOPLE, [SESSION, CLINIC], rooms=[Rooms("main", 3)])

    assert told(Capacity(), asked) == ["Rooms at main, Mon 08 Mar 2027 08:00: 4; at most 3 fit."]
