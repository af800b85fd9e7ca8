"""The one declaration of the program workbook: its sheets, their columns, what a cell may hold.

The writer, the reader, the JSON Schema and docs/program-workbook.md all come from here.
"""

from __future__ import annotations

from datetime import date, time

from scheduling.engine.academic_year import Style

from . import program as rows
from .compound_kinds import Settings, Several
from .kinds import COLOR, EMAIL, SLUG, Blocks, Choice, PersonName, Text, Whole, YesNo, code
from .sheet import Column, Sheet
from .time_kinds import Clock, Day, Weekday

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


def _person() -> Column:
    return Column(
        "person", "Person", PERSON, "From the sheet People.", "Okafor, Amara",
        required=True, refers="people", width=26,
    )  # fmt: skip


def _rotation(*, required: bool = True, note: str = "From the sheet Rotations.") -> Column:
    return Column(
        "rotation", "Rotation", CODE, note, "FMIT", required=required, refers="rotations", width=12
    )


def _color() -> Column:
    return Column(
        "color", "Color", COLOR, "How it is shown.", "#ffc000", default=DEFAULT_COLOR, width=10
    )


def _window(what: str) -> tuple[Column, Column]:
    return (
        Column("first_block", "First block", BLOCK_NUMBER, f"{what} not before this block.", 3),
        Column("last_block", "Last block", BLOCK_NUMBER, f"{what} not after this block.", 13),
    )


PROGRAM = Sheet(
    "program", "Program",
    "The program, and the academic year that this file is about.",
    rows.Program,
    (
        Column("name", "Name", Text(120), "Full name.", "Harbor Hills Family Medicine", required=True, width=34),
        Column("slug", "Short name", SLUG, "Identifies the program; it never changes.", "harbor-hills-fm", required=True, width=18),
        Column("specialty", "Specialty", Text(80), "", "Family medicine", required=True, width=22),
        Column("time_zone", "Time zone", Text(64), "An IANA name; it decides what a day is.", "America/Los_Angeles", required=True, width=22),
        Column("academic_year", "Academic year", Whole(2000, 2100), "The year in which it starts, on 1 July.", 2026, required=True),
        Column("block_calendar", "Block calendar", Choice(tuple(Style)), "thursday_blocks: blocks 0 to 13, Thursday to Wednesday.", "thursday_blocks", required=True, width=18),
        Column("leave_weeks_per_year", "Leave weeks per year", Whole(0, 52), "Of each resident.", 4, required=True),
        Column("second_person_publishes", "Second person publishes", YES_NO, "Somebody else than who made a schedule must publish it.", False, default=False),
        Column("roster_is_public", "Roster is public", YES_NO, "Who is on call can be read without signing in.", False, default=False),
        Column("clinic_rooms", "Clinic rooms", Whole(1, 500), "At the main site, in each half-day.", 8, required=True),
    ),
    single=True, most_rows=1,
)  # fmt: skip

SPECIAL_DAYS = Sheet(
    "special_days", "Special days",
    "Holidays and other days with their own staffing. Clinic is closed on all but training days.",
    rows.SpecialDay,
    (
        Column("on", "Date", DAY, "Within the academic year.", date(2026, 11, 26), required=True),
        Column("kind", "Kind", Choice(("holiday", "training", "minimal", "closed")), "", "holiday", required=True),
        Column("name", "Name", Text(80), "", "Thanksgiving Day", required=True, width=40),
    ),
    key=("on",), most_rows=200,
)  # fmt: skip

PLACES = Sheet(
    "places", "Places",
    "Sites, and how many clinic rooms each has.",
    rows.Place,
    (
        Column("code", "Code", LONG_CODE, "", "FMC", required=True),
        Column("name", "Name", Text(120), "", "Family medicine clinic", required=True, width=34),
        Column("rooms", "Rooms", Whole(0, 500), "Empty: rooms are never short here.", 8),
        Column("target_rooms", "Target rooms", Whole(0, 500), "That should be in use at most. Empty: all.", 6),
    ),
    key=("code",), most_rows=200,
)  # fmt: skip

