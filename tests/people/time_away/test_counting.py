"""Half-days away, of the calendar and of the working week."""

from datetime import date

import pytest

from people.time_away.counting import Counted, Stretch, in_days

# Thursday noon to the Tuesday after, noon; Monday is a holiday.
AWAY = Stretch("vacation", date(2026, 7, 2), date(2026, 7, 7), from_noon=True, until_noon=True)
HOLIDAY = date(2026, 7, 6)
JULY = (date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("first", "last", "counted", "halves"),
    [
        (*JULY, Counted.CALENDAR, 10),
        (date(2026, 7, 3), date(2026, 7, 6), Counted.CALENDAR, 8),
        (date(2026, 7, 7), JULY[1], Counted.CALENDAR, 1),
        (date(2026, 7, 8), JULY[1], Counted.CALENDAR, 0),
        (*JULY, Counted.WORKDAYS, 4),
    ],
)
def test_half_days_within_some_days(first, last, counted, halves):
    assert AWAY.halves(first, last, counted, {HOLIDAY}) == halves


def test_half_days_are_said_as_people_say_them():
    said = [in_days(halves) for halves in (0, 1, 2, 7, -3)]

    assert said == ["0 days", "0.5 days", "1 day", "3.5 days", "-1.5 days"]
