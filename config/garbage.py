"""How often a process looks for garbage."""

from __future__ import annotations

import gc

THRESHOLDS = (20_000, 20, 20)
"""A page makes thousands of things that go with it; by default they would be looked through dozens
of times, with all that is kept ready. So would all that is loaded, a fifth of the time of a start."""


def look_seldom() -> None:
    """For every process, from the moment at which it reads its settings."""
    gc.set_threshold(*THRESHOLDS)


def settle() -> None:
    """What is loaded by now stays for good and is not looked through again."""
    gc.collect()
    gc.freeze()
    look_seldom()
