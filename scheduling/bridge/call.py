"""Call nights, as a question for the engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from scheduling.bridge.duties import call_duty
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import may_take
from scheduling.bridge.source import Source
from scheduling.bridge.year import wish_price
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Demand, Gap, Pool, Preference
from scheduling.models import Assignment, CallType, Request, SpecialDay

SUNDAY = 7


class CallPart:
    """Adds the call of the whole year: every night's duty, and who has or may have it."""

    def __init__(self, parts: Parts, source: Source) -> None:
        self.parts, self.source = parts, source
        self.nights = {pk: list(self._nights(row)) for pk, row in source.call_types.items()}
        self.duties = {
            (pk, night): self._add(source.call_types[pk], night)
            for pk, nights in self.nights.items()
            for night in nights
        }

    def _nights(self, call_type: CallType) -> Iterator[date]:
        day = self.source.first_day
        while day <= self.source.last_day:
            if call_type.staffed_on(day):
                yield day
            day += timedelta(days=1)

    def _add(self, call_type: CallType, night: date) -> str:
        free_day = is_free_day(self.source, night)
        duty = call_duty(call_type, night, self.source.zone, free_day=free_day)
        return self.parts.add(duty, call_type)

    def takers(self, call_type: CallType) -> list[str]:
        return [str(e.person_id) for e in self.source.enrolments if may_take(e, call_type)]

    def add_demands(self, within: Span) -> None:
        """The people each night needs, and no more."""
        for (pk, night), duty in self.duties.items():
            if within.holds(night):
                needed = self.source.call_types[pk].people_needed
                label = self.parts.duties[duty].label
                self.parts.demands.append(Demand((duty,), needed, needed, label=label))

    def add_candidates(self, within: Span) -> None:
        for pk, call_type in self.source.call_types.items():
            nights = [night for night in self.nights[pk] if within.holds(night)]
            for person in self.takers(call_type):
                self.parts.candidates |= {(person, self.duties[pk, night]) for night in nights}

    def add_gaps(self) -> None:
        """Nights between two calls of a type."""
        for pk, call_type in self.source.call_types.items():
            if call_type.gap_nights:
                duties = tuple(self.duties[pk, night] for night in self.nights[pk])
                label = f"{call_type.code} twice within {call_type.gap_nights + 1} nights"
                self.parts.gaps += [
                    Gap(person, duties, call_type.gap_nights, label)
                    for person in self.takers(call_type)
                ]

    def add_pools(self, within: Span) -> None:
        """Fair shares of each call: all nights, Sundays, and holidays, each shared separately."""
        shares = {str(e.person_id): e.fte_percent for e in self.source.enrolments}
        for pk, call_type in self.source.call_types.items():
            carried = [h for h in self.source.call_history if h.call_type_id == pk]
            weights = {person: shares[person] for person in self.takers(call_type)}
            if not weights:
                continue
            nights = self.nights[pk]
            for name, chosen, before in (
                ("nights", nights, {str(h.person_id): h.nights for h in carried}),
                (
                    "Sundays",
                    [n for n in nights if n.isoweekday() == SUNDAY],
                    {str(h.person_id): h.sundays for h in carried},
                ),
                ("holidays", [n for n in nights if _is_holiday(self.source, n)], {}),
            ):
                duties = tuple(self.duties[pk, night] for night in chosen)
                total = sum(self._taken(pk, night, within) for night in chosen)
                label = f"{call_type.code} {name}"
                self.parts.pools.append(Pool(label, duties, total, weights, before))

    def _taken(self, call_type: int, night: date, within: Span) -> int:
        """People who share a night: those it needs, or, outside the days, those who did it."""
        if within.holds(night):
            return self.source.call_types[call_type].people_needed
        duty = self.duties[call_type, night]
        return sum(1 for _, done in self.parts.fixed if done == duty)

    def add_wishes(self) -> None:
        for request in self.source.requests:
            if request.kind != Request.Kind.CALL or request.person_id not in self.source.people:
                continue
            duties = tuple(
                duty for (_, night), duty in self.duties.items() if _names(request, night)
            )
            prefer = request.wish == Request.Wish.PREFER
            label = f"{'call' if prefer else 'no call'}, choice {request.rank}"
            price = wish_price(request.rank)
            person = str(request.person_id)
            self.parts.preferences.append(Preference(person, duties, price, prefer, label))

    def add_assigned(self, *, replanned: Span | None) -> None:
        """Calls of the version that stay: all, or those outside some nights and locked ones."""
        for row in self.source.of_kind(Assignment.Kind.CALL):
            duty = self.duties.get((row.call_type_id or 0, row.starts_on))
            if duty is None:
                call_type = self.source.call_types[row.call_type_id or 0]
                duty = self._add(call_type, row.starts_on)
            if replanned is None or row.locked or not replanned.holds(row.starts_on):
                self.parts.fixed.add((str(row.person_id), duty))


def is_free_day(source: Source, day: date) -> bool:
    """Saturdays, Sundays and holidays: call starts in the morning."""
    return day.isoweekday() >= 6 or _is_holiday(source, day)


def _is_holiday(source: Source, day: date) -> bool:
    special = source.special_days.get(day)
    return special is not None and special.kind == SpecialDay.Kind.HOLIDAY


def _names(request: Request, night: date) -> bool:
    """Whether a wish about call is about this night."""
    if request.weekday and night.isoweekday() != request.weekday:
        return False
    first, last = request.starts_on, request.ends_on
    return (first is None or night >= first) and (last is None or night <= last)
