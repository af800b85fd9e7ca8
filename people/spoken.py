"""What was said, in the language that is spoken at the moment; and refusals in it."""

import re
from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.dateformat import format as in_format
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from people.wording import Said, joined, said

CODE = re.compile("%-?(.)")
CODES = {"a": "D", "A": "l", "b": "b", "B": "F", "d": "j", "Y": "Y", "H": "H", "M": "i"}
"""Codes of days and times in patterns, and Django's for them; prose has no zeros before a day."""


def spoken(text: str) -> str:
    """Whatever knows its pattern is translated; any other text stays as it is."""
    if not isinstance(text, Said) or get_language() in (None, "en"):
        return str(text)
    pattern = _translated(text)
    return pattern.format(**{name: _part(part) for name, part in text.parts.items()})


def _translated(text: Said) -> str:
    if text.many:
        return ngettext(text.pattern, text.many, text.number)
    return gettext(text.pattern)


class Refused(ValidationError):
    """A refusal in the language of whoever is refused, which still knows its pattern."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(spoken(sentence), code=code)
        self.sentence = sentence


def refused(pattern: str, /, *, code: str, **parts: object) -> Refused:
    return Refused(said(pattern, **parts), code=code)


def said_in(refusal: ValidationError) -> str:
    """Why something was refused, to be kept and to be said in any language later."""
    return joined(_sentences(refusal), " ")


def _sentences(refusal: ValidationError) -> Iterator[str]:
    for each in refusal.error_list:
        yield from [each.sentence] if isinstance(each, Refused) else each.messages


def _part(part: object) -> object:
    if isinstance(part, str):
        return spoken(part)
    if isinstance(part, date):
        return _Day(part)
    return _Number(part) if isinstance(part, float) else part


class _Day:
    """A day, or a moment by its own clock, that is written by strftime's codes in any language."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __format__(self, codes: str) -> str:
        if not codes:
            return str(self.day)
        return CODE.sub(lambda code: in_format(self.day, CODES[code[1]]), codes)


class _Number(float):
    """A number with the mark before its fraction that the language has."""

    def __format__(self, digits: str) -> str:
        plain = super().__format__(digits)
        _, _, fraction = plain.partition(".")
        return number_format(plain, len(fraction) or None)
