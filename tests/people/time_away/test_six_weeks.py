"""The six paid weeks: once, in full, with a week of vacation kept aside."""

from datetime import date, timedelta

from people.time_away.counting import Stretch
from people.time_away.six_weeks import PaidStretch, SixWeeks


def paid(kind: str, first: date, days: int, percent: int | None) -> PaidStretch:
    return PaidStretch(Stretch(kind, first, first + timedelta(days=days - 1)), percent)


def test_six_weeks_in_full_leave_nothing_to_remark():
    weeks = SixWeeks((paid("parental", date(2026, 9, 1), 42, 100),), vacation_a_year=56)

    assert (weeks.used, weeks.left, weeks.remarks()) == (84, 0, ())


def test_less_pay_in_the_first_six_weeks_is_remarked_and_later_pay_is_not():
    weeks = SixWeeks(
        (
            paid("parental", date(2026, 9, 1), 28, 60),
            paid("parental", date(2026, 11, 1), 21, None),
            paid("medical", date(2027, 3, 1), 14, 0),
        ),
        vacation_a_year=56,
    )

    assert weeks.remarks() == (
        "60 % is paid in the 28 days from September 1, 2026; the first six weeks are paid in full.",
        "What was paid in the 14 days from November 1, 2026 is not recorded.",
    )


def test_a_week_of_vacation_is_kept_aside():
    spent = SixWeeks((paid("vacation", date(2026, 9, 1), 24, 100),), vacation_a_year=56)

    assert spent.remarks() == (
        "4 days of vacation are left outside the six weeks; one week is kept aside.",
    )
