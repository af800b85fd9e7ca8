"""How hours, shares and months of findings are written and drawn."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.spoken import spoken
from scheduling.compliance.queries.trend import Month
from scheduling.engine.readings import clock
from scheduling.engine.rules import Force

register = template.Library()

WIDTH, HEIGHT, FOOT = 52, 120, 18
FORCES = {
    Force.MUST: "must",
    Force.SHOULD: "should",
    Force.LOCAL: "program's own",
    Force.WISH: "wish",
}


@register.filter
def hours(minutes: int) -> str:
    """Whole hours and minutes."""
    return spoken(clock(minutes))


@register.filter
def one_digit(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


@register.filter
def force(value: Force) -> str:
    """Who says so, in a word."""
    return FORCES[Force(value)]


@register.simple_tag
def limit_bar(percent: int | None) -> SafeString:
    """How much of a limit is used; beyond it the bar is full and red."""
    if percent is None:
        return SafeString("")
    style = "is-beyond" if percent > 100 else "is-close" if percent >= 95 else "is-used"
    return format_html(
        '<svg class="limit-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" x="0" y="0" width="{}" height="8"/></svg>',
        *(style, min(percent, 100)),
    )


@register.simple_tag
def trend_chart(months: Sequence[Month]) -> SafeString:
    """A column for each month: must below, should on it, the program's own on top."""
    most = max([month.all for month in months] + [1])
    columns = format_html_join("", "{}", ((_column(i, m, most),) for i, m in enumerate(months)))
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        *(WIDTH * len(months), HEIGHT + FOOT, _spoken(months), columns),
    )


def _column(number: int, month: Month, most: int) -> SafeString:
    floor, parts = float(HEIGHT), []
    for style, count in (("must", month.must), ("should", month.should), ("local", month.local)):
        height = (HEIGHT - 14) * count / most
        floor -= height
        parts.append((style, WIDTH * number + 8, f"{floor:.1f}", WIDTH - 16, f"{height:.1f}"))
    bars = format_html_join("", '<rect class="is-{}" x="{}" y="{}" width="{}" height="{}"/>', parts)
    middle = WIDTH * number + WIDTH / 2
    return format_html(
        '<g class="{}">{}<text x="{}" y="{}">{}</text><text class="is-month" x="{}" y="{}">{}</text>'
        "</g>",
        *("is-over" if month.is_over else "is-coming", bars, middle, f"{floor - 3:.1f}"),
        *(month.all or "", middle, HEIGHT + FOOT - 4, f"{month.first_day:%b}"),
    )


def _spoken(months: Sequence[Month]) -> str:
    said = (f"{m.first_day:%B}: {m.must} must, {m.should} should, {m.local} own" for m in months)
    return "Findings by month. " + "; ".join(said)
