"""What became of the wishes of a round: one's own with their reasons, and everybody's for planners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from people.models import Person, User
from people.permissions import owns, require
from people.spoken import refused
from scheduling.bridge.rows import row_for
from scheduling.engine.academic_year import Span, rotation_halves, rotation_periods
from scheduling.models import (
    Assignment,
    PreferenceAnswer,
    PreferenceRound,
    Request,
    Rotation,
    ScheduleVersion,
)
from scheduling.queries.preference_choices import asked_people
from scheduling.queries.wish_outcomes import Outcome, Outcomes, State
from scheduling.services.standing import standing_of

NOT_PLANNED = "Not planned yet."


@dataclass(frozen=True, slots=True)
class PersonReport:
    """Somebody who is asked: whether they answered, and what became of it."""

    person: Person
    answer: PreferenceAnswer | None
    outcomes: tuple[Outcome, ...]

    @property
    def met(self) -> int:
        return sum(outcome.state == State.MET for outcome in self.outcomes)

    @property
    def cost(self) -> int:
        """What their wishes that are not met cost; the largest is the person served worst."""
        return sum(outcome.cost for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class RankMet:
    """Of the wishes of a rank, how many are met."""

    rank: int
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class RoundReport:
    """A round with everybody who is asked, in what is published or in the draft."""

    round: PreferenceRound
    version: ScheduleVersion | None
    people: tuple[PersonReport, ...]
    ranks: tuple[RankMet, ...]

    @property
    def missing(self) -> tuple[PersonReport, ...]:
        return tuple(each for each in self.people if each.answer is None)

    @property
    def answered(self) -> int:
        return len(self.people) - len(self.missing)

    @property
    def worst(self) -> int:
        return max((each.cost for each in self.people), default=0)


def report_on(
    asked: PreferenceRound, *, by: User, at: datetime, draft: bool = False
) -> RoundReport:
    """Everybody's answers and what became of them, with what each costs."""
    require(by, "view_preferences", asked.program, at=at)
    version = _version(asked, draft=draft)
    answers = {row.person_id: row for row in asked.answers.all()}
    requests = asked.requests.select_related("rotation", "person").order_by("kind", "rank", "pk")
    outcomes = _outcomes(version, requests)
    people = tuple(
        PersonReport(
            person,
            answers.get(person.pk),
            tuple(o for o in outcomes if o.request.person_id == person.pk),
        )
        for person in asked_people(asked)
    )
    return RoundReport(asked, version, people, tuple(_ranks(outcomes)))


def _ranks(outcomes: Iterable[Outcome]) -> Iterator[RankMet]:
    """Of what is decided."""
    decided = [outcome for outcome in outcomes if outcome.state != State.OPEN]
    every = Counter(outcome.request.rank for outcome in decided)
    met = Counter(o.request.rank for o in decided if o.state == State.MET)
    for rank in sorted(every):
        yield RankMet(rank, met[rank], every[rank])


def my_outcomes(asked: PreferenceRound, person: Person, *, by: User, at: datetime) -> PersonReport:
    """One's own answer, or anybody's for those who plan, and what is published of it."""
    if owns(by, person):
        require(by, "state_own_preference", asked.program, at=at, person=person)
    else:
        require(by, "view_preferences", asked.program, at=at)
    answer = asked.answers.filter(person=person).first()
    requests = asked.requests.filter(person=person).select_related("rotation", "person")
    found = _outcomes(_version(asked, draft=False), requests.order_by("kind", "rank", "pk"))
    return PersonReport(person, answer, tuple(found))


def _outcomes(version: ScheduleVersion | None, requests: Iterable[Request]) -> list[Outcome]:
    rows = list(requests)
    if version is None or not rows:
        return [Outcome(request, State.OPEN, NOT_PLANNED) for request in rows]
    return Outcomes(version).of(rows)


def _version(asked: PreferenceRound, *, draft: bool) -> ScheduleVersion | None:
    status = ScheduleVersion.Status.DRAFT if draft else ScheduleVersion.Status.PUBLISHED
    rows = ScheduleVersion.objects.filter(
        status=status,
        scenario="",
        schedule__program=asked.program_id,
        schedule__academic_year__year=asked.academic_year,
    )
    return rows.select_related("schedule__program", "schedule__academic_year").first()


# Why a rotation was not given


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A time in which the rotation could be: what would break, or nothing but other goals."""

    days: Span
    reasons: tuple[str, ...]

    @property
    def possible(self) -> bool:
        return not self.reasons


def why_not(request: Request, *, by: User, at: datetime) -> tuple[WhyNot, ...]:
    """In place of what they do then, with nobody else moved. Of a wish that is one's own, or that
    the asker may see."""
    program = request.program
    if owns(by, request.person):
        require(by, "state_own_preference", program, at=at, person=request.person)
    else:
        require(by, "view_preferences", program, at=at)
    rotation = request.rotation
    version = _version(request.round, draft=False) if request.round else None
    if version is None or rotation is None or rotation.kind == Rotation.Kind.ATTENDING:
        raise refused(
            "Only of a rotation in what is published can be said what stands against it.",
            code="not-planned",
        )
    times = [
        days for days in _times(request, rotation) if request.touches(days.starts_on, days.ends_on)
    ]
    return tuple(_why_not(version, request, rotation, times, at=at))


def _times(request: Request, rotation: Rotation) -> Iterable[Span]:
    calendar = request.program.block_calendar
    if rotation.length == Rotation.Length.HALF:
        return rotation_halves(request.academic_year, calendar)
    return rotation_periods(request.academic_year, calendar)


def _why_not(
    version: ScheduleVersion,
    request: Request,
    rotation: Rotation,
    times: Iterable[Span],
    *,
    at: datetime,
) -> Iterator[WhyNot]:
    kept = standing_of(version, at=at)
    mine = [
        row
        for row in kept.source.of_kind(Assignment.Kind.ROTATION)
        if row.person_id == request.person_id
    ]
    for days in times:
        there = [r for r in mine if r.starts_on <= days.ends_on and days.starts_on <= r.ends_on]
        wanted = row_for(
            kept.source, request.person_id, rotation, Span(days.starts_on, days.ends_on)
        )
        verdict = kept.judge(add=[wanted], remove=there)
        reasons = dict.fromkeys(broken.message for broken in verdict.broken if broken.hard)
        yield WhyNot(days, tuple(reasons))
