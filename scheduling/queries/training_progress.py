"""How far residents are with each requirement of training, projected from a version to graduation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F

from people.models import Enrolment
from scheduling.bridge.parts import Parts
from scheduling.bridge.places import Place
from scheduling.bridge.source import AnyRow, Source
from scheduling.bridge.timeline import components
from scheduling.bridge.training import WEEKS_OF_HALF, TrainingPart
from scheduling.bridge.year import YearPart
from scheduling.engine.academic_year import Block, Span, year_span
from scheduling.engine.training import ClinicYear, Portion, Projection, project
from scheduling.models import Assignment, Requirement, ScheduleVersion

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """One requirement of one resident."""

    requirement: Requirement
    projection: Projection


@dataclass(frozen=True, slots=True)
class Resident:
    """All requirements of one resident, and their continuity clinic of this year."""

    person: int
    name: str
    pgy: int
    graduates_on: date | None
    """Unless the program says how long training lasts, or somebody is beyond it."""
    progress: tuple[Progress, ...]
    clinic: ClinicYear

    @property
    def worst(self) -> str:
        """The gravest standing, as far as any requirement is there."""
        order = ("short", "at risk", "on track", "done")
        found = {each.projection.standing.value for each in self.progress}
        return next((standing for standing in order if standing in found), "")


@dataclass(frozen=True, slots=True)
class Summary:
    """A requirement in the whole program: of how many residents, and how many are behind."""

    name: str
    behind: int
    of: int


@dataclass(frozen=True, slots=True)
class TrainingYear:
    """The residents of a version's year."""

    today: date
    planned_until: date | None
    """The last day whose half-days are planned."""
    residents: tuple[Resident, ...]

    @property
    def summary(self) -> tuple[Summary, ...]:
        """Of each requirement, in the order of their codes."""
        every = [each for resident in self.residents for each in resident.progress]
        rows = sorted({each.requirement for each in every}, key=lambda row: row.code)
        return tuple(_summary(row, every) for row in rows)

    @property
    def longest_gap(self) -> Resident | None:
        """Whoever is longest without continuity clinic, as far as it is planned."""
        return max(self.residents, key=lambda each: each.clinic.gap_days, default=None)

    def of(self, person: int) -> Resident | None:
        return next((each for each in self.residents if each.person == person), None)


def _summary(requirement: Requirement, every: list[Progress]) -> Summary:
    found = [each.projection for each in every if each.requirement == requirement]
    behind = sum(projection.short > 0 for projection in found)
    return Summary(requirement.name, behind, len(found))


def training_progress(
    version: ScheduleVersion, *, today: date, person: int | None = None
) -> TrainingYear:
    """Everybody's, or one resident's. About fourteen queries."""
    return _Year(version, today).progress(person)


