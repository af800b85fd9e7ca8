"""What boards allow, and when training ends by that."""

from datetime import date, timedelta

import pytest

from people.time_away.boards import BoardLimit, Effect, Over, boards
from people.time_away.counting import Stretch
from people.time_away.standing import TrainingYear, completion, counts, days_longer

TODAY = date(2026, 11, 29)
END = date(2028, 6, 30)


def years(length: int, first: int = 2025) -> tuple[TrainingYear, ...]:
    return tuple(
        TrainingYear(n + 1, date(first + n, 7, 1), date(first + n + 1, 6, 30))
        for n in range(length)
    )


def away(kind: str, first: date, days: int) -> Stretch:
    return Stretch(kind, first, first + timedelta(days=days - 1))


def used(board: str, *stretches: Stretch) -> list[tuple[str, int, int]]:
    """Each count: its time, what is allowed and what is used, in days."""
    known = boards()[board]
    found = counts(known, years(known.years), stretches, TODAY)
    return [(c.label, c.allowed // 2, c.used // 2) for c in found]


def longer(board: str, *stretches: Stretch) -> int:
    known = boards()[board]
    return days_longer(counts(known, years(known.years), stretches, TODAY))


def test_unused_days_of_one_year_serve_in_another():
    """35 days a year, added up over three years."""
    parental = away("parental", date(2025, 9, 1), 84)
    vacation = away("vacation", date(2026, 12, 1), 21)

    assert used("abim", parental, vacation) == [("PGY-1 to PGY-3", 105, 105)]
    assert longer("abim", parental, vacation) == 0


def test_what_is_beyond_is_made_up():
    ill = away("medical", date(2026, 9, 1), 120)

    assert longer("abim", ill) == 15
    assert completion(years(3), longer("abim", ill)) == END + timedelta(days=15)


def test_conference_does_not_count_where_the_board_does_not_count_it():
    conference = away("conference", date(2026, 9, 1), 5)

    assert used("abim", conference) == [("PGY-1 to PGY-3", 105, 0)]
    assert used("abs", conference)[0] == ("PGY-1 to PGY-3", 84, 5)


def test_documented_leave_has_days_on_top_as_far_as_it_goes():
    """144 weeks of clinical work in three years, 140 with leave for a child."""
    vacation = [away("vacation", date(2025 + n, 12, 1), 28) for n in range(3)]
    parental = away("parental", date(2026, 9, 1), 42)

    assert used("abs", *vacation, parental)[0] == ("PGY-1 to PGY-3", 112, 126)
    assert longer("abs", *vacation, parental) == 14


def test_times_apart_add_up():
    early = away("vacation", date(2025, 9, 1), 84 + 3)
    late = away("vacation", date(2028, 9, 1), 56 + 4)

    assert longer("abs", early, late) == 7


def test_days_on_top_are_given_once():
    six_weeks = [away("vacation", date(2025 + n, 12, 1), 42) for n in range(2)]
    children = [away("parental", date(2025 + n, 8, 1), 28) for n in range(2)]

    found = used("abpmr", *six_weeks, *children)

    assert [count[1:] for count in found] == [(70, 70), (42, 70), (42, 0), (42, 0)]
    assert longer("abpmr", *six_weeks, *children) == 28


def test_board_that_only_looks_again_makes_nothing_longer():
    assert longer("abd", away("parental", date(2026, 9, 1), 120)) == 0


def test_limit_not_yet_in_force_is_not_counted():
    known = boards()["abs"]

    assert counts(known, years(5), [], date(2020, 1, 1)) == ()


def test_every_number_says_where_it_is_from_or_that_it_is_unverified():
    limits = [limit for board in boards().values() for limit in board.limits]

    assert all(limit.source and limit.url.startswith("https://") for limit in limits)
    assert all(limit.verified or limit.note for limit in limits)
    assert {limit.code for limit in boards()["abfm"].limits if not limit.verified} == {
        "in-a-year", "family-leave",
    }  # fmt: skip


@pytest.mark.parametrize("days", [{}, {"days_a_year": 1, "days_in_all": 1}])
def test_limit_names_one_amount(days):
    with pytest.raises(ValueError, match="either days a year or days in all"):
        BoardLimit(
            code="odd",
            text="",
            over=Over.YEAR,
            counts=frozenset(),
            effect=Effect.REVIEW,
            starts_on=TODAY,
            source="",
            url="",
            verified=False,
            **days,
        )
