"""Rotations of one sort in a row: night float, heavy ones, those without clinic."""

import pytest

from scheduling.engine.problem import Duty
from scheduling.engine.rules import ClinicGap, HeavyRun, NightBlocks, Rule
from tests.scheduling.engine.builders import problem, resident, roster, rotation, told

ADA = resident("ada")
TRAITS = {"N": {"night", "heavy"}, "W": {"heavy"}, "C": {"continuity"}}


def halves(codes: str) -> list[Duty]:
    """A rotation of 14 days for each letter; two of the same in capitals may be joined by hand."""
    return [
        rotation(f"{code}{n}", 14 * n, 14 * n + 13, traits=frozenset(TRAITS[code]))
        for n, code in enumerate(codes)
    ]


def said(rule: Rule, codes: str) -> list[str]:
    duties = halves(codes)
    return told(rule, problem([ADA], duties), roster(*((ADA, duty) for duty in duties)))


@pytest.mark.parametrize(
    ("codes", "faults"),
    [
        ("NNCNN", []),
        (
            "NNNC",
            ["Ada has night float in 3 half-blocks in a row, 08 Mar to 18 Apr 2027; at most 2."],
        ),
        ("N", []),
    ],
)
def test_night_float_in_a_row_is_limited(codes, faults):
    assert said(NightBlocks(halves=2), codes) == faults


def test_a_whole_block_counts_for_both_its_halves():
    block = rotation("N", 0, 27, traits=frozenset({"night"}))
    half, other = rotation("n", 28, 41, traits=frozenset({"night"})), rotation("c", 0, 13)
    asked = problem([ADA], [block, half, other])

    assert told(NightBlocks(halves=2), asked, roster((ADA, block))) == []
    assert told(NightBlocks(halves=2), asked, roster((ADA, block), (ADA, half))) == [
        "Ada has night float in 3 half-blocks in a row, 08 Mar to 18 Apr 2027; at most 2."
    ]


def test_nights_and_wards_are_both_heavy():
    assert said(HeavyRun(halves=3), "WNWC") == []
    assert said(HeavyRun(halves=3), "CWNWN") == [
        "Ada has 4 half-blocks of heavy rotations in a row, 22 Mar to 16 May 2027; "
        "at most 3 are meant to follow each other."
    ]


def test_clinic_comes_back_in_time():
    assert said(ClinicGap(halves=2), "CWWC") == []
    assert said(ClinicGap(halves=2), "CWNWC") == [
        "Ada has no continuity clinic in 3 half-blocks in a row, 22 Mar to 02 May 2027; "
        "at most 2 are meant to pass without it."
    ]


def test_a_program_without_continuity_clinic_misses_none():
    assert said(ClinicGap(halves=1), "WWW") == []


def test_time_in_which_somebody_is_not_there_is_no_part_of_a_window():
    first, third = rotation("W", 0, 13), rotation("X", 28, 41)
    there = rotation("C", 14, 27, traits=frozenset({"continuity"}))
    asked = problem(
        [ADA, resident("bea")],
        [first, there, third],
        candidates={(ADA.id, first.id), (ADA.id, third.id), ("bea", there.id)},
    )

    assert told(ClinicGap(halves=1), asked, roster((ADA, first), (ADA, third))) == []
