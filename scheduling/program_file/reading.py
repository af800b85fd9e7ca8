"""Reads a program from a file of either kind."""

from __future__ import annotations

from .assemble import Reading
from .twin import read_json
from .workbook import read_workbook


def read_program(data: bytes) -> Reading:
    """The program in these bytes; JSON begins with a brace, and a workbook never does."""
    opening = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return read_json(data) if opening.startswith(b"{") else read_workbook(data)
