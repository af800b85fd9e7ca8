"""What somebody may wish for in a round: rotations of their curriculum, blocks, weeks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from people.models import Enrolment, Person
from scheduling.engine import academic_year
from scheduling.engine.academic_year import Block, Span
from scheduling.models import AttendingShare, CurriculumItem, PreferenceRound, Rotation


@dataclass(frozen=True)
class Choices:
    """Of one person who is asked."""

    round: PreferenceRound
    enrolment: Enrolment

    @cached_property
    def rotations(self) -> dict[int, Rotation]:
        """What the curriculum has for their PGY and track; of the faculty, services they attend on."""
        keys = self._attended() if self.enrolment.pgy is None else self._in_curriculum()
        rows = Rotation.objects.filter(pk__in=keys).order_by("code")
        return {row.pk: row for row in rows}

    def _in_curriculum(self) -> list[int]:
        items = CurriculumItem.objects.filter(
            program=self.round.program_id,
            academic_year=self.round.academic_year,
            pgy=self.enrolment.pgy or 0,
            track__in=["", self.enrolment.track],
        )
        return list(items.values_list("rotation", flat=True))

    def _attended(self) -> list[int]:
        shares = AttendingShare.objects.filter(
            rotation__program=self.round.program_id, faculty_role=self.enrolment.faculty_role
        )
        return list(shares.values_list("rotation", flat=True))

    @cached_property
    def days(self) -> Span:
        return academic_year.year_span(self.round.academic_year)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        calendar = self.round.program.block_calendar
        return academic_year.rotation_periods(self.round.academic_year, calendar)

    @cached_property
    def weeks(self) -> tuple[Span, ...]:
        """Whole weeks of the year, Monday to Sunday."""
        year = self.days
        found = academic_year.weeks(year.starts_on, year.ends_on)
        return tuple(w for w in found if year.holds(w.starts_on) and year.holds(w.ends_on))


def choices_for(asked: PreferenceRound, person: Person) -> Choices | None:
    """None for somebody whom the round does not ask."""
    enrolment = (
        Enrolment.objects.in_year(asked.academic_year)
        .filter(program=asked.program_id, person=person, position=asked.position)
        .first()
    )
    return Choices(asked, enrolment) if enrolment else None


def asked_people(asked: PreferenceRound) -> list[Person]:
    """Everybody of the position who is enrolled in the year that is planned."""
    rows = Enrolment.objects.in_year(asked.academic_year).filter(
        program=asked.program_id, position=asked.position
    )
    ordered = rows.select_related("person").order_by(
        "pgy", "person__last_name", "person__first_name", "person"
    )
    return [row.person for row in ordered]


def unanswered(asked: PreferenceRound) -> list[Person]:
    answered = set(asked.answers.values_list("person", flat=True))
    return [person for person in asked_people(asked) if person.pk not in answered]
