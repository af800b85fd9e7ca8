"""The weeks of the invented rotations keep the limits on work, hour by hour."""

from datetime import datetime, timedelta
from itertools import pairwise, product

import pytest

from scheduling.engine.academic_year import Span, halves, rotation_periods, week_in_block
from scheduling.program_file.program import PATTERN_SLOTS
from scheduling.program_file.sample import make

DAY, WEEK = timedelta(days=1), timedelta(days=7)
REST, PAUSE, LONGEST = timedelta(hours=8), timedelta(hours=2), timedelta(hours=24)
FIELD = {slot: name for name, slot in PATTERN_SLOTS.items()}
PROGRAMS = {
    (kind, year): make(kind, 1, year) for kind in ("tiny", "fm24", "im80") for year in (2026, 2027)
}


def codes_on(program, rotation, pgy, day, slot, block):
    """What the narrowest row of the pattern says of a half-day."""
    week = week_in_block(day, block)
    for of_week, of_pgy in product((week, None), (pgy, None)):
        for row in program.patterns:
            if (row.rotation, row.week, row.pgy) == (rotation.code, of_week, of_pgy):
                codes = getattr(row, FIELD[day.isoweekday(), slot])
                if codes:
                    return codes
    return ()


def interval(activity, day, slot):
    starts, ends = activity.times(slot)
    if starts is None:
        return None
    last = day if ends > starts else day + DAY
    return datetime.combine(day, starts), datetime.combine(last, ends)


def longest_work(program, rotation, pgy, days, block):
    """The intervals of work when every choice falls on the longest."""
    activities = {activity.code: activity for activity in program.activities}
    found = []
    for day, slot in product(days.days(), ("AM", "PM")):
        codes = codes_on(program, rotation, pgy, day, slot, block)
        assert codes, f"{rotation.code} says nothing of {day:%A} {slot}."
        choices = [interval(activities[code], day, slot) for code in codes]
        work = [choice for choice in choices if choice]
        if work:
            found.append(max(work, key=lambda times: times[1] - times[0]))
    return found


CASES = [
    pytest.param(program, rotation, pgy, id=f"{kind}-{year}-{rotation.code}-PGY{pgy}")
    for (kind, year), program in PROGRAMS.items()
    for rotation in program.rotations
    if not rotation.first_half
    for pgy in rotation.pgys
]


def spans_of(program, rotation):
    """An ordinary block, or its halves, with the block."""
    year, style = program.program.academic_year, program.program.block_calendar
    block = rotation_periods(year, style)[4]
    return [
        (span, block)
        for span in (
            halves(block) if rotation.length == "half" else (Span(block.starts_on, block.ends_on),)
        )
    ]


@pytest.mark.parametrize(("program", "rotation", "pgy"), CASES)
def test_a_week_keeps_the_limits_on_work(program, rotation, pgy):
    for days, block in spans_of(program, rotation):
        work = longest_work(program, rotation, pgy, days, block)
        hours = sum(((end - start) for start, end in work), timedelta())
        gaps = [later[0] - earlier[1] for earlier, later in pairwise(work)]

        assert hours <= timedelta(hours=80) * (days.length // 7)
        assert clear_days(work, days) >= days.length // 7
        assert not [gap for gap in gaps if PAUSE < gap < REST]
        assert longest_stretch(work) <= LONGEST
        assert longest_run_of_nights(work) <= 6
        assert work[-1][1] <= datetime.combine(days.ends_on, datetime.min.time()) + timedelta(
            hours=22
        )


def clear_days(work, days):
    """Whole periods of 24 hours between duties; those at the edges are left out."""
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(work)]
    edges = [
        work[0][0] - datetime.combine(days.starts_on, datetime.min.time()),
        datetime.combine(days.ends_on + DAY, datetime.min.time()) - work[-1][1],
    ]
    return sum(gap // DAY for gap in (*gaps, *edges))


def longest_stretch(work):
    """A pause of an hour or two does not end a period of duty."""
    longest, start = timedelta(), work[0][0]
    end = work[-1][1] + WEEK
    for earlier, later in pairwise([*work, (end, end)]):
        if later[0] - earlier[1] > PAUSE:
            longest, start = max(longest, earlier[1] - start), later[0]
    return longest


def longest_run_of_nights(work):
    nights = [start.date() for start, end in work if end.date() > start.date()]
    longest = run = 0
    for index, night in enumerate(nights):
        follows = index and night - nights[index - 1] == DAY
        run = run + 1 if follows else 1
        longest = max(longest, run)
    return longest


def test_night_float_has_six_nights_and_a_day_of_recovery_at_the_end():
    program = PROGRAMS["fm24", 2026]
    rotation = next(r for r in program.rotations if r.code == "NF")
    (days, block), _ = spans_of(program, rotation)
    work = longest_work(program, rotation, 2, days, block)

    assert longest_run_of_nights(work) == 6
    assert len(work) == 11
    assert codes_on(program, rotation, 2, days.ends_on, "AM", block) == ("PC",)
