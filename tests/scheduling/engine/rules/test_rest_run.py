"""Days off in a row."""

from scheduling.engine.problem import Rhythm
from scheduling.engine.rules import RestRun
from tests.scheduling.engine.builders import clinic, day, problem, resident, roster, told

ADA = resident("ada")


def said(*worked: int, least: int = 2, rule: RestRun | None = None) -> list[str]:
    duties = [clinic(number) for number in range(7)]
    rhythms = [] if rule else [Rhythm(ADA.id, day(0), day(6), least_rest=least)]
    done = roster(*((ADA, duties[number]) for number in worked))
    return told(rule or RestRun(), problem([ADA], duties, rhythms=rhythms), done)


def test_as_many_days_off_as_asked_for_are_enough():
    assert said(0, 3, 4) == []


def test_a_single_day_off_is_too_short():
    assert said(0, 2) == [
        "Ada has less than 2 days off in a row between duty on Mon 08 Mar 2027 and Wed 10 Mar 2027."
    ]


def test_days_off_at_either_end_may_go_on_outside():
    assert said(1, 2, 3, 4, 5, least=5) == []


def test_each_day_on_which_work_begins_too_soon_is_told():
    assert len(said(0, 2, 3, least=3)) == 2


def test_the_number_for_everybody_is_a_parameter():
    assert len(said(0, 2, rule=RestRun(least_days=2))) == 1
    assert said(0, 2, rule=RestRun()) == []
