"""Calls and attending weeks that come too soon after each other cost the more, the closer they are."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.problem import Window
from scheduling.engine.rules import AttendingSpacing, CallSpacing, Tier
from tests.scheduling.engine.builders import attending, call, problem, roster, rotation, told

GRAY, HALE = attending("gray"), attending("hale")
CALLS = [call(n) for n in range(8)]
NIGHTS = Window("call-spacing", GRAY.id, tuple(c.id for c in CALLS), 4, label="calls too close")
ASKED = problem([GRAY, HALE], CALLS, windows=[NIGHTS])


def cost_of(*nights: int) -> int:
    done = roster(*((GRAY, CALLS[n]) for n in nights))
    return check(ASKED, done, [CallSpacing()]).costs[Tier.SHAPE]


@pytest.mark.parametrize(
    ("nights", "cost"), [((0,), 0), ((2, 3), 3), ((2, 4), 2), ((2, 5), 1), ((2, 6), 0), ((0, 7), 0)]
)
def test_the_closer_two_calls_are_the_more_they_cost(nights, cost):
    assert cost_of(*nights) == cost


def test_calls_at_the_edge_of_the_days_asked_about_cost_as_much_as_in_their_midst():
    assert cost_of(0, 2) == cost_of(5, 7) == 2


def test_the_sentence_names_the_person_the_count_and_the_days():
    sentences = told(CallSpacing(), ASKED, roster((GRAY, CALLS[0]), (GRAY, CALLS[3])))

    assert sentences == [
        "Gray, calls too close: 2 within 08 Mar to 11 Mar 2027; at most 1 are meant to be so close."
    ]


def test_calls_of_others_and_windows_of_other_rules_do_not_matter():
    done = roster((HALE, CALLS[0]), (HALE, CALLS[1]))

    assert told(CallSpacing(), ASKED, done) == []
    assert told(AttendingSpacing(), ASKED, roster((GRAY, CALLS[0]), (GRAY, CALLS[1]))) == []


@pytest.mark.parametrize(("second", "cost"), [(7, 2), (14, 1), (21, 0)])
def test_windows_of_weeks_move_by_weeks(second, cost):
    weeks = [rotation("FMIT", first, first + 6) for first in (0, second)]
    window = Window("attending-spacing", GRAY.id, tuple(w.id for w in weeks), 21, step=7)
    asked = problem([GRAY], weeks, windows=[window])

    assert check(asked, roster(*((GRAY, w) for w in weeks)), [AttendingSpacing()]).costs == {
        Tier.SHAPE: cost
    }


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 1, "step": 0}, {"days": 1, "most": -1}])
def test_a_window_without_days_is_refused(wrong):
    with pytest.raises(ValueError, match="Window call-spacing has no days, or no steps"):
        Window("call-spacing", GRAY.id, (), **wrong)
