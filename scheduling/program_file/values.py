"""Values that cells of a program workbook hold."""

from __future__ import annotations

Slot = tuple[int, str]
"""An ISO weekday and AM or PM."""

Codes = tuple[str, ...]
