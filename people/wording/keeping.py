"""Sentences as JSON: with their patterns, so that they are said in any language later too."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from people.wording import Said, counted, said

DAY, MOMENT = "a day", "a moment"
"""No name of a part has a space in it."""


def packed(value: Any) -> Any:
    """As JSON knows it, whatever sentences are within."""
    if isinstance(value, Said):
        parts = {name: packed(part) for name, part in value.parts.items()}
        more = {"many": value.many, "number": value.number} if value.many else {}
        return {"said": value.pattern, "parts": parts} | more
    if isinstance(value, dict):
        return {key: packed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [packed(each) for each in value]
    if isinstance(value, datetime):
        return {MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if value is None or isinstance(value, str | bool | int | float):
        return value
    # Whatever else fills a pattern, such as a person, is there by its name; numbers of numpy too.
    return value.item() if hasattr(value, "item") else str(value)


def unpacked(value: Any) -> Any:
    """The other way round."""
    if isinstance(value, list):
        return [unpacked(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {MOMENT}:
        return datetime.fromisoformat(value[MOMENT])
    if value.keys() == {DAY}:
        return date.fromisoformat(value[DAY])
    if "said" in value and "parts" in value:
        return _said(value["said"], unpacked(value["parts"]), value)
    return {key: unpacked(each) for key, each in value.items()}


def _said(pattern: str, parts: dict[str, Any], value: dict[str, Any]) -> str:
    if "many" in value:
        return counted(pattern, value["many"], value["number"], **parts)
    return said(pattern, **parts)
