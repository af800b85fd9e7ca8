"""What became of wishes in a version: met or not, and the arithmetic of who else wanted it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db.models import Count

from people.models import Enrolment
from people.wording import counted, joined, said
from scheduling.bridge.leave_wishes import wish_price
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import components
from scheduling.engine.academic_year import Span
from scheduling.models import Activity, Assignment, Request, ScheduleVersion

Kind = Request.Kind
READ = (Assignment.Kind.ROTATION, Assignment.Kind.LEAVE, Assignment.Kind.CALL)


class State(StrEnum):
    """Of a wish; open while the schedule does not say."""

    MET = "met"
    NOT = "not met"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A wish with what became of it, in words that name nobody."""

    request: Request
    state: State
    says: str
    against: tuple[int, ...] = ()
    """Assignments that stand against it, of which one can ask why."""

    @property
    def cost(self) -> int:
        """What it costs not to meet it, as the rule on preferences has it."""
        return wish_price(self.request.rank) if self.state == State.NOT else 0


@dataclass(frozen=True, slots=True)
class _Stay:
    """Days on a rotation, or on leave."""

    person: int
    rotation: int | None
    days: Span
    row: AnyRow | None

    def meets(self, request: Request) -> bool:
        return request.touches(self.days.starts_on, self.days.ends_on)


class Outcomes:
    """A version as wishes are held against it, read once. About eight queries."""

    def __init__(self, version: ScheduleVersion) -> None:
        rows = version.assignments.filter(kind__in=READ)
        self.version = version
        self.source = Source(version).as_if(rows)

    def of(self, requests: Iterable[Request]) -> list[Outcome]:
        return [self._outcome(request) for request in requests]

    def _outcome(self, request: Request) -> Outcome:
        kinds = {
            Kind.ROTATION: self._rotation,
            Kind.LEAVE: self._leave,
            Kind.CALL: self._call,
            Kind.CLINIC: self._clinic,
        }
        return kinds[Kind(request.kind)](request)

    # Rotations and services

    def _rotation(self, request: Request) -> Outcome:
        asked = [s for s in self._stays if s.rotation == request.rotation_id and s.meets(request)]
        mine = [stay for stay in asked if stay.person == request.person_id]
        if not self._stays:
            return Outcome(request, State.OPEN, said("Rotations are not planned yet."))
        if request.wish == Request.Wish.AVOID:
            return _avoided(request, [stay.row for stay in mine if stay.row])
        if mine:
            return Outcome(request, State.MET, said("From {days}.", days=_days(mine[0].days)))
        return Outcome(request, State.NOT, self._arithmetic(request, asked))

    def _arithmetic(self, request: Request, asked: Sequence[_Stay]) -> str:
        """Who has it instead, and how they had ranked it; without names."""
        holders = {stay.person for stay in asked}
        rivals = [other for other in self._wishes if _is_same_wish(other, request)]
        ranked = sorted(other.rank for other in rivals if other.person_id in holders)
        if not holders:
            return said("Nobody has it then; {count} wished for it.", count=len(rivals))
        had = counted("One person has it then", "{count} have it then", len(holders))
        if not ranked:
            return said(
                "{had}, without having wished for it; {count} wished for it.",
                had=had,
                count=len(rivals),
            )
        return said(
            "{had}; those who wished for it ranked it {ranks}, this one is a choice {rank}. "
            "{count} wished for it in all.",
            had=had,
            ranks=", ".join(str(rank) for rank in ranked),
            rank=request.rank,
            count=len(rivals),
        )

    @cached_property
    def _wishes(self) -> list[Request]:
        """Of everybody in the year."""
        return self.source.requests

    @cached_property
    def _stays(self) -> list[_Stay]:
        return list(self._all_stays())

    def _all_stays(self) -> Iterator[_Stay]:
        """A rotation of two halves counts as each of them and as itself."""
        for row in self.source.of_kind(Assignment.Kind.ROTATION):
            rotation = self.source.rotations[row.rotation_id or 0]
            whole = Span(row.starts_on, row.ends_on)
            parts = components(self.source, rotation, whole)
            for part, days in parts:
                yield _Stay(row.person_id, part.pk, days, row)
            if len(parts) > 1:
                yield _Stay(row.person_id, rotation.pk, whole, row)

    # Leave

    def _leave(self, request: Request) -> Outcome:
        leave = self._leaves
        if any(stay.person == request.person_id and _covers(stay.days, request) for stay in leave):
            return Outcome(request, State.MET, "Given.")
        if self.source.enrolment_of[request.person_id].position == Enrolment.Position.FACULTY:
            return self._free_week(request)
        if not self._stays:
            return Outcome(request, State.OPEN, said("Leave is not planned yet."))
        away = {stay.person for stay in leave if stay.meets(request)}
        wished = [o for o in self._wishes if o.kind == Kind.LEAVE and _overlap(o, request)]
        if not away:
            says = said("Nobody is away then; {count} wished for it in all.", count=len(wished))
        else:
            says = said(
                "{are} away then; {count} wished for it in all.",
                are=counted("One person is", "{count} are", len(away)),
                count=len(wished),
            )
        return Outcome(request, State.NOT, says)

    def _free_week(self, request: Request) -> Outcome:
        """Leave of the faculty is given with a block; until then the week is free of call and
        attending."""
        rows = [*self.source.of_kind(Assignment.Kind.CALL), *self.source.attending]
        if not rows:
            return Outcome(request, State.OPEN, said("Call is not planned yet."))
        mine = [
            row
            for row in rows
            if row.person_id == request.person_id and request.touches(row.starts_on, row.ends_on)
        ]
        return _avoided(request, mine)

    @cached_property
    def _leaves(self) -> list[_Stay]:
        rows = (*self.source.of_kind(Assignment.Kind.LEAVE), *self.source.absences)
        return [_Stay(r.person_id, None, Span(r.starts_on, r.ends_on), None) for r in rows]

    # Call and clinic

    def _call(self, request: Request) -> Outcome:
        calls = self.source.of_kind(Assignment.Kind.CALL)
        if not calls:
            return Outcome(request, State.OPEN, said("Call is not planned yet."))
        mine = [
            row
            for row in calls
            if row.person_id == request.person_id
            and request.touches(row.starts_on, row.starts_on)
            and request.weekday in (None, row.starts_on.isoweekday())
        ]
        if request.wish == Request.Wish.AVOID:
            return _avoided(request, mine)
        if mine:
            return Outcome(
                request,
                State.MET,
                said("Call on {some}.", some=_some(row.starts_on for row in mine)),
            )
        return Outcome(request, State.NOT, said("No call then."))

    def _clinic(self, request: Request) -> Outcome:
        if not self._clinics:
            return Outcome(request, State.OPEN, said("Half-days are not planned yet."))
        count = self._clinics.get((request.person_id, request.weekday), 0)
        is_met = bool(count) == (request.wish == Request.Wish.PREFER)
        says = said("Clinics on that weekday so far planned: {count}.", count=count)
        return Outcome(request, State.MET if is_met else State.NOT, says)

    @cached_property
    def _clinics(self) -> dict[tuple[int, int | None], int]:
        rows = Assignment.objects.filter(
            version=self.version,
            kind=Assignment.Kind.HALF_DAY,
            activity__kind=Activity.Kind.CLINIC,
        )
        numbers = rows.values_list("person_id", "starts_on__iso_week_day").annotate(n=Count("pk"))
        return {(person, weekday): count for person, weekday, count in numbers.order_by()}


