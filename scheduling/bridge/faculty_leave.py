"""Leave of the faculty, decided with the half-days of a block: as far as those who stay can do.

A week that was asked for may be given once, in place of all work of its half-days. What a week asks
of a person is less when leave takes a part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from people.models import Enrolment
from people.wording import said
from scheduling.bridge.duties import half_day_label, leave_duty
from scheduling.bridge.leave_allotments import hold_new_leave
from scheduling.bridge.leave_wishes import leave_asked, wish_price
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import standing_leave
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Expectation, Preference, Quota
from scheduling.models import Request, Rotation


@dataclass(frozen=True)
class PossibleLeave:
    """The weeks that may still be given, by person and day."""

    duties: Mapping[tuple[str, date], tuple[str, ...]] = field(default_factory=dict)

    def on(self, person: str, day: date) -> tuple[str, ...]:
        return self.duties.get((person, day), ())

    def eased(
        self, quota: Quota, days: Iterable[date], low_of: Callable[[int], int]
    ) -> Iterator[Quota]:
        """The quota, of which a week of leave fills what nobody asks for in it.

        `days` are those of the half-days worked, and `low_of` says what is asked for when so many
        of them are worked.
        """
        days = list(days)
        gone = Counter(leave for day in days for leave in self.on(quota.person, day))
        left = {leave: low_of(len(days) - count) for leave, count in gone.items()}
        if not (quota.low and quota.weights and left):
            yield quota
            return
        filled = {leave: quota.low - low for leave, low in left.items()}
        yield replace(quota, weights={**quota.weights, **filled}, high=None)
        if quota.high is not None:
            yield replace(quota, low=None)


def add_faculty_leave(
    parts: Parts, source: Source, timeline: Timeline, within: Span
) -> PossibleLeave:
    """Weeks of these days that the faculty would like, one of each person at most.

    None goes beyond what is left of somebody's vacation.
    """
    found: dict[tuple[str, date], list[str]] = defaultdict(list)
    has_some = {r.person_id for r in standing_leave(source, None) if within.holds(r.starts_on)}
    for enrolment in source.faculty:
        if enrolment.person_id in has_some:
            continue
        person, weights, weeks = str(enrolment.person_id), dict[str, int](), list[Span]()
        for request, days in leave_asked(source, enrolment, within, replanned=None):
            if not _may_be_given(request, enrolment, days, timeline):
                continue
            duty = parts.add(leave_duty(days, source.zone), None)
            parts.candidates.add((person, duty))
            label = said(
                "leave, choice {rank}, from {starts_on:%d %b %Y}",
                rank=request.rank,
                starts_on=days.starts_on,
            )
            price = wish_price(request.rank)
            parts.preferences.append(Preference(person, (duty,), price, prefer=True, label=label))
            weights[duty] = 1
            weeks.append(days)
            for day in days.days():
                found[person, day].append(duty)
        hold_new_leave(parts, source, enrolment, weeks)
        if len(weights) > 1:
            label = said(
                "weeks of leave from {starts_on:%d %b %Y} to {ends_on:%d %b %Y}",
                starts_on=within.starts_on,
                ends_on=within.ends_on,
            )
            parts.quotas.append(Quota("leave-share", person, weights, None, 1, label))
    return PossibleLeave({key: tuple(duties) for key, duties in found.items()})


def _may_be_given(request: Request, enrolment: Enrolment, days: Span, timeline: Timeline) -> bool:
    """Not in a week of attending, nor where the rotation allows no leave."""
    segments = [timeline.on(enrolment.person_id, day) for day in days.days()]
    return request.wish == Request.Wish.PREFER and all(
        s is not None and s.rotation.kind != Rotation.Kind.ATTENDING and s.rotation.leave_eligible
        for s in segments
    )


def instead_of_work(
    person: str, day: date, slot: str, leave: tuple[str, ...], stands: tuple[str, ...]
) -> Iterator[Expectation]:
    """What stands in a half-day of leave stands there in that week of leave, and only then."""
    label = half_day_label(day, slot)
    for duty in leave:
        yield Expectation(person, stands, label=label, asked_by=(duty,))
    for duty in stands:
        yield Expectation(
            person, leave, label=said("leave on {label}", label=label), asked_by=(duty,)
        )
