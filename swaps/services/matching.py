"""In a worker: who could take what is on offer. The answer is kept with each offer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from people.models import Program, User
from people.permissions import owns, require
from people.wording import said
from scheduling.engine.problem import Pair
from scheduling.models import Assignment, ScheduleVersion
from scheduling.services.asked_changes import delta_of
from scheduling.services.changes import look_at
from swaps.bridge.floor import Market
from swaps.engine.matching import Match, Matchmaker, Question
from swaps.engine.ranking import Past, Scene
from swaps.models import Consent, Favor, SwapOffer, SwapPolicy, Trade
from swaps.models.offer import OfferQuerySet
from swaps.models.policy import DutyKind, kind_of
from swaps.services import queue, telling
from swaps.services.changing import changes_of
from swaps.services.markets import market_of, rules_at
from swaps.services.obligations import published_versions
from swaps.services.policies import closes_at, policy_of, require_tradable
from swaps.services.settling import limits_json
from swaps.words import what

log = logging.getLogger(__name__)

FAILED = said("The search failed. It is made again tomorrow, or when the schedule changes.")

Progress = SwapOffer.Progress

SECONDS = 10
"""How long one offer may take; what was found by then is kept."""
SILENT_FOR = timedelta(minutes=30)
SHOWN = 8
"""Matches of rotations that are looked at with their half-days and calls."""


@dataclass(frozen=True)
class Terms:
    """What may come for a duty, and who is asked; nobody by name means everybody."""

    gift: bool = True
    exchange: bool = True
    wanted_from: date | None = None
    wanted_until: date | None = None
    named: frozenset[str] = frozenset()

    @classmethod
    def of(cls, offer: SwapOffer) -> Terms:
        named = frozenset(str(pk) for pk in offer.asked.values_list("pk", flat=True))
        return cls(offer.gift, offer.exchange, offer.wanted_from, offer.wanted_until, named)


@dataclass(frozen=True)
class Found:
    """Matches as they are kept, and why each of the others cannot take it."""

    matches: list[dict[str, Any]]
    cannot: dict[str, str]
    judged: int


def search_offers(program: Program, *, at: datetime) -> int:
    """In a worker: look for matches of open offers that wait for them. Returns how many."""
    found = 0
    for version in published_versions(program):
        offers = list(_open_in(version))
        if offers:
            _search(version, offers, at=at)
            found += len(offers)
    return found


def _open_in(version: ScheduleVersion) -> Iterable[SwapOffer]:
    year = version.schedule.academic_year
    rows = SwapOffer.objects.open().unanswered().with_names()
    rows = rows.filter(program=version.schedule.program)
    return rows.filter(obligation__starts_on__range=(year.starts_on, year.ends_on))


def _search(version: ScheduleVersion, offers: list[SwapOffer], *, at: datetime) -> None:
    finder = _Finder(version, at=at)
    for offer in offers:
        if _move(offer, Progress.WAITING, Progress.LOOKING):
            _search_one(offer, finder, at=at)


def _search_one(offer: SwapOffer, finder: _Finder, *, at: datetime) -> None:
    holding = finder.market.pair_for(offer.obligation)
    try:
        found = finder.find(holding, Terms.of(offer)) if holding else Found([], {}, 0)
    except Exception:
        _move(offer, Progress.LOOKING, Progress.FAILED, search_message=FAILED)
        raise
    _keep(offer, found, at=at)
    log.info("offer %s: %s matches, %s judged", offer.pk, len(found.matches), found.judged)


def _move(offer: SwapOffer, before: str, after: str, **values: Any) -> bool:
    """By compare-and-set: a search that is asked for anew meanwhile goes on waiting."""
    rows = SwapOffer.objects.filter(pk=offer.pk, search_status=before)
    return bool(rows.update(search_status=after, **values))


def analyze(row: Assignment, terms: Terms, *, by: User, at: datetime) -> Found:
    """Who could take a published duty, without offering it. Reads the whole year: some seconds."""
    program = row.version.schedule.program
    if owns(by, row.person):
        require(by, "offer_own_swap", program, at=at, person=row.person)
    else:
        require(by, "arrange_swaps", program, at=at)
    require_tradable(row, policy_of(program), at=at)
    finder = _Finder(row.version, at=at)
    return finder.find(finder.market.pair_of(row), terms)


class _Finder:
    """One published version, read once for any number of duties."""

    def __init__(self, version: ScheduleVersion, *, at: datetime) -> None:
        self.at, self.program = at, version.schedule.program
        self.market = market_of(version)
        self.rules = rules_at(self.market, at=at)
        self.policy = policy_of(self.program)
        self._offered = self._pairs_on_offer()

    def _pairs_on_offer(self) -> frozenset[Pair]:
        offers = SwapOffer.objects.open().with_names().filter(program=self.program)
        pairs = (self.market.pair_for(offer.obligation) for offer in offers)
        return frozenset(pair for pair in pairs if pair is not None)

    def find(self, holding: Pair, terms: Terms) -> Found:
        question = question_of(holding, terms, self.market, self.policy, at=self.at)
        past = past_of(int(holding[0]), self.program)
        scene = Scene(self.market.floor.problem, self._offered, past)
        floor = self.market.floor_of_duty(holding[1])
        maker = Matchmaker(floor, self.rules, question, scene, enough=_clock(SECONDS))
        found = maker.find()
        standing = _standing_up(self.market, found.found, at=self.at)
        matches = [match_json(self.market, match) for match in standing]
        return Found(matches, found.cannot, found.judged)


def _standing_up(market: Market, found: Sequence[Match], *, at: datetime) -> list[Match]:
    """Of rotations those that hold with the half-days and calls that follow, as far as is looked."""
    return [match for match in _looked_at(market, found) if _holds(market, match, at=at)]


def _looked_at(market: Market, found: Sequence[Match]) -> Sequence[Match]:
    return found[:SHOWN] if found and market.is_rotation(found[0].trade.legs[0].duty) else found


def _holds(market: Market, match: Match, *, at: datetime) -> bool:
    if not market.is_rotation(match.trade.legs[0].duty):
        return True
    delta = delta_of(market.source, changes_of(market, match.judged.way))
    return look_at(market.source, delta, at=at).allowed


def _clock(seconds: float) -> Callable[[], bool]:
    until = monotonic() + seconds
    return lambda: monotonic() > until


def _message(found: int, cannot: int) -> str:
    matches = "1 match" if found == 1 else f"{found or 'no'} matches"
    people = "1 person" if cannot == 1 else f"{cannot} people"
    return f"Found {matches}; {people} cannot take it." if cannot else f"Found {matches}."


def ask_again(program: Program | None = None, *, at: datetime) -> None:
    """Matches of every open offer, of one program or of all, are to be looked for anew."""
    offers = SwapOffer.objects.open()
    _wait(offers if program is None else offers.filter(program=program), at=at)


def revive(*, at: datetime) -> None:
    """Searches whose worker is gone are to be made after all."""
    _wait(
        SwapOffer.objects.open().filter(
            search_status=Progress.LOOKING, search_asked_at__lt=at - SILENT_FOR
        ),
        at=at,
    )


def _wait(offers: OfferQuerySet, *, at: datetime) -> None:
    programs = list(Program.objects.filter(pk__in=offers.values("program")))
    offers.update(search_status=Progress.WAITING, search_asked_at=at)
    for program in programs:
        transaction.on_commit(partial(queue.look_for_matches, program))


def _keep(offer: SwapOffer, found: Found, *, at: datetime) -> None:
    SwapOffer.objects.filter(pk=offer.pk).update(
        matches=found.matches,
        cannot=found.cannot,
        search_ended_at=at,
        search_message=_message(len(found.matches), len(found.cannot)),
    )
    _move(offer, Progress.LOOKING, Progress.ANSWERED)
    telling.renew_boards(offer.program)


# The question


def question_of(
    holding: Pair, terms: Terms, market: Market, policy: SwapPolicy, *, at: datetime
) -> Question:
    kind = kind_of(market.rows[holding])
    takers = frozenset(takers_of(market, holding, policy, terms.named))
    alone = terms.named or not terms.exchange
    return Question(
        holding=holding,
        others=tuple(_others(holding, terms, market, takers, policy, at=at)),
        takers=takers,
        gifts=terms.gift and policy.gifts and kind != DutyKind.ROTATION,
        exchanges=terms.exchange,
        longest=2 if alone else policy.longest_ring,
    )


def takers_of(
    market: Market, holding: Pair, policy: SwapPolicy, named: Collection[str] = ()
) -> Iterator[str]:
    """Of the same position, open to them at all, and of the same PGY where that is asked."""
    problem = market.floor.problem
    giver, duty = problem.person(holding[0]), problem.duty(holding[1])
    pgys = {tag for tag in giver.tags if tag.startswith("PGY-")} if policy.same_pgy else set()
    for person in problem.people:
        if person.id == giver.id or (named and person.id not in named):
            continue
        if not giver.tags & person.tags & POSITIONS or (pgys and not pgys & person.tags):
            continue
        if duty.open_to and not duty.open_to & person.tags:
            continue
        if not duty.cell or market.may_fill(person.id, holding[1]):
            yield person.id


POSITIONS = frozenset({"resident", "faculty"})


def _others(
    holding: Pair,
    terms: Terms,
    market: Market,
    takers: frozenset[str],
    policy: SwapPolicy,
    *,
    at: datetime,
) -> Iterator[Pair]:
    """Duties of the same kind that may come in exchange, and that the giver may do."""
    if not terms.exchange:
        return
    row = market.rows[holding]
    kind = kind_of(row)
    around = timedelta(weeks=policy.weeks_around)
    first = terms.wanted_from or row.starts_on - around
    last = terms.wanted_until or row.ends_on + around
    if kind == DutyKind.ROTATION and not (terms.wanted_from or terms.wanted_until):
        first, last = market.source.first_day, market.source.last_day
    for pair in holdings_of_kind(market, kind, takers, first, last, policy, at=at):
        if kind != DutyKind.HALF_DAY or market.may_fill(holding[0], pair[1]):
            yield pair


def holdings_of_kind(
    market: Market,
    kind: DutyKind | None,
    people: Collection[str],
    first: date,
    last: date,
    policy: SwapPolicy,
    *,
    at: datetime,
) -> list[Pair]:
    """What these people have of a kind on some days, and could trade yet."""
    return [
        pair
        for pair, row in market.rows.items()
        if first <= row.starts_on <= last
        and pair[0] in people
        and kind_of(row) == kind
        and not row.locked
        and at < closes_at(row.starts_at, policy)
        and (kind != DutyKind.HALF_DAY or market.is_work(pair[1]))
    ]


# What was before


def past_of(person: int, program: Program) -> dict[tuple[str, str], Past]:
    """Of whoever gives with each of the others."""
    done = _counts(person, Q(trade__status="done"))
    declined = _counts(person, Q(agrees=False))
    owed = dict(
        Favor.objects.owed()
        .filter(program=program, owed_to=person)
        .values_list("owed_by")
        .annotate(count=Count("pk"))
    )
    return {
        (str(person), str(other)): Past(
            done.get(other, 0), declined.get(other, 0), owed.get(other, 0)
        )
        for other in {*done, *declined, *owed}
    }


def _counts(person: int, which: Q) -> dict[int, int]:
    """How often others answered so in trades that the person took part in."""
    trades = Trade.objects.filter(consents__person=person)
    rows = Consent.objects.filter(which, trade__in=trades).exclude(person=person)
    return dict(rows.values_list("person").annotate(count=Count("pk")))


# The answer


def match_json(market: Market, match: Match) -> dict[str, Any]:
    """A match as it is kept: who gives what to whom, how good it is, and the arithmetic."""
    trade = match.trade
    return {
        "manner": trade.manner.value,
        "points": match.score.points,
        "people": [int(person) for person in trade.people],
        "legs": [
            {
                "giver": int(leg.giver),
                "taker": int(leg.taker),
                "row": market.rows[leg.giver, leg.duty].pk,
                "what": what(market.rows[leg.giver, leg.duty]),
            }
            for leg in trade.legs
        ],
        "factors": [
            {"name": f.name, "value": f.value, "weight": f.weight, "reason": f.reason}
            for f in match.score.factors
        ],
        "limits": limits_json(match.judged),
        "advised": [broken.message for broken in match.judged.advice],
    }
