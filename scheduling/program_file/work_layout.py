"""Sheets about what is asked of the work: demand, weekly patterns, curriculum, requirements."""

from __future__ import annotations

from . import program as rows
from .compound_kinds import Several
from .kinds import Choice, Text, Whole
from .shared_columns import (
    BLOCKS,
    CODE,
    HALF_DAYS,
    LONG_CODE,
    PGY,
    SLOT,
    TRACK,
    YES_NO,
    rotation_column,
    window_columns,
)
from .sheet import Column, Sheet
from .time_kinds import Weekday

DEMANDS = Sheet(
    "demands", "Rotation demand",
    "How many residents a rotation needs, and takes, at any time.",
    rows.RotationDemand,
    (
        rotation_column(),
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
        rotation_column(),
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
        rotation_column(),
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
        rotation_column(),
        Column("minimum_halves", "Minimum blocks", BLOCKS, "In steps of 0.5.", 3, required=True),
        Column("maximum_halves", "Maximum blocks", BLOCKS, "In steps of 0.5.", 4, required=True),
        Column("after", "After", CODE, "A rotation that must be done before.", "LD", refers="rotations", width=10),
        *window_columns("Done"),
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
        rotation_column(required=False, note="For weeks: from the sheet Rotations."),
        Column("activity", "Activity", CODE, "For half-days and hours: from the sheet Activities.", "C", refers="activities"),
        Column("unit", "Unit", Choice(("weeks", "half-days", "hours")), "", "hours", required=True, width=12),
        Column("minimum", "Minimum", Whole(1, 100_000), "In this unit.", 1000, required=True),
        Column("binding", "Binding", YES_NO, "It must be met; otherwise it is a target.", False, default=False),
        Column("source", "Source", Text(200), "Who asks for it, and where.", "Decided by the program.", default="", width=40),
    ),
    key=("code",), most_rows=300,
)  # fmt: skip
