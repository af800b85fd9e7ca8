"""Sheets about call and attending weeks."""

from __future__ import annotations

from datetime import time

from . import program as rows
from .compound_kinds import Several
from .kinds import Choice, Text, Whole
from .shared_columns import (
    CLOCK,
    CODE,
    FACULTY_ROLE,
    PGY,
    YES_NO,
    person_column,
    rotation_column,
)
from .sheet import Column, Sheet
from .time_kinds import Weekday

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
        rotation_column(note="Of the kind attending."),
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
        rotation_column(note="Of the kind attending."),
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

CALL_HISTORY = Sheet(
    "call_history", "Call history",
    "Calls beyond, or with a minus short of, a person's share before this academic year.",
    rows.CallBalance,
    (
        person_column(),
        Column("call_type", "Call type", CODE, "From the sheet Call types.", "RC-S", required=True, refers="call_types"),
        Column("nights", "Nights", Whole(-366, 366), "", -2, default=0),
        Column("sundays", "Sundays", Whole(-53, 53), "", 1, default=0),
        Column("holidays", "Holidays", Whole(-53, 53), "", 0, default=0),
    ),
    key=("person", "call_type"), most_rows=5000,
)  # fmt: skip
