"""Puts an invented program together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from scheduling.engine.academic_year import federal_holidays, rotation_halves, year_span
from scheduling.program_file.program import Credit, PackChoice, ProgramFile, RuleSetting, SpecialDay

from . import fm24, im80, tiny, x_plus_y
from .affairs import Affairs
from .recipe import Recipe
from .scaled import scaled
from .staff import Staff, enrol

KINDS: dict[str, tuple[str, Callable[[int, int], Recipe]]] = {
    "tiny": ("thursday_blocks", tiny.recipe),
    "fm24": ("thursday_blocks", fm24.recipe),
    "im80": ("four_weeks", im80.recipe),
}
"""The calendar of each kind, and its recipe for a year and the weekday on which halves end."""

GROUPS: dict[str, tuple[str, Callable[[int, int], Recipe]]] = {
    "im4+1": ("four_weeks", x_plus_y.recipe_for(4, 1)),
    "im6+2": ("four_weeks", x_plus_y.recipe_for(6, 2)),
}
"""Programs whose residents take turns in the clinic, group by group."""

LARGE: dict[str, tuple[str, Callable[[int, int], Recipe]]] = {
    "im60": ("four_weeks", lambda *when: _large_medicine(60, *when)),
    "im140": ("four_weeks", lambda *when: _large_medicine(140, *when)),
    "im160": ("four_weeks", lambda *when: _large_medicine(160, *when)),
}
"""The same for programs that are there to be measured: their workbooks take long to look at."""

TRAINING_WEEKS = (15, 36)


def make(kind: str, seed: int, year: int, *, on: date | None = None) -> ProgramFile:
    """An invented program. Credentials run out as seen on `on`, by default the year's first day."""
    calendar, recipe_for = (KINDS | GROUPS | LARGE)[kind]
    last_weekday = rotation_halves(year, calendar)[0].ends_on.isoweekday()
    return invent(recipe_for(year, last_weekday), f"{kind} {seed} {year}", on=on)


def invent(recipe: Recipe, chance: str, *, on: date | None = None) -> ProgramFile:
    """The program of a recipe. The same words of `chance` always draw the same."""
    random, year = Random(chance), recipe.program.academic_year  # noqa: S311 -- keeps no secret
    staff = enrol(recipe, random)
    affairs = Affairs(recipe, staff, random)
    absences = affairs.absences()
    services = recipe.services
    return ProgramFile(
        program=recipe.program,
        special_days=_special_days(year),
        places=recipe.places,
        credential_kinds=recipe.credential_kinds,
        activities=recipe.activities,
        rotations=tuple(service.rotation for service in services),
        demands=tuple(row for service in services for row in service.demands()),
        patterns=tuple(row for service in services for row in service.patterns()),
        weekly_shares=tuple(row for service in services for row in service.weekly_shares()),
        session_demands=recipe.sessions,
        curriculum=tuple(row for service in services for row in service.curriculum()),
        requirements=recipe.requirements,
        call_types=recipe.call_types,
        attending_weeks=tuple(week for week, _ in recipe.attending),
        attending_shares=tuple(share for _, shares in recipe.attending for share in shares),
        call_day_wishes=recipe.call_day_wishes,
        people=staff.people,
        enrolments=staff.enrolments,
        credentials=affairs.credentials(on or year_span(year).starts_on),
        credits=tuple(_credits(recipe, staff)),
        supervision_levels=affairs.supervision_levels(),
        absences=absences,
        requests=affairs.requests(absences),
        call_history=affairs.call_history(),
        rule_packs=_rule_packs(recipe.program.specialty),
        rules=_rules(year),
    )


def _credits(recipe: Recipe, staff: Staff) -> Iterator[Credit]:
    """What residents of each PGY had done before this year."""
    for code, amounts in recipe.done.items():
        for pgy, amount in amounts.items():
            for person in staff.residents(pgy):
                yield Credit(person, code, amount)


def _large_medicine(residents: int, year: int, last_weekday: int) -> Recipe:
    return scaled(
        im80.recipe(year, last_weekday),
        residents,
        name=f"Stonegate Health Internal Medicine {residents}",
        slug=f"stonegate-im-{residents}",
    )


def _special_days(year: int) -> tuple[SpecialDay, ...]:
    """The federal holidays, and two Fridays of training."""
    first = year_span(year).starts_on
    friday = first + timedelta(days=(5 - first.isoweekday()) % 7)
    holidays = federal_holidays(year)
    days = {day: SpecialDay(day, "holiday", name) for day, name in holidays.items()}
    for weeks in TRAINING_WEEKS:
        day = friday + timedelta(weeks=weeks)
        days.setdefault(day, SpecialDay(day, "training", "Training day"))
    return tuple(days[day] for day in sorted(days))


SPECIALTIES = {
    "Family medicine": "family-medicine",
    "Internal medicine": "internal-medicine",
    "Emergency medicine": "emergency-medicine",
    "Surgery": "surgery",
}


def _rule_packs(specialty: str) -> tuple[PackChoice, ...]:
    """The accreditation, the program's own rules, and what is usual in the specialty."""
    names = ["acgme-cpr-2025", "program-local", SPECIALTIES[specialty]]
    return tuple(PackChoice(name, position) for position, name in enumerate(names))


def _rules(year: int) -> tuple[RuleSetting, ...]:
    first = year_span(year).starts_on
    return (
        RuleSetting("night-run", {"nights": 6}, None, True, first, None, "Six nights in a row at most."),
        RuleSetting("rest-between", {"hours": 8}, 5, True, first, None, ""),
    )  # fmt: skip
