"""What somebody does to a workbook is answered in words, all at once, and never with a crash."""

import io
import re
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from scheduling.program_file import container
from scheduling.program_file.layout import SHEETS
from scheduling.program_file.problem import Problem
from scheduling.program_file.reading import read_program
from scheduling.program_file.workbook import read_workbook
from scheduling.program_file.writer import write_workbook

from .bad_files import after_the_rows, with_part, zipped
from .spoiling import (
    both,
    column_of,
    fill,
    good_workbook,
    problems_after,
    put,
    saved,
    sentences,
    sentences_at_once,
    spoiled,
    tiny,
)

TOO_MANY_CELLS = (
    "The workbook has more than 300,000 cells; that is the limit. "
    "Are there formats below the last rows?"
)


def of_file(message):
    return (Problem("", None, "", message),)


def test_a_good_workbook_has_no_problem_and_no_remark():
    reading = read_workbook(good_workbook())

    assert (reading.problems, reading.remarks) == ((), ())
    assert reading.program == tiny()


# Files that are no workbook


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"Name,PGY\nAda,1\n", "This is not an Excel workbook (.xlsx)."),
        (b"PK\x03\x04 and then nothing", container.DAMAGED),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "This is the old Excel format (.xls). Save it as an Excel workbook (.xlsx).",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is encrypted. Remove its password and save it again.",
        ),
        (
            bytes(container.LARGEST_FILE + container.MEGABYTE),
            "The file has 6.0 MB; the limit is 5 MB.",
        ),
    ],
    ids=["empty", "csv", "not-a-zip", "xls", "encrypted", "large"],
)
def test_a_file_that_is_no_workbook_is_refused(data, message):
    assert read_workbook(data).problems == of_file(message)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/document.xml": "<w/>"}, "This is not an Excel workbook (.xlsx)."),
        (
            {"xl/workbook.bin": "x"},
            "This is the binary Excel format (.xlsb). Save it as an Excel workbook (.xlsx).",
        ),
        ({"xl/workbook.xml": "<workbook>"}, container.DAMAGED),
        (
            {"xl/workbook.xml": "x"} | {f"part{n}": "x" for n in range(500)},
            "The workbook has 501 parts; the limit is 500.",
        ),
        (
            {"xl/workbook.xml": "x", "xl/bomb.xml": bytes(31 * container.MEGABYTE)},
            "Unpacked, the workbook has more than 30 MB; that is the limit. "
            "Are whole columns formatted?",
        ),
    ],
    ids=["other", "xlsb", "broken", "many-parts", "bomb"],
)
def test_an_archive_that_is_no_workbook_is_refused(parts, message):
    found = read_workbook(zipped(parts)).problems

    assert found == of_file(message)


def test_content_that_is_packed_too_well_is_refused():
    data = zipped({"xl/workbook.xml": "x", "xl/bomb.xml": bytes(2 * container.MEGABYTE)})

    [problem] = read_workbook(data).problems
    assert re.fullmatch(
        r"Unpacked, the workbook is \d{3,4} times as large as packed; the limit is 100 times\.",
        problem.message,
    )


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_beyond_the_limit():
    honest = zipped({"xl/workbook.xml": "x", "xl/bomb.xml": bytes(40 * container.MEGABYTE)})
    size = (40 * container.MEGABYTE).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))

    assert lying != honest
    assert len(read_workbook(lying).problems) == 1


def test_an_encrypted_archive_is_refused():
    data = bytearray(good_workbook())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)

    assert read_workbook(bytes(data)).problems == of_file(
        "The workbook is encrypted. Remove its password and save it again."
    )


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'

    assert read_workbook(zipped({"xl/workbook.xml": bomb})).problems == of_file(container.DAMAGED)


# Workbooks that would build more than they hold


