"""Twenty-four hours at a stretch, and four more to hand over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, Spells
from scheduling.engine.rules.base import Broken, Force, Rule
from scheduling.engine.rules.stretch_limits import stretch_limits
from scheduling.engine.rules.stretches import Stretch, goes_on_until, stretches


@dataclass(frozen=True, kw_only=True)
class ContinuousDuty(Rule):
    """No chain of work longer than the limit; minutes from first start to last end."""

    code: ClassVar[str] = "continuous-duty"
    title: ClassVar[str] = "Twenty-four hours at a stretch"
    text: ClassVar[str] = (
        "Work lasts at most so many hours at a stretch; a few more may be used for hand-over and "
        "education, without new patients."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.MUST
    meanings: ClassVar[Mapping[str, str]] = {
        "hours": "The most hours at a stretch with patients.",
        "transition_hours": "Hours more for hand-over and education.",
        "pause_minutes": "A shorter gap does not end a stretch.",
        "applies_to": "The tag of those it is for.",
    }

    hours: int = 24
    transition_hours: int = 4
    pause_minutes: int = 120  # a shorter gap, like lunch, does not end a stretch
    applies_to: str = "resident"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.hours < 1:
            after = ", and without them there is nothing to hand over after"
            raise ValueError(
                f"{self.title}: hours is {self.hours}; it must be 1 or more"
                f"{after if self.transition_hours else ''}."
            )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        people = facts.tagged(self.applies_to)
        for care_only, hours in ((True, self.hours), (False, self.hours + self.transition_hours)):
            too_long = stretches(
                facts.intervals,
                people=people,
                pause=self.pause_minutes,
                care_only=care_only,
                reaches=hours * 60 + 1,
            )
            yield self._not_whole(facts, list(too_long), hours, care_only=care_only)

    def _not_whole(
        self, facts: Facts, found: Sequence[Stretch], hours: int, *, care_only: bool
    ) -> Limits:
        times, pause = facts.intervals, self.pause_minutes

        def until(row: int, values: Ints) -> tuple[int]:
            end = goes_on_until(times, found[row], values, pause=pause, care_only=care_only)
            return (end + pause,)

        begin = np.array([stretch.start for stretch in found], dtype=np.int64)
        beyond = np.array([stretch.end + pause for stretch in found], dtype=np.int64)
        which = "care" if care_only else "all"
        return stretch_limits(
            facts,
            times,
            found,
            label=said("{hours} h", hours=hours),
            spells=Spells(begin, beyond, which, until),
        )

    def says(self, broken: Broken) -> str:
        return said(
            "{name} works more than {label} without a break around {days}.",
            name=broken.name,
            label=broken.label,
            days=broken.days,
        )
