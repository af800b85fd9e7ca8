"""Turning the academic year: planned and looked at, then applied in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from people.models import Enrolment, Person, Program, User, year_days
from people.permissions import require
from people.services.enrolments import enrol
from people.services.roles import end_role
from people.services.saving import save_checked
from scheduling.engine.promotion import Turn
from scheduling.models import CallHistory, Credit, CurriculumItem, Rollover
from scheduling.queries.rollover import Plan, plan_of
from scheduling.queries.rollover_choices import Choices, Decision, Newcomer, Part
from scheduling.services.open_year import ensure_year
from scheduling.services.rollover_record import Record

Status = Rollover.Status
OF_FACULTY = (Turn.STAY, Turn.LEAVE)
HIGHEST_PGY = 8


@transaction.atomic
def plan_rollover(program: Program, year: int, *, by: User, at: datetime) -> Rollover:
    """Begin to plan the turn into a year, or go on with the plan that there is."""
    rollover = _planned(program, year, by=by, at=at)
    if rollover._state.adding:
        save_checked(rollover)
    return rollover


def preview_rollover(program: Program, year: int, *, by: User, at: datetime) -> Plan:
    """What the turn into a year would do, as it is planned so far. Writes nothing."""
    return plan_of(_planned(program, year, by=by, at=at), at=at)


def _planned(program: Program, year: int, *, by: User, at: datetime) -> Rollover:
    """The plan that there is, or a new one that is not saved."""
    require(by, "turn_year", program, at=at)
    if not Enrolment.objects.in_year(year - 1).filter(program=program).exists():
        raise ValidationError(
            f"Nobody is enrolled in {program} in {year - 1}-{year % 100:02d}, so there is nobody "
            f"to turn into {year}-{(year + 1) % 100:02d}.",
            code="nobody-enrolled",
        )
    planned = Rollover.objects.filter(program=program, year=year, status=Status.PLANNED).first()
    return planned or Rollover(program=program, year=year, planned_by=by, planned_at=at)


def look_at_rollover(rollover: Rollover, *, by: User, at: datetime) -> Plan:
    """What applying would do. Writes nothing."""
    require(by, "turn_year", rollover.program, at=at)
    return plan_of(rollover, at=at)


@transaction.atomic
def choose(
    rollover: Rollover,
    *,
    people: Mapping[int, Decision] | None = None,
    newcomers: Iterable[Newcomer] | None = None,
    without: Iterable[Part] | None = None,
    by: User,
    at: datetime,
) -> Rollover:
    """Decide otherwise than proposed. What is not given stays; what is given takes its place."""
    planned = _locked(rollover, by=by, at=at)
    choices = Choices.read(planned.choices)
    if people is not None:
        _check_decisions(planned, people)
        choices = replace(choices, people=dict(people))
    if newcomers is not None:
        begun = tuple(newcomers)
        _check_newcomers(planned, begun)
        choices = replace(choices, newcomers=begun)
    if without is not None:
        choices = replace(choices, without=frozenset(without))
    planned.choices = choices.to_json()
    planned.save(update_fields=["choices"])
    rollover.refresh_from_db()
    return rollover


@transaction.atomic
def discard_rollover(rollover: Rollover, *, by: User, at: datetime) -> Rollover:
    """Put a plan aside; nothing was changed by it."""
    planned = _locked(rollover, by=by, at=at)
    Rollover.objects.filter(pk=planned.pk).update(status=Status.DISCARDED)
    rollover.refresh_from_db()
    return rollover


@transaction.atomic
def apply_rollover(
    rollover: Rollover, *, seen: str | None = None, by: User, at: datetime
) -> Rollover:
    """Make everything that was planned, all or nothing.

    `seen` is the fingerprint of the plan that was looked at; another one is refused.
    """
    planned = _locked(rollover, by=by, at=at)
    plan = plan_of(planned, at=at)
    _check_plan(plan, seen)
    record = _carry_out(plan, by=by, at=at)
    Rollover.objects.filter(pk=planned.pk).update(
        status=Status.APPLIED, applied_by=by, applied_at=at, made=record.to_json()
    )
    rollover.refresh_from_db()
    return rollover


def _locked(rollover: Rollover, *, by: User, at: datetime) -> Rollover:
    """The plan, held against everybody else who would change or apply it."""
    require(by, "turn_year", rollover.program, at=at)
    locked = Rollover.objects.select_for_update(of=("self",)).select_related("program")
    planned = locked.get(pk=rollover.pk)
    if planned.status != Status.PLANNED:
        raise ValidationError(
            f"The turn {planned} is {planned.get_status_display()} already.", code="not-planned"
        )
    return planned


def _check_plan(plan: Plan, seen: str | None) -> None:
    if plan.undecided:
        names = ", ".join(step.person.full_name for step in plan.undecided[:10])
        raise ValidationError(
            f"Say first what becomes of {names}. How many years training lasts is not known.",
            code="undecided",
        )
    if plan.is_empty:
        raise ValidationError("There is nothing to do: the year is there.", code="nothing-to-do")
    if seen is not None and seen != plan.fingerprint:
        raise ValidationError(
            "Something has changed since you looked. Look again, then apply.", code="changed"
        )


def _carry_out(plan: Plan, *, by: User, at: datetime) -> Record:
    record = Record()
    if plan.blocks:
        year = ensure_year(plan.program, plan.year)
        record.note([year, *year.blocks.order_by("number")])
    for day in plan.special_days:
        save_checked(day)
    record.note(plan.special_days)
    for beginning in plan.people.beginnings:
        if not beginning.is_known:
            save_checked(beginning.person)
            record.note([beginning.person])
            beginning.becomes.person = beginning.person
    places = [*plan.enrolments, *(b.becomes for b in plan.people.beginnings)]
    for place in places:
        enrol(place, by=by, at=at)
    record.note(places)
    for model, rows in (
        (CurriculumItem, plan.curriculum),
        (CallHistory, plan.call_history),
        (Credit, [done.credit for done in plan.training]),
    ):
        record.note(_created(model, rows))
    for role, last_day in plan.people.roles:
        record.end(role, last_day)
        end_role(role, ends_on=last_day, by=by, at=at)
    return record


def _created(model: type[Model], rows: Iterable[Model]) -> list[Model]:
    """Copies and sums of rows that are valid."""
    return model._default_manager.bulk_create(rows)


# What may be chosen


def _check_decisions(rollover: Rollover, people: Mapping[int, Decision]) -> None:
    rows = Enrolment.objects.in_year(rollover.year - 1).filter(program=rollover.program)
    known = {row.person_id: row for row in rows.select_related("person")}
    for person, decision in people.items():
        if person not in known:
            raise ValidationError(
                f"Person {person} was not enrolled in {rollover.program} in the year before "
                f"{rollover.label}.",
                code="not-enrolled",
            )
        _check_decision(rollover, known[person], decision)


def _check_decision(rollover: Rollover, was: Enrolment, decision: Decision) -> None:
    name = was.person.full_name
    if was.position == Enrolment.Position.FACULTY and decision.turn not in OF_FACULTY:
        raise ValidationError(
            f"{name} is of the faculty, who stay or leave.", code="turn-of-faculty"
        )
    if decision.pgy is not None and not 1 <= decision.pgy <= HIGHEST_PGY:
        raise ValidationError(
            f"{name}: a PGY is 1 to {HIGHEST_PGY}, not {decision.pgy}.", code="pgy"
        )
    _check_within(rollover, name, decision.ends_on)


def _check_newcomers(rollover: Rollover, newcomers: Iterable[Newcomer]) -> None:
    addresses: set[str] = set()
    for number, newcomer in enumerate(newcomers, start=1):
        _check_newcomer(rollover, number, newcomer)
        if newcomer.email and newcomer.email.lower() in addresses:
            raise ValidationError(
                f"Newcomer {number} has the address {newcomer.email} of another one.",
                code="address-twice",
            )
        addresses.add(newcomer.email.lower())


def _check_newcomer(rollover: Rollover, number: int, newcomer: Newcomer) -> None:
    if not newcomer.first_name or not newcomer.last_name:
        raise ValidationError(
            f"Newcomer {number} needs a first and a last name.", code="newcomer-without-name"
        )
    roles = Enrolment.FacultyRole.values
    if newcomer.pgy is None and newcomer.faculty_role not in roles:
        raise ValidationError(
            f"{newcomer.full_name} needs a PGY from 1 to {HIGHEST_PGY}, or one of the faculty "
            f"roles {', '.join(roles)}.",
            code="newcomer-without-place",
        )
    if newcomer.pgy is not None and (newcomer.faculty_role or not 1 <= newcomer.pgy <= HIGHEST_PGY):
        raise ValidationError(
            f"{newcomer.full_name} has a PGY from 1 to {HIGHEST_PGY} and no faculty role, or a "
            "faculty role and no PGY.",
            code="newcomer-place",
        )
    person = Person(first_name=newcomer.first_name, last_name=newcomer.last_name)
    person.email = newcomer.email
    person.clean_fields(exclude=["user"])
    _check_within(rollover, newcomer.full_name, newcomer.starts_on)


def _check_within(rollover: Rollover, name: str, day: date | None) -> None:
    first, last = year_days(rollover.year)
    if day is not None and not first <= day <= last:
        raise ValidationError(
            f"{name}: {day} is not in the academic year {rollover.label}.", code="outside-the-year"
        )
