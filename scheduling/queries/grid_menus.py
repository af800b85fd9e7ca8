"""Which part of a grid is shown: what an address asks for, out of what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from people.models import Enrolment
from scheduling.models import Rotation


class Option(NamedTuple):
    """A line of a menu."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A choice that narrows a grid; nothing chosen shows everything."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str
    unknown: str
    """What was asked for and is not there."""

    @property
    def is_useful(self) -> bool:
        return len(self.options) > 1 or bool(self.chosen)


def menu(name: str, label: str, options: Iterable[Option], asked: Mapping[str, str]) -> Menu:
    kept = tuple(options)
    value = asked.get(name, "")
    known = any(option.value == value for option in kept)
    return Menu(name, label, kept, value if known else "", "" if known else value)


def group_of(enrolment: Enrolment) -> Option:
    """The residents of a PGY, or the faculty."""
    if enrolment.pgy:
        return Option(str(enrolment.pgy), f"PGY-{enrolment.pgy}")
    return Option("faculty", "Faculty")


def groups(enrolments: Iterable[Enrolment]) -> tuple[Option, ...]:
    """In the order of the grid."""
    return tuple(dict.fromkeys(group_of(enrolment) for enrolment in enrolments))


def codes_of(rotation: Rotation, rotations: Mapping[int, Rotation]) -> set[str]:
    """A rotation made of two others counts for each of them."""
    parts = (rotation.first_half_id, rotation.second_half_id)
    return {rotation.code, *(rotations[pk].code for pk in parts if pk)}


def query_of(menus: Iterable[Menu]) -> dict[str, str]:
    """What is chosen, for the addresses of pages beside this one."""
    return {each.name: each.chosen for each in menus if each.chosen}
