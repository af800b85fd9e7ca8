"""How hours and shares are written and drawn."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from people.spoken import spoken
from scheduling.engine.readings import clock
from scheduling.engine.rules import Force

register = template.Library()

FORCES = {
    Force.MUST: N_("must"),
    Force.SHOULD: N_("should"),
    Force.LOCAL: N_("program's own"),
    Force.WISH: N_("wish"),
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
    """Who says so, in a word. The tag that translates would do so before a filter: it is done here."""
    return gettext(FORCES[Force(value)])


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
