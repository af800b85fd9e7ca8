"""The cells of a block's grid as HTML: three thousand of them, which a template loop makes slowly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class Cell(Protocol):
    """A half-day of a person, or of the footer."""

    @property
    def style(self) -> str: ...
    @property
    def title(self) -> str: ...


class PersonCell(Cell, Protocol):
    @property
    def code(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def assignment(self) -> int | None: ...


class CountCell(Cell, Protocol):
    @property
    def text(self) -> str: ...


@register.simple_tag
def half_days(cells: Iterable[PersonCell], why: str) -> SafeString:
    """A row of a person; each cell leads to why it is so."""
    return mark_safe("".join(_half_day(cell, why) for cell in cells))  # noqa: S308


@register.simple_tag
def counts(cells: Iterable[CountCell]) -> SafeString:
    """A row of the footer."""
    return mark_safe("".join(f"<td{_attributes(c)}>{escape(c.text)}</td>" for c in cells))  # noqa: S308


def _half_day(cell: PersonCell, why: str) -> str:
    code: str = escape(cell.code)
    if cell.assignment:
        code = f'<a href="{escape(why)}{cell.assignment}/">{code}</a>'
    anchor = f' id="{escape(cell.anchor)}"' if cell.anchor else ""
    return f"<td{anchor}{_attributes(cell)}>{code}</td>"


def _attributes(cell: Cell) -> str:
    title = f' title="{escape(cell.title)}"' if cell.title else ""
    return f' class="{escape(cell.style)}"{title}'
