"""The turn of an academic year as it would be: everybody's step, and everything that is carried."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from people.models import Enrolment, Program
from scheduling.engine import academic_year as calendar
from scheduling.engine.promotion import Turn
from scheduling.models import CallHistory, CurriculumItem, Rollover, SpecialDay
from scheduling.queries.rollover_carried import Carried, Done
from scheduling.queries.rollover_choices import Choices, Part
from scheduling.queries.rollover_people import PeopleTurn, Step


@dataclass(frozen=True)
class Plan:
    """What applying would add and end. Rows that are there already are not in it."""

    program: Program
    year: int
    choices: Choices
    people: PeopleTurn
    carried: Carried

    @cached_property
    def undecided(self) -> tuple[Step, ...]:
        return tuple(step for step in self.people.steps if step.turn is None and not step.exists)

    @cached_property
    def counts(self) -> Mapping[Turn, int]:
        """How many residents are promoted, stay, graduate, leave."""
        residents = (s for s in self.people.steps if s.was.position == Enrolment.Position.RESIDENT)
        return Counter(step.turn for step in residents if step.turn)

    @property
    def enrolments(self) -> list[Enrolment]:
        steps = self.people.steps
        return [step.becomes for step in steps if step.becomes and not step.exists]

    @property
    def blocks(self) -> tuple[calendar.Block, ...]:
        """None where the year is open already."""
        if self.carried.is_open:
            return ()
        return calendar.blocks(self.year, self.program.block_calendar)

    @property
    def special_days(self) -> list[SpecialDay]:
        return self.carried.special_days if self._has(Part.SPECIAL_DAYS) else []

    @property
    def curriculum(self) -> list[CurriculumItem]:
        return self.carried.curriculum if self._has(Part.CURRICULUM) else []

    @property
    def call_history(self) -> list[CallHistory]:
        return self.carried.call_history if self._has(Part.CALL) else []

    @property
    def training(self) -> list[Done]:
        return self.carried.training if self._has(Part.TRAINING) else []

    def _has(self, part: Part) -> bool:
        return part not in self.choices.without

    @property
    def is_empty(self) -> bool:
        return not self.blocks and not any(True for _ in self._rows()) and not self.people.roles

    @cached_property
    def fingerprint(self) -> str:
        """Equal plans do the same. Whoever applies says which one was seen."""
        facts = [
            [(block.number, block.starts_on, block.ends_on) for block in self.blocks],
            [state_of(row) for row in self._rows()],
            [(role.pk, last_day) for role, last_day in self.people.roles],
            [step.was.pk for step in self.undecided],
        ]
        return sha256(json.dumps(facts, cls=DjangoJSONEncoder).encode()).hexdigest()

    def _rows(self) -> Iterator[Model]:
        yield from self.special_days
        yield from self.enrolments
        for beginning in self.people.beginnings:
            if not beginning.is_known:
                yield beginning.person
            yield beginning.becomes
        yield from self.curriculum
        yield from self.call_history
        yield from (done.credit for done in self.training)


def plan_of(rollover: Rollover, *, at: datetime) -> Plan:
    """About forty queries, whatever the size of the program."""
    choices = Choices.read(rollover.choices)
    people = PeopleTurn(rollover.program, rollover.year, choices, at=at)
    carried = Carried(rollover.program, rollover.year, people.places)
    return Plan(rollover.program, rollover.year, choices, people, carried)


def state_of(row: Model) -> dict[str, Any]:
    """The columns of a row."""
    fields: dict[str, Any] = serializers.serialize("python", [row])[0]["fields"]
    return fields


def year_to_turn_into(program: Program, on: date) -> int:
    """The next one; on its first day and soon after, the one that has just begun."""
    begun = on.year if on.month >= 7 else on.year - 1
    has_people = Enrolment.objects.in_year(begun).filter(program=program).exists()
    return begun + 1 if has_people else begun
