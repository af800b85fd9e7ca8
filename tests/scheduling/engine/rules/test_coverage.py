"""Every demand gets the people it needs."""

from scheduling.engine.problem import Demand
from scheduling.engine.rules import Coverage
from tests.scheduling.engine.builders import call, clinic, night, problem, resident, roster, told

ADA, BEA = resident("ada", pgy=1), resident("bea")
SUNDAY = call(6)


def test_a_call_that_somebody_takes_is_covered():
    asked = problem([ADA, BEA], [SUNDAY], demands=[Demand((SUNDAY.id,), 1, label="Sunday call")])

    assert told(Coverage(), asked, roster((ADA, SUNDAY))) == []
    assert told(Coverage(), asked, roster()) == ["Sunday call: 0 of the 1 needed."]


def test_more_than_is_needed_is_no_concern_of_coverage():
    demand = Demand((SUNDAY.id,), 1, 1)

    assert told(Coverage(), problem([ADA, BEA], [SUNDAY], demands=[demand])) == []


def test_each_person_missing_is_a_unit():
    demand = Demand((SUNDAY.id,), 3, label="three")
    asked = problem([ADA, BEA], [SUNDAY], demands=[demand])

    assert told(Coverage(), asked, roster((ADA, SUNDAY))) == ["three: 1 of the 3 needed."]


def test_people_of_a_level_are_counted_apart():
    senior = Demand((SUNDAY.id,), 1, who=frozenset({"PGY-2", "PGY-3"}), label="senior")
    asked = problem([ADA, BEA], [SUNDAY], demands=[senior])

    assert told(Coverage(), asked, roster((ADA, SUNDAY))) == ["senior: 0 of the 1 needed."]
    assert told(Coverage(), asked, roster((BEA, SUNDAY))) == []


def test_one_of_several_duties_serves_a_demand():
    either = Demand((SUNDAY.id, night(6).id), 2, label="in house")
    asked = problem([ADA, BEA], [SUNDAY, night(6), clinic(6)], demands=[either])

    assert told(Coverage(), asked, roster((ADA, SUNDAY), (BEA, night(6)))) == []
    assert told(Coverage(), asked, roster((ADA, SUNDAY), (BEA, clinic(6)))) == [
        "in house: 1 of the 2 needed."
    ]


def test_a_demand_that_nobody_may_serve_is_not_covered():
    demand = Demand((SUNDAY.id,), 1, label="Sunday call")
    asked = problem([ADA], [SUNDAY], candidates=frozenset(), demands=[demand])

    assert told(Coverage(), asked) == ["Sunday call: 0 of the 1 needed."]
