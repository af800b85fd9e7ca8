"""How a swap is refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from people.spoken import spoken


class SwapRefused(ValidationError):
    """A swap that cannot go ahead, in words and in the language of the person who asked."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(spoken(sentence), code=code)
