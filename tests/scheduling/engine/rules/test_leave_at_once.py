"""Not too many of one PGY, or of one call, on leave at the same time."""

from dataclasses import replace

import pytest

from scheduling.engine.problem import Away, Duty, Kind, Person, Work
from scheduling.engine.rules import LeaveAtOnce
from tests.scheduling.engine.builders import attending, away, duty, problem, resident, told

EIGHT = [resident(name, pgy=1) for name in ("ada", "bea", "cy", "dot", "eli", "flo", "gus", "hal")]
ADA, BEA, CY, *OTHERS = EIGHT


def week(first: int) -> Duty:
    return duty(f"leave {first}", "LV", first, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)


def said(people: list[Person], taking: list[Person], *weeks: Duty, gone: tuple[Away, ...] = ()):
    pairs = frozenset((person.id, each.id) for person in taking for each in weeks)
    return told(LeaveAtOnce(), problem(people, weeks, candidates=pairs, away=gone))


def test_a_quarter_of_a_pgy_may_be_away():
    assert said(EIGHT, [ADA, BEA], week(0)) == []


def test_one_more_may_not():
    assert said(EIGHT, [ADA, BEA, CY], week(0)) == [
        "PGY-1 on leave on Mon 08 Mar 2027: 3 by this plan; 2 more may be away."
    ]


def test_one_always_may_be_away():
    assert said([ADA, BEA], [ADA], week(0)) == []
    assert said([ADA, BEA], [ADA, BEA], week(0)) == [
        "PGY-1 on leave on Mon 08 Mar 2027: 2 by this plan; 1 more may be away."
    ]


def test_levels_are_counted_apart_and_faculty_not_at_all():
    seniors = [resident("ida", pgy=2), resident("jo", pgy=2)]
    doctors = [attending("kit"), attending("lou")]

    assert said([*EIGHT, *seniors, *doctors], [ADA, BEA, seniors[0], *doctors], week(0)) == []


def test_those_who_share_a_call_are_counted_too():
    levels = [resident(name, pgy=pgy) for pgy, name in enumerate(("uma", "val", "wes"), start=1)]
    sharing = [replace(person, tags=person.tags | {"call RC"}) for person in levels]

    assert said(sharing, sharing[:2], week(0)) == [
        "Those who take RC on leave on Mon 08 Mar 2027: 2 by this plan; 1 more may be away."
    ]


def test_weeks_that_overlap_by_a_day_count_together():
    assert said([ADA, BEA], [ADA, BEA], week(0), week(6)) == [
        "PGY-1 on leave on Mon 08 Mar 2027: 2 by this plan; 1 more may be away.",
        "PGY-1 on leave on Sun 14 Mar 2027: 4 by this plan; 1 more may be away.",
    ]


@pytest.mark.parametrize(("first", "room"), [(0, 1), (-1, 2), (7, 2)])
def test_an_absence_takes_its_part_of_the_room(first, room):
    gone = (away(CY, first, first),)

    taken = said(EIGHT, [ADA, BEA, OTHERS[0]], week(0), gone=gone)

    assert taken == [f"PGY-1 on leave on Mon 08 Mar 2027: 3 by this plan; {room} more may be away."]


def test_a_week_that_is_an_absence_too_counts_once():
    assert said(EIGHT, [ADA, BEA], week(0), gone=(away(ADA, 0, 6), away(BEA, 0, 6))) == []
