"""Sheets about the program itself: its dictionary of codes, its rotations, its rules."""

from __future__ import annotations

from datetime import date, time

from scheduling.engine.academic_year import Style

from . import program as rows
from .compound_kinds import Settings, Several
from .kinds import SLUG, Choice, Text, Whole, code
from .shared_columns import (
    CLOCK,
    CODE,
    DAY,
    FACULTY_ROLE,
    LONG_CODE,
    PGY,
    YES_NO,
    color_column,
    window_columns,
)
from .sheet import Column, Sheet

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
        color_column(),
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
        *window_columns("Done"),
        Column("leave_eligible", "Leave eligible", YES_NO, "Leave may be taken during it.", False, required=True),
        Column("call_eligible", "Call eligible", YES_NO, "Call may be taken during it.", False, required=True),
        Column("first_half", "First half", CODE, "A rotation of length half.", "NF", refers="rotations", width=10),
        Column("second_half", "Second half", CODE, "A rotation of length half.", "CARD", refers="rotations", width=10),
        color_column(),
        Column("every_weeks", "Every weeks", Whole(2, 26), "For clinic weeks: each clinic group comes to it every so many weeks.", 5),
        Column("for_weeks", "For weeks", Whole(1, 25), "For clinic weeks: how many at a time.", 1, default=1),
    ),
    key=("code",), most_rows=300,
)  # fmt: skip

RULE_PACKS = Sheet(
    "rule_packs", "Rule packs",
    "Whose requirements the program follows. Of a rule that is in several packs, the last one's holds. "
    "Those of a program that is there already hold from the first day of the academic year on, or from when "
    "they take effect in it. "
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
