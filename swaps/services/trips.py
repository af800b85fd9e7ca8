"""Planning days off: which duties stand in the way, and which swaps would clear them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from people.models import Person, Program, User
from people.permissions import owns, require
from people.wording import said
from scheduling.engine.rules import Rule
from scheduling.models import ScheduleVersion
from swaps.bridge.floor import Market
from swaps.engine.matching import Match, Matchmaker, Question
from swaps.engine.ranking import Scene
from swaps.engine.trip import InTheWay, in_the_way, outside, together, weekends
from swaps.models import SwapPolicy, TripPlan
from swaps.models.policy import DutyKind
from swaps.services import queue
from swaps.services.markets import market_of, rules_at
from swaps.services.matching import holdings_of_kind, match_json, past_of, takers_of
from swaps.services.obligations import published_versions
from swaps.services.policies import closes_at, policy_of
from swaps.services.refused import SwapRefused

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=31)
AHEAD = timedelta(weeks=8)
"""How far golden weekends are looked for."""
CHOICES = 3
"""Swaps that are named for one duty."""

Progress = TripPlan.Progress
Kind = TripPlan.Kind


@transaction.atomic
def plan_trip(
    person: Person, program: Program, first: date, last: date, *, by: User, at: datetime
) -> TripPlan:
    """Ask what stands between somebody and some days off. A worker looks; nothing is changed."""
    _require(person, program, by=by, at=at)
    if last < first:
        raise SwapRefused(
            said("{last} comes before {first}.", last=last, first=first), code="ends_before_start"
        )
    if first < program.today(at):
        raise SwapRefused(said("{first} is past.", first=first), code="past")
    if last - first >= LONGEST:
        raise SwapRefused(
            said(
                "{count} days were asked for; a trip of 31 days can be planned.",
                count=(last - first).days + 1,
            ),
            code="too-long",
        )
    return _ask(person, program, Kind.TRIP, first, last, by=by, at=at)


@transaction.atomic
def find_weekends(person: Person, program: Program, *, by: User, at: datetime) -> TripPlan:
    """Ask which weekends of the weeks to come are free, and which one swap would make free."""
    _require(person, program, by=by, at=at)
    first = program.today(at) + ONE_DAY
    return _ask(person, program, Kind.WEEKENDS, first, first + AHEAD, by=by, at=at)


def _require(person: Person, program: Program, *, by: User, at: datetime) -> None:
    """One's own, or those whose swaps one arranges."""
    if owns(by, person):
        require(by, "offer_own_swap", program, at=at, person=person)
    else:
        require(by, "arrange_swaps", program, at=at)


def _ask(
    person: Person, program: Program, kind: str, first: date, last: date, *, by: User, at: datetime
) -> TripPlan:
    """The last one is enough: earlier ones of the same kind are forgotten."""
    TripPlan.objects.filter(person=person, program=program, kind=kind).delete()
    trip = TripPlan.objects.create(
        program=program, person=person, kind=kind, starts_on=first, ends_on=last,
        asked_by=by, search_asked_at=at,
    )  # fmt: skip
    transaction.on_commit(partial(queue.plan_trip, trip))
    return trip


# In the worker


def run_trip(trip: TripPlan, *, at: datetime) -> None:
    """Look. Called in a worker; safe to call twice, the second does nothing."""
    claimed = TripPlan.objects.filter(pk=trip.pk, search_status=Progress.WAITING).update(
        search_status=Progress.LOOKING
    )
    if not claimed:
        return
    days = [day for version in _versions(trip) for day in _Planner(version, trip, at=at).days()]
    message = "" if days else said("Nothing is published for these days.")
    TripPlan.objects.filter(pk=trip.pk).update(
        search_status=Progress.ANSWERED, search_ended_at=at, search_message=message, days=days
    )


def _versions(trip: TripPlan) -> Iterable[ScheduleVersion]:
    return [
        version
        for version in published_versions(trip.program)
        if version.schedule.academic_year.starts_on <= trip.ends_on
        and trip.starts_on <= version.schedule.academic_year.ends_on
    ]


@dataclass(frozen=True)
class _Stretch:
    """Days to be free, and what to call them."""

    first: date
    last: date


class _Planner:
    """One trip in one published version."""

    def __init__(self, version: ScheduleVersion, trip: TripPlan, *, at: datetime) -> None:
        self.trip, self.at = trip, at
        self.market: Market = market_of(version)
        self.rules: tuple[Rule, ...] = rules_at(self.market, at=at)
        self.policy: SwapPolicy = policy_of(trip.program)
        self.scene = Scene(self.market.floor.problem, past=past_of(trip.person_id, trip.program))

    def days(self) -> list[dict[str, Any]]:
        return [self._stretch(stretch) for stretch in self._stretches()]

    def _stretches(self) -> Iterable[_Stretch]:
        source = self.market.source
        first = max(self.trip.starts_on, source.first_day)
        last = min(self.trip.ends_on, source.last_day)
        if self.trip.kind == Kind.WEEKENDS:
            return [_Stretch(day, day + ONE_DAY) for day in weekends(first, last)]
        return [_Stretch(first, last)] if first <= last else []

    def _stretch(self, stretch: _Stretch) -> dict[str, Any]:
        zone = self.market.source.zone
        starts_at = datetime.combine(stretch.first, time(), zone)
        ends_at = datetime.combine(stretch.last + ONE_DAY, time(), zone)
        person = str(self.trip.person_id)
        way = in_the_way(self.market.floor, person, starts_at, ends_at)
        found = {call: self._matches(call, starts_at, ends_at) for call in way.calls}
        plan = together(self.market.floor, self.rules, list(found.values()))
        return {
            "first": stretch.first.isoformat(),
            "last": stretch.last.isoformat(),
            "free": way.is_free,
            "work": self._labels(way.work),
            "calls": [self._call(call, matches, way) for call, matches in found.items()],
            "together": [match_json(self.market, match) for match in plan],
        }

    def _labels(self, duties: Iterable[str]) -> list[str]:
        return [self.market.floor.duty(name).label for name in duties]

    def _call(self, call: str, matches: list[Match], way: InTheWay) -> dict[str, Any]:
        row = self.market.rows[str(self.trip.person_id), call]
        return {
            "row": row.pk,
            "label": self.market.floor.duty(call).label,
            "closed": self.at >= closes_at(row.starts_at, self.policy),
            "matches": [match_json(self.market, match) for match in matches[:CHOICES]],
        }

    def _matches(self, call: str, starts_at: datetime, ends_at: datetime) -> list[Match]:
        """Swaps that leave the days alone."""
        holding = (str(self.trip.person_id), call)
        row = self.market.rows[holding]
        if row.locked or self.at >= closes_at(row.starts_at, self.policy):
            return []
        takers = frozenset(takers_of(self.market, holding, self.policy))
        around = timedelta(weeks=self.policy.weeks_around)
        held = holdings_of_kind(
            self.market, DutyKind.CALL, takers, row.starts_on - around, row.ends_on + around,
            self.policy, at=self.at,
        )  # fmt: skip
        kept = set(outside(self.market.floor, {duty for _, duty in held}, starts_at, ends_at))
        question = Question(
            holding,
            tuple(pair for pair in held if pair[1] in kept),
            takers,
            gifts=self.policy.gifts,
            longest=2,
            most=2 * CHOICES,
        )
        return list(Matchmaker(self.market.floor, self.rules, question, self.scene).find().found)
