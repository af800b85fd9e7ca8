"""Sums that cannot add up are refused with their numbers; those that just do are not."""

from dataclasses import replace

import pytest

from scheduling.program_file.arithmetic import Sums, shortages
from scheduling.program_file.program import (
    CurriculumItem,
    Enrolment,
    ProgramFile,
    RotationDemand,
)

from .spoiling import fill, sentences, tiny

TEMPLATE = tiny()
CALL = TEMPLATE.call_types[0]


def rotation(code, *, length="block", call=False, halves=(None, None), window=(None, None)):
    return replace(
        TEMPLATE.rotations[0], code=code, length=length, pgys=(1, 2), call_eligible=call,
        first_half=halves[0], second_half=halves[1], first_block=window[0], last_block=window[1],
    )  # fmt: skip


def resident(number, pgy=1, track=""):
    return Enrolment(
        f"R{number}, A", "resident", pgy, None, 100, track, 0, 4, 0, 0, True, None, None
    )


def item(code, least, most, *, pgy=1, track="", gap=0, window=(None, None)):
    return CurriculumItem(pgy, track, code, int(2 * least), int(2 * most), None, *window, 2 * gap)


def program(*, residents=2, rotations=("WARD", "FMC"), items=(), demands=(), calls=(), **more):
    """Thirteen blocks; FMC takes calls."""
    made = [
        rotation(code, call=code == "FMC") if isinstance(code, str) else code for code in rotations
    ]
    people = [resident(n) for n in range(residents)] if isinstance(residents, int) else residents
    return ProgramFile(
        TEMPLATE.program, rotations=tuple(made), enrolments=tuple(people), curriculum=tuple(items),
        demands=tuple(demands), call_types=tuple(calls), **more,
    )  # fmt: skip


def found(**parts):
    return [str(problem) for problem in shortages(program(**parts))]


FULL = (item("WARD", 3, 6), item("FMC", 0, 10))


def test_a_curriculum_may_fill_the_year_exactly():
    assert found(items=(item("WARD", 3, 3), item("FMC", 10, 10))) == []


def test_a_curriculum_cannot_ask_for_more_than_the_year():
    assert found(items=(item("WARD", 4, 4), item("FMC", 10, 10))) == [
        "Curriculum: PGY-1 must do at least 14 blocks; the year has 13."
    ]


def test_a_curriculum_cannot_leave_a_part_of_the_year_empty():
    assert found(items=(item("WARD", 2, 2), item("FMC", 5, 10))) == [
        "Curriculum: PGY-1 may do at most 12 blocks; the year has 13."
    ]


def test_a_track_replaces_the_general_row():
    items = (*FULL, item("WARD", 12, 13, track="Hospitalist"))

    assert found(items=items, residents=[resident(1), resident(2, track="Hospitalist")]) == []
    assert found(
        items=(*items, item("FMC", 2, 2, track="Hospitalist")),
        residents=[resident(1), resident(2, track="Hospitalist")],
    ) == ["Curriculum: PGY-1 (Hospitalist) must do at least 14 blocks; the year has 13."]


def test_nobody_is_asked_of_a_pgy_without_residents():
    assert found(items=(*FULL, item("WARD", 20, 20, pgy=2))) == [
        "Curriculum: PGY-2 needs 20 blocks for WARD and its gaps; its window has 13."
    ]


COMPOUND = (
    rotation("NF", length="half"),
    rotation("CARD", length="half", call=True),
    rotation("NFC", halves=("NF", "CARD")),
    rotation("FMC", call=True),
)


def test_a_rotation_made_of_two_halves_is_not_counted_twice():
    """A block of both halves gives half a block of each, so nothing is left over or lacking."""
    exact = (item("NFC", 1, 1), item("NF", 0.5, 0.5), item("CARD", 0.5, 0.5), item("FMC", 12, 12))

    assert found(rotations=COMPOUND, items=exact) == []
    assert found(rotations=COMPOUND, items=(*exact[:3], item("FMC", 13, 13))) == [
        "Curriculum: PGY-1 must do at least 14 blocks; the year has 13."
    ]
    assert found(rotations=COMPOUND, items=(*exact[:3], item("FMC", 11, 11))) == [
        "Curriculum: PGY-1 may do at most 12 blocks; the year has 13."
    ]


def test_a_rotation_made_of_two_halves_serves_the_demand_of_both():
    items = (item("NFC", 13, 13),)
    demand = [RotationDemand("NF", None, 1, 2)]

    assert found(rotations=COMPOUND, items=items, residents=2, demands=demand) == []
    assert found(rotations=COMPOUND, items=items, residents=1, demands=demand) == [
        "Rotation demand: NF needs 13 blocks in the year; the curriculum gives at most 6.5."
    ]


