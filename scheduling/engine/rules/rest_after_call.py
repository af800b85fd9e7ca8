"""Fourteen hours free after a day and night in house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from people.wording import said
from scheduling.engine.facts import Facts, Intervals
from scheduling.engine.limits import Limits, spells
from scheduling.engine.rules.base import Broken, Force, Rule
from scheduling.engine.rules.stretch_limits import stretch_limits
from scheduling.engine.rules.stretches import Stretch, stretches


@dataclass(frozen=True, kw_only=True)
class RestAfterCall(Rule):
    """After a stretch of `after_hours` that ends with in-house call, nothing for `hours`.

    Work that goes on without a pause, such as handing over or staying on, puts the rest off. Being
    called in from home is in-house call for as long as it lasts.
    """

    code: ClassVar[str] = "rest-after-call"
    title: ClassVar[str] = "Fourteen hours free after call"
    text: ClassVar[str] = (
        "After a long stretch of work that ends with in-house call, so many hours are free. With "
        "after_hours at 0 that goes for every in-house call, however short."
    )
    source: ClassVar[str] = "ACGME Common Program Requirements"
    force: ClassVar[Force] = Force.MUST
    meanings: ClassVar[Mapping[str, str]] = {
        "hours": "Hours free after it.",
        "after_hours": "How long a stretch asks for it; 0: every in-house call.",
        "pause_minutes": "A shorter gap does not end a stretch.",
        "applies_to": "The tag of those it is for.",
    }

    hours: int = 14
    after_hours: int = 24  # 0: after every in-house call
    pause_minutes: int = 120
    applies_to: str = "resident"

    def limits(self, facts: Facts) -> Iterator[Limits]:
        times = facts.attended
        long = stretches(
            times,
            people=facts.tagged(self.applies_to),
            pause=self.pause_minutes,
            care_only=False,
            reaches=max(1, self.after_hours * 60),
        )
        found = [
            back
            for stretch in long
            if times.call[stretch.chain[-1]]
            for back in self._too_soon(times, stretch, stretch.end + self.hours * 60)
        ]
        yield stretch_limits(
            facts,
            times,
            found,
            label=said("{hours} h", hours=self.hours),
            spells=spells(
                [times.start[back.chain[-1]] for back in found],
                [back.end + self.hours * 60 for back in found],
            ),
        )

    def _too_soon(self, times: Intervals, stretch: Stretch, until: int) -> Iterator[Stretch]:
        """The stretch and a return before the rest is over, with or without more work before it.

        Work that goes on beyond `until` is far longer than any stretch may be; it is not followed.
        """
        end = stretch.end
        since = times.times[stretch.chain[-1]][1]
        for index in times.starting(stretch.person, since, end + self.hours * 60):
            chain = (*stretch.chain, index)
            _, start, until_then = times.times[index]
            if until_then <= end:
                continue
            if start - end >= self.pause_minutes:
                between = times.between(stretch.chain[-1], index)
                yield replace(stretch, chain=chain, unless=between)
            elif until_then <= until:
                longer = replace(stretch, chain=chain, end=until_then)
                yield from self._too_soon(times, longer, until)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} has less than {label} free after call ({days}).",
            name=broken.name,
            label=broken.label,
            days=broken.days,
        )
