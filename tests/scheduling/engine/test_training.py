"""When a requirement is met as planned, and how long somebody is without clinic."""

from datetime import date

from scheduling.engine.academic_year import Span
from scheduling.engine.training import ClinicYear, Portion, project

JULY = Portion(Span(date(2026, 7, 1), date(2026, 7, 30)), 30.0)
SEPTEMBER = Portion(Span(date(2026, 9, 1), date(2026, 9, 30)), 30.0)
ENDS = {"year_ends_on": date(2027, 6, 30), "ends_on": date(2028, 6, 29)}  # 365 days later


def projected(needed, before=0.0, later=0.0, possible=0.0, portions=(JULY, SEPTEMBER)):
    found = project(
        needed, before, portions, later=later, possible=possible, today=date(2026, 7, 15), **ENDS
    )
    return found.standing.value, found.met_on, found.short


def test_day_on_which_it_is_met_is_read_from_the_plan():
    assert projected(20, before=10) == ("done", date(2026, 7, 10), 0)
    assert projected(26, before=10) == ("on track", date(2026, 7, 16), 0)
    assert projected(45) == ("on track", date(2026, 9, 15), 0)
    # Ten a year in the year that follows: five of them by its middle.
    assert projected(65, later=10.0) == ("on track", date(2027, 12, 30), 0)
    assert projected(75, later=10.0, possible=20.0) == ("at risk", None, 5)
    assert projected(85, later=10.0, possible=20.0) == ("short", None, 15)
    assert projected(5, portions=()) == ("short", None, 5)


def test_gap_without_clinic_is_counted_where_half_days_are_planned():
    known = (Span(date(2026, 7, 1), date(2026, 7, 28)), Span(date(2026, 9, 1), date(2026, 9, 7)))
    days = (date(2026, 7, 6), date(2026, 7, 7), date(2026, 7, 24), date(2026, 9, 1))

    clinic = ClinicYear(days, 4 * 240, known)

    assert clinic.weeks == 3
    assert clinic.longest_gap == Span(date(2026, 7, 8), date(2026, 7, 23))
    assert clinic.gap_days == 16
    assert ClinicYear((), 0, ()).longest_gap is None
