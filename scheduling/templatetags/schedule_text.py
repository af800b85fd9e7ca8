"""How times and spans of days are written on the schedule's pages, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext

from people.spoken import spoken
from people.wording import said
from scheduling.engine.academic_year import Span
from scheduling.engine.examples import Example
from scheduling.engine.rules import Rule
from scheduling.queries.entries import Entry, Leave
from scheduling.queries.on_call import OnCall

register = template.Library()
register.filter("spoken", spoken)


@register.filter
def spoken_list(texts: Iterable[str]) -> str:
    """One after the other, each in the language that is spoken."""
    return ", ".join(map(spoken, texts))


ON_WEEKDAYS = dict(
    enumerate(
        (
            *(gettext_lazy("Mondays"), gettext_lazy("Tuesdays"), gettext_lazy("Wednesdays")),
            *(gettext_lazy("Thursdays"), gettext_lazy("Fridays")),
            *(gettext_lazy("Saturdays"), gettext_lazy("Sundays")),
        ),
        start=1,
    )
)
DASH = "\N{EN DASH}"


@register.filter
def hours(entry: Entry | OnCall) -> SafeString:
    """18:00-06:00 Fri, with a dash: the weekday only when it ends on another day than it starts."""
    starts, ends = _time(entry.starts_at), _time(entry.ends_at)
    if entry.ends_at.date() == entry.starts_at.date():
        return format_html('<span class="nowrap figures">{}{}{}</span>', starts, DASH, ends)
    return format_html(
        '<span class="nowrap figures">{}{}{}</span> <span class="next-day">{}</span>',
        *(starts, DASH, ends, date_format(entry.ends_at, "D")),
    )


@register.filter
def spoken_lines(texts: Iterable[str]) -> str:
    """Sentences one after the other."""
    return " ".join(map(spoken, texts))


@register.filter
def told(example: Example) -> list[str]:
    """What the rule says of an example; in English it is written down beside it."""
    if get_language() == "en":
        return list(example.says)
    return [spoken(sentence) for sentence in example.sentences]


@register.filter
def rule_text(rule: Rule) -> str:
    """What a rule says, with its numbers; packs and the rules themselves have the pattern."""
    pattern = rule.basis.text if rule.basis else type(rule).text
    filled = rule.parameters() if rule.basis else {}
    return spoken(said(pattern, **filled))


@register.filter
def weekday(number: int) -> str:
    """Tuesday, of 2."""
    return str(NAMES[number - 1])


@register.filter
def on_weekdays(number: int) -> str:
    """On Tuesdays, of 2."""
    return gettext("on %(weekdays)s") % {"weekdays": ON_WEEKDAYS[number]}


@register.filter
def clock(moment: datetime) -> SafeString:
    return _time(moment)


@register.filter
def moment(when: datetime) -> str:
    """Jul 6, 2026 at 18:00, by the clocks that the moment came with."""
    return date_format(when, pgettext("a moment", r"M j, Y \a\t H:i"))


# A moment among days is that of the clocks of the page.


@register.filter(expects_localtime=True)
def in_words(day: date) -> str:
    """Monday, Jul 6."""
    return date_format(day, pgettext("a day", "l, M j"))


@register.filter(expects_localtime=True)
def short_day(day: date) -> str:
    """Mon, Jul 6."""
    return date_format(day, pgettext("a day", "D, M j"))


@register.filter(expects_localtime=True)
def month_day(day: date) -> str:
    """Jul 6."""
    return date_format(day, pgettext("a day", "M j"))


@register.filter(expects_localtime=True)
def month_name(day: date) -> str:
    """Jul."""
    return date_format(day, pgettext("a month", "M"))


@register.filter(expects_localtime=True)
def full_day(day: date) -> str:
    """Jul 6, 2026."""
    return date_format(day, pgettext("a day", "M j, Y"))


@register.filter(expects_localtime=True)
def short_moment(when: datetime) -> str:
    """Mon, Jul 6, 18:00."""
    return date_format(when, pgettext("a moment", "D, M j, H:i"))


@register.filter(expects_localtime=True)
def deadline(when: datetime) -> str:
    """Mon, Jul 6, 2026 at 18:00."""
    return date_format(when, pgettext("a moment", r"D, M j, Y \a\t H:i"))


@register.filter(expects_localtime=True)
def long_moment(when: datetime) -> str:
    """Monday, July 6, 18:00."""
    return date_format(when, pgettext("a moment", "l, F j, H:i"))


@register.filter
def days(span: Span | Entry | Leave) -> str:
    """Jul 6-12, 2026, with a dash and as short as it can be."""
    first, last = span.starts_on, span.ends_on
    if first == last:
        return full_day(first)
    if first.year != last.year:
        return f"{full_day(first)} {DASH} {full_day(last)}"
    if first.month != last.month:
        return f"{month_day(first)} {DASH} {full_day(last)}"
    pattern = pgettext("days of a month", "{month} {first}\N{EN DASH}{last}, {year}")
    return _within_a_month(pattern, first, last)


@register.filter
def short_days(span: Span | Entry | Leave) -> str:
    """The same without the year."""
    first, last = span.starts_on, span.ends_on
    if first == last:
        return month_day(first)
    if (first.year, first.month) != (last.year, last.month):
        return f"{month_day(first)} {DASH} {month_day(last)}"
    pattern = pgettext("days of a month", "{month} {first}\N{EN DASH}{last}")
    return _within_a_month(pattern, first, last)


@register.simple_tag
def weekdays() -> list[str]:
    """Mon to Sun, as heads of columns."""
    return [str(WEEKDAYS_ABBR[day]) for day in sorted(WEEKDAYS_ABBR)]


def _within_a_month(pattern: str, first: date, last: date) -> str:
    month = month_name(first)
    return pattern.format(month=month, first=first.day, last=last.day, year=first.year)


def _time(moment: datetime) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), f"{moment:%H:%M}")
