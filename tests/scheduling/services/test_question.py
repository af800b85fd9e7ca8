"""What a run asks: in which days, and of which kinds."""

from datetime import date

import pytest

from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Kind, Roster
from scheduling.models import SolverRun
from scheduling.services.open_year import ensure_year
from scheduling.services.question import days_of, hint_of, question_of
from scheduling.services.versions import open_draft
from tests.factories.people import ProgramFactory
from tests.factories.scheduling import SolverRunFactory
from tests.scheduling.small_program import AT

Scope = SolverRun.Scope


@pytest.mark.parametrize(
    ("number", "days"),
    [
        (None, Span(date(2026, 7, 1), date(2027, 6, 30))),
        (0, Span(date(2026, 7, 1), date(2026, 7, 29))),
        (1, Span(date(2026, 7, 1), date(2026, 7, 29))),
        (2, Span(date(2026, 7, 30), date(2026, 8, 26))),
        (13, Span(date(2027, 6, 3), date(2027, 6, 30))),
    ],
)
def test_block_0_is_solved_with_block_1(db, number, days):
    year = ensure_year(ProgramFactory(block_calendar="thursday_blocks"), 2026)
    block = None if number is None else year.blocks.get(number=number)

    assert days_of(year, block) == days


def run_of(draft, small, scope):
    block = small.block(1) if scope == Scope.BLOCK else None
    days = days_of(small.year, block)
    return SolverRunFactory(
        version=draft, scope=scope, block=block, starts_on=days.starts_on, ends_on=days.ends_on
    )


@pytest.mark.parametrize(
    ("scope", "kinds", "days"),
    [
        (Scope.YEAR, {Kind.ROTATION, Kind.LEAVE}, Span(date(2026, 7, 1), date(2027, 6, 30))),
        (Scope.CALL, {Kind.CALL, Kind.ROTATION}, Span(date(2026, 7, 1), date(2027, 6, 30))),
        (Scope.BLOCK, {Kind.HALF_DAY}, Span(date(2026, 7, 1), date(2026, 7, 28))),
    ],
)
def test_run_decides_its_own_kinds_in_its_own_days(small, placed, scope, kinds, days):
    question = question_of(run_of(placed, small, scope), at=AT)
    decided = {duty for _, duty in question.problem.candidates}
    duties = [duty for duty in question.problem.duties if duty.id in decided]

    assert (set(question.kinds), question.days) == (kinds, days)
    assert {duty.kind for duty in duties} <= kinds
    assert bool(duties) is (scope == Scope.YEAR)
    assert all(days.holds(duty.starts_at.date()) for duty in duties)


def test_solve_starts_from_what_is_published(small, published, chief):
    draft = open_draft(small.year, by=chief, at=AT)

    hint = hint_of(question_of(run_of(draft, small, Scope.YEAR), at=AT))

    assert {person for person, _ in hint.pairs} == {str(p.pk) for p in small.residents}
    assert len(hint.pairs) == 26


def test_solve_starts_from_nothing_where_nothing_is_published(small, placed):
    question = question_of(run_of(placed, small, Scope.YEAR), at=AT)

    assert hint_of(question) == Roster()
