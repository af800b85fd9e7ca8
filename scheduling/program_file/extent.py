"""Counts what reading a workbook would build, from its parts alone, before anything is built."""

from __future__ import annotations

from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from openpyxl.utils.cell import range_boundaries

MOST_CELLS = 300_000
LARGEST_AREA = 10_000

CELL = "c"
AREAS = frozenset({"mergeCell", "hyperlink", "comment"})
"""What is said of an area here, openpyxl says of every cell in it."""


class TooMuch(Exception):
    """Says which limit a workbook goes beyond."""


class Extent:
    """Cells and areas of all the parts of a workbook together."""

    def __init__(self) -> None:
        self.cells = 0

    def part(self) -> Part:
        return Part(self)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == CELL:
            self._count(1)
        elif kind in AREAS and "ref" in attributes:
            self._area(attributes["ref"])

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MOST_CELLS:
            raise TooMuch(
                f"The workbook has more than {MOST_CELLS:,} cells; that is the limit. "
                "Are there formats below the last rows?"
            )

    def _area(self, ref: str) -> None:
        cells = _size(ref)
        if cells > LARGEST_AREA:
            raise TooMuch(
                f"The cells {ref} are merged, or linked, as one area; the limit is "
                f"{LARGEST_AREA:,} cells. Split them and fill in each one."
            )
        self._count(cells)


class Part:
    """One part of a workbook, read as it is unpacked. What is no XML builds nothing."""

    def __init__(self, extent: Extent) -> None:
        self._parser: XMLParserType | None = ParserCreate()
        self._parser.StartElementHandler = extent.start

    def feed(self, piece: bytes) -> None:
        if self._parser is None:
            return
        try:
            self._parser.Parse(piece)
        except (ExpatError, ValueError, LookupError):
            self._parser = None


def _size(ref: str) -> int:
    try:
        left, top, right, bottom = map(int, range_boundaries(ref))
    except (ValueError, TypeError):
        return 1  # the reader will not understand it either
    return (right - left + 1) * (bottom - top + 1)
