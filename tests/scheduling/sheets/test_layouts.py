"""Workbooks that a program keeps by itself, as they come: no keys, other habits."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from scheduling.engine.academic_year import rotation_periods
from scheduling.sheets.entries import Entry, Found, Sort
from scheduling.sheets.reading import Year, read_schedule
from scheduling.sheets.table import Known

PEOPLE = {"Rowan, Ada", "Sorrel, Bea"}
KNOWN = Known(
    person=PEOPLE.__contains__,
    rotation={"FMIT", "NF", "CARD", "W/ICU"}.__contains__,
    call=lambda text: False,
)
YEAR = Year("cedar", 2026, rotation_periods(2026, "thursday_blocks"), ZoneInfo("America/Chicago"))


def read(book: Workbook) -> Found:
    buffer = io.BytesIO()
    book.save(buffer)
    return read_schedule(buffer.getvalue(), YEAR, KNOWN)


def said(found: Found) -> list[tuple[object, ...]]:
    return [(e.sort.value, e.who, e.what, e.day, e.slot or e.last_day) for e in found.entries]


def half_day_book() -> Workbook:
    """Two rows above the names are call; each date heads two columns; metrics stand below."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["C1"] = "Block 5"
    for index in range(7):
        column = 6 + 2 * index
        sheet.cell(3, column, datetime(2026, 10, 22) + timedelta(days=index))  # noqa: DTZ001
        sheet.cell(4, column, "AM")
        sheet.cell(4, column + 1, "PM")
    sheet.append([])
    for row, values in {
        5: [None, None, None, None, "Staff Call", "Sorrel"],
        6: ["Rotation", "Rotation 2", "TEMPLATE", "ROLE", "PROVIDER"],
        7: ["FMIT", "NF", "R1", "PGY 1", "Rowan, Ada", "FMIT", " C30 ", None, "LV"],
        8: ["CARD", None, "R2", "PGY 2", "Thistle, Cal", "C"],
        9: [None, None, None, None, "Attendings needed", 2, 1],
    }.items():
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column, value)
    return book


def test_half_days_calls_and_rotations_of_a_block():
    found = read(half_day_book())

    block = YEAR.periods[4]
    assert found.problems == []
    assert said(found) == [
        ("call", "Sorrel", "Staff Call", date(2026, 10, 22), None),
        ("half-day", "Rowan, Ada", "FMIT", date(2026, 10, 22), "AM"),
        ("half-day", "Rowan, Ada", "C30", date(2026, 10, 22), "PM"),
        ("half-day", "Rowan, Ada", "LV", date(2026, 10, 23), "PM"),
        ("half-day", "Thistle, Cal", "C", date(2026, 10, 22), "AM"),
        ("rotation", "Rowan, Ada", "FMIT", block.starts_on, block.starts_on + timedelta(days=13)),
        ("rotation", "Rowan, Ada", "NF", block.starts_on + timedelta(days=14), block.ends_on),
        ("rotation", "Thistle, Cal", "CARD", block.starts_on, block.ends_on),
    ]  # fmt: skip
    assert found.entries[1].at == "Sheet!F7"
    # A blank cell says nothing, so that nothing is taken away by it.
    assert all(entry.base is None and entry.what for entry in found.entries)


def test_blocks_of_a_year_with_leave_below_each_name():
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Resident", "PGY", *(f"Block {n}" for n in range(1, 14))])
    sheet.append(["Rowan, Ada", 1, "FMIT", "NF/CARD", "W/ICU"])
    sheet.append([None, None, "Jul 8-14", "Aug 3", "to be told"])
    sheet.append(["Sorrel, Bea", 2, "CARD"])

    found = read(book)

    first, second, third = YEAR.periods[:3]
    assert said(found) == [
        ("rotation", "Rowan, Ada", "FMIT", first.starts_on, first.ends_on),
        ("rotation", "Rowan, Ada", "NF", second.starts_on, second.starts_on + timedelta(days=13)),
        ("rotation", "Rowan, Ada", "CARD", second.starts_on + timedelta(days=14), second.ends_on),
        ("rotation", "Rowan, Ada", "W/ICU", third.starts_on, third.ends_on),
        ("leave", "Rowan, Ada", "LV", date(2026, 7, 8), date(2026, 7, 14)),
        ("leave", "Rowan, Ada", "LV", date(2026, 8, 3), date(2026, 8, 3)),
        ("rotation", "Sorrel, Bea", "CARD", first.starts_on, first.ends_on),
    ]
    assert found.remarks == ["Sheet!E3: “to be told” does not say days and was not read."]


def test_dates_that_excel_put_into_the_wrong_year_are_put_right():
    book = Workbook()
    sheet = book.worksheets[0]
    # Typed without a year: after New Year's Eve Excel began the old year again.
    days = [date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31), date(2026, 1, 1)]
    sheet.append(["Name", *days, date(2026, 1, 2)])
    sheet.append(["Rowan, Ada", "FMIT", "FMIT", "FMIT", "HOL", "FMIT"])

    found = read(book)

    assert {entry.day for entry in found.entries} == {
        date(2026, 12, 29) + timedelta(days=n) for n in range(5)
    }
    # One column for a day: both of its halves.
    assert len(found.entries) == 10
    assert found.remarks == ["Sheet: 2 dates stood in another year and were put right."]


def test_what_is_no_schedule_is_refused_and_so_is_another_year():
    empty, other = Workbook(), Workbook()
    empty.worksheets[0].append(["shopping", "list"])
    other.worksheets[0].append(["Name", *(date(2024, 7, n) for n in range(1, 8))])

    assert "No schedule was found" in str(read(empty).problems[0])
    assert str(read(other).problems[0]) == (
        "Sheet, row 1: 2024-07-01 is not in the academic year 2026-27."
    )
    assert str(read_schedule(b"", YEAR, KNOWN).problems[0]) == "The file is empty."


def test_entries_are_kept_as_they_are():
    kept = [
        Entry(
            "A1", Sort.LEAVE, date(2026, 7, 1), "Rowan", "", last_day=date(2026, 7, 7), base="LV"
        ),
        Entry("A1", Sort.HALF_DAY, date(2026, 7, 1), "Rowan", "C", slot="AM", person=3, base=""),
    ]

    assert [Entry.from_json(entry.to_json()) for entry in kept] == kept