CREDENTIAL_KINDS = Sheet(
    "credential_kinds", "Credential kinds",
    "Certificates and privileges that are kept track of.",
    rows.CredentialKind,
    (
        Column("code", "Code", LONG_CODE, "", "BLS", required=True),
        Column("name", "Name", Text(120), "", "Basic life support", required=True, width=40),
    ),
    key=("code",), most_rows=200,
)  # fmt: skip

ACTIVITIES = Sheet(
    "activities", "Activities",
    "The code dictionary: what can fill a half-day, and when it really starts and ends. Without "
    "times it is time off; recovery keeps the time free after a call. An afternoon that ends at or before its start ends on the next day.",
    rows.Activity,
    (
        Column("code", "Code", CODE, "", "C", required=True, width=10),
        Column("name", "Name", Text(80), "", "Clinic", required=True, width=30),
        Column("kind", "Kind", Choice(("clinic", "procedure", "inpatient", "night", "supervision", "education", "administration", "recovery", "holiday", "off", "leave")), "", "clinic", required=True),
        Column("am_starts", "AM starts", CLOCK, "Empty: never in the morning.", time(8), width=10),
        Column("am_ends", "AM ends", CLOCK, "", time(12), width=10),
        Column("pm_starts", "PM starts", CLOCK, "Empty: never in the afternoon.", time(13), width=10),
        Column("pm_ends", "PM ends", CLOCK, "", time(17), width=10),
        Column("place", "Place", LONG_CODE, "From the sheet Places.", "FMC", refers="places", width=10),
        Column("room_units", "Rooms taken", Whole(0, 20), "By one person.", 1, default=0, width=10),
        Column("supervision_needed", "Supervision needed", Choice(("none", "by-level", "one")), "by-level: half an attending for a PGY-1, a quarter for others.", "by-level", default="none"),
        Column("supervises", "Supervises", YES_NO, "Counts as one attending.", False, default=False),
        Column("credential", "Credential", LONG_CODE, "From the sheet Credential kinds.", "ALSO", refers="credential_kinds"),
        _color(),
        Column("room_once", "Rooms taken once", YES_NO, "However many people do it.", False, default=False),
        Column("virtual", "Virtual", YES_NO, "Clinic by video or telephone.", False, default=False, width=10),
        Column("continuity", "Continuity", YES_NO, "Clinic with one's own patients, in person or virtual.", False, default=False, width=12),
        Column("beside", "Beside", CODE, "Residents do it only while somebody of the faculty does this.", "AT", refers="activities", width=10),
        Column("beside_credential", "Credential of who is beside", LONG_CODE, "From the sheet Credential kinds.", "VAS", refers="credential_kinds"),
    ),
    key=("code",), most_rows=300,
)  # fmt: skip

ROTATIONS = Sheet(
    "rotations", "Rotations",
    "Periods of training. A rotation with two halves is made of two others, one after the other. One "
    "of the kind faculty is no rotation, but the week that some faculty roles follow all year; one "
    "of the kind attending is a week in which somebody of the faculty attends on a service.",
    rows.Rotation,
    (
        Column("code", "Code", CODE, "", "FMIT", required=True, width=10),
        Column("name", "Name", Text(80), "", "Family medicine inpatient team", required=True, width=34),
        Column("kind", "Kind", Choice(("inpatient", "night", "outpatient", "elective", "away", "faculty", "attending")), "", "inpatient", required=True, width=12),
        Column("length", "Length", Choice(("block", "half")), "A block, or half of one.", "block", default="block", width=10),
        Column("place", "Place", LONG_CODE, "From the sheet Places.", "HOSP", refers="places", width=10),
        Column("pgys", "PGYs", Several(PGY), "Who may do it.", (1, 2), default=(), width=10),
        Column("faculty_roles", "Faculty roles", Several(FACULTY_ROLE), "Who follow it, if it is of the kind faculty.", ("core",), default=(), width=20),
        *_window("Done"),
        Column("leave_eligible", "Leave eligible", YES_NO, "Leave may be taken during it.", False, required=True),
        Column("call_eligible", "Call eligible", YES_NO, "Call may be taken during it.", False, required=True),
        Column("first_half", "First half", CODE, "A rotation of length half.", "NF", refers="rotations", width=10),
        Column("second_half", "Second half", CODE, "A rotation of length half.", "CARD", refers="rotations", width=10),
        _color(),
        Column("every_weeks", "Every weeks", Whole(2, 26), "For clinic weeks: each clinic group comes to it every so many weeks.", 5),
        Column("for_weeks", "For weeks", Whole(1, 25), "For clinic weeks: how many at a time.", 1, default=1),
    ),
    key=("code",), most_rows=300,
)  # fmt: skip

