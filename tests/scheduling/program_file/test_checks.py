"""What must hold between the cells of a file, each case spoiled in an otherwise good workbook."""

from datetime import date, time

import pytest

from scheduling.program_file.kinds import shown

from .spoiling import both, fill, sentences_at_once, tiny

LAST = 400
"""A row below all others."""

PERSON, OTHER = tiny().people[0].name, tiny().people[1].name
MEMBER = tiny().people[-1].name


def add(sheet, **cells):
    return fill(sheet, LAST, **cells)


def absence(person, first, last, row=LAST, **cells):
    return fill(
        "Absences", row, Person=person, Kind="conference", Starts_on=first, Ends_on=last,
        Status="approved", **cells,
    )  # fmt: skip


DAY, NEXT = date(2026, 7, 6), date(2026, 7, 7)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            add("Places", Code="FMC", Name="Again"),
            "Places, row 400, column Code: 'FMC' is in row 3 already.",
        ),
        (
            add("Special days", Date=date(2026, 11, 26), Kind="closed", Name="Again"),
            "Special days, row 400, column Date: '2026-11-26' is in row 9 already.",
        ),
        (
            add("Rotation demand", Rotation="WARD", Minimum=0),
            "Rotation demand, row 400, column Rotation: 'WARD' is in row 3 already.",
        ),
        (
            add("Patterns", Rotation="WARD", PGY=3, Mon_AM="WARD"),
            "Patterns, row 400, column Rotation: 'WARD', '3' is in row 4 already.",
        ),
        (
            add("People", **{"Person": "Newname, Noor", "E-mail": tiny().people[0].email.upper()}),
            f"People, row 400, column E-mail: {shown(tiny().people[0].email.upper())} "
            "is in row 3 already.",
        ),
        (
            add("Credentials", Person="Nobody, Nell", Credential="BLS", Issued_on=DAY),
            "Credentials, row 400, column Person: There is no 'Nobody, Nell' in the sheet People.",
        ),
        (
            add("Patterns", Rotation="ELE", PGY=2, Mon_AM="C/LECT"),
            "Patterns, row 400, column Mon AM: There is no 'LECT' in the sheet Activities. "
            "Did you mean 'LEC'?",
        ),
        (
            add("Patterns", Rotation="ELE", PGY=2, Mon_AM="NF"),
            "Patterns, row 400, column Mon AM: NF has no times in the morning.",
        ),
        (
            add("Patterns", Rotation="PEDC", PGY=3, Mon_AM="C"),
            "Patterns, row 400, column PGY: PEDC is not open to PGY-3, only to 1, 2.",
        ),
        (
            add("Rotation demand", Rotation="F-CORE", PGY=3),
            "Rotation demand, row 400, column PGY: F-CORE is not open to PGY-3, only to faculty.",
        ),
        (
            add("Rotation demand", Rotation="WARD", PGY=1, Minimum=2, Maximum=1),
            "Rotation demand, row 400, column Maximum: The most, 1, is below the least, 2.",
        ),
        (
            fill("Weekly shares", 3, Minimum=5, Maximum=4),
            "Weekly shares, row 3, column Maximum: The most, 4, is below the least, 5.",
        ),
        (
            add("Activities", Code="X", Name="X", Kind="clinic", PM_starts="08:00"),
            "Activities, row 400, column PM starts: Give both the start and the end of the PM, "
            "or neither.",
        ),
        (
            add("Activities", Code="X", Name="X", Kind="clinic", AM_starts="08:00", AM_ends="08:00"),
            "Activities, row 400, column AM ends: The morning must end later than it starts.",
        ),
        (
            fill("Rotations", 3, First_block=5, Last_block=4),
            "Rotations, row 3, column Last block: The last block, 4, is before the first, 5.",
        ),
        (
            fill("Rotations", 3, PGYs=None),
            "Rotations, row 3, column PGYs: Name the PGYs that may do this rotation.",
        ),
        (
            fill("Rotations", 3, Faculty_roles="adjunct"),
            "Rotations, row 3, column Faculty roles: Only a week of the kind faculty names roles; "
            "leave this empty.",
        ),
        (
            fill("Rotations", 9, PGYs="1"),
            "Rotations, row 9, column PGYs: Faculty have no PGY; leave this empty.",
        ),
        (
            fill("Rotations", 9, Faculty_roles=None),
            "Rotations, row 9, column Faculty roles: Name the faculty roles that follow this week.",
        ),
        (
            add("Rotations", Code="F-2", Name="F", Kind="faculty", Faculty_roles="adjunct, core",
                Leave_eligible="no", Call_eligible="no"),
            "Rotations, row 400, column Faculty roles: core follows F-CORE already (row 9).",
        ),
        (
            add("Rotations", Code="X", Name="X", Kind="night", PGYs="2", First_half="NF",
                Leave_eligible="no", Call_eligible="no"),
            "Rotations, row 400, column First half: Give both halves of the rotation, or neither.",
        ),
        (
            add("Rotations", Code="X", Name="X", Kind="night", Length="half", PGYs="2",
                First_half="NF", Second_half="ELE", Leave_eligible="no", Call_eligible="no"),
            "Rotations, row 400, column Length: A rotation made of two halves lasts a block.",
        ),
        (
            add("Rotations", Code="X", Name="X", Kind="night", PGYs="2", First_half="NF",
                Second_half="WARD", Leave_eligible="no", Call_eligible="no"),
            "Rotations, row 400, column Second half: WARD is not a rotation of half a block and "
            "cannot be a part of another.",
        ),
        (
            add("Rotations", Code="X", Name="X", Kind="night", PGYs="1,2", First_half="NF",
                Second_half="ELE", Leave_eligible="no", Call_eligible="no"),
            "Rotations, row 400, column First half: NF is not open to PGY-1, who may do X.",
        ),
        (
            both(
                add("Rotations", Code="X", Name="X", Kind="night", PGYs="2", First_half="NF",
                    Second_half="ELE", Leave_eligible="no", Call_eligible="no"),
                add("Patterns", Rotation="X", Mon_AM="C"),
            ),
            "Patterns, row 400, column Rotation: The weeks of X are those of its two halves.",
        ),
        (
            add("Curriculum", PGY=3, Rotation="PEDC", Minimum_blocks=0, Maximum_blocks=1),
            "Curriculum, row 400, column PGY: PEDC is not open to PGY-3, only to 1, 2.",
        ),
        (
            fill("Curriculum", 3, Minimum_blocks=1.5),
            "Curriculum, row 3, column Minimum blocks: WARD lasts a block; 1.5 cannot be done.",
        ),
        (
            fill("Curriculum", 3, Minimum_blocks=4, Maximum_blocks=3),
            "Curriculum, row 3, column Maximum blocks: The most, 3.0, is below the least, 4.0.",
        ),
        (
            fill("Curriculum", 3, After="WARD"),
            "Curriculum, row 3, column After: WARD cannot come after itself.",
        ),
        (
            fill("Curriculum", 3, First_block=9, Last_block=8),
            "Curriculum, row 3, column Last block: The last block, 8, is before the first, 9.",
        ),
        (
            fill("Call types", 3, PGYs=None),
            "Call types, row 3, column PGYs: Name the PGYs of the residents who take this call.",
        ),
        (
            fill("Call types", 3, Staff="faculty"),
            "Call types, row 3, column PGYs: Faculty have no PGY; leave this empty.",
        ),
        (
            fill("Call types", 3, Excluded_roles="adjunct"),
            "Call types, row 3, column Excluded roles: Residents have no faculty role; "
            "leave this empty.",
        ),
        (
            fill("Call types", 3, Weekday_ends=time(19)),
            "Call types, row 3, column Hand-over minutes: The weekday call has 120 minutes; "
            "that is too short.",
        ),
        (
            fill("Call types", 3, Morning_after="REST"),
            "Call types, row 3, column Morning after: There is no 'REST' in the sheet Activities.",
        ),
        (
            fill("Enrolments", 3, PGY=None),
            "Enrolments, row 3, column PGY: A resident needs a PGY.",
        ),
        (
            fill("Enrolments", 3, Faculty_role="core"),
            "Enrolments, row 3, column Faculty role: A resident has no faculty role; "
            "leave this empty.",
        ),
        (
            fill("Enrolments", 12, PGY=1),
            "Enrolments, row 12, column PGY: Faculty have no PGY; leave this empty.",
        ),
        (
            fill("Enrolments", 12, Faculty_role=None),
            "Enrolments, row 12, column Faculty role: A member of the faculty needs a faculty role.",
        ),
        (
            fill("Enrolments", 3, Clinic_minimum=5, Clinic_maximum=4),
            "Enrolments, row 3, column Clinic maximum: The most, 4, is below the least, 5.",
        ),
        (
            fill("Enrolments", 3, Starts_on=date(2026, 9, 1), Ends_on=date(2026, 8, 1)),
            "Enrolments, row 3, column Ends on: It ends on 2026-08-01, before it starts on "
            "2026-09-01.",
        ),
        (
            fill("Enrolments", 3, Starts_on=date(2025, 9, 1)),
            "Enrolments, row 3, column Starts on: 2025-09-01 is not in the academic year 2026, "
            "which runs from 2026-07-01 to 2027-06-30.",
        ),
        (
            fill("Credentials", 3, Issued_on=NEXT, Expires_on=DAY),
            "Credentials, row 3, column Expires on: It expires on 2026-07-06, before it is issued "
            "on 2026-07-07.",
        ),
        (
            absence(PERSON, NEXT, DAY),
            "Absences, row 400, column Ends on: It ends on 2026-07-06 PM, before it starts on "
            "2026-07-07 AM.",
        ),
        (
            absence(PERSON, DAY, DAY, From_the="PM", To_the="AM"),
            "Absences, row 400, column Ends on: It ends on 2026-07-06 AM, before it starts on "
            "2026-07-06 PM.",
        ),
        (
            absence(PERSON, date(2027, 6, 30), date(2027, 7, 1)),
            "Absences, row 400, column Ends on: 2027-07-01 is not in the academic year 2026, which "
            "runs from 2026-07-01 to 2027-06-30.",
        ),
        (
            both(absence(PERSON, DAY, NEXT), absence(PERSON, NEXT, NEXT, row=401)),
            f"Absences, row 401, column Starts on: {PERSON} is away already in a part of that time "
            "(row 400).",
        ),
        (
            both(
                absence(PERSON, DAY, NEXT, To_the="AM"),
                absence(PERSON, DAY, DAY, row=401, From_the="AM", To_the="AM"),
            ),
            f"Absences, row 400, column Starts on: {PERSON} is away already in a part of that time "
            "(row 401).",
        ),
        (
            add("Requests", Person=PERSON, Kind="leave", Starts_on=DAY),
            "Requests, row 400, column Ends on: A leave request needs a last day.",
        ),
        (
            add("Requests", Person=PERSON, Kind="rotation"),
            "Requests, row 400, column Rotation: A rotation request needs a rotation.",
        ),
        (
            add("Requests", Person=PERSON, Kind="call"),
            "Requests, row 400, column Starts on: A call request needs a first day or a weekday.",
        ),
        (
            add("Requests", Person=PERSON, Kind="call", Starts_on=DAY),
            "Requests, row 400, column Ends on: Give both the first and the last day, or neither.",
        ),
        (
            add("Requests", Person=MEMBER, Kind="clinic", Weekday="Monday", Starts_on=DAY),
            "Requests, row 400, column Starts on: A clinic request has no first day; "
            "leave this empty.",
        ),
        (
            add("Requests", Person=PERSON, Kind="leave", Starts_on=NEXT, Ends_on=DAY),
            "Requests, row 400, column Ends on: It ends on 2026-07-06, before it starts on "
            "2026-07-07.",
        ),
        (
            add("Call history", Person=PERSON, Call_type="RB"),
            "Call history, row 400, column Call type: There is no 'RB' in the sheet Call types.",
        ),
        (
            add("Rules", Code="night-run"),
            "Rules, row 400, column Code: 'night-run', '2026-07-01' is in row 3 already.",
        ),
        (
            fill("Rules", 3, Effective_until=date(2026, 6, 1)),
            "Rules, row 3, column Effective until: It ends on 2026-06-01, before it starts on "
            "2026-07-01.",
        ),
        (
            both(fill("Program", 4, Name="Two", Short_name="two", Specialty="x", Time_zone="UTC",
                      Academic_year=2026, Block_calendar="months", Leave_weeks_per_year=1,
                      Clinic_rooms=1)),
            "Program, row 4: There is more than one row; exactly one is needed.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_once(change, sentence):
    assert sentences_at_once(change) == [sentence]


@pytest.mark.parametrize(
    "change",
    [
        both(
            absence(PERSON, DAY, DAY, To_the="AM"),
            absence(PERSON, DAY, DAY, row=401, From_the="PM"),
        ),
        both(absence(PERSON, DAY, NEXT), absence(OTHER, DAY, NEXT, row=401)),
        both(
            absence(PERSON, DAY, NEXT),
            absence(PERSON, DAY, NEXT, row=401),
            fill("Absences", 401, Status="denied"),
        ),
        add("Patterns", Rotation="ELE", PGY=2, Mon_AM="OFF", Mon_PM="NF"),
        add("Curriculum", PGY=1, Track="Rural", Rotation="PEDC", Minimum_blocks=0, Maximum_blocks=2),
        add("Requests", Person=PERSON, Kind="call", Weekday="Tuesday"),
        add("Rules", Code="night-run", Effective_from=date(2027, 1, 1)),
        add("Credentials", Person=PERSON, Credential="BLS", Issued_on=date(2011, 3, 1)),
    ],
    ids=[
        "morning and afternoon", "two people", "one denied", "afternoon only", "track",
        "call on a weekday", "rule from another day", "long ago",
    ],
)  # fmt: skip
def test_what_may_be_is_no_problem(change):
    assert sentences_at_once(change) == []


def test_an_absence_within_a_long_one_is_found_although_another_lies_between():
    change = both(
        absence(PERSON, date(2026, 7, 6), date(2026, 7, 31)),
        absence(PERSON, date(2026, 7, 7), date(2026, 7, 8), row=401),
        absence(PERSON, date(2026, 7, 20), date(2026, 7, 21), row=402),
    )

    assert sentences_at_once(change) == [
        f"Absences, row {row}, column Starts on: {PERSON} is away already in a part of that time "
        "(row 400)."
        for row in (401, 402)
    ]


def test_a_key_that_was_not_understood_is_not_held_against_those_who_name_it():
    assert sentences_at_once(fill("Places", 3, Code="F M C")) == [
        "Places, row 3, column Code: 'F M C' is not a code: no blanks, commas or slashes."
    ]
