"""People are asked what they would like before a deadline, answer, and are reminded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from people.models import Person, Program, User
from people.permissions import owns, require
from people.services.notices import tell
from people.services.saving import save_checked
from people.spoken import spoken
from people.wording import joined, said
from scheduling.models import PreferenceAnswer, PreferenceRound, Request
from scheduling.queries.preference_choices import Choices, asked_people, choices_for, unanswered

DAYS_OF_A_WEEK = 7
REMINDED_DAYS = (7, 2)
"""Before the deadline, those who have not answered are reminded by the clock."""

Kind = Request.Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish; the order in which they are given is their rank."""

    kind: str
    wish: str = Request.Wish.PREFER
    rotation: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    weekday: int | None = None


class RoundDetails(TypedDict):
    """What a round asks, of whom, and until when."""

    academic_year: int
    name: str
    position: str
    asks: list[str]
    most: int
    note: str
    opens_at: datetime
    closes_at: datetime


@transaction.atomic
def open_round(
    program: Program, details: RoundDetails, *, by: User, at: datetime
) -> PreferenceRound:
    """Ask the residents or the faculty; they are told when it opens."""
    require(by, "ask_preferences", program, at=at)
    if details["closes_at"] <= at:
        _refuse(said("The deadline lies in the past."), "deadline-past")
    asked = PreferenceRound(program=program, opened_by=by, **details)
    save_checked(asked)
    if not asked_people(asked):
        _refuse(
            said(
                "No {position} is enrolled in {program} for the academic year {academic_year}.",
                position=asked.get_position_display(),
                program=program,
                academic_year=asked.academic_year,
            ),
            "nobody-asked",
        )
    if asked.is_open(at):
        _tell_of_opening(asked, at=at)
    return asked


@transaction.atomic
def move_deadline(
    asked: PreferenceRound, to: datetime, *, by: User, at: datetime
) -> PreferenceRound:
    """Later, or earlier but not into the past. Those who have not answered are told."""
    require(by, "ask_preferences", asked.program, at=at)
    if to <= at:
        _refuse(said("The deadline lies in the past."), "deadline-past")
    locked = PreferenceRound.objects.select_for_update().get(pk=asked.pk)
    locked.closes_at = to
    save_checked(locked)
    asked.closes_at = to
    if asked.is_open(at):
        _tell(asked, unanswered(asked), f"until:{to.isoformat()}", at=at)
    return asked


@transaction.atomic
def answer_round(
    asked: PreferenceRound, person: Person, wishes: Sequence[Wish], *, by: User, at: datetime
) -> PreferenceAnswer:
    """Everything that somebody wishes for, in the place of what they said before.

    The office may answer for somebody, also after the deadline.
    """
    own = owns(by, person)
    if own:
        require(by, "state_own_preference", asked.program, at=at, person=person)
    else:
        require(by, "manage_people", asked.program, at=at)
    asked = PreferenceRound.objects.select_for_update().select_related("program").get(pk=asked.pk)
    _require_open(asked, own=own, at=at)
    choices = choices_for(asked, person)
    if choices is None:
        _refuse(
            said("“{asked}” does not ask {full_name}.", asked=asked, full_name=person.full_name),
            "not-asked",
        )
    _require_allowed(choices, wishes)
    asked.requests.filter(person=person).delete()
    for request in _requests(asked, person, wishes):
        save_checked(request)
    found, _ = PreferenceAnswer.objects.update_or_create(
        round=asked, person=person, defaults={"answered_at": at, "by": by}
    )
    return found


def _requests(asked: PreferenceRound, person: Person, wishes: Iterable[Wish]) -> Iterable[Request]:
    """Ranked apart within each kind."""
    ranks = Counter[str]()
    for wish in wishes:
        ranks[wish.kind] += 1
        yield Request(
            program=asked.program,
            person=person,
            academic_year=asked.academic_year,
            round=asked,
            kind=wish.kind,
            wish=wish.wish,
            rank=ranks[wish.kind],
            rotation_id=wish.rotation,
            starts_on=wish.starts_on,
            ends_on=wish.ends_on,
            weekday=wish.weekday,
        )


# What is refused


def _require_open(asked: PreferenceRound, *, own: bool, at: datetime) -> None:
    if not own:
        return
    if at < asked.opens_at:
        _refuse(
            said(
                "“{asked}” opens on {moment}.", asked=asked, moment=_moment(asked, asked.opens_at)
            ),
            "round-not-open",
        )
    if at >= asked.closes_at:
        _refuse(
            said(
                "“{asked}” closed on {moment}; later changes are refused. Your office can move "
                "the deadline, or enter it for you.",
                asked=asked,
                moment=_moment(asked, asked.closes_at),
            ),
            "round-closed",
        )