DEMANDS = Sheet(
    "demands", "Rotation demand",
    "How many residents a rotation needs, and takes, at any time.",
    rows.RotationDemand,
    (
        _rotation(),
        Column("pgy", "PGY", PGY, "Empty: all together.", 1, width=8),
        Column("minimum", "Minimum", Whole(0, 500), "", 1, default=0),
        Column("maximum", "Maximum", Whole(0, 500), "Empty: no limit.", 2),
    ),
    key=("rotation", "pgy"), most_rows=1000,
)  # fmt: skip


def _pattern_columns() -> tuple[Column, ...]:
    """One column for each half-day of the week."""
    kind = Several(CODE, "/")
    columns = []
    for name, (weekday, slot) in rows.PATTERN_SLOTS.items():
        title = f"{rows.WEEKDAYS[weekday - 1][:3].capitalize()} {slot}"
        note = "A code, or alternatives: C/SPEC." if name == "monday_am" else ""
        columns.append(
            Column(name, title, kind, note, ("C", "SPEC"), default=(), refers="activities", width=9)
        )
    return tuple(columns)


PATTERNS = Sheet(
    "patterns", "Patterns",
    "The week of a rotation. Week 1 to 4 counts sevens from the first day of the block. Where rows "
    "differ, the narrower one holds for the half-days it fills in: first a row for the week and the "
    "PGY, then one for the week, then one for the PGY, then the general one.",
    rows.PatternWeek,
    (
        _rotation(),
        Column("week", "Week", Whole(1, 4), "Empty: every week.", 4, width=8),
        Column("pgy", "PGY", PGY, "Empty: all.", 1, width=8),
        *_pattern_columns(),
    ),
    key=("rotation", "week", "pgy"), most_rows=2000,
)  # fmt: skip

WEEKLY_SHARES = Sheet(
    "weekly_shares", "Weekly shares",
    "How many half-days a week of an activity a rotation asks for, where its pattern has a choice.",
    rows.WeeklyShare,
    (
        _rotation(),
        Column("activity", "Activity", CODE, "From the sheet Activities.", "C", required=True, refers="activities"),
        Column("minimum", "Minimum", HALF_DAYS, "Half-days a week.", 3, default=0),
        Column("maximum", "Maximum", HALF_DAYS, "Empty: no limit.", 5),
        Column("pgy", "PGY", PGY, "Empty: all who have no row of their own.", 1, width=8),
    ),
    key=("rotation", "activity", "pgy"), most_rows=1000,
)  # fmt: skip

SESSION_DEMANDS = Sheet(
    "session_demands", "Session demand",
    "How many residents or faculty an activity needs, and takes, on a half-day of the week. Days on "
    "which clinic is closed ask for nothing. Week 1 to 4 counts sevens from the first day of the block.",
    rows.SessionDemand,
    (
        Column("activity", "Activity", CODE, "From the sheet Activities.", "C", required=True, refers="activities"),
        Column("staff", "Staff", Choice(("resident", "faculty")), "", "faculty", required=True, width=12),
        Column("week", "Week", Whole(1, 4), "Empty: every week that has no row of its own.", 4, width=8),
        Column("weekday", "Weekday", Weekday(), "", 3, required=True),
        Column("slot", "Half of the day", SLOT, "", "PM", required=True, width=10),
        Column("minimum", "Minimum", Whole(0, 500), "", 1, default=0),
        Column("maximum", "Maximum", Whole(0, 500), "Empty: no limit.", 1),
        Column("half_a_day_each", "Half a day each", YES_NO, "Nobody does it in both halves of that day.", False, default=False),
    ),
    key=("activity", "staff", "week", "weekday", "slot"), most_rows=500,
)  # fmt: skip

