"""Names as people write them: made alike, found, and guessed at."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

DEGREES = frozenset({"md", "do", "phd", "mph", "dr", "mbbs", "jr", "sr"})
CLOSE = 0.6
GUESSES = 3


def normal(text: str) -> str:
    """Without accents, capitals, punctuation and spare spaces."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return re.sub(r"[^\w]+", " ", letters).strip()


def forms_of(first: str, last: str) -> set[str]:
    """How somebody may be written: Ada Rowan, Rowan, Ada, A. Rowan, Rowan A., Rowan."""
    given, family = normal(first), normal(last)
    short = {given, given[:1]} - {""}
    return {family, *(f"{g} {family}" for g in short), *(f"{family} {g}" for g in short)} - {""}


def without_degrees(text: str) -> str:
    words = [word for word in normal(text).split() if word not in DEGREES]
    return " ".join(words)


@dataclass
class Directory:
    """Things that have names, by the ways in which these are written."""

    forms: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    titles: dict[int, str] = field(default_factory=dict)
    """What each thing is called when it is offered."""

    def add(self, key: int, title: str, forms: Iterable[str]) -> None:
        self.titles[key] = title
        for form in forms:
            self.forms[normal(form)].add(key)

    def find(self, text: str) -> int | None:
        """The one thing that is written so; None where it is nobody's or several people's."""
        for form in (normal(text), without_degrees(text)):
            found = self.forms.get(form, set()) if form else set()
            if len(found) == 1:
                return next(iter(found))
        return None

    def guesses(self, text: str) -> list[int]:
        """What may be meant, the closest first."""
        wanted = without_degrees(text) or normal(text)
        scores: Mapping[int, float] = self._scores(wanted)
        close = [key for key, score in scores.items() if score >= CLOSE]
        return sorted(close, key=lambda key: (-scores[key], self.titles[key]))[:GUESSES]

    def _scores(self, wanted: str) -> dict[int, float]:
        best: dict[int, float] = defaultdict(float)
        for form, keys in self.forms.items():
            score = SequenceMatcher(None, wanted, form).ratio()
            for key in keys:
                best[key] = max(best[key], score)
        return best
