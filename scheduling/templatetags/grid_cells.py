"""The cells of a block's grid as HTML: three thousand of them, which a template loop makes slowly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from scheduling.models import Assignment
from scheduling.queries.block_footer import FootCell
from scheduling.queries.block_grid import CallCell, Cell
from scheduling.queries.entries import activity_style, rotation_style

register = template.Library()


class Editing(Protocol):
    """Who looks may change the version of this status."""

    @property
    def status(self) -> str: ...


@register.simple_tag
def half_days(cells: Iterable[Cell], editing: Editing | None, why: str) -> SafeString:
    """A row of a person; each cell leads to where it is changed, or to why it is so."""
    return _safe(_half_day(cell, editing, why) for cell in cells)


@register.simple_tag
def calls(cells: Iterable[CallCell], editing: Editing | None, why: str) -> SafeString:
    """A row of the call roster."""
    return _safe(_call(cell, editing, why) for cell in cells)


@register.simple_tag
def counts(cells: Iterable[FootCell]) -> SafeString:
    """A row of the footer."""
    return _safe(f"<td{_attributes(c.style, c.title)}>{escape(c.text)}</td>" for c in cells)


@register.filter
def color_of(row: Assignment | None) -> str:
    """The class of what a row is about."""
    if row is not None and row.rotation_id:
        return rotation_style(row.rotation_id)
    return activity_style(row.activity_id) if row is not None and row.activity_id else ""


def _half_day(cell: Cell, editing: Editing | None, why: str) -> str:
    anchor = f' id="{escape(cell.anchor)}"' if cell.anchor else ""
    link = _link(cell.code, _address(cell.path, cell.assignment, editing, why), cell.assignment)
    return f"<td{anchor}{_attributes(cell.style, cell.title)}>{link}</td>"


def _call(cell: CallCell, editing: Editing | None, why: str) -> str:
    links = [
        _link(
            named.name,
            _address(f"{cell.path}/{named.person}", named.assignment, editing, why),
            named.assignment,
            title=named.name,
        )
        for named in cell.names
    ]
    if cell.missing or (editing and not links):
        words = "<strong>none</strong>" if cell.missing else ""
        links.append(_wrapped(words, _address(f"{cell.path}/0", None, editing, why)))
    return f'<td colspan="2"{_attributes(cell.style)}>{"".join(links)}</td>'


def _address(path: str, assignment: int | None, editing: Editing | None, why: str) -> str:
    """Relative to the page, because it is there three thousand times."""
    if editing:
        return f"{editing.status}/at/{path}/"
    return f"{why}{assignment}/" if assignment else ""


def _link(text: str, address: str, assignment: int | None, *, title: str = "") -> str:
    return _wrapped(escape(text), address, assignment, title)


def _wrapped(words: str, address: str, assignment: int | None = None, title: str = "") -> str:
    """A link without words says that there is nothing."""
    if not address:
        return words
    more = f' data-a="{assignment}"' if assignment else ""
    more += f' title="{escape(title)}"' if title else ""
    more += "" if words else ' aria-label="empty"'
    return f'<a href="{escape(address)}"{more}>{words}</a>'


def _attributes(style: str, title: str = "") -> str:
    said = f' title="{escape(title)}"' if title else ""
    return f' class="{escape(style)}"{said}'


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 -- everything in them is escaped
