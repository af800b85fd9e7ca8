"""The affairs of invented people: credentials, absences, wishes, and the calls of years past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from scheduling.engine.academic_year import Span, rotation_periods, weeks, year_span
from scheduling.program_file.program import (
    Absence,
    CallBalance,
    Credential,
    Request,
    SupervisionLevel,
)

from .leave import rank_weeks
from .recipe import Recipe
from .room import Room
from .staff import Staff
from .vocabulary import CERTIFICATES

CERTIFICATE_CODES = {kind.code for kind in CERTIFICATES}
EXPIRING, EXPIRED = 5, 1
VALID_FOR = timedelta(days=730)
NOT_APPROVED = 0.08
LONGEST_SEARCH = 200

# Kind, shortest and longest in days, and how often among all.
# What a resident plans ahead; nobody knows in summer on which days they will be ill.
RESIDENTS_AWAY = (("conference", 2, 4, 5), ("interview", 1, 1, 3), ("military", 2, 3, 1))
FACULTY_AWAY = (
    ("vacation", 5, 5, 5),
    ("conference", 1, 4, 5),
    ("vacation", 12, 14, 1),
    ("sick", 1, 2, 2),
)
Kinds = Sequence[tuple[str, int, int, int]]


@dataclass
class Affairs:
    """Everything that people have of their own, drawn from one source of chance."""

    recipe: Recipe
    staff: Staff
    random: Random

    @property
    def year(self) -> Span:
        return year_span(self.recipe.program.academic_year)

    @cached_property
    def _room(self) -> Room:
        return Room(self.recipe.program, self.recipe.services)

    # Credentials

    def credentials(self, on: date) -> tuple[Credential, ...]:
        """Everybody's, spread over two years; a few run out within 30 days, one has run out."""
        held = list(self._held())
        soon = set(self.random.sample(range(len(held)), EXPIRING + EXPIRED))
        expired = set(sorted(soon)[:EXPIRED])
        return tuple(
            self._credential(*holding, on, number in soon, number in expired)
            for number, holding in enumerate(held)
        )

    def supervision_levels(self) -> tuple[SupervisionLevel, ...]:
        """A PGY-1 is under direct supervision for the first half of the year."""
        first = date(self.year.starts_on.year + 1, 1, 1)
        return tuple(
            SupervisionLevel(enrolment.person, None, "indirect", first, None)
            for enrolment in self.staff.enrolments
            if enrolment.pgy == 1
        )

    def _held(self) -> Iterator[tuple[str, str]]:
        kinds = [kind.code for kind in self.recipe.credential_kinds]
        certificates = [kind for kind in kinds if kind in CERTIFICATE_CODES]
        for enrolment in self.staff.enrolments:
            for kind in certificates if enrolment.pgy else certificates[:2]:
                yield enrolment.person, kind
        for kind in kinds[len(certificates) :]:
            for person in self.random.sample(self.staff.faculty(), 2):
                yield person, kind

    def _credential(
        self, person: str, kind: str, on: date, soon: bool, expired: bool
    ) -> Credential:
        days_left = self.random.randint(3, 29) if soon else self.random.randint(60, 700)
        expires_on = on + timedelta(days=-days_left if expired else days_left)
        return Credential(person, kind, expires_on - VALID_FOR, expires_on)

    # Absences

    def absences(self) -> tuple[Absence, ...]:
        """Times away, never two of a person at once and never too many people at a time."""
        found = [
            *self._away("resident", self.staff.residents(), RESIDENTS_AWAY),
            *self._away("faculty", self.staff.faculty(), FACULTY_AWAY),
        ]
        return tuple(sorted(found, key=lambda absence: (absence.starts_on, absence.person)))

    def _away(self, position: str, people: list[str], kinds: Kinds) -> list[Absence]:
        """Somebody's long absence first, so that the short ones keep clear of it."""
        found = []
        away: Counter[date] = Counter()
        most = self.recipe.away_at_once[position]
        if self.recipe.long_absences:
            found.append(self._long(position))
            away.update(_span(found[0]).days())
        weights = [often for *_, often in kinds]
        for _ in range(round(self.recipe.absences[position] * len(people))):
            kind, shortest, longest, _ = self.random.choices(kinds, weights)[0]
            person = self.random.choice(people)
            span = self._free_days(
                person, self.random.randint(shortest, longest), found, away, most
            )
            found.append(self._absence(person, kind, span))
            away.update(span.days())
        return found

    def _long(self, position: str) -> Absence:
        """A birth among the senior residents; a deployment among the core faculty."""
        if position == "resident":
            person, kind, days = self.random.choice(self.staff.residents(3)), "parental", 26
        else:
            core = [e.person for e in self.staff.enrolments if e.faculty_role == "core"]
            person, kind, days = self.random.choice(core), "military", 123
        first = self.year.starts_on + timedelta(days=self.random.randint(60, 200))
        return Absence(
            person, kind, first, "AM", first + timedelta(days=days - 1), "PM", "approved"
        )

    def _free_days(
        self, person: str, days: int, found: list[Absence], away: Counter[date], most: int
    ) -> Span:
        """Days from a weekday on when few are away, and this person neither then nor nearby."""
        near = timedelta(days=7)
        taken = [_span(absence) for absence in found if absence.person == person]
        for _ in range(LONGEST_SEARCH):
            first = self.year.starts_on + timedelta(days=self.random.randint(30, 340))
            first -= timedelta(days=max(first.isoweekday() - 5, 0))
            span = Span(first, first + timedelta(days=days - 1))
            clear = all(
                span.starts_on > t.ends_on + near or span.ends_on < t.starts_on - near
                for t in taken
            )
            if clear and all(away[day] < most for day in span.days()):
                return span
        raise ValueError(f"No {days} days are left for an absence of {person}.")

    def _absence(self, person: str, kind: str, span: Span) -> Absence:
        """Some begin at noon; some are not approved."""
        starts = "PM" if self.random.random() < 0.15 else "AM"
        status = "approved"
        if self.random.random() < NOT_APPROVED:
            status = self.random.choice(("requested", "denied"))
        return Absence(person, kind, span.starts_on, starts, span.ends_on, "PM", status)

    # Wishes

    def requests(self, absences: Sequence[Absence]) -> tuple[Request, ...]:
        return (
            *self._leave(absences),
            *self._rotation_wishes(),
            *self._call_wishes(),
            *self._clinic_wishes(),
        )

    def _leave(self, absences: Sequence[Absence]) -> Iterator[Request]:
        for pgys in self.recipe.asking_together:
            people = self.staff.residents(*pgys)
            away = [a for a in absences if a.person in people and a.status == "approved"]
            gone = Counter(week for a in away for week in weeks(a.starts_on, a.ends_on))
            for person in people:
                mine = [absence for absence in absences if absence.person == person]
                for rank, week in enumerate(self._weeks(person, mine, gone), start=1):
                    yield Request(
                        person, "leave", "prefer", rank, None, week.starts_on, week.ends_on, None
                    )

    def _weeks(self, person: str, absences: Sequence[Absence], gone: Counter[Span]) -> list[Span]:
        """Most of them weeks in which not too many of the same group are gone by now.

        Drawn until they leave a year in which the curriculum can be done.
        """
        pgy = self.staff.pgy_of(person)
        full = [week for week, count in gone.items() if count >= self.recipe.away_together]
        year, count = self.recipe.program.academic_year, self.recipe.ranked_weeks
        taken = [_span(absence) for absence in absences]
        away = [_span(absence) for absence in absences if absence.status == "approved"]
        for _ in range(LONGEST_SEARCH):
            ranked, sure = rank_weeks(year, count, taken, full, self.random)
            if self._room.is_left(pgy, away, ranked):
                gone.update(sure)
                return ranked
        raise ValueError(f"No weeks of leave are left that {person} could ask for.")

    def _rotation_wishes(self) -> Iterator[Request]:
        """Half of the seniors would like something in a certain block, or not in another."""
        program = self.recipe.program
        blocks = rotation_periods(program.academic_year, program.block_calendar)
        for enrolment in self.staff.enrolments:
            if not enrolment.pgy or self.random.random() < 0.5:
                continue
            open_to = [s.code for s in self.recipe.services if enrolment.pgy in s.shares]
            for rank, code in enumerate(self.random.sample(open_to, 2), start=1):
                block, wish = (
                    self.random.choice(blocks),
                    self.random.choice(("prefer", "prefer", "avoid")),
                )
                yield Request(
                    enrolment.person,
                    "rotation",
                    wish,
                    rank,
                    code,
                    block.starts_on,
                    block.ends_on,
                    None,
                )

    def _call_wishes(self) -> Iterator[Request]:
        """Some would rather not have call on a weekday, or on a certain day."""
        callers = [e.person for e in self.staff.enrolments if e.call_eligible]
        for person in callers:
            if self.random.random() < 0.4:
                weekday = self.random.randint(1, 7)
                yield Request(person, "call", "avoid", 1, None, None, None, weekday)
            if self.random.random() < 0.3:
                day = self.year.starts_on + timedelta(days=self.random.randint(20, 350))
                yield Request(person, "call", "avoid", 2, None, day, day, None)

    def _clinic_wishes(self) -> Iterator[Request]:
        for enrolment in self.staff.enrolments:
            if enrolment.faculty_role and enrolment.clinic_max and self.random.random() < 0.6:
                wish, weekday = self.random.choice(("prefer", "avoid")), self.random.randint(1, 5)
                yield Request(enrolment.person, "clinic", wish, 1, None, None, None, weekday)

    # The years before

    def call_history(self) -> tuple[CallBalance, ...]:
        """What people bring with them, around nothing on the whole. Interns bring nothing."""
        rows: list[CallBalance] = []
        for call in self.recipe.call_types:
            seniors = [pgy for pgy in call.pgys if pgy > 1]
            people = self.staff.faculty(adjuncts=False)
            if call.staff == "resident":
                people = self.staff.residents(*seniors) if seniors else []
            nights, sundays = self._balances(len(people), 4), self._balances(len(people), 1)
            rows += [
                CallBalance(person, call.code, n, s)
                for person, n, s in zip(people, nights, sundays, strict=True)
                if n or s
            ]
        return tuple(rows)

    def _balances(self, count: int, most: int) -> list[int]:
        """Numbers that add up to nothing: one has more for each that has less."""
        half = [self.random.randint(0, most) for _ in range(count // 2)]
        balances = [*half, *(-n for n in half), *([0] * (count % 2))]
        self.random.shuffle(balances)
        return balances


def _span(absence: Absence) -> Span:
    return Span(absence.starts_on, absence.ends_on)