def _require_allowed(choices: Choices, wishes: Sequence[Wish]) -> None:
    asked = choices.round
    for kind, count in Counter(wish.kind for wish in wishes).items():
        if kind not in asked.asks:
            words = said(Kind(kind).label)
            _refuse(
                said("“{asked}” does not ask about: {words}.", asked=asked, words=words),
                "kind-not-asked",
            )
        if count > asked.most:
            words = said(Kind(kind).label)
            _refuse(
                said(
                    "{words}: {count} wishes, {most} are asked for at most.",
                    words=words,
                    count=count,
                    most=asked.most,
                ),
                "too-many-wishes",
            )
    for wish, count in Counter(wishes).items():
        if count > 1:
            _refuse(
                said("{words} is wished for twice.", words=_words(choices, wish)), "wished-twice"
            )
        _require_possible(choices, wish)


def _require_possible(choices: Choices, wish: Wish) -> None:
    year = choices.days
    words = _words(choices, wish)
    days = [day for day in (wish.starts_on, wish.ends_on) if day]
    if not all(year.holds(day) for day in days):
        _refuse(
            said(
                "{words} is not within {starts_on} to {ends_on}.",
                words=words,
                starts_on=year.starts_on,
                ends_on=year.ends_on,
            ),
            "wish-outside-year",
        )
    if len(days) > 1 and days[1] < days[0]:
        _refuse(
            said("{words}: the last day comes before the first.", words=words),
            "wish-ends-before-start",
        )
    if wish.kind == Kind.ROTATION and wish.rotation not in choices.rotations:
        _refuse(
            said("That rotation is not one that you can have in this year."), "rotation-not-yours"
        )
    if wish.kind == Kind.LEAVE and (len(days) < 2 or (days[1] - days[0]).days + 1 > DAYS_OF_A_WEEK):
        _refuse(
            said(
                "A wish for leave is for {days_of_a_week} days at most; rank several weeks.",
                days_of_a_week=DAYS_OF_A_WEEK,
            ),
            "leave-too-long",
        )
    if wish.kind == Kind.CALL and not days and wish.weekday is None:
        _refuse(said("A wish about call names a weekday or days."), "call-says-nothing")
    if wish.kind == Kind.CLINIC and wish.weekday is None:
        _refuse(said("A wish about clinic names a weekday."), "clinic-says-nothing")


def _words(choices: Choices, wish: Wish) -> str:
    rotation = choices.rotations.get(wish.rotation or 0)
    what = rotation.code if rotation else said(Kind(wish.kind).label)
    if not wish.starts_on:
        return what
    return said("{what}, from {day:%d %b %Y}", what=what, day=wish.starts_on)


def _refuse(sentence: str, code: str) -> NoReturn:
    raise ValidationError(spoken(sentence), code=code)


# Who is told


@transaction.atomic
def remind(asked: PreferenceRound, *, by: User, at: datetime) -> int:
    """Those who have not answered, once a day; says how many there are."""
    require(by, "ask_preferences", asked.program, at=at)
    if not asked.is_open(at):
        _refuse(said("“{asked}” is not open: nobody could answer.", asked=asked), "round-closed")
    missing = unanswered(asked)
    if not missing:
        _refuse(said("Everybody has answered “{asked}”.", asked=asked), "everybody-answered")
    _tell(asked, missing, f"reminded:{asked.program.today(at)}", at=at)
    return len(missing)


def tell_of_rounds(*, at: datetime) -> int:
    """By the clock: of rounds that have opened, and of deadlines that are near."""
    told = 0
    for asked in PreferenceRound.objects.open(at).select_related("program"):
        told += _tell_of_opening(asked, at=at)
        near = [days for days in REMINDED_DAYS if (asked.closes_at - at).days < days]
        if near and (asked.closes_at - asked.opens_at).days >= min(near):
            told += _tell(asked, unanswered(asked), f"near:{min(near)}", at=at)
    return told


def _tell_of_opening(asked: PreferenceRound, *, at: datetime) -> int:
    return _tell(asked, asked_people(asked), "opened", at=at)


def _tell(asked: PreferenceRound, people: Iterable[Person], what: str, *, at: datetime) -> int:
    kinds = joined(said(Kind(kind).label) for kind in asked.asks)
    deadline = _moment(asked, asked.closes_at)
    told = tell(
        "preferences_asked",
        program=asked.program,
        people=people,
        subject=said(
            "{asked}: say what you would like by {deadline}", asked=asked, deadline=deadline
        ),
        lines=[
            said("You are asked about: {kinds}.", kinds=kinds),
            *([asked.note] if asked.note else []),
        ],
        url=reverse("scheduling:preferences_round", args=(asked.pk,)),
        at=at,
        event=f"preference-round:{asked.pk}:{what}",
    )
    return len(told)


def _moment(asked: PreferenceRound, when: datetime) -> str:
    return said("{moment:%a, %b %-d, %Y at %H:%M}", moment=when.astimezone(asked.program.zone))
