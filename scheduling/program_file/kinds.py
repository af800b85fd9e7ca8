"""The kinds of cell in a program workbook: how each is read, written, and described.

A kind reads what openpyxl or a JSON parser hands over and gives the plain value, or raises
`Unreadable` with the end of a sentence that starts with the value itself.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar


class Unreadable(ValueError):
    """The end of a sentence about a cell: "is not a whole number."."""


def shown(value: object) -> str:
    """A value in quotes for a sentence, cut where nobody would read on."""
    text = "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for sign in _in_words(value)[:50]
    )
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def _in_words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (date, time, int, float)):
        return str(value)
    return repr(value)


class Kind(ABC):
    """Text in one cell, and the text itself in JSON, unless a kind says otherwise."""

    words: str = "text"
    number_format: str = "General"

    @abstractmethod
    def read(self, raw: Any) -> Any:
        """The value of a cell that is not empty."""

    def cell(self, value: Any) -> Any:
        """What to write into a cell."""
        return value

    def show(self, value: Any) -> str:
        """The value in a sentence."""
        return str(self.cell(value))

    def from_json(self, raw: Any) -> Any:
        return self.read(raw)

    def to_json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True)
class Text(Kind):
    """One line of text; runs of blanks count as one."""

    max_length: int
    pattern: str = ""
    words: str = "text"
    number_format: str = "@"

    def read(self, raw: Any) -> str:
        text = _one_line(raw)
        if len(text) > self.max_length:
            raise Unreadable(f"is longer than {self.max_length} characters.")
        if not text.isprintable():
            raise Unreadable("has characters that cannot be printed.")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise Unreadable(f"is not {self.words}.")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.max_length}


def _one_line(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str):
        raise Unreadable("is not text.")
    return " ".join(unicodedata.normalize("NFC", raw).split())


def code(max_length: int) -> Text:
    """A short name without blanks and without the signs that separate codes."""
    return Text(max_length, r"[^\s,;/]+", "a code: no blanks, commas or slashes")


EMAIL = Text(254, r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+", "an e-mail address")
SLUG = Text(50, r"[-a-zA-Z0-9_]+", "a short name of letters, digits and hyphens")
COLOR = Text(7, r"#[0-9a-fA-F]{6}", "a color like #ffc000")


@dataclass(frozen=True)
class PersonName(Kind):
    """ "Last, First", the way a person is named throughout the workbook."""

    words: str = 'a name like "Okafor, Amara"'
    longest_part: ClassVar[int] = 80

    def read(self, raw: Any) -> str:
        parts = [part.strip() for part in Text(200).read(raw).split(",")]
        if len(parts) != 2 or not all(parts):
            raise Unreadable(f"is not {self.words}.")
        if max(map(len, parts)) > self.longest_part:
            raise Unreadable(f"has a part longer than {self.longest_part} characters.")
        return ", ".join(parts)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number between two bounds."""

    low: int
    high: int

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"a whole number from {self.low} to {self.high}"

    def read(self, raw: Any) -> int:
        if isinstance(raw, str) and re.fullmatch(r"\s*[-+]?[0-9]{1,9}\s*", raw):
            raw = int(raw)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise Unreadable("is not a whole number.")
        if not self.low <= raw <= self.high:
            raise Unreadable(f"is not from {self.low} to {self.high}.")
        return raw

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Blocks(Kind):
    """Blocks in steps of a half in the workbook; a whole number of half-blocks as a value."""

    most: int = 53
    words: str = "a number of blocks in steps of 0.5, such as 1.5"
    number_format: str = "0.0"

    def read(self, raw: Any) -> int:
        if isinstance(raw, str) and re.fullmatch(r"\s*[0-9]{1,3}([.][0-9]{1,3})?\s*", raw):
            raw = float(raw)
        if not isinstance(raw, (int, float)) or isinstance(raw, bool):
            raise Unreadable("is not a number.")
        if not 0 <= raw <= self.most:
            raise Unreadable(f"is not from 0 to {self.most} blocks.")
        if raw * 2 != int(raw * 2):
            raise Unreadable("is not in steps of half a block.")
        return int(raw * 2)

    def cell(self, value: int) -> float:
        return value / 2

    def from_json(self, raw: Any) -> int:
        return Whole(0, 2 * self.most).read(raw)

    def schema(self) -> dict[str, Any]:
        return Whole(0, 2 * self.most).schema() | {"description": "In half-blocks."}


@dataclass(frozen=True)
class YesNo(Kind):
    """yes or no."""

    words: str = "yes or no"
    options: ClassVar[tuple[str, ...]] = ("yes", "no")

    def read(self, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        text = raw.strip().lower() if isinstance(raw, str) else ""
        if text not in self.options:
            raise Unreadable("is neither yes nor no.")
        return text == "yes"

    def cell(self, value: bool) -> str:
        return "yes" if value else "no"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def words(self) -> str:  # type: ignore[override]
        return "one of " + ", ".join(self.options)

    def read(self, raw: Any) -> str:
        text = raw.strip().casefold() if isinstance(raw, str) else None
        for option in self.options:
            if option.casefold() == text:
                return option
        raise Unreadable(f"is not {self.words}.")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.options)}
