"""How duties are shared out in a year: calls, nights, weekends, holidays and clinics of each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db.models import Count, Q

from people.models import Enrolment
from people.wording import said
from scheduling.bridge.people import share_of_year
from scheduling.bridge.source import AnyRow, Source
from scheduling.engine.equity import Held, SharedOut, share_out
from scheduling.models import (
    Activity,
    Assignment,
    AssignmentChange,
    CallType,
    ChangeSet,
    Rotation,
    ScheduleVersion,
    SpecialDay,
)
from scheduling.queries.call_equity import call_parts, call_pools
from scheduling.queries.taken import NO_WORK

FACULTY = "Faculty"
SATURDAY = 6
TAKEN_OVER = (ChangeSet.Kind.SWAP, ChangeSet.Kind.COVER)
Counts = Mapping[str, int]


class Period(StrEnum):
    """Which days are counted."""

    YEAR = "year"
    SO_FAR = "so-far"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is shared out, in each of the groups that share it."""

    code: str
    title: str
    says: str
    groups: tuple[SharedOut, ...]

    def of(self, person: int) -> tuple[SharedOut, Held] | None:
        """The group of a person with what they have."""
        for group in self.groups:
            held = group.by_person.get(str(person))
            if held is not None:
                return group, held
        return None


@dataclass(frozen=True, slots=True)
class Sharer:
    """One person of the year."""

    person: int
    name: str
    group: str
    weight: int
    """Percent of a full share, but for what newcomers are spared."""
    taken: int
    """Calls taken over from others in swaps and covers; they are in the counts."""
    given: int


@dataclass(frozen=True)
class Equity:
    """All measures of a version, and the people."""

    period: Period
    until: date
    measures: tuple[Measure, ...]
    people: tuple[Sharer, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        return {str(sharer.person): sharer.name for sharer in self.people}

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sharer.group for sharer in self.people))

    def within(self, group: str) -> Equity:
        """Of the people of one group; what is fair is still reckoned with all who share."""
        if not group:
            return self
        people = tuple(sharer for sharer in self.people if sharer.group == group)
        kept = tuple(m for m in self.measures if any(m.of(sharer.person) for sharer in people))
        return Equity(self.period, self.until, kept, people)


def equity(version: ScheduleVersion, *, today: date, period: Period = Period.YEAR) -> Equity:
    """Swaps and covers are in the counts. About fourteen queries, however many people."""
    return _Year(version, today, period).equity()


