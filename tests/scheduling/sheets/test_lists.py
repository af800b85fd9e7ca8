"""Lists of other programs, names as people write them, and days as they write those."""

from datetime import date, timedelta

import pytest

from scheduling.sheets.entries import Found
from scheduling.sheets.names import Directory, forms_of
from scheduling.sheets.reading import read_schedule
from scheduling.sheets.shifts import placed
from scheduling.sheets.spans import read_spans, words_of
from tests.scheduling.sheets.test_layouts import KNOWN, YEAR

ONE_DAY = timedelta(days=1)
AMION = """Schedule for Cedar,,,,,,,,
"Field 1 = Name","Field 2 = ID",,,,,,,
"Rowan A",12,1,"Ward Nights",7,3,10-22-26,1900,0700,"R1"
"Sorrel B",14,2,"Clinic AM",9,4,10-23-26,0800,1200,"R2"
"Sorrel B",14,2,"Clinic AM",9,4,10-23-24,0800,1200,"R2"
"""
QGENDA = """StaffFName,StaffLName,TaskName,TaskAbbrev,StartDate,StartTime,EndDate,EndTime
Ada,Rowan,Night call,NC,2026-10-22T00:00:00,17:00:00,2026-10-23T00:00:00,07:00:00
Bea,Sorrel,Vacation,VAC,2026-10-24T00:00:00,,2026-10-25T00:00:00,
"""
OURS = """Date;Last day;Half;Person;Kind;Code
2026-10-22;2026-10-22;AM;Rowan, Ada;half-day;C
2026-10-22;2026-11-18;;Rowan, Ada;rotation;FMIT
2026-10-22;2026-10-22;;Sorrel, Bea;call;'=NC
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Elsewhere//EN
X-WR-CALNAME:Ada Rowan
BEGIN:VEVENT
UID:1
SUMMARY:Ward
DTSTART;VALUE=DATE:20261022
DTEND;VALUE=DATE:20261025
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Rowan, Ada - Clinic
DTSTART:20261026T130000Z
DTEND:20261026T170000Z
END:VEVENT
END:VCALENDAR
"""


def read(text: str) -> Found:
    return read_schedule(text.encode(), YEAR, KNOWN)


def told(found: Found) -> list[tuple[object, ...]]:
    return [(e.sort.value, e.who, e.what, e.day, e.last_day, e.slot) for e in found.entries]


def test_lists_of_other_programs():
    day = date(2026, 10, 22)

    amion, qgenda, ours, calendar = map(read, (AMION, QGENDA, OURS, CALENDAR))

    assert told(amion) == [
        ("shift", "Rowan A", "Ward Nights", day, day, "PM"),
        ("shift", "Sorrel B", "Clinic AM", date(2026, 10, 23), date(2026, 10, 23), "AM"),
    ]
    assert amion.remarks == ["1 lines are of other academic years and were left alone."]
    assert told(qgenda) == [
        ("shift", "Rowan, Ada", "Night call", day, day, "PM"),
        ("shift", "Sorrel, Bea", "Vacation", date(2026, 10, 24), date(2026, 10, 25), ""),
    ]
    assert told(ours) == [
        ("half-day", "Rowan, Ada", "C", day, None, "AM"),
        ("rotation", "Rowan, Ada", "FMIT", day, date(2026, 11, 18), ""),
        ("call", "Sorrel, Bea", "=NC", day, None, ""),
    ]
    assert told(calendar) == [
        ("shift", "Ada Rowan", "Ward", day, date(2026, 10, 24), ""),
        ("shift", "Rowan, Ada", "Clinic", date(2026, 10, 26), date(2026, 10, 26), "AM"),
    ]
    assert [found.layout for found in (amion, qgenda, ours, calendar)] == [
        "A report of Amion (619, 625c)",
        "An export of QGenda",
        "A list exported from here",
        "A calendar (.ics)",
    ]


def test_a_list_that_cannot_be_read_names_the_row():
    bad = read("Person,Date,Task\nRowan,someday,Clinic\n")

    assert str(bad.problems[0]) == "row 2: “someday” is not a date."
    assert "No assignments were found" in str(read("a,b\n1,2\n").problems[0])


def test_shifts_become_what_their_names_mean():
    ward = [
        f"Ward,{day:%Y-%m-%d}"
        for n in range(28)
        if (day := date(2026, 9, 24) + n * ONE_DAY).isoweekday() < 6
    ]
    listed = "\n".join(["Person,Task,Date", *(f"Rowan,{line}" for line in ward)])
    listed += "\nRowan,Off,2026-11-05\nRowan,Off,2026-11-06\nRowan,Clinic,2026-11-09\n"
    kinds = {"Ward": "rotation", "Off": "leave", "Clinic": "half-day"}

    found = list(placed(read(listed).entries, kinds.get, YEAR.periods))

    block = next(block for block in YEAR.periods if block.holds(date(2026, 10, 5)))
    assert [(e.sort.value, e.day, e.slot or e.last_day) for e in found] == [
        ("half-day", date(2026, 11, 9), "AM"),
        ("half-day", date(2026, 11, 9), "PM"),
        ("rotation", block.starts_on, block.ends_on),
        ("leave", date(2026, 11, 5), date(2026, 11, 6)),
    ]


def test_names_are_found_as_people_write_them():
    directory = Directory()
    for key, first, last in ((1, "Tomás", "Núñez"), (2, "Ada", "Rowan"), (3, "Ben", "Rowan")):
        directory.add(key, f"{last}, {first}", forms_of(first, last))

    assert [directory.find(text) for text in ("NUNEZ, TOMAS", "Dr. Nuñez", "A. Rowan, MD")] == [
        1,
        1,
        2,
    ]
    assert directory.find("Rowan") is None  # Two people are called so.
    assert directory.guesses("Rowen, Ada")[0] == 2


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Jul 8-14", [(date(2026, 7, 8), date(2026, 7, 14))]),
        ("7/8 - 7/14/26", [(date(2026, 7, 8), date(2026, 7, 14))]),
        ("December 28 to Jan 3", [(date(2026, 12, 28), date(2027, 1, 3))]),
        ("Feb 2, (away Mar 3)", [(date(2027, 2, 2), date(2027, 2, 2))]),
        ("", []),
        ("soon", None),
        ("Jul 14-8", None),
        ("Feb 30", None),
    ],
)
def test_days_are_read_as_people_write_them(text, spans):
    assert read_spans(text, year=2026) == spans
    assert spans is None or read_spans(words_of(spans), year=2026) == spans
