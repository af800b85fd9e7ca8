"""Kinds and columns that several sheets of the program workbook have."""

from __future__ import annotations

from .kinds import COLOR, Blocks, Choice, PersonName, Text, Whole, YesNo, code
from .sheet import Column
from .time_kinds import Clock, Day

DAY, CLOCK, YES_NO, BLOCKS, PERSON = Day(), Clock(), YesNo(), Blocks(), PersonName()
SLOT = Choice(("AM", "PM"))
PGY, BLOCK_NUMBER, HALF_DAYS = Whole(1, 8), Whole(0, 60), Whole(0, 14)
TRACK = Text(40)
CODE = code(12)
LONG_CODE = code(20)
FACULTY_ROLE = Choice(
    (
        "program_director", "associate_program_director", "chief_of_department", "clinic_lead",
        "sports_medicine", "core", "adjunct",
    )
)  # fmt: skip
DEFAULT_COLOR = "#e5e7eb"


def person_column() -> Column:
    return Column(
        "person", "Person", PERSON, "From the sheet People.", "Okafor, Amara",
        required=True, refers="people", width=26,
    )  # fmt: skip


def rotation_column(*, required: bool = True, note: str = "From the sheet Rotations.") -> Column:
    return Column(
        "rotation", "Rotation", CODE, note, "FMIT", required=required, refers="rotations", width=12
    )


def color_column() -> Column:
    return Column(
        "color", "Color", COLOR, "How it is shown.", "#ffc000", default=DEFAULT_COLOR, width=10
    )


def window_columns(what: str) -> tuple[Column, Column]:
    return (
        Column("first_block", "First block", BLOCK_NUMBER, f"{what} not before this block.", 3),
        Column("last_block", "Last block", BLOCK_NUMBER, f"{what} not after this block.", 13),
    )
