"""The calendar, held against known dates and against what must be true of every year."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.academic_year import (
    Block,
    Span,
    Style,
    blocks,
    federal_holidays,
    halves,
    monday_of,
    rotation_halves,
    rotation_periods,
    week_in_block,
    weeks,
    year_span,
)

YEARS = st.integers(2020, 2040)
STYLES = st.sampled_from(Style)
YEARS_WITHOUT_BLOCK_0 = {2021, 2027, 2032, 2038}
LEAP_YEARS = {2023, 2027, 2031, 2035, 2039}


def days_of(spans):
    return [day for span in spans for day in span.days()]


@given(YEARS, STYLES)
def test_blocks_cover_every_day_of_the_year_once(year, style):
    assert days_of(blocks(year, style)) == list(year_span(year).days())


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("year", range(2020, 2041))
def test_none_of_these_years_has_a_gap_or_an_overlap(year, style):
    """All of them, since block 0 is empty in one year of seven and February long in one of four."""
    days = [date(year, 7, 1) + timedelta(days=i) for i in range(366 if year in LEAP_YEARS else 365)]

    assert days[-1] == date(year + 1, 6, 30)
    assert days_of(blocks(year, style)) == days
    assert days_of(rotation_periods(year, style)) == days
    assert days_of(rotation_halves(year, style)) == days


@given(YEARS, STYLES)
def test_rotation_halves_cover_every_day_of_the_year_once(year, style):
    assert days_of(rotation_halves(year, style)) == list(year_span(year).days())


@given(YEARS, STYLES)
def test_rotation_periods_are_numbered_from_one_without_gap(year, style):
    numbers = [block.number for block in rotation_periods(year, style)]

    assert numbers == list(range(1, len(numbers) + 1))


@given(YEARS)
def test_year_has_366_days_when_its_february_is_long(year):
    assert year_span(year).length == (366 if year in LEAP_YEARS else 365)


@given(YEARS)
def test_thursday_blocks_start_on_thursdays_and_last_four_weeks(year):
    numbered = [block for block in blocks(year, Style.THURSDAY) if block.number]

    assert [block.number for block in numbered] == list(range(1, 14))
    assert {block.starts_on.isoweekday() for block in numbered} == {4}
    assert {block.length for block in numbered[:-1]} == {28}
    assert 23 <= numbered[-1].length <= 30


@given(YEARS)
def test_block_0_is_absent_when_the_year_starts_on_a_thursday(year):
    first = blocks(year, Style.THURSDAY)[0]

    assert (first.number == 1) == (year in YEARS_WITHOUT_BLOCK_0)
    assert (year_span(year).starts_on.isoweekday() == 4) == (year in YEARS_WITHOUT_BLOCK_0)


def test_thursday_blocks_of_2025_have_their_known_dates():
    starts = [block.starts_on for block in blocks(2025, Style.THURSDAY)]

    assert starts == [
        date(2025, 7, 1), date(2025, 7, 3), date(2025, 7, 31), date(2025, 8, 28),
        date(2025, 9, 25), date(2025, 10, 23), date(2025, 11, 20), date(2025, 12, 18),
        date(2026, 1, 15), date(2026, 2, 12), date(2026, 3, 12), date(2026, 4, 9),
        date(2026, 5, 7), date(2026, 6, 4),
    ]  # fmt: skip
    assert blocks(2025, Style.THURSDAY)[-1].ends_on == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [(2023, 5, 25), (2024, 3, 26), (2025, 2, 27), (2026, 1, 28), (2028, 5, 24), (2033, 6, 23)],
)
def test_blocks_0_and_13_have_their_known_lengths(year, first, last):
    of_year = blocks(year, Style.THURSDAY)

    assert (of_year[0].number, of_year[0].length) == (0, first)
    assert (of_year[-1].number, of_year[-1].length) == (13, last)


@pytest.mark.parametrize("year", [2027, 2032])
def test_years_that_start_on_a_thursday_have_13_blocks(year):
    of_year = blocks(year, Style.THURSDAY)

    assert [block.number for block in of_year] == list(range(1, 14))
    assert sum(block.length for block in of_year) == year_span(year).length
    assert of_year == rotation_periods(year, Style.THURSDAY)


@given(YEARS)
def test_four_week_blocks_start_on_1_july_and_the_last_takes_the_rest(year):
    of_year = blocks(year, Style.FOUR_WEEKS)

    assert of_year[0].starts_on == date(year, 7, 1)
    assert [block.length for block in of_year[:-1]] == [28] * 12
    assert of_year[-1].length == year_span(year).length - 336


@given(YEARS)
def test_months_are_the_twelve_of_the_calendar(year):
    firsts = [(block.number, block.starts_on.month) for block in blocks(year, Style.MONTHS)]

    assert firsts == list(enumerate([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6], start=1))
    assert {block.starts_on.day for block in blocks(year, Style.MONTHS)} == {1}


@given(YEARS)
def test_weeks_are_52_and_change_on_mondays(year):
    of_year = blocks(year, Style.WEEKS)

    assert len(of_year) == 52
    assert {block.starts_on.isoweekday() for block in of_year[1:]} == {1}
    assert {block.length for block in of_year[1:-1]} == {7}
    assert min(of_year[0].length, of_year[-1].length) >= 4
    assert max(of_year[0].length, of_year[-1].length) <= 12


def test_block_0_joins_block_1_when_rotations_are_placed():
    first = rotation_periods(2025, Style.THURSDAY)[0]

    assert first == Block(date(2025, 7, 1), date(2025, 7, 30), 1, lead=2)
    assert halves(first) == (
        Span(date(2025, 7, 1), date(2025, 7, 16)),
        Span(date(2025, 7, 17), date(2025, 7, 30)),
    )


@given(YEARS)
def test_second_halves_of_thursday_blocks_start_on_thursdays(year):
    of_year = rotation_halves(year, Style.THURSDAY)

    assert len(of_year) == 26
    assert [half.index for half in of_year] == list(range(26))
    assert [half.number for half in of_year] == [1, 2] * 13
    assert {half.starts_on.isoweekday() for half in of_year[1:]} == {4}


@given(YEARS, STYLES)
def test_a_half_is_days_1_to_14_and_the_rest(year, style):
    for block in blocks(year, style):
        parts = halves(block)

        assert len(parts) == (1 if block.length < 15 else 2)
        assert days_of(parts) == list(block.days())
        assert parts[0].length == min(block.length, 14)


@pytest.mark.parametrize(("length", "parts"), [(1, [1]), (14, [14]), (15, [14, 1]), (30, [14, 16])])
def test_a_block_shorter_than_15_days_has_one_half(length, parts):
    block = Block(date(2026, 7, 2), date(2026, 7, 1) + timedelta(days=length), 1)

    assert [half.length for half in halves(block)] == parts


@given(YEARS, STYLES)
def test_week_in_block_counts_sevens_and_stops_at_four(year, style):
    for block in rotation_periods(year, style):
        counted = [week_in_block(day, block) for day in block.days()]
        expected = [1] * block.lead + [min(i // 7 + 1, 4) for i in range(block.length - block.lead)]
        assert counted == expected


def test_the_fifth_week_of_a_block_of_30_days_counts_as_the_fourth():
    block = blocks(2027, Style.THURSDAY)[-1]

    assert block.length == 30
    assert week_in_block(block.ends_on, block) == 4


def test_each_week_of_a_thursday_block_has_one_wednesday_and_the_fourth_the_last():
    block = blocks(2026, Style.THURSDAY)[3]
    wednesdays = [day for day in block.days() if day.isoweekday() == 3]

    assert [week_in_block(day, block) for day in wednesdays] == [1, 2, 3, 4]
    assert wednesdays[-1] == block.ends_on


def test_week_in_block_refuses_a_day_of_another_block():
    first, second, *_ = rotation_periods(2026, Style.THURSDAY)

    with pytest.raises(ValueError, match="2026-07-30 is not in block 1"):
        week_in_block(second.starts_on, first)


@given(st.dates(date(2020, 1, 1), date(2041, 12, 31)), st.integers(0, 400))
def test_weeks_run_from_monday_to_sunday_and_touch_the_days(first, length):
    last = first + timedelta(days=length)
    found = weeks(first, last)

    assert {week.starts_on.isoweekday() for week in found} == {1}
    assert {week.length for week in found} == {7}
    assert found[0].holds(first)
    assert found[-1].holds(last)
    assert all(b.starts_on - a.ends_on == timedelta(days=1) for a, b in pairwise(found))
    assert monday_of(first) == found[0].starts_on


@given(YEARS)
def test_federal_holidays_lie_in_the_year_and_are_observed_on_weekdays(year):
    holidays = federal_holidays(year)
    weekend = {day: name for day, name in holidays.items() if day.isoweekday() > 5}
    own = [name for name in holidays.values() if "observed" not in name]

    assert all(year_span(year).holds(day) for day in holidays)
    assert list(holidays) == sorted(holidays)
    assert len(own) == 11
    for day, name in weekend.items():
        shifted = day - timedelta(days=1) if day.isoweekday() == 6 else day + timedelta(days=1)
        assert holidays[shifted] == f"{name} (observed)"


def test_federal_holidays_of_2026_have_their_known_dates():
    assert list(federal_holidays(2026)) == [
        date(2026, 7, 3), date(2026, 7, 4), date(2026, 9, 7), date(2026, 10, 12),
        date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1),
        date(2027, 1, 18), date(2027, 2, 15), date(2027, 5, 31), date(2027, 6, 18),
        date(2027, 6, 19),
    ]  # fmt: skip


def test_a_span_refuses_to_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end on 2026-07-01"):
        Span(date(2026, 7, 2), date(2026, 7, 1))


def test_an_unknown_style_is_refused():
    with pytest.raises(ValueError, match="lunar"):
        blocks(2026, "lunar")
