"""The one declaration of the program workbook: its sheets, their columns, what a cell may hold.

The writer, the reader, the JSON Schema and docs/program-workbook.md all come from here.
"""

from __future__ import annotations

from .call_layout import (
    ATTENDING_SHARES,
    ATTENDING_WEEKS,
    CALL_DAY_WISHES,
    CALL_HISTORY,
    CALL_TYPES,
)
from .people_layout import (
    ABSENCES,
    CREDENTIALS,
    CREDITS,
    ENROLMENTS,
    PEOPLE,
    REQUESTS,
    SUPERVISION_LEVELS,
)
from .program_layout import (
    ACTIVITIES,
    CREDENTIAL_KINDS,
    PLACES,
    PROGRAM,
    ROTATIONS,
    RULE_PACKS,
    RULES,
    SPECIAL_DAYS,
)
from .sheet import Column, Sheet
from .work_layout import CURRICULUM, DEMANDS, PATTERNS, REQUIREMENTS, SESSION_DEMANDS, WEEKLY_SHARES

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
