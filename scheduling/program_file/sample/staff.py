"""Fills the places of an invented program with invented people."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from scheduling.program_file.program import Enrolment, Person

from .names import invent_people
from .recipe import Post, Recipe

RESIDENT_CLINIC = {1: (1, 4), 2: (1, 6), 3: (2, 8)}


@dataclass(frozen=True)
class Staff:
    """The people of a program and their places in it, in the same order."""

    people: tuple[Person, ...]
    enrolments: tuple[Enrolment, ...]

    def residents(self, *pgys: int) -> list[str]:
        return [e.person for e in self.enrolments if e.pgy and (not pgys or e.pgy in pgys)]

    def pgy_of(self, resident: str) -> int:
        return next(e.pgy for e in self.enrolments if e.person == resident and e.pgy)

    def faculty(self, *, adjuncts: bool = True) -> list[str]:
        return [
            e.person
            for e in self.enrolments
            if e.faculty_role and (adjuncts or e.faculty_role != "adjunct")
        ]


def enrol(recipe: Recipe, random: Random) -> Staff:
    """Everybody with a name and a place for the year."""
    pgys = [pgy for pgy, count in recipe.residents.items() for _ in range(count)]
    posts = [post for post in recipe.posts for _ in range(post.count)]
    people = invent_people(random, len(pgys) + len(posts), recipe.program.slug)
    residents = [
        _resident(
            person.name, pgy, number % recipe.clinic_groups + 1 if recipe.clinic_groups else None
        )
        for number, (person, pgy) in enumerate(zip(people, pgys, strict=False))
    ]
    faculty = [_member(p.name, post) for p, post in zip(people[len(pgys) :], posts, strict=True)]
    return Staff(people, (*residents, *faculty))


def _resident(name: str, pgy: int, group: int | None) -> Enrolment:
    clinic_min, clinic_max = RESIDENT_CLINIC[pgy]
    return Enrolment(
        name, "resident", pgy, None, 100, "", clinic_min, clinic_max, 0, 0, True, None, None,
        clinic_group=group,
    )  # fmt: skip


def _member(name: str, post: Post) -> Enrolment:
    return Enrolment(
        name, "faculty", None, post.role, post.fte, "", *post.clinic, *post.supervision,
        post.call, None, None, post.block_clinic, post.weekdays,
    )  # fmt: skip
