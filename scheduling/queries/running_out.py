"""Credentials that run out soon or have, and what of the published schedule needs them after that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from people.models import Credential, Person, Program
from people.queries.waiting import RENEW_WITHIN, credentials_to_renew
from people.wording import counted, said
from scheduling.models import Assignment

STAGES = (7, 30, RENEW_WITHIN.days)
"""Days before the end at which people are told; the last is how far a list looks ahead."""


@dataclass(frozen=True)
class Need:
    """Something in the schedule that may be done only with the credential."""

    on: date
    slot: str
    code: str


@dataclass(frozen=True)
class RunningOut:
    """A credential that no later one replaces, and what needs it after its last day."""

    credential: Credential
    expires_on: date
    days_left: int
    needs: tuple[Need, ...]

    @property
    def person(self) -> Person:
        return self.credential.person

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def stage(self) -> int | None:
        """The nearest of the times at which people are told; None when it has ended."""
        if self.is_over:
            return None
        return next((days for days in STAGES if self.days_left <= days), None)

    @property
    def sentence(self) -> str:
        if self.is_over:
            return said("{credential} of {person} ran out on {day:%-d %B %Y}.", **self._words)
        return said("{credential} of {person} runs out on {day:%-d %B %Y}.", **self._words)

    @property
    def _words(self) -> dict[str, object]:
        kind, person = self.credential.kind, self.person
        return {"credential": kind.name, "person": person.full_name, "day": self.expires_on}

    @property
    def need_sentence(self) -> str:
        """Empty where nothing that is published needs it."""
        if not self.needs:
            return ""
        first, count = self.needs[0], len(self.needs)
        words = {"duty": first.code, "day": first.on}
        if self.is_over:
            return counted(
                "{count} half-day needs it now, the first {duty} on {day:%a %-d %B %Y}.",
                "{count} half-days need it now, the first {duty} on {day:%a %-d %B %Y}.",
                count,
                **words,
            )
        return counted(
            "{count} half-day needs it after that, the first {duty} on {day:%a %-d %B %Y}.",
            "{count} half-days need it after that, the first {duty} on {day:%a %-d %B %Y}.",
            count,
            **words,
        )


def running_out(program: Program, *, at: datetime, within: int = STAGES[-1]) -> list[RunningOut]:
    """The soonest first. Two queries."""
    today = program.today(at)
    # The last valid day is one of the days that are looked at.
    ahead = timedelta(days=within + 1)
    rows = credentials_to_renew(Credential.objects.all(), program, at, ahead)
    found = list(rows.select_related("person", "kind").order_by("expires_on", "person", "pk"))
    needs = _needs(program, found, today)
    return [
        RunningOut(row, row.expires_on, (row.expires_on - today).days, _after(row, needs))
        for row in found
        if row.expires_on is not None
    ]


Holder = tuple[int, int]
"""A person and a kind of credential."""


def _needs(
    program: Program, credentials: Iterable[Credential], today: date
) -> dict[Holder, list[Need]]:
    holders = {(row.person_id, row.kind_id) for row in credentials}
    rows = Assignment.objects.filter(
        version__schedule__program=program,
        version__status="published",
        starts_on__gte=today,
        person__in={person for person, _ in holders},
        activity__credential__in={kind for _, kind in holders},
    )
    found: dict[Holder, list[Need]] = defaultdict(list)
    for person, kind, on, slot, code in rows.order_by("starts_on", "slot").values_list(
        "person", "activity__credential", "starts_on", "slot", "activity__code"
    ):
        if kind is not None and code is not None:
            found[person, kind].append(Need(on, slot, code))
    return found


def _after(row: Credential, needs: dict[Holder, list[Need]]) -> tuple[Need, ...]:
    mine = needs.get((row.person_id, row.kind_id), [])
    return tuple(need for need in mine if row.expires_on and need.on > row.expires_on)