@pytest.mark.parametrize(
    "xml",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
    ids=["merged", "linked"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_area_of_a_whole_sheet_is_refused_before_it_is_built(xml, encoding):
    def change(sheet):
        text = after_the_rows(xml.encode())(sheet).decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    found = read_workbook(with_part("xl/worksheets/sheet4.xml", change)).problems

    assert found == of_file(
        "The cells A1:XFD1048576 are merged, or linked, as one area; the limit is 10,000 cells. "
        "Split them and fill in each one."
    )


def test_many_areas_are_counted_together():
    areas = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (n, n + 3299) for n in range(1, 99_999, 3300))
    data = with_part(
        "xl/worksheets/sheet4.xml", after_the_rows(b"<mergeCells>" + areas + b"</mergeCells>")
    )

    assert read_workbook(data).problems == of_file(TOO_MANY_CELLS)


def test_too_many_cells_are_refused_with_the_limit():
    rows = b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>"
    numbers = b"".join(rows.replace(b"1<", b"%d<" % n) for n in range(3001))
    data = with_part("xl/worksheets/sheet4.xml", after_the_rows(numbers))

    assert read_workbook(data).problems == of_file(TOO_MANY_CELLS)


# Sheets and headings


def test_an_empty_workbook_misses_every_sheet():
    problems = read_workbook(saved(Workbook())).problems

    assert [problem.sheet for problem in problems] == [sheet.title for sheet in SHEETS]
    assert {problem.message for problem in problems} == {
        "This sheet is missing. Add it, without rows if there is nothing to say."
    }


def test_a_template_lacks_only_the_program():
    assert read_workbook(write_workbook()).problems == (
        Problem("Program", None, "", "There is no row; exactly one is needed."),
    )


def test_a_missing_sheet_is_named():
    assert sentences(lambda book: book.remove(book["Places"])) == [
        "Places: This sheet is missing. Add it, without rows if there is nothing to say."
    ]


def test_an_unknown_sheet_is_remarked_upon_and_left_alone():
    reading = read_workbook(spoiled(lambda book: book.create_sheet("Absence")))

    assert reading.program == tiny()
    assert [str(remark) for remark in reading.remarks] == [
        "Absence: This sheet is not part of the layout and was not read. Did you mean 'Absences'?"
    ]


def test_a_sheet_without_headings_says_which_it_needs():
    assert sentences(lambda book: book["Places"].delete_rows(1, 2)) == [
        "Places: The row of headings was not found. It should say: Code, Name, Rooms, Target rooms."
    ]


def test_the_notes_may_be_deleted_and_lines_may_stand_above():
    def change(book):
        book["Places"].delete_rows(1)
        book["Rotations"].insert_rows(1, 4)

    assert read_workbook(spoiled(change)).program == tiny()


def test_columns_may_stand_in_any_order_and_headings_in_any_case():
    def change(book):
        places = book["Places"]
        rows = [[cell.value for cell in row] for row in places.iter_rows()]
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(reversed(row), start=1):
                places.cell(number, column).value = value
        places["B2"] = " ROOMS "

    assert read_workbook(spoiled(change)).program == tiny()


def test_a_renamed_column_is_missed_and_the_new_name_remarked_upon():
    reading = read_workbook(spoiled(put("Enrolments", "C2", "Year of training")))

    assert [str(problem) for problem in reading.problems] == [
        "Enrolments, row 2, column PGY: This column is missing. Was its heading changed?"
    ]
    assert [str(remark) for remark in reading.remarks] == [
        "Enrolments, row 2, column C: The column 'Year of training' is not part of the layout and "
        "was not read."
    ]


def test_a_column_of_ones_own_is_left_alone():
    reading = read_workbook(spoiled(put("Places", "E2", "Remarks")))

    assert reading.program == tiny()
    assert [str(remark) for remark in reading.remarks] == [
        "Places, row 2, column E: The column 'Remarks' is not part of the layout and was not read."
    ]


def test_empty_rows_are_passed_over():
    def change(book):
        book["Places"].insert_rows(4, 3)
        book["Places"]["A20"] = "   "

    assert read_workbook(spoiled(change)).program == tiny()


def test_a_cell_at_the_very_end_of_a_sheet_is_a_row_like_any_other():
    assert sentences(put("Places", "A1048576", "FAR")) == [
        "Places, row 1048576, column Name: This is empty; it needs text."
    ]


def test_too_many_rows_are_refused_with_the_limit():
    def change(book):
        for number in range(10_000):
            book["People"].append([f"Example{number}, Ada", f"ada{number}@example.org"])

    assert [str(problem) for problem in read_workbook(spoiled(change)).problems] == [
        "People, row 2003: There are more than 2000 rows; that is the limit of this sheet."
    ]


# Cells


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=1+1", "=1+1"),
        (ArrayFormula("C3:C4", "=SUM(A1:A2)"), "=SUM(A1:A2)"),
    ],
)
def test_a_formula_is_refused(formula, shown):
    assert sentences(put("Places", "C3", formula)) == [
        f"Places, row 3, column Rooms: This is a formula, '{shown}'; a value is needed. "
        "Copy the cells and paste them as values."
    ]


def test_an_error_value_is_refused():
    def change(book):
        book["Places"]["C3"].value = "#N/A"
        book["Places"]["C3"].data_type = "e"

    assert sentences(change) == ["Places, row 3, column Rooms: This is the error '#N/A'."]


def test_text_that_begins_like_a_formula_is_text():
    def change(book):
        book["Places"]["B3"].value = "=Clinic"
        book["Places"]["B3"].data_type = "s"

    assert read_workbook(spoiled(change)).program.places[0].name == "=Clinic"


def test_merged_cells_are_refused():
    assert sentences(lambda book: book["Places"].merge_cells("A3:A4")) == [
        "Places, row 3: The cells A3:A4 are merged. Split them and fill in each one.",
        "Places, row 4, column Code: This is empty; it needs a code: no blanks, commas or slashes.",
    ]


