"""Rows of long tables as HTML: thousands of cells, which a template loop makes slowly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from django import template
from django.utils.safestring import SafeString

from scheduling.engine.equity import Held
from scheduling.engine.supply import Supply
from scheduling.pictures import HeatCell
from scheduling.queries.as_of_week import Day, Part
from scheduling.templatetags.grid_cells import escaped, joined

register = template.Library()

MEANS = {"credential": " (credential)", "rooms": " (rooms, at each time something begins)"}
"""What a line is about, where it is not a service."""


@register.simple_tag
def supply_rows(lines: Iterable[Supply]) -> SafeString:
    """Supply beside demand: a row for each service and week."""
    return joined(_supply(line) for line in lines)


@register.simple_tag
def week_days(days: Iterable[Day]) -> SafeString:
    """What somebody had on each day of a week, and in brackets what it is now."""
    return joined(f"<td>{''.join(_parts(day.parts))}</td>" for day in days)


@register.simple_tag
def shares(held: Iterable[Held | None]) -> SafeString:
    """What somebody has of each duty, beside the fair share and what was carried over."""
    return joined(f"<td>{_share(each)}</td>" for each in held)


@register.simple_tag
def heat_cells(cells: Iterable[HeatCell]) -> SafeString:
    """A line of a heat map."""
    return joined(_heat(cell) for cell in cells)


def _share(held: Held | None) -> str:
    if held is None:
        return '<span class="sr-only">none</span>'
    most = f"–{held.most}" if held.most != held.least else ""  # noqa: RUF001
    said = f'{held.count}<span class="roster-fair">/{held.least}{most}</span>'
    if held.off:
        sign = "+" if held.off > 0 else ""
        said += f' <span class="roster-off">{sign}{held.off}</span>'
    if held.carried:
        said += (
            f' <span class="roster-fair" title="Carried over from before">({held.carried:+})</span>'
        )
    return said


def _heat(cell: HeatCell) -> str:
    said = (
        f'<rect class="s-{cell.shade}" x="{cell.x}" y="1" width="12" height="16">'
        f"<title>{escape(cell.says)}</title></rect>"
    )
    if cell.text:
        said += f'<text class="heat-text" x="{cell.x + 6}" y="13">{escape(cell.text)}</text>'
    return said


def _supply(line: Supply) -> str:
    style = ' class="is-hard"' if line.short else ""
    takes = "–" if line.takes is None else line.takes  # noqa: RUF001
    week = f"{line.week:%b} {line.week.day}, {line.week.year}"
    name = f"{escaped(line.name)}{MEANS.get(line.sort, '')}"
    return (
        f'<tr{style}><td>{week}</td><th scope="row">{name}</th><td>{line.needed}</td>'
        f"<td>{takes}</td><td>{line.people}</td><td>{line.short or ''}</td></tr>"
    )


def _parts(parts: tuple[Part, ...]) -> Iterator[str]:
    last = len(parts) - 1
    for place, part in enumerate(parts):
        if part.changed:
            now = f"<ins>({escaped(part.now or 'none')})</ins>"
            then = escaped(part.then or "–")  # noqa: RUF001
            yield f'<span class="as-of-part is-changed">{then} {now}</span>'
        elif part.then:
            yield f'<span class="as-of-part">{escaped(part.then)}</span>'
        elif place < last:
            yield '<span class="as-of-part">·</span>'
