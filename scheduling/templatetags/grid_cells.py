"""The cells of a block's grid as HTML: three thousand of them, which a template loop makes slowly."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe

from scheduling.models import Assignment
from scheduling.queries.block_footer import FootCell
from scheduling.queries.block_grid import CallCell, Cell
from scheduling.queries.entries import activity_style, rotation_style
from scheduling.queries.faults import Mark
from scheduling.queries.year_shown import Cell as YearCell
from scheduling.queries.year_shown import Piece

register = template.Library()


class Editing(Protocol):
    """Who looks may change the version of this status."""

    @property
    def status(self) -> str: ...


@register.simple_tag
def half_days(cells: Iterable[Cell], editing: Editing | None, why: str) -> SafeString:
    """A row of a person; each cell leads to where it is changed, or to why it is so."""
    return joined(_half_day(cell, editing, why) for cell in cells)


@register.simple_tag
def blocks(cells: Iterable[YearCell], editing: Editing | None, why: str) -> SafeString:
    """A row of a resident's year."""
    return joined(_block(cell, editing, why) for cell in cells)


@register.simple_tag
def calls(cells: Iterable[CallCell], editing: Editing | None, why: str) -> SafeString:
    """A row of the call roster."""
    return joined(_call(cell, editing, why) for cell in cells)


@register.simple_tag
def counts(cells: Iterable[FootCell]) -> SafeString:
    """A row of the footer."""
    return joined(f"<td{_attributes(c.style, c.title)}>{escape(c.text)}</td>" for c in cells)


@register.filter
def color_of(row: Assignment | None) -> str:
    """The class of what a row is about."""
    if row is not None and row.rotation_id:
        return rotation_style(row.rotation_id)
    return activity_style(row.activity_id) if row is not None and row.activity_id else ""


def _half_day(cell: Cell, editing: Editing | None, why: str) -> str:
    anchor = f' id="{cell.anchor}"' if cell.anchor else ""
    address = _address(cell.path, cell.assignment, editing, why)
    link = _wrapped(escaped(cell.code), address, cell.assignment)
    return f"<td{anchor}{_attributes(cell.style, cell.title)}>{link}</td>"


def _block(cell: YearCell, editing: Editing | None, why: str) -> str:
    pieces = "".join(_piece(piece, editing, why) for piece in cell.pieces)
    if editing and not cell.pieces:
        where = f"{editing.status}/at/{cell.path}/"
        pieces = f'<a class="grid-piece is-empty" href="{where}" aria-label="empty"></a>'
    leave = ""
    if cell.leave:
        days = escape(cell.leave)
        leave = (
            f'<span class="grid-leave" title="Leave, {days}">LV'
            f'<span class="sr-only">, leave {days}</span></span>'
        )
    style = " ".join(filter(None, ("is-now" if cell.is_now else "", _style(cell.mark))))
    anchor = f' id="{cell.anchor}"' if cell.mark else ""
    inside = f'<div class="grid-cell"><div class="grid-pieces">{pieces}</div>{leave}</div>'
    said = cell.mark.text if cell.mark else ""
    return f"<td{anchor}{_attributes(style, said)}>{inside}{_mark(cell.mark)}</td>"


def _piece(piece: Piece, editing: Editing | None, why: str) -> str:
    """A rotation; it leads to where it is changed, or to why it is so."""
    where = f"{editing.status}/at/{piece.path}/" if editing else f"{why}{piece.assignment}/"
    return (
        f'<a class="grid-piece {piece.style}" href="{where}" '
        f'data-a="{piece.assignment}" title="{escaped(piece.name)}">{escaped(piece.code)}</a>'
    )


def _style(mark: Mark | None) -> str:
    return mark.style if mark else ""


def _mark(mark: Mark | None) -> str:
    if mark is None:
        return ""
    return (
        f'<span class="grid-mark {mark.style}">{mark.count}'
        '<span class="sr-only"> found, listed below</span></span>'
    )


def _call(cell: CallCell, editing: Editing | None, why: str) -> str:
    links = [
        _wrapped(
            escaped(named.name),
            _address(f"{cell.path}/{named.person}", named.assignment, editing, why),
            named.assignment,
            named.name,
        )
        for named in cell.names
    ]
    if cell.missing or (editing and not links):
        words = "<strong>none</strong>" if cell.missing else ""
        links.append(_wrapped(words, _address(f"{cell.path}/0", None, editing, why)))
    return f'<td colspan="2"{_attributes(cell.style)}>{"".join(links)}</td>'


def _address(path: str, assignment: int | None, editing: Editing | None, why: str) -> str:
    """Relative to the page, because it is there three thousand times; made of numbers and words that
    need no escaping."""
    if editing:
        return f"{editing.status}/at/{path}/"
    return f"{why}{assignment}/" if assignment else ""


def _wrapped(words: str, address: str, assignment: int | None = None, title: str = "") -> str:
    """A link without words says that there is nothing."""
    if not address:
        return words
    more = f' data-a="{assignment}"' if assignment else ""
    more += f' title="{escaped(title)}"' if title else ""
    more += "" if words else ' aria-label="empty"'
    return f'<a href="{address}"{more}>{words}</a>'


@lru_cache(4096)
def escaped(text: str) -> str:
    """The same codes and names, again and again."""
    return escape(text)


@lru_cache(4096)
def _attributes(style: str, title: str = "") -> str:
    said = f' title="{escape(title)}"' if title else ""
    return f' class="{escape(style)}"{said}'


def joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 -- everything in them is escaped
