"""A part of clinic is virtual."""

import pytest

from scheduling.engine.rules import VirtualShare
from tests.scheduling.engine.builders import clinic, problem, resident, roster, told

ADA = resident("ada")
ROOM = [clinic(n, slot, traits=frozenset({"in-person"})) for n in range(5) for slot in ("AM", "PM")]
VIDEO = [
    clinic(n, slot, "CV", traits=frozenset({"virtual"})) for n in range(5) for slot in ("AM", "PM")
]
OTHER = clinic(5, code="SPEC")


def said(rooms: int, video: int, percent: int = 30) -> list[str]:
    done = [*ROOM[:rooms], *VIDEO[rooms : rooms + video], OTHER]
    asked = problem([ADA], [*ROOM, *VIDEO, OTHER])
    return told(VirtualShare(percent=percent), asked, roster(*((ADA, duty) for duty in done)))


@pytest.mark.parametrize(("rooms", "video"), [(7, 3), (6, 3), (0, 0), (1, 0)])
def test_the_share_is_kept_as_near_as_half_days_allow(rooms, video):
    assert said(rooms, video) == []


def test_too_much_and_too_little_are_told():
    assert said(6, 4) == [
        "Virtual clinic from 08 Mar to 14 Mar 2027: 1.0 half-days more than 30 percent of clinic."
    ]
    assert said(10, 0) == [
        "Virtual clinic from 08 Mar to 14 Mar 2027: 3.0 half-days less than 30 percent of clinic."
    ]


def test_where_nothing_can_be_virtual_nothing_is_missing():
    assert told(VirtualShare(), problem([ADA], ROOM)) == []


def test_a_percent_beyond_all_is_refused():
    with pytest.raises(ValueError, match="percent is 101; it must not exceed 100"):
        VirtualShare(percent=101)
