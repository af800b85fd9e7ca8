"""Who is away often still has a year in which all of the curriculum can be done."""

from datetime import date, timedelta

import pytest

from scheduling.engine.academic_year import Span, rotation_halves, rotation_periods
from scheduling.program_file.sample.fm24 import recipe
from scheduling.program_file.sample.make import invent
from scheduling.program_file.sample.room import Room
from scheduling.program_file.sample.scaled import scaled

YEAR = 2026
BLOCKS = rotation_periods(YEAR, "thursday_blocks")
PROGRAM = recipe(YEAR, rotation_halves(YEAR, "thursday_blocks")[0].ends_on.isoweekday())
ROOM = Room(PROGRAM.program, PROGRAM.services)

# Seven blocks and a half of a PGY-2 bar leave, so that six at most may be touched, one of them in one half only.
PGY = 2


def week(block: int, after: int = 2) -> Span:
    monday = BLOCKS[block - 1].starts_on + timedelta(days=after)
    return Span(monday, monday + timedelta(days=6))


def day(block: int) -> Span:
    return Span(week(block).starts_on, week(block).starts_on)


def test_four_weeks_and_two_days_in_other_blocks_are_room_enough():
    """The half that is left over is the other half of any block with a week of leave."""
    wished = [week(2), week(5), week(8), week(11)]

    assert ROOM.is_left(PGY, [day(3)], wished)
    assert ROOM.is_left(PGY, [day(3), day(6)], wished)


def test_days_in_too_many_blocks_leave_no_year():
    wished = [week(2), week(5), week(8), week(11)]

    assert not ROOM.is_left(PGY, [day(3), day(6), day(9)], wished)


def test_one_with_fewer_duties_has_room_for_the_same():
    wished = [week(2), week(5), week(8), week(11)]

    assert ROOM.is_left(3, [day(3), day(6), day(9)], wished)


def test_two_weeks_of_a_block_are_given_only_once():
    wished = [week(2), week(2, after=16), week(5), week(8)]

    assert not ROOM.is_left(PGY, [], wished)
    assert ROOM.is_left(PGY, [], [*wished, week(11)])


@pytest.mark.parametrize(("residents", "seed"), [(47, 19), (55, 25)])
def test_wishes_are_drawn_until_there_is_room(residents, seed):
    """In both of these the first that was drawn left somebody none."""
    larger = scaled(PROGRAM, residents, name="Larger", slug=f"fm24-{residents}-{seed}")
    program = invent(larger, f"{larger.program.slug} {YEAR}", on=date(YEAR, 7, 1))

    for enrolment in program.enrolments:
        mine = [a for a in program.absences if a.person == enrolment.person]
        away = [Span(a.starts_on, a.ends_on) for a in mine if a.status == "approved"]
        wished = [
            Span(r.starts_on, r.ends_on)
            for r in program.requests
            if r.person == enrolment.person and r.kind == "leave"
        ]
        assert not enrolment.pgy or ROOM.is_left(enrolment.pgy, away, wished)