def _avoided(request: Request, rows: Sequence[AnyRow]) -> Outcome:
    if not rows:
        return Outcome(request, State.MET, said("Kept free."))
    when = _some(row.starts_on for row in rows)
    return Outcome(
        request,
        State.NOT,
        said("Not kept free: {when}.", when=when),
        tuple(row.pk for row in rows if row.pk),
    )


def _is_same_wish(other: Request, request: Request) -> bool:
    return (
        other.kind == request.kind
        and other.wish == request.wish
        and other.rotation_id == request.rotation_id
        and _overlap(other, request)
    )


def _overlap(other: Request, request: Request) -> bool:
    return other.touches(request.starts_on or date.min, request.ends_on or date.max)


def _covers(days: Span, request: Request) -> bool:
    return bool(
        request.starts_on
        and request.ends_on
        and days.starts_on <= request.starts_on
        and request.ends_on <= days.ends_on
    )


SHOWN = 4


def _some(days: Iterable[date]) -> str:
    found = [said("{day:%b %-d}", day=day) for day in sorted(days)]
    if len(found) <= SHOWN:
        return joined(found)
    return said("{days} and {count} more", days=joined(found[:SHOWN]), count=len(found) - SHOWN)


def _days(days: Span) -> str:
    return said("{first:%b %-d} to {last:%b %-d}", first=days.starts_on, last=days.ends_on)