CURRICULUM = Sheet(
    "curriculum", "Curriculum",
    "How much of each rotation every resident of a PGY does in the year, in blocks.",
    rows.CurriculumItem,
    (
        Column("pgy", "PGY", PGY, "", 1, required=True, width=8),
        Column("track", "Track", TRACK, "Empty: every track. A row for a track replaces the general one.", "", default="", width=18),
        _rotation(),
        Column("minimum_halves", "Minimum blocks", BLOCKS, "In steps of 0.5.", 3, required=True),
        Column("maximum_halves", "Maximum blocks", BLOCKS, "In steps of 0.5.", 4, required=True),
        Column("after", "After", CODE, "A rotation that must be done before.", "LD", refers="rotations", width=10),
        *_window("Done"),
        Column("gap_halves", "Gap in blocks", BLOCKS, "That must lie between two of them.", 2, default=0),
    ),
    key=("pgy", "track", "rotation"), most_rows=1000,
)  # fmt: skip

REQUIREMENTS = Sheet(
    "requirements", "Requirements",
    "What residents must have done by the end of a year or of training: weeks of a rotation, or "
    "half-days or hours of an activity.",
    rows.Requirement,
    (
        Column("code", "Code", LONG_CODE, "", "FMP-HOURS", required=True),
        Column("name", "Name", Text(120), "", "Hours in the family medicine practice", required=True, width=40),
        Column("pgy", "PGY", PGY, "In the year of this PGY. Empty: by the end of training.", 3, width=8),
        Column("track", "Track", TRACK, "Empty: every track.", "", default="", width=18),
        _rotation(required=False, note="For weeks: from the sheet Rotations."),
        Column("activity", "Activity", CODE, "For half-days and hours: from the sheet Activities.", "C", refers="activities"),
        Column("unit", "Unit", Choice(("weeks", "half-days", "hours")), "", "hours", required=True, width=12),
        Column("minimum", "Minimum", Whole(1, 100_000), "In this unit.", 1000, required=True),
        Column("binding", "Binding", YES_NO, "It must be met; otherwise it is a target.", False, default=False),
        Column("source", "Source", Text(200), "Who asks for it, and where.", "Decided by the program.", default="", width=40),
    ),
    key=("code",), most_rows=300,
)  # fmt: skip

CALL_TYPES = Sheet(
    "call_types", "Call types",
    "The lines of the call roster. An end that is not later than its start is on "
    "the next day.",
    rows.CallType,
    (
        Column("code", "Code", CODE, "", "RC-S", required=True, width=10),
        Column("name", "Name", Text(80), "", "Senior in-house call", required=True, width=30),
        Column("kind", "Kind", Choice(("in-house", "home", "backup")), "", "in-house", required=True, width=12),
        Column("staff", "Staff", Choice(("resident", "faculty")), "", "resident", required=True, width=12),
        Column("pgys", "PGYs", Several(PGY), "Of residents.", (2, 3), default=(), width=10),
        Column("excluded_roles", "Excluded roles", Several(FACULTY_ROLE), "Of faculty.", ("adjunct",), default=(), width=20),
        Column("nights", "Nights", Several(Weekday()), "That are staffed.", (1, 2, 3, 4, 5, 6, 7), required=True, width=30),
        Column("people_needed", "People needed", Whole(0, 50), "Each night.", 1, default=1),
        Column("pool_minimum", "Pool minimum", Whole(0, 500), "People on call-eligible rotations at any time.", 4, default=0),
        Column("weekday_starts", "Weekday starts", CLOCK, "", time(17), required=True),
        Column("weekday_ends", "Weekday ends", CLOCK, "", time(7), required=True),
        Column("weekend_starts", "Weekend starts", CLOCK, "Weekends and holidays.", time(7), required=True),
        Column("weekend_ends", "Weekend ends", CLOCK, "", time(7), required=True),
        Column("handover_minutes", "Hand-over minutes", Whole(0, 240), "At the end of in-house call, without new patients.", 60, default=60),
        Column("morning_after", "Morning after", CODE, "An activity; empty: works as usual.", "PC", refers="activities"),
        Column("afternoon_after", "Afternoon after", CODE, "An activity; empty: works as usual.", "PC", refers="activities"),
        Column("gap_nights", "Gap in nights", Whole(0, 60), "That must lie between two calls of a person.", 1, default=0),
        Column("position", "Order", Whole(0, 99), "In the roster.", 1, default=0, width=8),
        Column("spacing_nights", "Wished gap", Whole(0, 60), "Nights that should lie between two calls of a person.", 3, default=0),
        Column("every_other_week", "Every other week", YES_NO, "Nobody should have it two weeks running.", False, default=False),
        Column("sundays_per_block", "Sundays a block", Whole(0, 10), "That a person should have at most; empty: any.", 1),
        Column("newcomer_percent", "Newcomer percent", Whole(1, 100), "Of a full share, in the first year in the program.", 100, default=100),
    ),
    key=("code",), most_rows=50,
)  # fmt: skip