class _Year:
    """A version as requirements are held against it, read once."""

    def __init__(self, version: ScheduleVersion, today: date) -> None:
        self.version, self.today = version, today
        self.source = Source(version).as_if(version.assignments.rotations())
        year = YearPart(Parts(self.source.program.time_zone), self.source)
        self.training = TrainingPart(year.parts, self.source, year)

    def progress(self, person: int | None) -> TrainingYear:
        asked = [e for e in self.source.residents if person in (None, e.person_id)]
        ordered = sorted(asked, key=lambda e: (-(e.pgy or 0), e.person.roster_name))
        planned = [period.ends_on for period in self._planned]
        residents = tuple(self._resident(enrolment) for enrolment in ordered)
        return TrainingYear(self.today, max(planned, default=None), residents)

    def _resident(self, enrolment: Enrolment) -> Resident:
        graduates = self._graduates(enrolment)
        return Resident(
            person=enrolment.person_id,
            name=enrolment.person.roster_name,
            pgy=enrolment.pgy or 0,
            graduates_on=graduates,
            progress=tuple(self._all_of(enrolment, graduates)),
            clinic=self._clinic(enrolment.person_id),
        )

    def _graduates(self, enrolment: Enrolment) -> date | None:
        """Once the years of training are over; a leave that makes it longer is not counted here."""
        years, pgy = self.source.program.training_years, enrolment.pgy or 0
        if years is None or pgy > years:
            return None
        return year_span(self.source.year + years - pgy).ends_on

    # Requirements

    def _all_of(self, enrolment: Enrolment, graduates: date | None) -> Iterator[Progress]:
        """Those of this PGY, and where it is known when training ends, those of all of it."""
        for requirement in self.source.requirements:
            if requirement.track not in ("", enrolment.track):
                continue
            of_training = requirement.pgy is None and graduates is not None
            if requirement.pgy == enrolment.pgy or of_training:
                yield Progress(requirement, self._project(enrolment, requirement, graduates))

    def _project(
        self, enrolment: Enrolment, requirement: Requirement, graduates: date | None
    ) -> Projection:
        of_training = requirement.pgy is None
        portions = list(self._portions(enrolment, requirement))
        before, later, possible = 0, 0.0, 0.0
        if of_training:
            before = self.source.credits.get((enrolment.person_id, requirement.pk), 0)
            this_year = sum(portion.amount for portion in portions)
            later, possible = self._later(enrolment, requirement, this_year, graduates)
        return project(
            requirement.minimum,
            before,
            portions,
            later=later,
            possible=possible,
            today=self.today,
            year_ends_on=self.source.last_day,
            ends_on=(graduates if of_training else None) or self.source.last_day,
        )

    def _later(
        self, enrolment: Enrolment, requirement: Requirement, pace: float, graduates: date | None
    ) -> tuple[float, float]:
        """Of a rotation the least and the most that the curriculum has for later years; of time in
        an activity this year's pace, as it hangs on rotations that nobody has planned."""
        if graduates is None:
            return 0.0, 0.0
        if requirement.rotation_id is None:
            years = graduates.year - self.source.last_day.year
            return pace * years, pace * years
        items = self.training.items_later(enrolment, requirement.rotation_id)
        least = sum(WEEKS_OF_HALF * item.minimum_halves for item in items)
        return float(least), float(sum(WEEKS_OF_HALF * item.maximum_halves for item in items))

    # What this year brings

    def _portions(self, enrolment: Enrolment, requirement: Requirement) -> Iterator[Portion]:
        if requirement.rotation_id is None:
            yield from self._done(enrolment.person_id, requirement)
        for row in self._rows[enrolment.person_id]:
            yield from self._of_row(row, enrolment, requirement)

    def _of_row(
        self, row: AnyRow, enrolment: Enrolment, requirement: Requirement
    ) -> Iterator[Portion]:
        """Weeks of a rotation; of time in an activity what is to be expected where nothing is
        planned yet."""
        rotation = self.source.rotations[row.rotation_id or 0]
        whole = Span(row.starts_on, row.ends_on)
        parts = components(self.source, rotation, whole)
        period = self.source.period_of(row.starts_on)
        place = Place("", rotation, whole, period.number, parts)
        if requirement.rotation_id is not None:
            weeks = WEEKS_OF_HALF * place.share(requirement.rotation_id)
            if weeks:
                yield Portion(whole, weeks)
        elif period not in self._planned:
            time = self.training.time_in(place, enrolment, requirement)
            if time:
                yield Portion(whole, time)

    def _done(self, person: int, requirement: Requirement) -> Iterator[Portion]:
        """Half-days that are planned, each on its day."""
        hours = requirement.unit == Requirement.Unit.HOURS
        for activity, day, minutes in self._half_days[person]:
            if activity == requirement.activity_id:
                yield Portion(Span(day, day), minutes / MINUTE if hours else 1)

    @cached_property
    def _rows(self) -> dict[int, list[AnyRow]]:
        found: dict[int, list[AnyRow]] = defaultdict(list)
        for row in self.source.of_kind(Assignment.Kind.ROTATION):
            found[row.person_id].append(row)
        return found

    @cached_property
    def _planned(self) -> frozenset[Block]:
        """Blocks in which half-days are planned."""
        rows = Assignment.objects.filter(version=self.version, kind=Assignment.Kind.HALF_DAY)
        days = set(rows.order_by().values_list("starts_on", flat=True).distinct())
        return frozenset(p for p in self.source.periods if any(p.holds(day) for day in days))

    @cached_property
    def _half_days(self) -> dict[int, list[tuple[int, date, float]]]:
        """By person, of what is required or is continuity clinic: activity, day, minutes."""
        wanted = {r.activity_id for r in self.source.requirements if r.activity_id}
        wanted |= self._continuity
        rows = Assignment.objects.filter(
            version=self.version, kind=Assignment.Kind.HALF_DAY, activity__in=wanted
        )
        found: dict[int, list[tuple[int, date, float]]] = defaultdict(list)
        timed = rows.order_by("starts_on").annotate(length=F("ends_at") - F("starts_at"))
        for person, activity, day, length in timed.values_list(
            "person_id", "activity_id", "starts_on", "length"
        ):
            found[person].append((activity, day, length.total_seconds() / MINUTE))
        return found

    # Continuity clinic

    def _clinic(self, person: int) -> ClinicYear:
        mine = [row for row in self._half_days[person] if row[0] in self._continuity]
        known = tuple(
            Span(p.starts_on, p.ends_on) for p in sorted(self._planned, key=lambda p: p.starts_on)
        )
        return ClinicYear(
            tuple(day for _, day, _ in mine),
            round(sum(minutes for _, _, minutes in mine)),
            _joined(known),
        )

    @cached_property
    def _continuity(self) -> set[int]:
        return {pk for pk, activity in self.source.activities.items() if activity.continuity}


def _joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Blocks that follow each other are one time."""
    found: list[Span] = []
    for span in spans:
        if found and (span.starts_on - found[-1].ends_on).days == 1:
            found[-1] = Span(found[-1].starts_on, span.ends_on)
        else:
            found.append(span)
    return tuple(found)
