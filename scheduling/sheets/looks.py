"""Fonts, fills and borders of the workbooks, and colors that follow what is typed."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.colors import ink_on, is_color

from .pages import Code

TITLE = Font(bold=True, size=14)
BOLD = Font(bold=True)
SMALL = Font(size=8, color="555555")
GROUP = PatternFill("solid", fgColor="1F3A5F")
GROUP_FONT = Font(bold=True, color="FFFFFF")
HEAD = PatternFill("solid", fgColor="DCE6F1")
CALL = PatternFill("solid", fgColor="F2F2F2")
WEEKEND = PatternFill("solid", fgColor="E4E9EE")
HOLIDAY = PatternFill("solid", fgColor="92D050")
WRONG = PatternFill("solid", bgColor="FFC7CE")
WRONG_FONT = Font(bold=True, color="9C0006")
COUNTED = "0;-0;;@"
"""A zero says nothing, and sixty of them hide what does."""
HALVES_COUNTED = "0.#;-0.#;;@"
CENTER = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
WRAPPED = Alignment(horizontal="center", vertical="center", wrap_text=True)
UPRIGHT = Alignment(horizontal="center", vertical="bottom", text_rotation=90)

_THIN, _THICK = Side(style="thin", color="BFC7CF"), Side(style="medium", color="5B7A9D")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
BEGINS_DAY = Border(left=Side(style="thin", color="7F8C99"), right=_THIN, top=_THIN, bottom=_THIN)
BEGINS_WEEK = Border(left=_THICK, right=_THIN, top=_THIN, bottom=_THIN)


class Looks:
    """Gives a look to a cell. Each look is put together once: ten thousand cells share a few."""

    def __init__(self) -> None:
        self.made: dict[tuple[int, ...], Any] = {}

    def give(self, cell: Any, **parts: Any) -> None:
        """`parts` are `font`, `fill`, `border`, `alignment`, `number_format`; constants all."""
        # By identity, since the constants outlive the workbook and hashing them is what takes time.
        key = tuple(id(value) for item in sorted(parts.items()) for value in item)
        if key not in self.made:
            for name, value in parts.items():
                setattr(cell, name, value)
            self.made[key] = cell._style
        else:
            # openpyxl has no public way to share what it has put together.
            cell._style = copy(self.made[key])


def color_codes(worksheet: Worksheet, area: str, codes: Iterable[Code]) -> None:
    """Each code in its color, also when it is typed later."""
    for code in codes:
        if is_color(code.color):
            worksheet.conditional_formatting.add(
                area,
                CellIsRule(
                    operator="equal",
                    formula=[quoted(code.code)],
                    fill=PatternFill("solid", bgColor=_argb(code.color)),
                    font=Font(color=_argb(ink_on(code.color))),
                ),
            )


def flag(worksheet: Worksheet, area: str, formula: str) -> None:
    """Cells for which the formula holds stand out as wrong."""
    worksheet.conditional_formatting.add(
        area, FormulaRule(formula=[formula], fill=WRONG, font=WRONG_FONT)
    )


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def _argb(color: str) -> str:
    return f"FF{color.removeprefix('#').upper()}"
