"""Sentences that know their pattern and what fills it, so that they can be said in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Said(str):
    """English for everybody who only reads it; whoever translates looks up the pattern.

    What fills a pattern may be said itself. Days and numbers are written by the pattern's own
    formats: "{day:%d %b %Y}", "{hours:.1f}".
    """

    pattern: str
    parts: Mapping[str, object]
    many: str = ""
    """The pattern for other numbers than one; empty where no number decides."""
    number: int = 1


def said(pattern: str, /, **parts: object) -> str:
    """The pattern, filled."""
    text = Said(pattern.format(**parts))
    text.pattern, text.parts = pattern, parts
    return text


def counted(one: str, many: str, number: int, /, **parts: object) -> str:
    """One of two patterns, by a number that both may name as {count}."""
    parts = {"count": number} | parts
    text = Said((one if number == 1 else many).format(**parts))
    text.pattern, text.many, text.number, text.parts = one, many, number, parts
    return text


def joined(texts: Iterable[str], mark: str = ", ") -> str:
    """One after the other, with a mark between them that all languages share."""
    parts = {f"text_{number}": text for number, text in enumerate(texts)}
    return said(mark.join(f"{{{name}}}" for name in parts), **parts)


def listed(texts: Iterable[str]) -> str:
    """As in a sentence: "Ada, Bea and Cy"."""
    known = list(texts)
    if len(known) < 2:
        return known[0] if known else ""
    return said("{others} and {last}", others=joined(known[:-1]), last=known[-1])


def shortened(sentences: Sequence[str], most: int) -> str:
    """The first of them, and how many more there are."""
    first = joined(sentences[:most], " ")
    if len(sentences) <= most:
        return first
    return said("{first} And {count} more.", first=first, count=len(sentences) - most)
