"""What a file would change in a version, line by line: as it was exported, as it is, as it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from scheduling.bridge.parts import Origin
from scheduling.engine.academic_year import Block, rotation_periods
from scheduling.models import Assignment, NameMatch, ScheduleVersion
from scheduling.queries.cells import CellKey, cell_of
from scheduling.services.asked_changes import Change, Put, TakeAway
from scheduling.services.sheet_names import LEFT_OUT, Names, Target
from scheduling.sheets.entries import Entry, Sort
from scheduling.sheets.shifts import placed

State = tuple[str, date | None] | None
"""A code and, of rotations and leave, the last day; None: nothing stands there."""
PLACES_SHOWN = 3


class Verdict(StrEnum):
    """What becomes of a line."""

    CHANGE = "change", "Changes"
    CONFLICT = "conflict", "Changed meanwhile"
    SAME = "same", "Already so"
    LOCKED = "locked", "Locked"

    words: str

    def __new__(cls, value: str, words: str) -> Verdict:
        member = str.__new__(cls, value)
        member._value_, member.words = value, words
        return member


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of the schedule, seen from three sides."""

    key: str
    at: str
    """Where it stands in the file."""
    sort: Sort
    person: int
    who: str
    day: date
    when: str
    was: str
    """As it was exported; empty where nobody knows."""
    there: str
    wanted: str
    verdict: Verdict
    note: str
    changes: tuple[Change, ...]

    @property
    def is_taken_at_first(self) -> bool:
        """Whether it is accepted unless somebody says otherwise."""
        return self.verdict == Verdict.CHANGE


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name or a code that means nothing yet."""

    sort: str
    written: str
    count: int
    places: tuple[str, ...]
    guesses: tuple[tuple[str, str], ...]
    """What may be meant: what is answered, and its words."""
    choices: tuple[tuple[str, str], ...]
    """The same of everything that it could mean."""

    @property
    def words(self) -> str:
        return NameMatch.Sort(self.sort).label


@dataclass(frozen=True, slots=True)
class Read:
    """A file beside the version that it changes."""

    lines: tuple[Line, ...]
    unmatched: tuple[Unmatched, ...]
    left_out: int
    """Cells whose name or code is left out."""

    def of(self, verdict: Verdict) -> list[Line]:
        return [line for line in self.lines if line.verdict == verdict]


def read_lines(version: ScheduleVersion, entries: Sequence[Entry], names: Names) -> Read:
    """Each cell that the file speaks of, once all of its names are known."""
    return _Reader(version, entries, names).read()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An entry whose names are known."""

    entry: Entry
    person: int
    target: Target | None
    """None: the cell is to be empty."""
    base: Target | None = None