class _Year:
    """The rows behind it, read once."""

    def __init__(self, version: ScheduleVersion, today: date, period: Period) -> None:
        self.version, self.period = version, period
        self.source = Source(version).only(version.assignments.calls())
        last = self.source.last_day
        self.until = min(today, last) if period == Period.SO_FAR else last

    def equity(self) -> Equity:
        taken, given = self._taken_over()
        people = tuple(
            Sharer(
                person=e.person_id,
                name=e.person.roster_name,
                group=group_of(e),
                weight=self.weights[str(e.person_id)],
                taken=taken[e.person_id],
                given=given[e.person_id],
            )
            for e in sorted(self.source.enrolments, key=in_groups)
        )
        measures = (*self._calls(), *self._work())
        return Equity(self.period, self.until, measures, people)

    @cached_property
    def weights(self) -> dict[str, int]:
        return {
            str(e.person_id): max(1, share_of_year(self.source, e)) for e in self.source.enrolments
        }

    # Calls, as the rule on them has it

    def _calls(self) -> Iterator[Measure]:
        parts = call_parts(self.source)
        for call_type, pools in call_pools(self.source, parts):
            for pool in pools:
                duties = {d for d in pool.duties if parts.duties[d].starts_at.date() <= self.until}
                done = Counter(person for person, duty in parts.fixed if duty in duties)
                total = pool.total if self.period == Period.YEAR else None
                shared = share_out(pool.label, done, pool.weights, pool.carried, total=total)
                what = pool.label.rpartition(" ")[2]
                yield Measure(
                    pool.label,
                    said("{duty} {what}", duty=call_type.code, what=said(what)),
                    said("{call}: {what}.", call=call_type.name, what=said(what)),
                    (shared,),
                )

    # Work, in groups of a level

    def _work(self) -> Iterator[Measure]:
        clinics, floats = self._half_days()
        weekends, holidays = self._free_days()
        nights = floats + Counter(str(r.person_id) for r in self._call_rows(CallType.Kind.IN_HOUSE))
        yield from self._measure(
            "nights",
            said("Nights"),
            said("Nights in the hospital: night float and in-house call."),
            nights,
        )
        yield from self._measure(
            "weekends", said("Weekend days"), said("Saturdays and Sundays with work or call, backup left out."),
            weekends,
        )  # fmt: skip
        yield from self._measure(
            "holidays",
            said("Holidays"),
            said("Holidays with work or call, backup left out."),
            holidays,
        )
        yield from self._measure("clinics", said("Clinics"), said("Half-days in clinic."), clinics)
        yield from self._measure(
            "attending",
            said("Attending weeks"),
            said("Weeks of attending on a service."),
            self._attending(),
        )

    def _measure(self, code: str, title: str, says: str, counts: Counts) -> Iterator[Measure]:
        """Groups in which nobody does any of it are left out."""
        groups = tuple(
            share_out(group, counts, {person: self.weights[person] for person in members})
            for group, members in self._members.items()
            if any(counts.get(person) for person in members)
        )
        if groups:
            yield Measure(code, title, says, groups)

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for enrolment in sorted(self.source.enrolments, key=in_groups):
            found.setdefault(group_of(enrolment), []).append(str(enrolment.person_id))
        return found

    def _half_days(self) -> tuple[Counter[str], Counter[str]]:
        """Clinics and night float, by person."""
        rows = Assignment.objects.filter(
            version=self.version,
            kind=Assignment.Kind.HALF_DAY,
            activity__kind__in=(Activity.Kind.CLINIC, Activity.Kind.NIGHT),
            starts_on__lte=self.until,
        )
        clinics, nights = Counter[str](), Counter[str]()
        counted = rows.values_list("person_id", "activity__kind").annotate(count=Count("pk"))
        for person, kind, count in counted.order_by():
            (clinics if kind == Activity.Kind.CLINIC else nights)[str(person)] += count
        return clinics, nights

    def _free_days(self) -> tuple[Counter[str], Counter[str]]:
        """Days of weekends, and holidays, on which somebody works or has call."""
        days = set(self._working())
        days |= {
            (row.person_id, row.starts_on)
            for row in self._call_rows(CallType.Kind.IN_HOUSE, CallType.Kind.HOME)
        }
        weekends = Counter(str(p) for p, day in days if day.isoweekday() >= SATURDAY)
        return weekends, Counter(str(p) for p, day in days if day in self._holidays)

    def _working(self) -> Iterable[tuple[int, date]]:
        """Who works on which of those days."""
        rows = Assignment.objects.filter(
            Q(starts_on__iso_week_day__gte=SATURDAY) | Q(starts_on__in=self._holidays),
            version=self.version,
            kind=Assignment.Kind.HALF_DAY,
            starts_on__lte=self.until,
        )
        working = rows.exclude(activity__kind__in=NO_WORK).order_by()
        return working.values_list("person_id", "starts_on").distinct()

    @cached_property
    def _holidays(self) -> frozenset[date]:
        kind = SpecialDay.Kind.HOLIDAY
        return frozenset(on for on, row in self.source.special_days.items() if row.kind == kind)

    def _call_rows(self, *kinds: str) -> Iterator[AnyRow]:
        for row in self.source.of_kind(Assignment.Kind.CALL):
            of_type = self.source.call_types[row.call_type_id or 0]
            if of_type.kind in kinds and row.starts_on <= self.until:
                yield row

    def _attending(self) -> Counter[str]:
        rows = self.version.assignments.rotations().filter(
            rotation__kind=Rotation.Kind.ATTENDING, starts_on__lte=self.until
        )
        return Counter(str(person) for person in rows.values_list("person_id", flat=True))

    def _taken_over(self) -> tuple[Counter[int], Counter[int]]:
        """Calls that came to somebody, and went, in swaps and covers that stand."""
        changes = AssignmentChange.objects.lasting().filter(
            change_set__version=self.version,
            change_set__kind__in=TAKEN_OVER,
            change_set__undone_by=None,
            kind=Assignment.Kind.CALL,
            starts_on__lte=self.until,
        )
        taken, given = Counter[int](), Counter[int]()
        for person, before in changes.values_list("person_id", "before"):
            (taken if before is None else given)[person] += 1
        return taken, given


def group_of(enrolment: Enrolment) -> str:
    return f"PGY-{enrolment.pgy}" if enrolment.pgy else FACULTY


def in_groups(enrolment: Enrolment) -> tuple[str, str, int]:
    """The residents by PGY, then the faculty."""
    group = group_of(enrolment) if enrolment.pgy else "~"
    return group, enrolment.person.roster_name, enrolment.person_id
