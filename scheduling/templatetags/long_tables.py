"""Rows of long tables as HTML: thousands of cells, which a template loop makes slowly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from scheduling.engine.supply import Supply
from scheduling.queries.as_of_week import Day, Part

register = template.Library()

MEANS = {"credential": " (credential)", "rooms": " (rooms, at each time something begins)"}
"""What a line is about, where it is not a service."""


@register.simple_tag
def supply_rows(lines: Iterable[Supply]) -> SafeString:
    """Supply beside demand: a row for each service and week."""
    return _safe(_supply(line) for line in lines)


@register.simple_tag
def week_days(days: Iterable[Day]) -> SafeString:
    """What somebody had on each day of a week, and in brackets what it is now."""
    return _safe(f"<td>{''.join(_parts(day.parts))}</td>" for day in days)


def _supply(line: Supply) -> str:
    style = ' class="is-hard"' if line.short else ""
    takes = "–" if line.takes is None else line.takes  # noqa: RUF001
    week = f"{line.week:%b} {line.week.day}, {line.week.year}"
    name = f"{_escaped(line.name)}{MEANS.get(line.sort, '')}"
    return (
        f'<tr{style}><td>{week}</td><th scope="row">{name}</th><td>{line.needed}</td>'
        f"<td>{takes}</td><td>{line.people}</td><td>{line.short or ''}</td></tr>"
    )


def _parts(parts: tuple[Part, ...]) -> Iterator[str]:
    last = len(parts) - 1
    for place, part in enumerate(parts):
        if part.changed:
            now = f"<ins>({_escaped(part.now or 'none')})</ins>"
            then = _escaped(part.then or "–")  # noqa: RUF001
            yield f'<span class="as-of-part is-changed">{then} {now}</span>'
        elif part.then:
            yield f'<span class="as-of-part">{_escaped(part.then)}</span>'
        elif place < last:
            yield '<span class="as-of-part">·</span>'


@lru_cache(4096)
def _escaped(text: str) -> str:
    """The same codes and names, again and again."""
    return escape(text)


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 -- everything in them is escaped
