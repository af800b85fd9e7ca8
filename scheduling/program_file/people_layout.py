"""Sheets about people: who there is, what they hold, when they are away, what they would like."""

from __future__ import annotations

from datetime import date

from . import program as rows
from .compound_kinds import Several
from .kinds import EMAIL, Choice, Text, Whole
from .shared_columns import (
    CODE,
    DAY,
    FACULTY_ROLE,
    HALF_DAYS,
    LONG_CODE,
    PERSON,
    PGY,
    SLOT,
    TRACK,
    YES_NO,
    person_column,
    rotation_column,
)
from .sheet import Column, Sheet
from .time_kinds import Weekday

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
        person_column(),
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
        person_column(),
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
        person_column(),
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
        person_column(),
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
        person_column(),
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
        person_column(),
        Column("kind", "Kind", Choice(("leave", "rotation", "call", "clinic")), "", "leave", required=True, width=12),
        Column("wish", "Wish", Choice(("prefer", "avoid")), "", "prefer", default="prefer", width=10),
        Column("rank", "Rank", Whole(1, 99), "1 is wished for most.", 1, default=1, width=8),
        rotation_column(required=False, note="Of a rotation request."),
        Column("starts_on", "Starts on", DAY, "Within the academic year.", date(2026, 12, 21)),
        Column("ends_on", "Ends on", DAY, "Within the academic year.", date(2026, 12, 27)),
        Column("weekday", "Weekday", Weekday(), "Of a call or clinic request.", 2),
    ),
    most_rows=10000,
)  # fmt: skip
