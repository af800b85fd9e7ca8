"""A model without what says nothing: days kept clear are left out until an answer lacks some."""

from unittest.mock import patch

from scheduling.engine import light
from scheduling.engine.check import check
from scheduling.engine.light import Light
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Preference
from scheduling.engine.rules import Coverage, DayOff, RankPreferences, Tier
from scheduling.engine.solve import solve_model

from .builders import call, problem, resident, span

ADA, BEA = resident("ada"), resident("bea")
WEEK = [call(day) for day in range(7)]
RULES = [Coverage(), DayOff(), RankPreferences()]


def asked():
    """Bea wants none of the nights; one day of Ada's week has to be kept clear all the same."""
    return problem(
        [ADA, BEA],
        WEEK,
        demands=tuple(Demand((duty.id,), 1, 1) for duty in WEEK),
        preferences=[Preference("bea", tuple(duty.id for duty in WEEK), 1)],
        spans=[span(ADA, 0, 6)],
    )


def test_days_that_an_answer_lacks_are_said_and_asked_for_once_more():
    model = RosterModel(asked(), RULES)

    with (
        patch.object(light, "SHORT", 0),
        patch.object(Light, "lacking", autospec=True, side_effect=Light.lacking) as lacking,
    ):
        result = solve_model(model, Options(workers=1, seconds=30))

    assert lacking.called
    assert [(t.tier, t.objective, t.proven) for t in result.tiers] == [(Tier.PREFERENCES, 1, True)]
    assert not check(asked(), result.roster, RULES).violations
