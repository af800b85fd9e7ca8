"""25 programs of 1,000 residents; what is unknown of one is unknown of the worst."""

import pytest

from benchmarks.inventions import invented
from benchmarks.many import Solved, members, share_of, together
from benchmarks.stages import Stage
from scheduling.engine.process import Heard
from scheduling.engine.result import Result, Status, TierResult
from scheduling.engine.rules.base import Tier


def stage(status: str, gap: float, peak: float = 300) -> Stage:
    """The year of a program that ended like this, its question left out."""
    tier = TierResult(Tier.EDUCATION, 1000, round(1000 * (1 - gap)), 1, proven=False)
    result = Result(Status.FEASIBLE, None, (tier,), False, 1, 1, 1, 2, "", "")
    return Stage("year", None, Heard(result=result), status, "", 1, 1, peak)


def test_programs_are_25_of_1000_residents_each_with_a_seed_of_its_own():
    programs = members(1)

    assert (len(programs), sum(one.residents for one in programs)) == (25, 1000)
    assert len({one.seed for one in programs}) == 25
    assert {one.kind for one in programs} == {"fm24", "im80"}


@pytest.mark.parametrize("member", [members(1)[0], members(1)[-1], members(1)[11]])
def test_program_has_its_residents_and_its_own_addresses(member):
    program = invented(member.kind, member.residents, seed=member.seed, year=2026)

    residents = [one for one in program.enrolments if one.position == "resident"]
    assert len(residents) == member.residents
    assert all(f"@{program.program.slug}." in one.email for one in program.people)


@pytest.mark.parametrize(
    ("residents", "pools"), [(26, {4}), (54, {7}), (80, {9, 10}), (140, {9, 10})]
)
def test_a_smaller_program_has_to_keep_fewer_free_for_call(residents, pools):
    program = invented("im80", residents, seed=1, year=2026)

    assert {call.pool_minimum for call in program.call_types if call.pool_minimum} == pools


def test_worst_gap_and_memory_are_those_of_the_worst_program():
    solved = [
        Solved(one, stage("solved", gap, peak))
        for one, gap, peak in zip(members(1)[:2], (0.01, 0.03), (400, 300), strict=True)
    ]

    told = {row.name: (row.value, row.held) for row in together(solved, 100)}

    assert told["Worst gap"] == (pytest.approx(3), False)
    assert told["Peak memory of any solve"] == (400, True)


def test_a_program_without_a_roster_leaves_the_worst_gap_unknown():
    solved = [
        Solved(members(1)[0], stage("solved", 0.01)),
        Solved(members(1)[1], stage("failed", 0)),
    ]

    told = {row.name: (row.value, row.held) for row in together(solved, 100)}

    assert told["Worst gap"] == (None, False)
    assert told["Programs with a roster"] == (1, False)
    assert told["Worst gap of those known"] == (pytest.approx(1), None)


def test_what_a_program_leaves_of_its_time_is_shared_among_those_after_it():
    assert share_of(100, [], programs=4) == 25
    assert share_of(100, [4], programs=4) == 32
    assert share_of(100, [4, 32], programs=4) == 32
    assert share_of(100, [4, 32, 2], programs=4) == 62