ATTENDING_WEEKS = Sheet(
    "attending_weeks", "Attending weeks",
    "Services on which one of the faculty attends in each week, and what goes with the week.",
    rows.AttendingWeek,
    (
        _rotation(note="Of the kind attending."),
        Column("starts_weekday", "Starts on", Weekday(), "The first day of each week.", 5, default=5),
        Column("gap_weeks", "Gap in weeks", Whole(0, 26), "That must lie between two weeks of a person.", 1, default=1),
        Column("spaced_weeks", "Wished gap", Whole(0, 26), "Weeks that should lie between them.", 2, default=2),
        Column("call_type", "Call type", CODE, "Call that goes with the week.", "FC", refers="call_types"),
        Column("call_nights", "Call nights", Several(Weekday()), "Taken by whoever attends.", (5, 6), default=(), width=20),
        Column("recovery", "Day after", CODE, "An activity; empty: works as usual.", "PC", refers="activities"),
    ),
    key=("rotation",), most_rows=50,
)  # fmt: skip

ATTENDING_SHARES = Sheet(
    "attending_shares", "Attending shares",
    "Who attends on a service, and for how many weeks a year.",
    rows.AttendingShare,
    (
        _rotation(note="Of the kind attending."),
        Column("faculty_role", "Faculty role", FACULTY_ROLE, "", "core", required=True, width=26),
        Column("minimum", "Minimum", Whole(0, 53), "Weeks a year.", 4, default=0),
        Column("target", "Target", Whole(0, 53), "Weeks that are aimed at.", 6, required=True),
        Column("maximum", "Maximum", Whole(0, 53), "Weeks a year.", 7, required=True),
    ),
    key=("rotation", "faculty_role"), most_rows=500,
)  # fmt: skip

CALL_DAY_WISHES = Sheet(
    "call_day_wishes", "Call day wishes",
    "Weekdays that people in a faculty role like for call, or do not.",
    rows.CallDayWish,
    (
        Column("call_type", "Call type", CODE, "From the sheet Call types.", "FC", required=True, refers="call_types"),
        Column("faculty_role", "Faculty role", FACULTY_ROLE, "", "program_director", required=True, width=26),
        Column("weekday", "Weekday", Weekday(), "", 2, required=True),
        Column("wish", "Wish", Choice(("prefer", "avoid")), "", "avoid", default="avoid", width=10),
        Column("rank", "Rank", Whole(1, 99), "1 is wished for most.", 3, default=3, width=8),
    ),
    key=("call_type", "faculty_role", "weekday"), most_rows=500,
)  # fmt: skip

PEOPLE = Sheet(
    "people", "People",
    "Residents and faculty. The e-mail address says who somebody is from one file to the next.",
    rows.Person,
    (
        Column("name", "Person", PERSON, '"Last, First"; the same nowhere else in this sheet.', "Okafor, Amara", required=True, width=26),
        Column("email", "E-mail", EMAIL, "", "amara.okafor@example.org", required=True, width=34),
        Column("phone", "Phone", Text(40), "Shown to people who look up who is on call.", "555-0100", default="", width=16),
    ),
    key=("name",), most_rows=2000,
)  # fmt: skip

