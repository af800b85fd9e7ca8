"""Sums that show a program to be impossible before any solver is asked.

What passes may still be impossible; what is reported here certainly is. Counts are in half-blocks,
the sentences in blocks. A rotation made of two halves counts for itself and for its two components.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduling.engine.academic_year import Block, rotation_periods

from .layout import BY_FIELD
from .problem import Problem
from .program import CallType, CurriculumItem, Enrolment, ProgramFile, Rotation, RotationDemand


@dataclass(frozen=True)
class Sums:
    """A program's residents, curriculum and calendar, arranged for counting."""

    file: ProgramFile

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        program = self.file.program
        return rotation_periods(program.academic_year, program.block_calendar)

    @property
    def year(self) -> int:
        """Half-blocks in the year; a block too short to have two halves still counts as two."""
        return 2 * len(self.blocks)

    @cached_property
    def rotations(self) -> dict[str, Rotation]:
        return {rotation.code: rotation for rotation in self.file.rotations}

    @cached_property
    def residents(self) -> Counter[tuple[int, str]]:
        """How many residents of each PGY and track there are all year."""
        return Counter(
            (enrolment.pgy, enrolment.track)
            for enrolment in self.file.enrolments
            if enrolment.pgy is not None and _all_year(enrolment)
        )

    def items(self, pgy: int, track: str) -> dict[str, CurriculumItem]:
        """The curriculum of a PGY and track: its own rows, and the general ones for the rest."""
        chosen: dict[str, CurriculumItem] = {}
        for item in self.file.curriculum:
            if item.pgy == pgy and item.track == track:
                chosen[item.rotation] = item
            elif item.pgy == pgy and not item.track:
                chosen.setdefault(item.rotation, item)
        return chosen

    def number(self, pgy: int | None) -> int:
        return sum(n for (level, _), n in self.residents.items() if pgy in (None, level))

    def window(self, rotation: Rotation, item: CurriculumItem | None = None) -> list[Block]:
        """The blocks of the year in which a rotation may be done."""
        limits: list[Rotation | CurriculumItem] = [rotation, item] if item else [rotation]
        low = max(limit.first_block or 0 for limit in limits)
        high = min(limit.last_block or self.blocks[-1].number for limit in limits)
        return [block for block in self.blocks if low <= block.number <= high]

    def parts(self, rotation: Rotation) -> tuple[str, ...]:
        """The rotations somebody is on, half by half, while doing this one."""
        if rotation.first_half and rotation.second_half:
            return rotation.first_half, rotation.second_half
        return (rotation.code,) * rotation.halves_long

    def supply(self, code: str, pgy: int | None, *, most: bool) -> int:
        """Half-blocks of a rotation that the residents do in the year, at least or at most."""
        return sum(
            number * self.share(self.items(level, track), code, most=most)
            for (level, track), number in self.residents.items()
            if pgy in (None, level)
        )

    def share(self, items: Mapping[str, CurriculumItem], code: str, *, most: bool) -> int:
        """Of one resident: what the curriculum says of the rotation, or of those made of it."""
        own, made_of_it = items.get(code), self.within(items, code, most=most)
        if own is None:
            return made_of_it
        return own.maximum_halves if most else max(own.minimum_halves, made_of_it)

    def within(self, items: Mapping[str, CurriculumItem], code: str, *, most: bool) -> int:
        """Half-blocks of a rotation that a resident does as a part of others."""
        total = 0
        for item in items.values():
            parts = self.parts(self.rotations[item.rotation])
            if code in parts and item.rotation != code:
                halves = item.maximum_halves if most else item.minimum_halves
                total += halves * parts.count(code) // len(parts)
        return total

    def least(self, items: Mapping[str, CurriculumItem]) -> int:
        """The half-blocks that a resident cannot do without; parts of others are not done twice."""
        return sum(
            max(item.minimum_halves - self.within(items, code, most=False), 0)
            for code, item in items.items()
        )

    def most(self, items: Mapping[str, CurriculumItem]) -> int:
        """The half-blocks that a resident may do; parts with a bound of their own count there."""
        total = 0
        for item in items.values():
            parts = self.parts(self.rotations[item.rotation])
            bound = sum(part != item.rotation and part in items for part in parts)
            total += item.maximum_halves * (len(parts) - bound) // len(parts)
        return total


def _all_year(enrolment: Enrolment) -> bool:
    return enrolment.starts_on is None and enrolment.ends_on is None


def shortages(file: ProgramFile) -> list[Problem]:
    """Everything that cannot add up, in words with numbers."""
    sums = Sums(file)
    return [
        *_curriculum_fits_the_year(sums),
        *_items_fit_their_windows(sums),
        *_demand_can_be_met(sums),
        *_demand_fits_each_half(sums),
        *_call_pools_can_be_met(sums),
    ]


def _problem(name: str, message: str) -> Problem:
    return Problem(BY_FIELD[name].title, None, "", message)


def _blocks(halves: int) -> str:
    return f"{halves / 2:g}"


def _who(pgy: int, track: str) -> str:
    return f"PGY-{pgy} ({track})" if track else f"PGY-{pgy}"


