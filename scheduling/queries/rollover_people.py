"""Who is promoted, graduates, stays, leaves or begins when the academic year turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models.functions import Lower

from people.models import Credential, Enrolment, Person, Program, Role, year_days
from scheduling.engine.promotion import Proposal, Trainee, Turn, propose
from scheduling.queries.leave_book import LeaveBook
from scheduling.queries.rollover_choices import Choices, Newcomer, Part

Position = Enrolment.Position
ONE_DAY = timedelta(days=1)
BY_PGY = (
    *("clinic_min", "clinic_max", "clinic_block_max"),
    *("supervision_min", "supervision_max", "call_eligible"),
)
"""What hangs on the PGY rather than on the person."""
OF_PERSON = ("fte_percent", "track", "clinic_weekdays", "clinic_group")
ROLES = {
    Position.RESIDENT: (Role.Kind.RESIDENT, Role.Kind.CHIEF),
    Position.FACULTY: (Role.Kind.FACULTY,),
}


@dataclass(frozen=True)
class Step:
    """Somebody of the year that ends: what is proposed, what was chosen, and the new place."""

    was: Enrolment
    proposal: Proposal
    turn: Turn | None
    becomes: Enrolment | None
    exists: bool
    """The new place is there already and stays as it is."""

    @property
    def person(self) -> Person:
        return self.was.person

    @property
    def is_chosen(self) -> bool:
        return self.turn != self.proposal.turn

    @property
    def last_day(self) -> date:
        return self.was.ends_on or year_days(self.was.academic_year)[1]


@dataclass(frozen=True)
class Beginning:
    """A newcomer: a person, perhaps one who is known already, and their first place."""

    newcomer: Newcomer
    person: Person
    becomes: Enrolment

    @property
    def is_known(self) -> bool:
        return self.person.pk is not None


class PeopleTurn:
    """The people of a program as the year turns; about ten queries, nothing is written."""

    def __init__(self, program: Program, year: int, choices: Choices, *, at: datetime) -> None:
        self.program, self.year, self.choices, self.at = program, year, choices, at

    @cached_property
    def before(self) -> list[Enrolment]:
        rows = Enrolment.objects.in_year(self.year - 1).filter(program=self.program)
        return list(rows.select_related("person").order_by("-position", "pgy", "person", "pk"))

    @cached_property
    def after(self) -> dict[int, Enrolment]:
        """Places of the new year that are there already."""
        rows = Enrolment.objects.in_year(self.year).filter(program=self.program)
        return {row.person_id: row for row in rows.select_related("person")}

    @cached_property
    def book(self) -> LeaveBook:
        residents = {e.person_id for e in self.before if e.position == Position.RESIDENT}
        return LeaveBook(self.program, residents, at=self.at)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._step(enrolment) for enrolment in self.before)

    @cached_property
    def beginnings(self) -> tuple[Beginning, ...]:
        known = self._known()
        return tuple(self._beginning(newcomer, known) for newcomer in self.choices.newcomers)

    def _step(self, was: Enrolment) -> Step:
        proposal = self._proposal(was)
        decision = self.choices.people.get(was.person_id)
        turn = decision.turn if decision else proposal.turn
        exists = was.person_id in self.after
        if exists:
            return Step(was, proposal, turn, self.after[was.person_id], exists=True)
        if turn is None or turn.goes:
            return Step(was, proposal, turn, None, exists=False)
        pgy, ends_on = _place(was, proposal, turn)
        if decision:
            pgy, ends_on = decision.pgy or pgy, decision.ends_on or ends_on
        becomes = self._place(was.person, was.position, pgy, was.faculty_role, ends_on=ends_on)
        for name in OF_PERSON if becomes.pgy != was.pgy else (*OF_PERSON, *BY_PGY):
            setattr(becomes, name, getattr(was, name))
        return Step(was, proposal, turn, becomes, exists=False)

    def _proposal(self, was: Enrolment) -> Proposal:
        if was.visiting_from:
            why = f"A visitor from {was.visiting_from}."
            return Proposal(Turn.LEAVE, was.pgy or 0, None, why)
        first_day, _ = year_days(self.year)
        left_on = was.ends_on if was.ends_on and was.ends_on < first_day - ONE_DAY else None
        if was.position == Position.RESIDENT and was.pgy:
            length, completes_on = self.program.training_years, self._completes_on(was)
            return propose(Trainee(was.pgy, length, completes_on, left_on), self.year)
        why = "The enrollment has ended." if left_on else ""
        return Proposal(Turn.LEAVE if left_on else Turn.STAY, 0, None, why)

    def _completes_on(self, was: Enrolment) -> date | None:
        """Off cycle, whole years from the first day; leave beyond the board's limits is added."""
        years = self.book.years(was.person_id)
        if not years:
            return None
        board = self.book.board(was.person_id, self.program.today(self.at))
        longer = timedelta(days=board.days_longer if board else 0)
        first = next(e for e in self.book.enrolments[was.person_id] if e.pgy)
        if first.starts_on is None:
            return years[-1].last_day + longer
        left = (self.program.training_years or 0) - (first.pgy or 1) + 1
        return _years_later(first.starts_on, left) - ONE_DAY + longer

    def _place(
        self,
        person: Person,
        position: str,
        pgy: int | None,
        faculty_role: str,
        *,
        starts_on: date | None = None,
        ends_on: date | None = None,
    ) -> Enrolment:
        """With what all of the same PGY had in the year that ends, where they agree."""
        place = Enrolment(
            program=self.program,
            person=person,
            academic_year=self.year,
            position=position,
            pgy=pgy,
            faculty_role=faculty_role,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for name, value in self._usual.get((pgy, faculty_role), {}).items():
            setattr(place, name, value)
        return place

    @cached_property
    def _usual(self) -> dict[tuple[int | None, str], dict[str, object]]:
        alike: dict[tuple[int | None, str], list[Enrolment]] = defaultdict(list)
        for enrolment in self.before:
            alike[enrolment.pgy, enrolment.faculty_role].append(enrolment)
        return {key: _agreed(rows) for key, rows in alike.items()}

    def _known(self) -> dict[str, Person]:
        """People by address. Whether they may be brought over is for the service to ask."""
        addresses = {n.email.lower() for n in self.choices.newcomers if n.email}
        rows = Person.objects.annotate(address=Lower("email")).filter(address__in=addresses)
        return {row.email.lower(): row for row in rows.order_by("-pk")}

    def _beginning(self, newcomer: Newcomer, known: dict[str, Person]) -> Beginning:
        person = known.get(newcomer.email.lower()) or Person(
            first_name=newcomer.first_name, last_name=newcomer.last_name, email=newcomer.email
        )
        becomes = self._place(
            person,
            newcomer.position,
            newcomer.pgy,
            newcomer.faculty_role,
            starts_on=newcomer.starts_on,
        )
        becomes.track = newcomer.track
        return Beginning(newcomer, person, becomes)

    @cached_property
    def places(self) -> list[Enrolment]:
        """Everybody's of the new year, those that are there already too."""
        new = [step.becomes for step in self.steps if step.becomes and not step.exists]
        return [*self.after.values(), *new, *(b.becomes for b in self.beginnings)]

    @cached_property
    def roles(self) -> tuple[tuple[Role, date], ...]:
        """Roles that would go on after their holder has gone, and the last day of each."""
        if Part.ROLES in self.choices.without:
            return ()
        gone = {s.person.user_id: s for s in self.steps if s.turn and s.turn.goes and not s.exists}
        rows = Role.objects.filter(program=self.program, user__in=[u for u in gone if u])
        return tuple(_ending(rows.select_related("user", "program"), gone))

    @cached_property
    def credentials(self) -> tuple[Credential, ...]:
        """Those of people of the new year that run out before it ends, the soonest first.

        What was renewed is not among them.
        """
        people = [place.person_id for place in self.places if place.person_id]
        rows = Credential.objects.filter(program=self.program, person__in=people)
        last: dict[tuple[int, int], Credential] = {}
        for row in rows.select_related("person", "kind").order_by("issued_on", "pk"):
            held = last.get((row.person_id, row.kind_id))
            if held is None or _outlasts(row, held):
                last[row.person_id, row.kind_id] = row
        _, end = year_days(self.year)
        ending = [row for row in last.values() if row.expires_on and row.expires_on <= end]
        return tuple(sorted(ending, key=lambda row: (row.expires_on or end, row.pk)))


def _place(was: Enrolment, proposal: Proposal, turn: Turn) -> tuple[int | None, date | None]:
    """The PGY that goes with what was chosen, and the last day."""
    if was.position != Position.RESIDENT or was.pgy is None:
        return None, None
    if turn == proposal.turn:
        return proposal.pgy, proposal.ends_on
    return was.pgy + (turn == Turn.PROMOTE), proposal.ends_on


def _agreed(rows: Sequence[Enrolment]) -> dict[str, object]:
    return {
        name: getattr(rows[0], name)
        for name in BY_PGY
        if all(getattr(row, name) == getattr(rows[0], name) for row in rows)
    }


def _ending(rows: Iterable[Role], gone: dict[int | None, Step]) -> Iterator[tuple[Role, date]]:
    for role in rows:
        step = gone[role.user_id]
        last_day = max(step.last_day, role.starts_on)
        is_theirs = role.kind in ROLES[Position(step.was.position)]
        if is_theirs and (role.ends_on is None or role.ends_on > last_day):
            yield role, last_day


def _outlasts(row: Credential, other: Credential) -> bool:
    return other.expires_on is not None and (
        row.expires_on is None or row.expires_on >= other.expires_on
    )


def _years_later(day: date, years: int) -> date:
    """29 February leads to 1 March where there is none."""
    return date(day.year + years, day.month, 1) + timedelta(days=day.day - 1)