ENROLMENTS = Sheet(
    "enrolments", "Enrolments",
    "Each person's place in the academic year of this file. Half-days are counted by the week.",
    rows.Enrolment,
    (
        _person(),
        Column("position", "Position", Choice(("resident", "faculty")), "", "resident", required=True, width=12),
        Column("pgy", "PGY", PGY, "Of residents.", 1, width=8),
        Column("faculty_role", "Faculty role", FACULTY_ROLE, "Of faculty.", "", width=26),
        Column("fte_percent", "FTE percent", Whole(1, 100), "", 100, default=100),
        Column("track", "Track", TRACK, "", "", default="", width=18),
        Column("clinic_min", "Clinic minimum", HALF_DAYS, "Half-days a week.", 2, default=0),
        Column("clinic_max", "Clinic maximum", HALF_DAYS, "Half-days a week.", 4, default=4),
        Column("supervision_min", "Supervision minimum", HALF_DAYS, "Half-days a week.", 1, default=0),
        Column("supervision_max", "Supervision maximum", HALF_DAYS, "Half-days a week.", 8, default=0),
        Column("call_eligible", "Call eligible", YES_NO, "", True, default=True),
        Column("starts_on", "Starts on", DAY, "Only for part of the year.", date(2026, 9, 1)),
        Column("ends_on", "Ends on", DAY, "Only for part of the year.", date(2027, 3, 31)),
        Column("clinic_block_max", "Clinic maximum of a block", Whole(0, 62), "Of faculty, in half-days. Empty: no limit.", 16),
        Column("clinic_weekdays", "Clinic weekdays", Several(Weekday()), "On which they have clinic. Empty: any.", (1, 2, 4), default=(), width=20),
        Column("clinic_group", "Clinic group", Whole(1, 26), "Of residents: whose clinic weeks they share.", 1),
    ),
    key=("person",), most_rows=2000,
)  # fmt: skip

CREDENTIALS = Sheet(
    "credentials", "Credentials",
    "Who holds which credential. The day it expires is the last on which it is valid.",
    rows.Credential,
    (
        _person(),
        Column("kind", "Credential", LONG_CODE, "From the sheet Credential kinds.", "BLS", required=True, refers="credential_kinds"),
        Column("issued_on", "Issued on", DAY, "", date(2025, 3, 1), required=True),
        Column("expires_on", "Expires on", DAY, "Empty: never.", date(2027, 2, 28)),
    ),
    key=("person", "kind", "issued_on"), most_rows=10000,
)  # fmt: skip

CREDITS = Sheet(
    "credits", "Training done",
    "How much of a requirement each person had done before this academic year.",
    rows.Credit,
    (
        _person(),
        Column("requirement", "Requirement", LONG_CODE, "From the sheet Requirements.", "FMP-HOURS", required=True, refers="requirements", width=20),
        Column("amount", "Amount", Whole(0, 100_000), "In its unit.", 420, required=True),
    ),
    key=("person", "requirement"), most_rows=20000,
)  # fmt: skip

SUPERVISION_LEVELS = Sheet(
    "supervision_levels", "Supervision levels",
    "How closely somebody is supervised, and from when. Where nothing is said, a PGY-1 is under direct "
    "supervision and others under indirect. A row for an activity goes before a general one.",
    rows.SupervisionLevel,
    (
        _person(),
        Column("activity", "Activity", CODE, "From the sheet Activities; empty: all that ask for supervision.", "C", refers="activities"),
        Column("level", "Level", Choice(("direct", "indirect", "oversight")), "direct: a supervisor is present.", "indirect", required=True, width=12),
        Column("starts_on", "Starts on", DAY, "", date(2027, 1, 1), required=True),
        Column("ends_on", "Ends on", DAY, "Empty: until a later row.", date(2027, 6, 30)),
    ),
    key=("person", "activity", "starts_on"), most_rows=10000,
)  # fmt: skip

ABSENCES = Sheet(
    "absences", "Absences",
    "Who is away, to the half-day. Why stays private; the kind is seen by the office only.",
    rows.Absence,
    (
        _person(),
        Column("kind", "Kind", Choice(("vacation", "sick", "medical", "parental", "caregiver", "family_emergency", "bereavement", "conference", "military", "jury", "away_rotation", "interview", "holiday", "other")), "", "conference", required=True, width=18),
        Column("starts_on", "Starts on", DAY, "Within the academic year.", date(2026, 10, 5), required=True),
        Column("starts_at_slot", "From the", SLOT, "Half of that day.", "AM", default="AM", width=10),
        Column("ends_on", "Ends on", DAY, "Within the academic year.", date(2026, 10, 9), required=True),
        Column("ends_slot", "To the", SLOT, "Half of that day.", "PM", default="PM", width=10),
        Column("status", "Status", Choice(("requested", "approved", "denied", "cancelled")), "", "approved", required=True),
    ),
    most_rows=5000,
)  # fmt: skip

