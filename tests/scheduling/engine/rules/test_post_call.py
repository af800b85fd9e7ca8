"""The day after a call that frees it is kept free."""

from dataclasses import replace

import pytest

from scheduling.engine.problem import Work
from scheduling.engine.rules import PostCall
from tests.scheduling.engine.builders import call, clinic, duty, moment, problem, resident, told

ADA = resident("ada")
NIGHT = call(0, frees_until=moment(2, 0))


@pytest.mark.parametrize("work", [Work.CARE, Work.EDUCATION, Work.CALL])
def test_no_work_in_house_may_begin_on_the_day_after(work):
    asked = problem([ADA], [NIGHT, replace(clinic(1, "PM"), work=work)])

    assert told(PostCall(), asked) == ["Ada is free after call and cannot do C-1-PM."]


@pytest.mark.parametrize("work", [Work.NONE, Work.HOME_CALL])
def test_what_is_not_in_house_may_begin(work):
    assert told(PostCall(), problem([ADA], [NIGHT, replace(clinic(1), work=work)])) == []


def test_the_days_around_it_are_as_usual():
    asked = problem([ADA], [NIGHT, clinic(0), clinic(0, "PM"), clinic(2), clinic(2, "PM")])

    assert told(PostCall(), asked) == []


@pytest.mark.parametrize(("starts", "faults"), [(24, 0), (24 - 1 / 60, 1)])
def test_what_begins_when_the_freed_time_ends_is_allowed(starts, faults):
    early = duty("early", "E", 1, starts, 30)

    assert len(told(PostCall(), problem([ADA], [NIGHT, early]))) == faults


def test_a_call_that_frees_nothing_leaves_the_next_day_as_it_is():
    assert told(PostCall(), problem([ADA], [call(0), clinic(1)])) == []


def test_the_call_of_somebody_else_frees_nobody():
    bea = resident("bea")
    asked = problem([ADA, bea], [NIGHT, clinic(1)])
    each_one = [(ADA.id, NIGHT.id), (bea.id, "C-1-AM")]

    assert told(PostCall(), replace(asked, candidates=frozenset(each_one))) == []