def test_a_merged_title_above_the_headings_is_no_problem():
    def change(book):
        book["Places"].insert_rows(1)
        book["Places"]["A1"] = "Our places"
        book["Places"].merge_cells("A1:C1")

    assert read_workbook(spoiled(change)).program == tiny()


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "sentence"),
    [
        ("Enrolments", "C3", "two", "Enrolments, row 3, column PGY: 'two' is not a whole number."),
        (
            "Special days", "A3", "7/3/2026",
            "Special days, row 3, column Date: '7/3/2026' is text, not a date. Enter it as a date.",
        ),
        (
            "Special days", "A3", date(2025, 7, 4),
            "Special days, row 3, column Date: 2025-07-04 is not in the academic year 2026, which "
            "runs from 2026-07-01 to 2027-06-30.",
        ),
        (
            "Program", "D3", "Mars/Olympus",
            "Program, row 3, column Time zone: 'Mars/Olympus' is not an IANA time zone.",
        ),
        (
            "Program", "A3", None,
            "Program, row 3, column Name: This is empty; it needs text.",
        ),
        (
            "Weekly shares", "B3", "SPECK",
            "Weekly shares, row 3, column Activity: There is no 'SPECK' in the sheet Activities. "
            "Did you mean 'SPEC'?",
        ),
        (
            "Weekly shares", "B3", "c",
            "Weekly shares, row 3, column Activity: There is no 'c' in the sheet Activities. "
            "Did you mean 'C'?",
        ),
        (
            "Rotations", "I3", 14,
            "Rotations, row 3, column Last block: There is no block 14 in the year; its blocks are "
            "0 to 13.",
        ),
        (
            "Curriculum", "D3", 2.25,
            "Curriculum, row 3, column Minimum blocks: '2.25' is not in steps of half a block.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_by_sheet_row_and_column(sheet, cell, value, sentence):
    assert sentences(put(sheet, cell, value)) == [sentence]


def test_all_problems_are_listed_at_once_in_the_order_of_the_workbook():
    change = both(
        put("Enrolments", "C3", "two"),
        put("Program", "G3", "four"),
        put("Places", "A5", "FMC"),
        put("Places", "B5", "Again"),
        put("Enrolments", "E4", 500),
    )

    assert [(p.sheet, p.row, p.column) for p in problems_after(change)] == [
        ("Program", 3, "Leave weeks per year"),
        ("Places", 5, "Code"),
        ("Enrolments", 3, "PGY"),
        ("Enrolments", 4, "FTE percent"),
    ]


# Anything at all


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"{", b"\xd0\xcf\x11\xe0"]))
def test_any_bytes_are_answered(data, opening):
    assert read_program(opening + data).problems


@given(st.data())
def test_a_damaged_workbook_is_answered(data):
    content = bytearray(good_workbook())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    reading = read_workbook(bytes(content))

    assert (reading.program is None) == bool(reading.problems)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@given(st.data())
def test_a_workbook_with_damaged_parts_is_answered(data):
    """Damage inside the XML, which a checksum would otherwise keep from the parser."""
    parts = parts_of(good_workbook())
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    first = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 60))
    content[first : first + length] = data.draw(st.binary(max_size=60))

    reading = read_workbook(zipped(parts | {name: bytes(content)}))

    assert (reading.program is None) == bool(reading.problems)


CELL_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(), st.datetimes(),
    st.dates(date(1900, 3, 1)), st.times(), st.timedeltas(),
    st.text(st.characters(exclude_categories=("C",)), max_size=40),
    st.sampled_from(["=A1", "C/C", "Okafor, Amara", "#REF!", "yes", "{}", "1,2", "FMC"]),
)  # fmt: skip


@given(st.data())
def test_a_workbook_with_any_cells_is_answered(data):
    book = load_workbook(io.BytesIO(good_workbook()))
    for _ in range(data.draw(st.integers(1, 12))):
        worksheet = book[data.draw(st.sampled_from([sheet.title for sheet in SHEETS]))]
        row, column = data.draw(st.integers(2, 8)), data.draw(st.integers(1, 15))
        value = data.draw(CELL_VALUES)
        if isinstance(value, datetime) and value.year < 1901:
            continue  # openpyxl does not write them
        worksheet.cell(row, column).value = value

    reading = read_workbook(saved(book))

    assert (reading.program is None) == bool(reading.problems)


def test_a_program_that_is_named_again_is_found_by_its_headings():
    """The same change by titles as by addresses: the tests' own way to point at cells."""
    book = load_workbook(io.BytesIO(good_workbook()))

    assert column_of(book, "Enrolments", "PGY") == 3
    by_title = sentences(fill("Enrolments", 3, PGY="two"))
    assert by_title == sentences(put("Enrolments", "C3", "two"))
    assert by_title == sentences_at_once(put("Enrolments", "C3", "two"))
