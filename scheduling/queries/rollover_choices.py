"""What somebody decides about the turn of a year, beside what is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from people.models import Enrolment
from scheduling.engine.promotion import Turn


class Part(StrEnum):
    """What is carried into the new year unless it is left out."""

    SPECIAL_DAYS = "special_days"
    CURRICULUM = "curriculum"
    CALL = "call"
    TRAINING = "training"
    ROLES = "roles"


PART_WORDS = {
    Part.SPECIAL_DAYS: "Holidays",
    Part.CURRICULUM: "Curriculum",
    Part.CALL: "Call taken above or below the fair share",
    Part.TRAINING: "Training done so far",
    Part.ROLES: "Ending the roles of those who go",
}


@dataclass(frozen=True)
class Decision:
    """What becomes of somebody; their PGY and last day where these differ from the proposal."""

    turn: Turn
    pgy: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Newcomer:
    """Somebody who begins; a person of this address who is known already is not made anew."""

    first_name: str
    last_name: str
    email: str = ""
    pgy: int | None = None
    faculty_role: str = ""
    track: str = ""
    starts_on: date | None = None

    @property
    def position(self) -> Enrolment.Position:
        return Enrolment.Position.RESIDENT if self.pgy else Enrolment.Position.FACULTY

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Choices:
    """By person, the newcomers, and what is left out."""

    people: Mapping[int, Decision] = field(default_factory=dict)
    newcomers: tuple[Newcomer, ...] = ()
    without: frozenset[Part] = frozenset()

    def to_json(self) -> dict[str, Any]:
        return {
            "people": {str(key): asdict(decision) for key, decision in self.people.items()},
            "newcomers": [asdict(newcomer) for newcomer in self.newcomers],
            "without": sorted(self.without),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Choices:
        return cls(
            {int(key): _decision(row) for key, row in stored.get("people", {}).items()},
            tuple(_newcomer(row) for row in stored.get("newcomers", ())),
            frozenset(Part(name) for name in stored.get("without", ())),
        )


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(Turn(row["turn"]), row["pgy"], _day(row["ends_on"]))


def _newcomer(row: Mapping[str, Any]) -> Newcomer:
    return Newcomer(**{**row, "starts_on": _day(row["starts_on"])})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
