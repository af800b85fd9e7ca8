"""Answers how far training is: everybody's to those who plan, one's own to each resident."""

from __future__ import annotations

from datetime import datetime

from people.models import Person, Program, User
from people.permissions import require
from scheduling.models import ScheduleVersion
from scheduling.queries.training_progress import Resident, TrainingYear, training_progress
from scheduling.queries.version_of_today import version_of_today


def find_progress(version: ScheduleVersion, *, by: User, at: datetime) -> TrainingYear:
    """Every resident of the version's year."""
    program = version.schedule.program
    require(by, "view_progress", program, at=at)
    return training_progress(version, today=program.today(at))


def my_training(person: Person, program: Program, *, by: User, at: datetime) -> Resident | None:
    """One's own as published; None where nothing is, and for those who are no residents."""
    require(by, "view_own_schedule", program, at=at, person=person)
    version = version_of_today(program, at=at)
    if version is None:
        return None
    found = training_progress(version, today=program.today(at), person=person.pk)
    return found.of(person.pk)
