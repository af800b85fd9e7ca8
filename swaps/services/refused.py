"""How a swap is refused."""

from __future__ import annotations

from people.spoken import Refused


class SwapRefused(Refused):
    """A swap that cannot go ahead, in words and in the language of the person who asked."""
