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
        _refuse("The deadline lies in the past.", "deadline-past")
    asked = PreferenceRound(program=program, opened_by=by, **details)
    save_checked(asked)
    if not asked_people(asked):
        _refuse(
            f"No {asked.get_position_display()} is enrolled in {program} for the academic year "
            f"{asked.academic_year}.",
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
        _refuse("The deadline lies in the past.", "deadline-past")
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
        _refuse(f"“{asked}” does not ask {person.full_name}.", "not-asked")
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
        _refuse(f"“{asked}” opens on {_moment(asked, asked.opens_at)}.", "round-not-open")
    if at >= asked.closes_at:
        _refuse(
            f"“{asked}” closed on {_moment(asked, asked.closes_at)}; later changes are refused. "
            "Your office can move the deadline, or enter it for you.",
            "round-closed",
        )


def _require_allowed(choices: Choices, wishes: Sequence[Wish]) -> None:
    asked = choices.round
    for kind, count in Counter(wish.kind for wish in wishes).items():
        if kind not in asked.asks:
            words = Kind(kind).label.lower()
            _refuse(f"“{asked}” does not ask about: {words}.", "kind-not-asked")
        if count > asked.most:
            words = Kind(kind).label.lower()
            _refuse(
                f"{words.capitalize()}: {count} wishes, {asked.most} are asked for at most.",
                "too-many-wishes",
            )
    for wish, count in Counter(wishes).items():
        if count > 1:
            _refuse(f"{_words(choices, wish)} is wished for twice.", "wished-twice")
        _require_possible(choices, wish)


def _require_possible(choices: Choices, wish: Wish) -> None:
    year = choices.days
    words = _words(choices, wish)
    days = [day for day in (wish.starts_on, wish.ends_on) if day]
    if not all(year.holds(day) for day in days):
        _refuse(f"{words} is not within {year.starts_on} to {year.ends_on}.", "wish-outside-year")
    if len(days) > 1 and days[1] < days[0]:
        _refuse(f"{words}: the last day comes before the first.", "wish-ends-before-start")
    if wish.kind == Kind.ROTATION and wish.rotation not in choices.rotations:
        _refuse("That rotation is not one that you can have in this year.", "rotation-not-yours")
    if wish.kind == Kind.LEAVE and (len(days) < 2 or (days[1] - days[0]).days + 1 > DAYS_OF_A_WEEK):
        _refuse(
            f"A wish for leave is for {DAYS_OF_A_WEEK} days at most; rank several weeks.",
            "leave-too-long",
        )
    if wish.kind == Kind.CALL and not days and wish.weekday is None:
        _refuse("A wish about call names a weekday or days.", "call-says-nothing")
    if wish.kind == Kind.CLINIC and wish.weekday is None:
        _refuse("A wish about clinic names a weekday.", "clinic-says-nothing")


def _words(choices: Choices, wish: Wish) -> str:
    rotation = choices.rotations.get(wish.rotation or 0)
    what = rotation.code if rotation else Kind(wish.kind).label
    return f"{what}, from {wish.starts_on}" if wish.starts_on else what


def _refuse(sentence: str, code: str) -> NoReturn:
    raise ValidationError(sentence, code=code)


# Who is told


@transaction.atomic
def remind(asked: PreferenceRound, *, by: User, at: datetime) -> int:
    """Those who have not answered, once a day; says how many there are."""
    require(by, "ask_preferences", asked.program, at=at)
    if not asked.is_open(at):
        _refuse(f"“{asked}” is not open: nobody could answer.", "round-closed")
    missing = unanswered(asked)
    if not missing:
        _refuse(f"Everybody has answered “{asked}”.", "everybody-answered")
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
    kinds = ", ".join(Kind(kind).label.lower() for kind in asked.asks)
    deadline = _moment(asked, asked.closes_at)
    told = tell(
        "preferences_asked",
        program=asked.program,
        people=people,
        subject=f"{asked}: say what you would like by {deadline}",
        lines=[f"You are asked about: {kinds}.", *([asked.note] if asked.note else [])],
        url=reverse("scheduling:preferences_round", args=(asked.pk,)),
        at=at,
        event=f"preference-round:{asked.pk}:{what}",
    )
    return len(told)


def _moment(asked: PreferenceRound, when: datetime) -> str:
    local = when.astimezone(asked.program.zone)
    return f"{local:%a}, {local:%b} {local.day}, {local.year} at {local:%H:%M}"