REQUESTS = Sheet(
    "requests", "Requests",
    "What people would like. Leave has dates; a rotation may have; call has dates or a weekday; "
    "clinic has a weekday.",
    rows.Request,
    (
        _person(),
        Column("kind", "Kind", Choice(("leave", "rotation", "call", "clinic")), "", "leave", required=True, width=12),
        Column("wish", "Wish", Choice(("prefer", "avoid")), "", "prefer", default="prefer", width=10),
        Column("rank", "Rank", Whole(1, 99), "1 is wished for most.", 1, default=1, width=8),
        _rotation(required=False, note="Of a rotation request."),
        Column("starts_on", "Starts on", DAY, "Within the academic year.", date(2026, 12, 21)),
        Column("ends_on", "Ends on", DAY, "Within the academic year.", date(2026, 12, 27)),
        Column("weekday", "Weekday", Weekday(), "Of a call or clinic request.", 2),
    ),
    most_rows=10000,
)  # fmt: skip

CALL_HISTORY = Sheet(
    "call_history", "Call history",
    "Calls beyond, or with a minus short of, a person's share before this academic year.",
    rows.CallBalance,
    (
        _person(),
        Column("call_type", "Call type", CODE, "From the sheet Call types.", "RC-S", required=True, refers="call_types"),
        Column("nights", "Nights", Whole(-366, 366), "", -2, default=0),
        Column("sundays", "Sundays", Whole(-53, 53), "", 1, default=0),
        Column("holidays", "Holidays", Whole(-53, 53), "", 0, default=0),
    ),
    key=("person", "call_type"), most_rows=5000,
)  # fmt: skip

RULE_PACKS = Sheet(
    "rule_packs", "Rule packs",
    "Whose requirements the program follows. Of a rule that is in several packs, the last one's holds. "
    "Those of a program that is there already hold from the first day of the academic year on. "
    "An empty sheet leaves the program's choice as it is.",
    rows.PackChoice,
    (
        Column("pack", "Pack", Text(60), "A file of the rule packs, without its ending.", "acgme-cpr-2025", required=True, width=24),
        Column("position", "Position", Whole(0, 99), "Later ones go before earlier ones.", 0, required=True),
    ),
    key=("pack",), most_rows=20,
)  # fmt: skip

RULES = Sheet(
    "rules", "Rules",
    "Where the program departs from the rule book. An empty sheet takes the book as it is.",
    rows.RuleSetting,
    (
        Column("code", "Code", code(40), "From the rule book.", "night-run", required=True, width=24),
        Column("parameters", "Parameters", Settings(), "Empty: as in the rule book.", {"nights": 6}, default={}, width=30),
        Column("weight", "Weight", Whole(1, 1_000_000), "Empty: it must hold. A number: the cost of each unit broken.", None),
        Column("active", "Active", YES_NO, "", True, default=True),
        Column("effective_from", "Effective from", DAY, "Empty: the first day of the academic year.", date(2026, 7, 1)),
        Column("effective_until", "Effective until", DAY, "Empty: for good.", None),
        Column("note", "Note", Text(200), "", "Agreed by the education committee.", default="", width=40),
    ),
    key=("code", "effective_from"), most_rows=300,
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (
    PROGRAM, SPECIAL_DAYS, PLACES, CREDENTIAL_KINDS, ACTIVITIES, ROTATIONS, DEMANDS, PATTERNS,
    WEEKLY_SHARES, SESSION_DEMANDS, CURRICULUM, REQUIREMENTS, CALL_TYPES, ATTENDING_WEEKS,
    ATTENDING_SHARES, CALL_DAY_WISHES, PEOPLE, ENROLMENTS, CREDENTIALS, CREDITS,
    SUPERVISION_LEVELS, ABSENCES, REQUESTS, CALL_HISTORY, RULE_PACKS, RULES,
)  # fmt: skip

BY_FIELD: dict[str, Sheet] = {sheet.field: sheet for sheet in SHEETS}


def key_column(sheet: Sheet) -> Column:
    """The column by which other sheets name a row of this one."""
    return sheet.column(sheet.key[0])