class _Reader:
    def __init__(self, version: ScheduleVersion, entries: Sequence[Entry], names: Names) -> None:
        self.version, self.names = version, names
        self.unknown: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.left_out = 0
        self.entries = list(placed(entries, self._kind_of, _periods(version)))
        self.by_cell: dict[CellKey, Assignment] = {}
        self.by_kind: dict[str, list[Assignment]] = defaultdict(list)
        self.used: set[int] = set()

    def read(self) -> Read:
        wanted = [found for entry in self.entries if (found := self._known(entry))]
        for row in _standing(self.version, wanted):
            self.by_cell[cell_of(row)] = row
            self.by_kind[row.kind].append(row)
        spoken_of = {self._cell(each) for each in wanted}
        lines = [self._line(index, each, spoken_of) for index, each in enumerate(wanted)]
        return Read(tuple(lines), tuple(self._unmatched()), self.left_out)

    # Names

    def _kind_of(self, text: str) -> str | None:
        target = self.names.target(NameMatch.Sort.SHIFT, text)
        return target.kind if target else None

    def _known(self, entry: Entry) -> _Wanted | None:
        person = entry.person if entry.person is not None else self._person(entry)
        target = self._target(entry, entry.what) if entry.what else None
        if person == 0 or target is LEFT_OUT:
            self.left_out += 1
            return None
        if person is None or (entry.what and target is None):
            return None
        return _Wanted(entry, person, target, self._base(entry))

    def _person(self, entry: Entry) -> int | None:
        found = self.names.person(entry.who)
        if found is None:
            self.unknown[NameMatch.Sort.PERSON, entry.who].append(entry.at)
        return found

    def _base(self, entry: Entry) -> Target | None:
        return self._meaning(entry, entry.base) if entry.base else None

    def _target(self, entry: Entry, text: str) -> Target | None:
        found = self._meaning(entry, text)
        if found is None:
            self.unknown[entry.named or entry.sort.value, text].append(entry.at)
        return found

    def _meaning(self, entry: Entry, text: str) -> Target | None:
        if entry.sort == Sort.LEAVE:
            return Target("leave")
        if entry.call_type is not None:
            row = self.names.rows[NameMatch.Sort.CALL].get(entry.call_type)
            return Target("call", row) if row else LEFT_OUT
        return self.names.target(entry.named or entry.sort.value, text)

    def _unmatched(self) -> Iterator[Unmatched]:
        choices = {sort: tuple(self.names.choices(sort)) for sort, _ in self.unknown}
        for (sort, written), places in self.unknown.items():
            yield Unmatched(
                sort=sort,
                written=written,
                count=len(places),
                places=tuple(places[:PLACES_SHOWN]),
                guesses=tuple(guesses(self.names, sort, written)),
                choices=choices[sort],
            )

    # Lines

    def _cell(self, wanted: _Wanted) -> CellKey:
        entry = wanted.entry
        call = wanted.target or wanted.base
        row = call.row if call and entry.sort == Sort.CALL else None
        return (
            wanted.person,
            entry.sort.value,
            entry.day,
            entry.slot,
            row.pk if row else None,
        )

    def _line(self, index: int, wanted: _Wanted, spoken_of: set[CellKey]) -> Line:
        entry = wanted.entry
        row = self.by_cell.get(self._cell(wanted))
        there, new = _state(row), _asked(wanted)
        others = self._others(wanted, row, spoken_of) if new else []
        verdict, note = self._verdict(wanted, row, there, new, others)
        changes = tuple(self._changes(wanted, row, others)) if verdict != Verdict.SAME else ()
        if verdict == Verdict.LOCKED:
            changes = ()
        person = self.names.people.get(wanted.person)
        return Line(
            key=str(index),
            at=entry.at,
            sort=entry.sort,
            person=wanted.person,
            who=person.full_name if person else entry.who,
            day=entry.day,
            when=_when(entry),
            was=_words(_base(wanted), entry.sort) if entry.base is not None else "",
            there=_words(there, entry.sort),
            wanted=_words(new, entry.sort),
            verdict=verdict,
            note=note,
            changes=changes,
        )

    def _verdict(
        self,
        wanted: _Wanted,
        row: Assignment | None,
        there: State,
        new: State,
        others: Sequence[Assignment],
    ) -> tuple[Verdict, str]:
        locked = next((each for each in (row, *others) if each is not None and each.locked), None)
        if there == new and not others:
            return Verdict.SAME, ""
        if locked is not None:
            return Verdict.LOCKED, f"Locked: {locked.lock_reason}"
        if wanted.entry.base is not None and there != _base(wanted):
            return Verdict.CONFLICT, "It was changed here since the workbook was exported."
        gone = ", ".join(self._said(each) for each in others)
        return Verdict.CHANGE, f"Takes away {gone}." if gone else ""

    def _said(self, row: Assignment) -> str:
        person = self.names.people.get(row.person_id)
        if row.kind == Assignment.Kind.CALL and person is not None:
            return f"the call of {person.full_name}"
        return f"{row.code} from {row.starts_on:%b} {row.starts_on.day}"

    def _others(
        self, wanted: _Wanted, row: Assignment | None, spoken_of: set[CellKey]
    ) -> list[Assignment]:
        """What has to go since a file of another kind says the whole of a call or a block."""
        entry = wanted.entry
        if entry.base is not None:
            return []
        found = []
        for other in self._rivals(wanted):
            if other is not row and other.pk not in self.used and cell_of(other) not in spoken_of:
                self.used.add(other.pk)
                found.append(other)
        return found

    def _rivals(self, wanted: _Wanted) -> Iterator[Assignment]:
        entry = wanted.entry
        last = entry.last_day or entry.day
        for row in self.by_kind.get(entry.sort.value, ()):
            if entry.sort == Sort.CALL:
                call = wanted.target.row if wanted.target else None
                if call and row.starts_on == entry.day and row.call_type_id == call.pk:
                    yield row
            elif (
                entry.sort == Sort.ROTATION
                and row.person_id == wanted.person
                and row.starts_on <= last
                and entry.day <= row.ends_on
            ):
                yield row

    def _changes(
        self, wanted: _Wanted, row: Assignment | None, others: Iterable[Assignment]
    ) -> Iterator[Change]:
        yield from (TakeAway(other.pk) for other in others)
        entry = wanted.entry
        if wanted.target is None:
            if row is not None:
                yield TakeAway(row.pk)
            return
        what: Origin = wanted.target.row
        expects = row.pk if row else None
        last = entry.last_day if entry.sort in (Sort.ROTATION, Sort.LEAVE) else None
        yield Put(wanted.person, entry.day, what, entry.slot, last, expects)


