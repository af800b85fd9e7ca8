"""How half-days, hours and balances of leave are written and drawn."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.spoken import spoken
from people.time_away import counting
from scheduling.queries.leave_book import Balance

register = template.Library()

WIDTH = 1000


@register.filter
def in_days(halves: int) -> str:
    return spoken(counting.in_days(halves))


@register.filter
def in_hours(minutes: int) -> str:
    """Whole hours without a fraction."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


@register.filter
def academic_year(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02}"


@register.simple_tag
def balance_bar(balance: Balance) -> SafeString:
    """What was taken, is to come and is asked for, as parts of a bar; the rest is left."""
    whole = max(balance.allotment.halves, balance.used + balance.planned + balance.asked)
    start, parts = 0.0, []
    for name, halves in (
        ("is-used", balance.used),
        ("is-planned", balance.planned),
        ("is-asked", balance.asked),
    ):
        width = WIDTH * halves / whole
        parts.append((name, f"{start:.1f}", f"{width:.1f}"))
        start += width
    bars = format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="40"/>', parts)
    words = _("%(used)s taken, %(planned)s to come, %(asked)s asked for, of %(all)s") % {
        "used": in_days(balance.used),
        "planned": in_days(balance.planned),
        "asked": in_days(balance.asked),
        "all": in_days(balance.allotment.halves),
    }
    return format_html(
        '<svg class="leave-bar" viewBox="0 0 {} 40" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>',
        *(WIDTH, words, bars),
    )


@register.simple_tag
def share_bar(number: int, most: int) -> SafeString:
    """A number beside the largest of its column."""
    width = WIDTH * number / most if most else 0
    return format_html(
        '<svg class="leave-bar" viewBox="0 0 {} 40" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="is-planned" x="0" y="0" width="{}" height="40"/></svg>',
        *(WIDTH, f"{width:.1f}"),
    )
