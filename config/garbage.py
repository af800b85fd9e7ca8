"""How often a process that serves pages looks for garbage."""

from __future__ import annotations

import gc

THRESHOLDS = (20_000, 20, 20)
"""A page makes thousands of things that go with it; by default they would be looked through dozens
of times, with all that is kept ready."""


def settle() -> None:
    """What is loaded by now stays for good and is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
