"""What is written is read back equal, as a workbook and as JSON, and the writing is steady."""

import io
import json
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from scheduling.program_file.layout import SHEETS, key_column
from scheduling.program_file.program import PatternWeek, ProgramFile
from scheduling.program_file.reading import read_program
from scheduling.program_file.sample import KINDS, make
from scheduling.program_file.twin import dump_program, program_schema, write_json
from scheduling.program_file.writer import FIRST_ROW, HEADINGS_ROW, write_workbook

from .spoiling import good_workbook, tiny
from .strategies import program_files


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # Shrinking a whole program takes longer than reading the problems it has.
    phases=[Phase.explicit, Phase.generate],
)
@given(program_files())
def test_any_program_is_read_back_equal(program):
    from_workbook = read_program(write_workbook(program))
    from_json = read_program(write_json(program))

    assert (from_workbook.problems, from_json.problems) == ((), ())
    assert from_workbook.program == program
    assert from_json.program == program


@pytest.mark.parametrize("kind", KINDS)
def test_samples_are_read_back_equal(kind):
    program = make(kind, 7, 2026)

    assert read_program(write_workbook(program)).program == program
    assert read_program(write_json(program)).program == program


def test_writing_twice_gives_the_same_cells():
    def cells(data):
        book = load_workbook(io.BytesIO(data))
        return {sheet.title: list(sheet.values) for sheet in book.worksheets}

    assert cells(write_workbook(tiny())) == cells(good_workbook())
    assert write_json(tiny()) == write_json(make("tiny", 1, 2026))


def test_the_schema_is_a_schema_and_takes_what_is_written():
    Draft202012Validator.check_schema(program_schema())

    assert list(Draft202012Validator(program_schema()).iter_errors(dump_program(tiny()))) == []


def test_json_with_a_byte_order_mark_is_read():
    assert read_program(b"\xef\xbb\xbf" + write_json(tiny())).program == tiny()


# The layout


def test_every_sheet_has_the_fields_of_its_rows_in_order():
    assert [sheet.field for sheet in SHEETS] == [field.name for field in fields(ProgramFile)]
    for sheet in SHEETS:
        named = [column.field for column in sheet.columns]
        assert named == [field.name for field in fields(sheet.row)], sheet.title


def test_titles_are_told_apart_in_any_case():
    assert len({sheet.title.casefold() for sheet in SHEETS}) == len(SHEETS)
    for sheet in SHEETS:
        titles = {column.title.casefold() for column in sheet.columns}
        assert len(titles) == len(sheet.columns), sheet.title


def test_every_example_can_be_read():
    for sheet in SHEETS:
        for column in sheet.columns:
            if column.example not in (None, ""):
                cell = column.kind.cell(column.example)
                assert column.kind.read(cell) == column.example, (sheet.title, column.title)


def test_every_sheet_title_fits_into_excel():
    assert all(len(sheet.title) <= 31 for sheet in SHEETS)


def test_a_pattern_has_a_column_for_each_half_day():
    row = PatternWeek("C", None, None, *[("C",)] * 14)

    assert [slot for slot, _ in row.cells()] == [
        (day, half) for day in range(1, 8) for half in ("AM", "PM")
    ]


# The look of the workbook


@pytest.fixture(scope="module")
def book():
    return load_workbook(io.BytesIO(good_workbook()))


def test_each_sheet_has_notes_and_headings_that_stay_in_sight(book):
    assert book.sheetnames == ["Read me", *(sheet.title for sheet in SHEETS)]
    for sheet in SHEETS:
        headings = [cell.value for cell in book[sheet.title][HEADINGS_ROW]]
        assert headings == [column.title for column in sheet.columns]
        assert book[sheet.title].freeze_panes == f"B{FIRST_ROW}"


def lists_of(worksheet):
    return {
        str(v.sqref).split(":")[0]: v.formula1 for v in worksheet.data_validations.dataValidation
    }


def test_references_and_choices_are_offered_as_lists(book):
    offered = lists_of(book["Curriculum"])

    assert offered == {
        "C3": "'Rotations'!$A$3:$A$303",
        "F3": "'Rotations'!$A$3:$A$303",
    }
    assert lists_of(book["Rotations"])["D3"] == '"block,half"'
    assert lists_of(book["Absences"])["A3"] == "'People'!$A$3:$A$2003"


def test_the_list_of_every_reference_covers_all_rows_of_its_target(book):
    by_field = {sheet.field: sheet for sheet in SHEETS}
    for sheet in SHEETS:
        for formula in lists_of(book[sheet.title]).values():
            if formula.startswith("'"):
                target = next(s for s in by_field.values() if formula.startswith(f"'{s.title}'!"))
                assert key_column(target) is target.columns[0]
                assert formula.endswith(f"${FIRST_ROW + target.most_rows}")


def test_an_excel_list_of_words_is_short_enough(book):
    formulas = [f for sheet in SHEETS for f in lists_of(book[sheet.title]).values()]

    assert max(map(len, formulas)) <= 255


def test_codes_have_their_colors(book):
    color = next(activity.color for activity in tiny().activities if activity.code == "WARD")
    patterns = book["Patterns"]

    assert patterns["D3"].value == "WARD"
    assert patterns["D3"].fill.fgColor.rgb == f"00{color[1:]}"
    assert json.dumps(color) == '"#ffc000"'