def _curriculum_fits_the_year(sums: Sums) -> Iterator[Problem]:
    """Everybody has something to do all year, and not more than fits into it."""
    year = sums.year
    for pgy, track in sorted(sums.residents):
        items = sums.items(pgy, track)
        least, most, who = sums.least(items), sums.most(items), _who(pgy, track)
        if least > year:
            yield _problem(
                "curriculum",
                f"{who} must do at least {_blocks(least)} blocks; the year has {_blocks(year)}.",
            )
        if items and most < year:
            yield _problem(
                "curriculum",
                f"{who} may do at most {_blocks(most)} blocks; the year has {_blocks(year)}.",
            )


def _items_fit_their_windows(sums: Sums) -> Iterator[Problem]:
    """The least of a rotation, with its gaps, goes into the blocks in which it may be done."""
    for item in sums.file.curriculum:
        rotation = sums.rotations[item.rotation]
        room = 2 * len(sums.window(rotation, item))
        times = -(-item.minimum_halves // rotation.halves_long)
        needed = item.minimum_halves + max(times - 1, 0) * item.gap_halves
        if needed > room:
            yield _problem(
                "curriculum",
                f"{_who(item.pgy, item.track)} needs {_blocks(needed)} blocks for {item.rotation} "
                f"and its gaps; its window has {_blocks(room)}.",
            )


def _demand_can_be_met(sums: Sums) -> Iterator[Problem]:
    """Over the year, residents give a rotation what it needs and it takes what they must do."""
    for demand in sums.file.demands:
        rotation = sums.rotations[demand.rotation]
        room = 2 * len(sums.window(rotation))
        needs, gives = demand.minimum * room, sums.supply(rotation.code, demand.pgy, most=True)
        if sums.file.curriculum and needs > gives:
            yield _problem(
                "demands",
                f"{_demanded(demand)} needs {_blocks(needs)} blocks in the year; "
                f"the curriculum gives at most {_blocks(gives)}.",
            )
        must = sums.supply(rotation.code, demand.pgy, most=False)
        if demand.maximum is not None and must > demand.maximum * room:
            yield _problem(
                "demands",
                f"{_demanded(demand)} takes {_blocks(demand.maximum * room)} blocks in the year; "
                f"the curriculum sends at least {_blocks(must)}.",
            )


def _demanded(demand: RotationDemand) -> str:
    return f"{demand.rotation} for PGY-{demand.pgy}" if demand.pgy else demand.rotation


def _demand_fits_each_half(sums: Sums) -> Iterator[Problem]:
    """At no time do the rotations need more residents of a PGY, or of all, than there are."""
    for pgy in (None, *sorted({pgy for pgy, _ in sums.residents})):
        there = sums.number(pgy)
        for demands, block in _distinct(sums, pgy):
            needed = sum(demand.minimum for demand in demands)
            if needed > there:
                who = f"PGY-{pgy}s" if pgy else "residents"
                yield _problem(
                    "demands",
                    f"In block {block.number} the rotations need {needed} {who} at a time; "
                    f"there are {there}.",
                )


def _distinct(sums: Sums, pgy: int | None) -> Iterator[tuple[Sequence[RotationDemand], Block]]:
    """The demands of a PGY in each block of the year, but the same ones only once."""
    seen: set[tuple[str, ...]] = set()
    for block in sums.blocks:
        demands = [
            demand
            for demand in sums.file.demands
            if demand.pgy == pgy and block in sums.window(sums.rotations[demand.rotation])
        ]
        names = tuple(demand.rotation for demand in demands)
        if names not in seen:
            seen.add(names)
            yield demands, block


def _call_pools_can_be_met(sums: Sums) -> Iterator[Problem]:
    """Residents are on call-eligible rotations often enough to fill every pool all year."""
    for call in sums.file.call_types:
        if call.staff == "resident" and sums.file.curriculum:
            yield from _pool(sums, call)


def _pool(sums: Sums, call: CallType) -> Iterator[Problem]:
    there = sum(sums.number(pgy) for pgy in call.pgys)
    if there < max(call.pool_minimum, call.people_needed):
        yield _problem(
            "call_types",
            f"{call.code} needs {max(call.pool_minimum, call.people_needed)} residents; "
            f"there are {there}.",
        )
        return
    needs = call.pool_minimum * sums.year
    gives = _eligible_halves(sums, call)
    if needs > gives:
        yield _problem(
            "call_types",
            f"{call.code} needs {_blocks(needs)} blocks on call-eligible rotations in the year; "
            f"the curriculum gives at most {_blocks(gives)}.",
        )


def _eligible_halves(sums: Sums, call: CallType) -> int:
    """The most half-blocks that the residents of a call can be on call-eligible rotations."""
    total = 0
    for (pgy, track), number in sums.residents.items():
        if pgy in call.pgys:
            items = sums.items(pgy, track)
            barred = sum(
                sums.share(items, rotation.code, most=False)
                for rotation in sums.file.rotations
                if not rotation.first_half and not rotation.call_eligible
            )
            total += number * max(sums.year - barred, 0)
    return total
