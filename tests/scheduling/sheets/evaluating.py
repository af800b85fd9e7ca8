"""The formulas of our workbooks, worked out as a spreadsheet would."""

import math
import re

from openpyxl.worksheet.worksheet import Worksheet


def value_of(sheet: Worksheet, formula: str) -> float:
    """Of sums of counts, with ROUNDUP and MIN: all that the footer uses."""
    counted = re.sub(r"SUMPRODUCT\((COUNTIF\([^()]*\))\)", r"\1", formula.removeprefix("="))
    numbers = re.sub(
        r"COUNTIF\(([^,]*),(\{[^}]*\}|\"[^\"]*\")\)", lambda m: _count(sheet, m), counted
    )
    return float(
        eval(numbers, {"__builtins__": {}, "ROUNDUP": lambda x, _: math.ceil(x), "MIN": min})
    )


def _count(sheet: Worksheet, match: re.Match[str]) -> str:
    codes = re.findall(r'"([^"]*)"', match[2])
    cells = [cell.value for row in sheet[match[1].replace("$", "")] for cell in row]
    return str(sum(str(value) == code for value in cells for code in codes))