def guesses(names: Names, sort: str, written: str) -> Iterator[tuple[str, str]]:
    """What an unknown name may mean."""
    if sort == NameMatch.Sort.PERSON:
        for key in names.directory.guesses(written):
            yield f"person/{key}", names.directory.titles[key]
        return
    sorts = names.codes if sort == NameMatch.Sort.SHIFT else (sort,)
    for each in sorts:
        for key in names.codes[each].guesses(written):
            yield f"{each}/{names.rows[each][key].code}", names.codes[each].titles[key]


def _state(row: Assignment | None) -> State:
    if row is None:
        return None
    spans = row.kind in (Assignment.Kind.ROTATION, Assignment.Kind.LEAVE)
    return row.code, row.ends_on if spans else None


def _asked(wanted: _Wanted) -> State:
    if wanted.target is None:
        return None
    return wanted.target.code, _last(wanted.entry, wanted.entry.last_day)


def _base(wanted: _Wanted) -> State:
    if wanted.base is None:
        # A code that the program has no longer is still what stood there.
        base = wanted.entry.base
        return (base, _last(wanted.entry, wanted.entry.base_last_day)) if base else None
    return wanted.base.code, _last(wanted.entry, wanted.entry.base_last_day)


def _last(entry: Entry, last: date | None) -> date | None:
    return last if entry.sort in (Sort.ROTATION, Sort.LEAVE) else None


def _words(state: State, sort: Sort) -> str:
    if state is None:
        return ""
    code, last = state
    return f"{code} to {last:%b} {last.day}" if last else code


def _when(entry: Entry) -> str:
    return f"{entry.day:%a %b} {entry.day.day} {entry.slot}".strip()


def _standing(version: ScheduleVersion, wanted: Sequence[_Wanted]) -> list[Assignment]:
    """What stands on the days that the file speaks of: of its people, and calls of anybody."""
    if not wanted:
        return []
    entries = [each.entry for each in wanted]
    first = min(entry.day for entry in entries)
    last = max(entry.last_day or entry.day for entry in entries)
    kinds = {entry.sort.value for entry in entries}
    theirs = Q(person__in={each.person for each in wanted}) | Q(kind=Assignment.Kind.CALL)
    rows = Assignment.objects.filter(theirs, version=version, kind__in=kinds)
    rows = rows.overlapping(first, last)
    return list(rows.select_related("rotation", "activity", "call_type"))


def _periods(version: ScheduleVersion) -> Sequence[Block]:
    schedule = version.schedule
    return rotation_periods(schedule.academic_year.year, schedule.program.block_calendar)
