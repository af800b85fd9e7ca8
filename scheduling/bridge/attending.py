"""Weeks of attending on a service, and the call that goes with them, as a question for the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from people.models import Enrolment
from people.wording import said
from scheduling.bridge.call import SUNDAY, CallPart
from scheduling.bridge.duties import ONE_DAY, attending_duty, midnight
from scheduling.bridge.leave_wishes import wish_price
from scheduling.bridge.parts import Parts
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Demand, Gap, Preference, Quota, Window
from scheduling.models import AttendingShare, AttendingWeek, Request

WEEK = timedelta(days=7)
WISHED = (Request.Kind.ROTATION, Request.Kind.LEAVE)
NEAR_DAYS = 7
"""Call is priced when it is nearer than this to the own week."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a service; the first and the last of a year may be cut short."""

    duty: str
    days: Span
    label: str

    @property
    def sunday_after(self) -> date:
        return self.days.ends_on + timedelta(days=SUNDAY - self.days.ends_on.isoweekday() % 7)


class AttendingPart:
    """Adds attending weeks to a problem that has its absences and its calls."""

    def __init__(self, parts: Parts, source: Source, call: CallPart) -> None:
        self.parts, self.source, self.call = parts, source, call
        self.weeks = {row.pk: list(self._weeks(row)) for row in source.attending_weeks}

    def _weeks(self, setting: AttendingWeek) -> Iterator[Week]:
        rotation = self.source.rotations[setting.rotation_id]
        roles = [share.faculty_role for share in self._shares(setting)]
        for days in weeks_from(setting.starts_weekday, self.source.first_day, self.source.last_day):
            duty = attending_duty(rotation, days, roles, self.source.zone)
            yield Week(self.parts.add(duty, rotation), days, duty.label)

    def _shares(self, setting: AttendingWeek) -> list[AttendingShare]:
        return list(self.source.rotations[setting.rotation_id].attending_shares.all())

    def takers(self, setting: AttendingWeek) -> list[tuple[Enrolment, AttendingShare]]:
        shares = {share.faculty_role: share for share in self._shares(setting)}
        return [
            (e, shares[e.faculty_role]) for e in self.source.faculty if e.faculty_role in shares
        ]

    # What is to be decided

    def add_candidates(self, within: Span) -> None:
        """Nobody is asked to attend in a week with an absence in it."""
        for setting in self.source.attending_weeks:
            for enrolment, _ in self.takers(setting):
                person = str(enrolment.person_id)
                self.parts.candidates |= {
                    (person, week.duty)
                    for week in self._free(person, self.weeks[setting.pk])
                    if within.starts_on <= week.days.starts_on
                    and week.days.ends_on <= within.ends_on
                }

    def _free(self, person: str, weeks: Iterable[Week]) -> list[Week]:
        away = [(a.starts_at, a.ends_at) for a in self.parts.away if a.person == person]
        zone = self.source.zone
        return [
            week
            for week in weeks
            if not any(
                start < midnight(week.days.ends_on + ONE_DAY, zone)
                and midnight(week.days.starts_on, zone) < end
                for start, end in away
            )
        ]

    def add_assigned(self, *, replanned: Span | None) -> None:
        """Weeks of the version that stay: all, or those outside some days and locked ones."""
        known = {
            (setting.rotation_id, week.days.starts_on): week.duty
            for setting in self.source.attending_weeks
            for week in self.weeks[setting.pk]
        }
        for row in self.source.attending:
            duty = known.get((row.rotation_id or 0, row.starts_on))
            if duty is None:
                rotation = self.source.rotations[row.rotation_id or 0]
                days = Span(row.starts_on, row.ends_on)
                duty = self.parts.add(
                    attending_duty(rotation, days, [], self.source.zone), rotation
                )
            if replanned is None or row.locked or not replanned.holds(row.starts_on):
                self.parts.fixed.add((str(row.person_id), duty))

    # What is asked

    def add_demands(self, within: Span) -> None:
        for setting in self.source.attending_weeks:
            self.parts.demands += [
                Demand((week.duty,), 1, 1, label=week.label)
                for week in self.weeks[setting.pk]
                if within.holds(week.days.starts_on)
            ]

    def add_shares(self) -> None:
        """Weeks a year of each person, less where absences leave fewer; weeks between two."""
        for setting in self.source.attending_weeks:
            code = self.source.rotations[setting.rotation_id].code
            weeks = self.weeks[setting.pk]
            duties = tuple(week.duty for week in weeks)
            once = dict.fromkeys(duties, 1)
            gap, spaced = setting.gap_weeks, setting.spaced_weeks
            for enrolment, share in self.takers(setting):
                person = str(enrolment.person_id)
                free = len(self._free(person, weeks))
                low = share.minimum * free // len(weeks)
                aim = min(max(low, round(share.target * free / len(weeks))), share.maximum)
                label = said("weeks of {duty} in the year", duty=code)
                self.parts.quotas += [
                    Quota("attending-load", person, once, low, share.maximum, label),
                    Quota("attending-target", person, once, aim, aim, label),
                ]
                if gap:
                    self.parts.gaps.append(
                        Gap(person, duties, 7 * gap, f"{code} twice within {gap + 1} weeks")
                    )
                if spaced > gap:
                    label = said("{duty} twice within {count} weeks", duty=code, count=spaced + 1)
                    self.parts.windows.append(
                        Window("attending-spacing", person, duties, 7 * spaced + 7, 1, 7, label)
                    )

    def add_call(self) -> None:
        """Nights that go with a week, nights it keeps free, nights that are near it."""
        for setting in self.source.attending_weeks:
            attends = {str(e.person_id) for e, _ in self.takers(setting)}
            callers = set(self.call.takers(setting.call_type)) if setting.call_type else set()
            for week in self.weeks[setting.pk]:
                nights = self._nights(setting, week)
                own = self._own_calls(nights, week)
                for person in sorted(attends | callers):
                    self.parts.quotas += [
                        Quota("attending-call", person, {week.duty: 1, call: -1}, 0, 0, label)
                        for call, label in own.items()
                    ]
                for person in sorted(attends):
                    self.parts.quotas += self._around(person, week, set(nights))

    def add_wishes(self) -> None:
        """Weeks that the faculty would like to attend in, or rather not, and weeks of leave that
        they wish for: neither attending nor call in them. The leave itself is given with a block."""
        faculty = {enrolment.person_id for enrolment in self.source.faculty}
        for request in self.source.requests:
            if request.person_id in faculty and request.kind in WISHED:
                weeks = list(self._wished(request))
                leave = request.kind == Request.Kind.LEAVE
                duties = (*weeks, *self._nights_of(request)) if leave else tuple(weeks)
                prefer = request.wish == Request.Wish.PREFER and not leave
                label = f"{'a free week' if leave else request.get_wish_display().lower()}"
                self.parts.preferences.append(
                    Preference(
                        str(request.person_id),
                        tuple(duties),
                        wish_price(request.rank),
                        prefer,
                        f"{label}, choice {request.rank}",
                    )
                )

    def _wished(self, request: Request) -> Iterator[str]:
        """Weeks of the service that is named, or of all, that touch the days."""
        for setting in self.source.attending_weeks:
            if request.rotation_id in (None, setting.rotation_id):
                for week in self.weeks[setting.pk]:
                    if request.touches(week.days.starts_on, week.days.ends_on):
                        yield week.duty

    def _nights_of(self, request: Request) -> Iterator[str]:
        if request.starts_on and request.ends_on:
            person = str(request.person_id)
            for _, duty in self.call.nights_of(person, request.starts_on, request.ends_on):
                yield duty

    def _nights(self, setting: AttendingWeek, week: Week) -> list[str]:
        """The calls of the week's own nights, whoever has them."""
        found = (
            self.call.duties.get((setting.call_type_id or 0, night))
            for night in week.days.days()
            if night.isoweekday() in setting.call_nights
        )
        return [duty for duty in found if duty is not None]

    def _own_calls(self, nights: Iterable[str], week: Week) -> dict[str, str]:
        """Calls that go with the week; not a night that somebody set by hand or locked."""
        return {
            duty: f"{week.label} and {self.parts.duties[duty].label}"
            for duty in nights
            if duty not in self.call.settled_by_hand
        }

    def _around(self, person: str, week: Week, own: set[str]) -> Iterator[Quota]:
        barred, near = {}, {}
        first, last = week.days.starts_on, week.days.ends_on
        for night, duty in self.call.nights_of(person, first - WEEK, last + WEEK):
            away = max((first - night).days, (night - last).days)
            if duty in own:
                continue
            if away <= 0 or night in (first - ONE_DAY, week.sunday_after):
                barred[duty] = 1
            else:
                near[duty] = NEAR_DAYS + 1 - away
        for rule, weights, label in (
            ("attending-nights", barred, "in it, the night before or the Sunday after"),
            ("call-near-week", near, said("within {days} days of it", days=NEAR_DAYS)),
        ):
            if weights:
                whole = sum(weights.values())
                name = said("{label}, call {call}", label=week.label, call=label)
                yield Quota(rule, person, {week.duty: whole, **weights}, None, whole, name)


def weeks_from(weekday: int, first: date, last: date) -> Iterator[Span]:
    """Weeks that begin on a weekday; those at the edges are cut to the days."""
    start = first - timedelta(days=(first.isoweekday() - weekday) % 7)
    while start <= last:
        yield Span(max(start, first), min(start + WEEK - ONE_DAY, last))
        start += WEEK
