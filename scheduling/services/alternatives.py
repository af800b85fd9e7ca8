"""Choosing one of the schedules that a solve found into the draft."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from people.models import User
from people.permissions import require
from scheduling.engine.files import fingerprint, roster_from_json
from scheduling.models import Alternative, ScheduleVersion, SolverRun
from scheduling.services.check import check_and_store
from scheduling.services.question import Question, question_of
from scheduling.services.solve import SolveRefused, refuse_a_second
from scheduling.services.solving import write_roster
from scheduling.services.versions import require_draft


@transaction.atomic
def choose_alternative(run: SolverRun, number: int, *, by: User, at: datetime) -> ScheduleVersion:
    """Write the schedule of this number to the draft; another may be chosen in its place later.

    Refused when anything that the schedules were made for has changed since: look for others then.
    """
    require(by, "generate_schedule", run.version.schedule.program, at=at)
    chosen = _alternative(run, number)
    require_draft(run.version)
    refuse_a_second(run)
    question = _question(run)
    write_roster(run, question, roster_from_json(chosen.pairs), by=by, at=at)
    run.alternatives.update(chosen_at=None, chosen_by=None)
    run.alternatives.filter(pk=chosen.pk).update(chosen_at=at, chosen_by=by)
    check_and_store(run.version, at=at)
    return run.version


def _alternative(run: SolverRun, number: int) -> Alternative:
    found = {each.number: each for each in run.alternatives.all()}
    if not found:
        raise SolveRefused("This solve has no schedules to choose from.", code="nothing-to-choose")
    if number not in found:
        raise SolveRefused(
            f"There is no schedule {number}; there are {len(found)}.", code="no-such-schedule"
        )
    return found[number]


def _question(run: SolverRun) -> Question:
    """As it was asked; a change of what it rests on would make another of it."""
    if run.started_at is None:
        raise ValueError("A solve that found schedules has begun.")
    question = question_of(run, at=run.started_at)
    if fingerprint(question.problem, question.rules) != run.fingerprint:
        raise SolveRefused(
            "People, rules or what the schedule rests on have changed since these were found. "
            "Look for schedules again.",
            code="changed",
        )
    return question
