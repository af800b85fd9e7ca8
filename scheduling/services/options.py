"""What may go into a cell of a grid: everything is looked at before anybody chooses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from people.models import User
from scheduling.bridge.source import AnyRow
from scheduling.bridge.standing import VersionStanding
from scheduling.models import Assignment, ScheduleVersion
from scheduling.services.changes import reasons_asked, require_may_change
from scheduling.services.check import Finding
from scheduling.services.standing import standing_of
from scheduling.services.verdicts import may_lack
from scheduling.services.why import FindingSum


class State(StrEnum):
    """What the rules say of an option."""

    FINE = "fine"
    ADVISED = "advised"  # against it: it breaks something that may be broken at a price
    REFUSED = "refused"  # it breaks something that must hold


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a cell could hold; no row: it would be empty."""

    code: str
    name: str
    row: Assignment | None
    key: int | None
    usual: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate, with what it would break and mend."""

    candidate: Candidate
    stands: bool
    against: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    mended: tuple[Finding, ...]

    @property
    def state(self) -> State:
        if self.against:
            return State.REFUSED
        return State.ADVISED if self.advice else State.FINE

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why not, the gravest first."""
        found = (fault.message for fault in (*self.against, *self.advice))
        return tuple(dict.fromkeys(found))

    @property
    def mends(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fault.message for fault in self.mended))


@dataclass(frozen=True, slots=True)
class Choice:
    """A cell with what stands in it, and all that could."""

    version: ScheduleVersion
    standing: tuple[Assignment, ...]
    options: tuple[Option, ...]
    reasons: tuple[str, ...]
    """Why somebody who changes it must say why."""
    sums: tuple[FindingSum, ...] = ()
    """The arithmetic behind the option that is explained, if one is."""

    @property
    def locked(self) -> Assignment | None:
        return next((row for row in self.standing if row.locked), None)


class Looking:
    """A version in which candidates for cells are looked at."""

    def __init__(self, version: ScheduleVersion, *, by: User, at: datetime) -> None:
        require_may_change(version, by=by, at=at)
        self.version, self.at = version, at
        self.kept: VersionStanding = standing_of(version, at=at)

    def choice(
        self,
        standing: Sequence[Assignment],
        candidates: Iterable[Candidate],
        *,
        explain: int | None = None,
    ) -> Choice:
        """The candidates in the place of what stands, one of them explained: its key, or 0 for none."""
        asked = list(candidates)
        self.kept.prepare([*standing, *(c.row for c in asked if c.row is not None)])
        options = tuple(sorted((self._option(c, standing) for c in asked), key=_order))
        rows = [*standing, *(c.row for c in asked if c.row is not None)]
        reasons = tuple(reasons_asked(self.version, rows, at=self.at)) if rows else ()
        sums = [s for c in asked if (c.key or 0) == explain for s in self._sums(c, standing)]
        return Choice(self.version, tuple(standing), options, reasons, tuple(sums))

    def _sums(self, candidate: Candidate, standing: Sequence[Assignment]) -> Iterator[FindingSum]:
        add = [candidate.row] if candidate.row else []
        for found in self.kept.sums(add=add, remove=standing):
            yield FindingSum(Finding.of(found.broken), found)

    def _option(self, candidate: Candidate, standing: Sequence[Assignment]) -> Option:
        row = candidate.row
        stands = any(_is_same(row, there) for there in standing) if row else not standing
        if stands:
            return Option(candidate, True, (), (), ())
        verdict = self.kept.judge(add=[row] if row else [], remove=standing)
        found = [Finding.of(broken) for broken in verdict.broken]
        against = tuple(f for f in found if f.hard and not may_lack(self.version, f))
        return Option(
            candidate,
            stands=False,
            against=against,
            advice=tuple(sorted((f for f in found if f not in against), key=lambda f: not f.hard)),
            mended=tuple(Finding.of(broken) for broken in verdict.mended),
        )


def standing_rows(kept: VersionStanding, *, kind: str, **wanted: object) -> Iterator[AnyRow]:
    """Rows of the version, of a kind and with these columns."""
    for row in kept.source.of_kind(kind):
        if all(getattr(row, name) == value for name, value in wanted.items()):
            yield row


def _order(option: Option) -> tuple[bool, bool, bool, int, str]:
    """What stands there, what is usual, then what fits; nothing at all is the last."""
    candidate, state = option.candidate, list(State).index(option.state)
    return (
        candidate.key is None,
        not option.stands,
        not candidate.usual,
        state,
        candidate.code,
    )


def _is_same(row: Assignment, there: Assignment) -> bool:
    names = ("person_id", "kind", "starts_on", "ends_on", "slot")
    what = ("activity_id", "rotation_id", "call_type_id")
    return all(getattr(row, name) == getattr(there, name) for name in (*names, *what))
