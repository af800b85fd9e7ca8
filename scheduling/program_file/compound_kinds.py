"""Cells that hold more than one value: lists, and named values as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .kinds import Kind, Unreadable

LONGEST_LIST = 40
LONGEST_SETTINGS = 2000


@dataclass(frozen=True)
class Several(Kind):
    """A few values of one kind in one cell."""

    of: Kind
    separator: str = ","
    # As text, or a spreadsheet takes "1,2" for a number.
    number_format: str = "@"

    @property
    def words(self) -> str:  # type: ignore[override]
        name = {",": "commas", "/": "slashes"}[self.separator]
        return f"{self.of.words}; several are separated by {name}"

    def read(self, raw: Any) -> tuple[Any, ...]:
        parts = raw.split(self.separator) if isinstance(raw, str) else [raw]
        return self._all(parts, self.of.read)

    def cell(self, value: Sequence[Any]) -> Any:
        cells = [self.of.cell(item) for item in value]
        return cells[0] if len(cells) == 1 else self.separator.join(map(str, cells))

    def from_json(self, raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise Unreadable("is not a list.")
        return self._all(raw, self.of.from_json)

    def to_json(self, value: Sequence[Any]) -> list[Any]:
        return [self.of.to_json(item) for item in value]

    def schema(self) -> dict[str, Any]:
        items = self.of.schema()
        return {"type": "array", "items": items, "maxItems": LONGEST_LIST, "uniqueItems": True}

    def _all(self, parts: Sequence[Any], read: Any) -> tuple[Any, ...]:
        if len(parts) > LONGEST_LIST:
            raise Unreadable(f"has more than {LONGEST_LIST} entries.")
        values = tuple(read(part) for part in parts)
        if len(set(values)) < len(values):
            raise Unreadable("names something twice.")
        return values


@dataclass(frozen=True)
class Settings(Kind):
    """Named values, as JSON."""

    words: str = 'named values like {"nights": 6}'

    def read(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, str) or len(raw) > LONGEST_SETTINGS:
            raise Unreadable(f"is not {self.words}.")
        try:
            return self.from_json(json.loads(raw, parse_constant=_refuse_constant))
        except (ValueError, RecursionError):
            raise Unreadable(f"is not {self.words}.") from None

    def cell(self, value: Mapping[str, Any]) -> str:
        return json.dumps(value, sort_keys=True)

    def from_json(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict) or not all(map(_is_plain, (*raw, *raw.values()))):
            raise Unreadable(f"is not {self.words}.")
        if len(self.cell(raw)) > LONGEST_SETTINGS:
            raise Unreadable(f"is longer than {LONGEST_SETTINGS} characters.")
        return dict(raw)

    def to_json(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return dict(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


def _is_plain(value: object) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(_is_scalar(item) for item in items)


def _is_scalar(value: object) -> bool:
    if isinstance(value, str):
        return value.isprintable()
    return isinstance(value, (int, float)) and math.isfinite(value)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number.")
