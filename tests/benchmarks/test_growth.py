"""What is measured of growth: a full roster, figures of a small problem, and its picture."""

from dataclasses import replace
from xml.etree import ElementTree

from benchmarks.growth import full_roster, measure, plots, table
from benchmarks.plot import Panel, svg
from benchmarks.shortened import shortened
from scheduling.engine.problem import Demand, Problem, Quota, Roster
from tests.scheduling.engine import builders
from tests.scheduling.engine.builders import rotation

SVG = "{http://www.w3.org/2000/svg}"


ADA, BEA = builders.resident("ada"), builders.resident("bea")
DUTIES = (*(rotation(code, n, n) for n, code in enumerate("abc", 1)), rotation("long", 1, 2))
SHORT = {duty.id for duty in DUTIES[:3]}
FULL = (SHORT, {DUTIES[2].id, DUTIES[3].id})


def problem() -> Problem:
    """Two people, three days, and one duty that overlaps the first two."""
    return builders.problem([ADA, BEA], DUTIES)


def test_full_roster_leaves_no_time_unused_and_none_used_twice():
    pairs = full_roster(problem()).pairs

    held = [{duty for who, duty in pairs if who == one.id} for one in (ADA, BEA)]
    assert all(mine in FULL for mine in held)


def test_figures_are_of_the_problem_and_all_are_told():
    found, roster = measure(80, 52, problem(), ())

    assert (found.residents, found.people, found.duties, found.candidates) == (80, 2, 4, 8)
    assert roster is not None
    assert None not in (found.first_seconds, found.solve_seconds)
    assert table([found]).splitlines()[1].split()[:5] == ["80", "52", "2", "4", "8"]
    drawn = ElementTree.fromstring(plots([found, replace(found, weeks=13)], "a <caption>"))
    assert drawn.find(f"{SVG}title").text == "a <caption>"
    assert len(drawn.findall(f"{SVG}g")) == 14


def test_the_first_weeks_of_a_year_ask_for_their_share():
    """Two weeks of three, and a rotation that lasts into the third; three are asked for in all."""
    weeks = [rotation(code, 7 * n, 7 * n + 6) for n, code in enumerate("abc")]
    weeks.append(rotation("long", 7, 20))
    three = Quota("rotation-quota", "ada", {duty.id: 1 for duty in weeks}, 3, 3)
    late = Demand((weeks[2].id,), 1, 1)
    asked = builders.problem([ADA], weeks, quotas=(three,), demands=(late,))

    part = shortened(asked, 2, Roster.of(("ada", duty.id) for duty in weeks[:3]))

    assert part.duties == tuple(weeks[:2])
    assert part.candidates == {("ada", duty.id) for duty in weeks[:2]}
    assert (part.quotas[0].low, part.quotas[0].high, part.demands) == (1, 3, ())
    away = shortened(asked, 2, Roster.of([("ada", weeks[2].id)]))
    assert away.quotas[0].low == 0


def test_twice_the_value_is_drawn_twice_as_high():
    drawn = ElementTree.fromstring(svg([[Panel("Build", ((10, 1), (20, 2)))]], ""))

    (x1, y1), (x2, y2) = (
        (float(dot.get("cx")), float(dot.get("cy"))) for dot in drawn.iter(f"{SVG}circle")
    )
    corner = drawn.find(f"{SVG}g/{SVG}path").get("d").split("V")
    left, bottom = float(corner[0][1:].split()[0]), float(corner[1].split("H")[0])
    assert (x2 - left, bottom - y2) == (2 * (x1 - left), 2 * (bottom - y1))