@pytest.mark.parametrize(("least", "gap", "room"), [(3, 0, 3), (2, 1, 3), (4, 3, 13)])
def test_a_rotation_with_its_gaps_fits_its_window_exactly(least, gap, room):
    def windowed(last):
        first = item("WARD", least, least, gap=gap, window=(1, last))
        return found(items=(first, item("FMC", 0, 13)))

    assert windowed(room) == []
    assert windowed(room - 1) == [
        f"Curriculum: PGY-1 needs {room} blocks for WARD and its gaps; its window has {room - 1}."
    ]


def test_windows_of_rotation_and_curriculum_are_taken_together():
    ward = rotation("WARD", window=(5, 13))

    assert found(
        rotations=(ward, "FMC"), items=(item("WARD", 2, 2, window=(1, 5)), item("FMC", 0, 13))
    ) == ["Curriculum: PGY-1 needs 2 blocks for WARD and its gaps; its window has 1."]


def test_residents_must_be_able_to_give_what_a_rotation_needs():
    demands = [RotationDemand("WARD", 1, 1, 2)]

    assert found(items=(item("WARD", 6, 7), item("FMC", 0, 10)), demands=demands) == []
    assert found(items=(item("WARD", 5, 6), item("FMC", 0, 10)), demands=demands) == [
        "Rotation demand: WARD for PGY-1 needs 13 blocks in the year; "
        "the curriculum gives at most 12."
    ]


def test_a_rotation_must_take_whom_the_curriculum_sends():
    demands = [RotationDemand("WARD", None, 0, 1)]

    assert found(items=(item("WARD", 6, 7), item("FMC", 0, 10)), demands=demands) == []
    assert found(items=(item("WARD", 7, 7), item("FMC", 0, 10)), demands=demands) == [
        "Rotation demand: WARD takes 13 blocks in the year; the curriculum sends at least 14."
    ]


def test_rotations_cannot_need_more_people_at_a_time_than_there_are():
    demands = [RotationDemand("WARD", 1, 1, 2), RotationDemand("FMC", 1, 2, 3)]
    items = (item("WARD", 0, 13), item("FMC", 0, 13))

    assert found(items=items, residents=3, demands=demands) == []
    assert found(items=items, residents=2, demands=demands) == [
        "Rotation demand: In block 1 the rotations need 3 PGY-1s at a time; there are 2."
    ]


def test_a_rotation_that_opens_later_is_needed_later():
    late = rotation("WARD", window=(7, 13))
    demands = [RotationDemand("WARD", None, 1, 2), RotationDemand("FMC", None, 2, 3)]

    assert found(
        rotations=(late, "FMC"), items=(item("WARD", 0, 7), item("FMC", 0, 13)), demands=demands
    ) == ["Rotation demand: In block 7 the rotations need 3 residents at a time; there are 2."]


def test_a_call_pool_must_be_filled_all_year():
    call = replace(CALL, code="RC", pgys=(1,), pool_minimum=2)

    assert found(items=(item("WARD", 4, 4), item("FMC", 9, 9)), residents=3, calls=[call]) == []
    assert found(items=(item("WARD", 5, 5), item("FMC", 8, 8)), residents=3, calls=[call]) == [
        "Call types: RC needs 26 blocks on call-eligible rotations in the year; "
        "the curriculum gives at most 24."
    ]


def test_a_call_pool_cannot_be_larger_than_the_residents():
    call = replace(CALL, code="RC", pgys=(1, 2), pool_minimum=3)

    assert found(items=FULL, calls=[call]) == ["Call types: RC needs 3 residents; there are 2."]


def test_nothing_is_asked_of_a_program_without_curriculum():
    demands = [RotationDemand("WARD", None, 2, 2)]
    call = replace(CALL, pgys=(1,), pool_minimum=2)

    assert found(demands=demands, calls=[call]) == []


def test_who_is_there_for_a_part_of_the_year_is_not_counted():
    away = replace(resident(3), starts_on=TEMPLATE.special_days[3].on)

    assert Sums(program(residents=[resident(1), away])).number(None) == 1


def test_a_workbook_that_cannot_add_up_is_refused():
    assert sentences(fill("Curriculum", 8, Minimum_blocks=12, Maximum_blocks=12))[0] == (
        "Curriculum: PGY-1 must do at least 17 blocks; the year has 13."
    )
