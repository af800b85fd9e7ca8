"""Call nights, as a question for the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from people.models import Enrolment
from people.wording import said
from scheduling.bridge.duties import call_duty
from scheduling.bridge.leave_wishes import wish_price
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import may_take, share_of_year
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Demand, Gap, Pool, Preference, Quota, Window
from scheduling.models import Assignment, CallType, Request, SpecialDay
from scheduling.models.demand_change import people_needed

SUNDAY = 7
FULL_SHARE = 100
"""Percent."""


class CallPart:
    """Adds the call of the whole year: every night's duty, and who has or may have it."""

    def __init__(self, parts: Parts, source: Source, days: Iterable[date] | None = None) -> None:
        """Of the whole year, or of the nights of some days."""
        self.parts, self.source = parts, source
        year = Span(source.first_day, source.last_day)
        self.days = [day for day in (year.days() if days is None else days) if year.holds(day)]
        self.nights = {pk: list(self._nights(row)) for pk, row in source.call_types.items()}
        self.duties = {
            (pk, night): self._add(source.call_types[pk], night)
            for pk, nights in self.nights.items()
            for night in nights
        }

    def _nights(self, call_type: CallType) -> Iterator[date]:
        for day in self.days:
            if call_type.staffed_on(day) or self.needed(call_type.pk, day):
                yield day

    def needed(self, call_type: int, night: date) -> int:
        return people_needed(self.source.call_types[call_type], night, self.source.demand_changes)

    def _add(self, call_type: CallType, night: date) -> str:
        made, key = self.source.call_duties, (call_type.pk, night)
        if key not in made:
            free_day = is_free_day(self.source, night)
            made[key] = call_duty(call_type, night, self.source.zone, free_day=free_day)
        return self.parts.add(made[key], call_type)

    def takers(self, call_type: CallType) -> list[str]:
        return [str(e.person_id) for e in self.source.enrolments if may_take(e, call_type)]

    def add_demands(self, within: Span) -> None:
        """The people each night needs, and no more."""
        for (pk, night), duty in self.duties.items():
            if within.holds(night):
                needed = self.needed(pk, night)
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
                duties = self.free_standing(pk)
                label = said(
                    "{duty} twice within {count} nights",
                    duty=call_type.code,
                    count=call_type.gap_nights + 1,
                )
                self.parts.gaps += [
                    Gap(person, duties, call_type.gap_nights, label)
                    for person in self.takers(call_type)
                ]

    def nights_of(self, person: str, first: date, last: date) -> Iterator[tuple[date, str]]:
        """Nights of these days, with each call the person may take."""
        for pk in self.source.call_types:
            if person in self._takers[pk]:
                span = Span(max(first, self.source.first_day), min(last, self.source.last_day))
                for night in span.days():
                    if (pk, night) in self.duties:
                        yield night, self.duties[pk, night]

    @cached_property
    def _takers(self) -> dict[int, frozenset[str]]:
        return {pk: frozenset(self.takers(row)) for pk, row in self.source.call_types.items()}

    def free_standing(self, call_type: int) -> tuple[str, ...]:
        """The calls of a type but for those that go with an attending week."""
        tied = self._tied_weekdays.get(call_type, frozenset())
        nights = self.nights[call_type]
        return tuple(self.duties[call_type, n] for n in nights if n.isoweekday() not in tied)

    @cached_property
    def _tied_weekdays(self) -> dict[int, frozenset[int]]:
        return {
            setting.call_type_id: frozenset(setting.call_nights)
            for setting in self.source.attending_weeks
            if setting.call_type_id is not None
        }

    @cached_property
    def settled_by_hand(self) -> frozenset[str]:
        """Calls that somebody locked or set by hand: they need not follow the rule on their week."""
        return frozenset(
            self.duties[row.call_type_id or 0, row.starts_on]
            for row in self.source.of_kind(Assignment.Kind.CALL)
            if (row.locked or row.source == Assignment.Source.MANUAL)
            and (row.call_type_id or 0, row.starts_on) in self.duties
        )

    def add_spacing(self) -> None:
        """Calls that should lie apart: by nights, by weeks, by the Sundays of a block."""
        for pk, call_type in self.source.call_types.items():
            duties, nights = self.free_standing(pk), call_type.spacing_nights
            for person in self.takers(call_type):
                if nights:
                    label = said(
                        "{duty} twice within {count} nights", duty=call_type.code, count=nights + 1
                    )
                    self.parts.windows.append(
                        Window("call-spacing", person, duties, nights + 1, label=label)
                    )
                if call_type.every_other_week:
                    self.parts.quotas += self._two_weeks(call_type, duties, person)
                if call_type.sundays_per_block is not None:
                    self.parts.quotas += self._sundays(call_type, duties, person)

    def _two_weeks(
        self, call_type: CallType, duties: tuple[str, ...], person: str
    ) -> Iterator[Quota]:
        """At most one call in any two weeks that follow each other, Monday to Sunday."""
        monday = self.source.first_day - timedelta(days=self.source.first_day.weekday())
        while monday <= self.source.last_day:
            weights = self._in(duties, Span(monday, monday + timedelta(days=13)))
            label = said(
                "{duty} in the two weeks from {monday:%d %b %Y}", duty=call_type.code, monday=monday
            )
            yield Quota("call-weeks", person, weights, None, 1, label)
            monday += timedelta(days=7)

    def _sundays(
        self, call_type: CallType, duties: tuple[str, ...], person: str
    ) -> Iterator[Quota]:
        sundays = tuple(duty for duty in duties if self._night(duty).isoweekday() == SUNDAY)
        for block in self.source.periods:
            weights = self._in(sundays, Span(block.starts_on, block.ends_on))
            label = said(
                "{duty} on Sundays of block {number}", duty=call_type.code, number=block.number
            )
            most = call_type.sundays_per_block
            if weights:
                yield Quota("call-sundays", person, weights, None, most, label)

    def _in(self, duties: tuple[str, ...], days: Span) -> dict[str, int]:
        return {duty: 1 for duty in duties if days.holds(self._night(duty))}

    def _night(self, duty: str) -> date:
        return self.parts.duties[duty].starts_at.date()

    def add_pools(self, within: Span) -> None:
        """Fair shares of each call: all nights, Sundays, and holidays, each shared separately."""
        done = Counter(duty for _, duty in self.parts.fixed)
        for pk, call_type in self.source.call_types.items():
            carried = [h for h in self.source.call_history if h.call_type_id == pk]
            weights = {
                str(e.person_id): self._share(e, call_type)
                for e in self.source.enrolments
                if may_take(e, call_type)
            }
            if not weights:
                continue
            nights = [self._night(duty) for duty in self.free_standing(pk)]
            for name, chosen, before in (
                (said("nights"), nights, {str(h.person_id): h.nights for h in carried}),
                (
                    said("Sundays"),
                    [n for n in nights if n.isoweekday() == SUNDAY],
                    {str(h.person_id): h.sundays for h in carried},
                ),
                (
                    said("holidays"),
                    [n for n in nights if _is_holiday(self.source, n)],
                    {str(h.person_id): h.holidays for h in carried},
                ),
            ):
                duties = tuple(self.duties[pk, night] for night in chosen)
                total = sum(self._taken(pk, night, within, done) for night in chosen)
                label = said("{duty} {name}", duty=call_type.code, name=name)
                self.parts.pools.append(Pool(label, duties, total, weights, before))

    def _share(self, enrolment: Enrolment, call_type: CallType) -> int:
        """Percent of a full share: working time, time there, the first year here."""
        percent = call_type.newcomer_percent
        if percent < FULL_SHARE and enrolment.person_id not in self.source.newcomers:
            percent = FULL_SHARE
        return max(1, share_of_year(self.source, enrolment) * percent // FULL_SHARE)

    def _taken(self, call_type: int, night: date, within: Span, done: Counter[str]) -> int:
        """People who share a night: those it needs, or, outside the days, those who did it."""
        if within.holds(night):
            return self.needed(call_type, night)
        return done[self.duties[call_type, night]]

    def add_wishes(self) -> None:
        for request in self.source.requests:
            if request.kind != Request.Kind.CALL or request.person_id not in self.source.people:
                continue
            duties = tuple(
                duty for (_, night), duty in self.duties.items() if _names(request, night)
            )
            prefer = request.wish == Request.Wish.PREFER
            label = (
                said("call, choice {rank}", rank=request.rank)
                if prefer
                else said("no call, choice {rank}", rank=request.rank)
            )
            price = wish_price(request.rank)
            person = str(request.person_id)
            self.parts.preferences.append(Preference(person, duties, price, prefer, label))

        self._add_day_wishes()

    def _add_day_wishes(self) -> None:
        """What people in a role like: the same for each of them."""
        for wish in self.source.call_day_wishes:
            call_type = self.source.call_types[wish.call_type_id]
            duties = tuple(
                duty
                for duty in self.free_standing(wish.call_type_id)
                if self._night(duty).isoweekday() == wish.weekday
            )
            prefer = wish.wish == Request.Wish.PREFER
            words = {"duty": call_type.code, "weekday": wish.weekday}
            label = (
                said("{duty} on weekday {weekday}", **words)
                if prefer
                else said("no {duty} on weekday {weekday}", **words)
            )
            for enrolment in self.source.enrolments:
                if enrolment.faculty_role == wish.faculty_role and may_take(enrolment, call_type):
                    person, price = str(enrolment.person_id), wish_price(wish.rank)
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
