"""25 programs of 1,000 residents; what is unknown of one is unknown of the worst."""

from dataclasses import dataclass, field

import pytest

from benchmarks.inventions import invented
from benchmarks.many import Solved, members, together


@dataclass
class Outcome:
    gap: float


@dataclass
class Heard:
    result: Outcome | None


@dataclass
class Ended:
    """What is told of a stage that went as said."""

    status: str
    gap: float
    peak_megabytes: float = 300
    heard: Heard = field(init=False)

    def __post_init__(self) -> None:
        self.heard = Heard(Outcome(self.gap))


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


def test_worst_gap_and_memory_are_those_of_the_worst_program():
    solved = [
        Solved(one, Ended("solved", gap, peak))
        for one, gap, peak in zip(members(1)[:2], (0.01, 0.03), (400, 300), strict=True)
    ]

    told = {row.name: (row.value, row.held) for row in together(solved, 100)}

    assert told["Worst gap"] == (3.0, False)
    assert told["Peak memory of any solve"] == (400, True)


def test_a_program_without_a_roster_leaves_the_worst_gap_unknown():
    solved = [
        Solved(members(1)[0], Ended("solved", 0.01)),
        Solved(members(1)[1], Ended("failed", 0)),
    ]

    told = {row.name: (row.value, row.held) for row in together(solved, 100)}

    assert told["Worst gap"] == (None, False)
    assert told["Programs with a roster"] == (1, False)
    assert told["Worst gap of those known"] == (1.0, None)
