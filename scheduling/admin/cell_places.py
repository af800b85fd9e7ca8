"""Cells of the grids by the end of their address: who, what or when, and how they are changed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404

from people.models import SLOTS, Person, User
from scheduling.bridge.parts import Origin
from scheduling.engine.academic_year import Block, Span, halves
from scheduling.models import Activity, CallType, Rotation, ScheduleVersion
from scheduling.services.cell_options import call_options, half_day_options, rotation_options
from scheduling.services.changes import Change, ChangeRefused, Put, TakeAway
from scheduling.services.options import Choice

AM_AND_PM = len(SLOTS)


@dataclass(frozen=True, kw_only=True)
class CellPlace(ABC):
    """A cell of a version."""

    version: ScheduleVersion

    @abstractmethod
    def choice(self, *, by: User, at: datetime, explain: int | None = None) -> Choice:
        """What stands here, and what could."""

    @abstractmethod
    def put(self, key: int, expects: int | None, lock_reason: str) -> Put:
        """The change that puts there what has this key."""

    @abstractmethod
    def key_of(self, code: str) -> int:
        """The key of what somebody typed."""

    @property
    @abstractmethod
    def title(self) -> str: ...

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """Cells that share their time with this one: their words and the ends of their addresses."""
        return ()

    def changes(
        self, key: int | None, expects: Sequence[int], *, lock_reason: str = ""
    ) -> Iterator[Change]:
        """Put something there in the place of what is expected; without a key, only take that away."""
        rest = list(expects)
        if key is not None:
            yield self.put(key, rest.pop(0) if rest else None, lock_reason)
        yield from (TakeAway(each) for each in rest)

    def _row(self, model: type[Activity] | type[Rotation], **wanted: object) -> Origin:
        row = model.objects.filter(program=self.version.schedule.program, **wanted).first()
        if row is None:
            asked = next(iter(wanted.values()))
            raise ChangeRefused(f"{self.version.schedule.program} has no {asked}.", code="unknown")
        return row


@dataclass(frozen=True, kw_only=True)
class HalfDayPlace(CellPlace):
    """A half-day of a person."""

    person: Person
    day: date
    slot: str

    def choice(self, *, by: User, at: datetime, explain: int | None = None) -> Choice:
        return half_day_options(
            self.version, self.person.pk, self.day, self.slot, by=by, at=at, explain=explain
        )

    def put(self, key: int, expects: int | None, lock_reason: str) -> Put:
        what = self._row(Activity, pk=key)
        return Put(self.person.pk, self.day, what, self.slot, None, expects, lock_reason)

    def key_of(self, code: str) -> int:
        row = self._row(Activity, code__iexact=code)
        return row.pk if row else 0

    @property
    def title(self) -> str:
        return f"{self.person}, {self.day:%A} {self.day.day} {self.day:%B %Y}, {self.slot}"


@dataclass(frozen=True, kw_only=True)
class CallPlace(CellPlace):
    """A call of a night: somebody's, or still nobody's."""

    call_type: CallType
    night: date
    person: int | None

    def choice(self, *, by: User, at: datetime, explain: int | None = None) -> Choice:
        return call_options(
            self.version,
            self.call_type,
            self.night,
            instead_of=self.person,
            by=by,
            at=at,
            explain=explain,
        )

    def put(self, key: int, expects: int | None, lock_reason: str) -> Put:
        return Put(key, self.night, self.call_type, "", None, expects, lock_reason)

    def key_of(self, code: str) -> int:
        """A last name, or more of it where two people share it."""
        rows = Person.objects.filter(
            enrolments__program=self.version.schedule.program,
            enrolments__academic_year=self.version.schedule.academic_year.year,
            last_name__iexact=code,
        )
        found = [*rows.distinct()[:2]]
        if len(found) != 1:
            who = f"Several people are called {code}." if found else f"Nobody is called {code}."
            raise ChangeRefused(f"{who} Choose from the list.", code="unknown")
        return int(found[0].pk)

    @property
    def title(self) -> str:
        return f"{self.call_type.name}, {self.night:%A} {self.night.day} {self.night:%B %Y}"


@dataclass(frozen=True, kw_only=True)
class RotationPlace(CellPlace):
    """A block of a resident, or half of one."""

    person: Person
    block: int
    half: int  # 0 is the whole block
    days: Span

    def choice(self, *, by: User, at: datetime, explain: int | None = None) -> Choice:
        return rotation_options(
            self.version, self.person.pk, self.days, by=by, at=at, explain=explain
        )

    def put(self, key: int, expects: int | None, lock_reason: str) -> Put:
        what, days = self._row(Rotation, pk=key), self.days
        return Put(self.person.pk, days.starts_on, what, "", days.ends_on, expects, lock_reason)

    def key_of(self, code: str) -> int:
        row = self._row(Rotation, code__iexact=code)
        return row.pk if row else 0

    @property
    def title(self) -> str:
        first, last = self.days.starts_on, self.days.ends_on
        return f"{self.person}, block {self.block}, {first:%b} {first.day} to {last:%b} {last.day}"

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        words = ("Whole block", "First half", "Second half")
        found = ((each, f"{self.person.pk}/{self.block}/{half}") for half, each in enumerate(words))
        return tuple(other for half, other in enumerate(found) if half != self.half)


def block_place(version: ScheduleVersion, block: Block, address: str) -> CellPlace:
    """`PERSON/HALF-DAY`, or `call/TYPE/NIGHT/PERSON`; both count from the block's first day."""
    parts = address.split("/")
    if parts[0] == "call":
        call_type, night, person = _numbers(parts[1:], 3)
        return CallPlace(
            version=version,
            call_type=_call_type(version, call_type),
            night=_day(block, night),
            person=person or None,
        )
    person, half = _numbers(parts, 2)
    day, slot = divmod(half, AM_AND_PM)
    return HalfDayPlace(
        version=version, person=_person(version, person), day=_day(block, day), slot=SLOTS[slot]
    )


def year_place(version: ScheduleVersion, blocks: Sequence[Block], address: str) -> CellPlace:
    """`PERSON/BLOCK/HALF`; half 0 is the whole block."""
    person, number, half = _numbers(address.split("/"), 3)
    block = next((each for each in blocks if each.number == number), None)
    spans = (block, *halves(block)) if block else ()
    if half >= len(spans):
        raise Http404(f"There is no such block: {address}.")
    days = Span(spans[half].starts_on, spans[half].ends_on)
    return RotationPlace(
        version=version, person=_person(version, person), block=number, half=half, days=days
    )


def _numbers(parts: Sequence[str], wanted: int) -> tuple[int, ...]:
    if len(parts) != wanted or not all(part.isdecimal() for part in parts):
        raise Http404(f"There is no such cell: {'/'.join(parts)}.")
    return tuple(map(int, parts))


def _day(block: Block, index: int) -> date:
    day = block.starts_on + timedelta(days=index)
    if not block.holds(day):
        raise Http404(f"Block {block.number} has no day {index + 1}.")
    return day


def _person(version: ScheduleVersion, pk: int) -> Person:
    schedule = version.schedule
    enrolled = Person.objects.filter(
        enrolments__program=schedule.program, enrolments__academic_year=schedule.academic_year.year
    )
    person = enrolled.filter(pk=pk).first()
    if person is None:
        raise Http404("There is no such person in this year.")
    return person


def _call_type(version: ScheduleVersion, pk: int) -> CallType:
    found = CallType.objects.filter(program=version.schedule.program, pk=pk).first()
    if found is None:
        raise Http404("There is no such call.")
    return found
