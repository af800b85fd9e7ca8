"""Which people and which weeks of a block are shown, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from people.models import Enrolment
from scheduling.engine.academic_year import Block
from scheduling.models import Activity, Rotation
from scheduling.queries.block_rows import BlockRows
from scheduling.queries.grid_menus import Menu, Option, codes_of, group_of, groups, menu

WEEK = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from day 1 of the block; the days that lead into it are a short one, number 0."""

    number: int
    starts_on: date
    length: int

    @property
    def title(self) -> str:
        return f"Week {self.number}" if self.number else "Before"

    @property
    def columns(self) -> int:
        return 2 * self.length

    def days(self) -> Iterator[date]:
        return (self.starts_on + timedelta(days=n) for n in range(self.length))


class BlockMenus:
    """Narrows a block to a PGY, a rotation, a site and a week, as the address asks."""

    def __init__(self, rows: BlockRows, asked: Mapping[str, str]) -> None:
        self.rows = rows
        self.all_weeks = tuple(_weeks(rows.period))
        self.menus = tuple(self._menus(asked))
        self._chosen = {each.name: each.chosen for each in self.menus}

    def _menus(self, asked: Mapping[str, str]) -> Iterator[Menu]:
        sites = {a.place.code: a.place.name for a in self.activities if a.place}
        weeks = (Option(str(week.number), week.title) for week in self.all_weeks)
        yield menu("pgy", "Group", groups(self.rows.enrolments), asked)
        yield menu("rotation", "Rotation", (Option(r.code, r.code) for r in self.rotations), asked)
        yield menu("site", "Site", (Option(*site) for site in sorted(sites.items())), asked)
        yield menu("week", "Week", weeks, asked)

    # What there is

    @cached_property
    def rotations(self) -> list[Rotation]:
        """Those that somebody is on, in the order of their codes."""
        stays = (stay for stays in self.rows.stays.values() for stay in stays)
        used = {stay.rotation for stay in stays if stay.rotation}
        return sorted((self.rows.rotations[pk] for pk in used), key=lambda row: row.code)

    @cached_property
    def activities(self) -> list[Activity]:
        """Those that fill a half-day, in the order of their codes."""
        used = {row.activity for row in self.rows.half_days.values()}
        return sorted((self.rows.activities[pk] for pk in used), key=lambda row: row.code)

    # What of it is shown

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        chosen = self._chosen["week"]
        return tuple(week for week in self.all_weeks if chosen in ("", str(week.number)))

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(day for week in self.weeks for day in week.days())

    def shows(self, enrolment: Enrolment) -> bool:
        return (
            self._chosen["pgy"] in ("", group_of(enrolment).value)
            and self._is_on_rotation(enrolment.person_id)
            and (not self._chosen["site"] or enrolment.person_id in self._at_site)
        )

    def _is_on_rotation(self, person: int) -> bool:
        code, rotations = self._chosen["rotation"], self.rows.rotations
        done = [stay.rotation for stay in self.rows.stays.get(person, ()) if stay.rotation]
        return not code or any(code in codes_of(rotations[pk], rotations) for pk in done)

    @cached_property
    def _at_site(self) -> frozenset[int]:
        """Who is at the chosen site in one of the half-days that are shown."""
        here = {a.pk for a in self.activities if a.place and a.place.code == self._chosen["site"]}
        days = frozenset(self.days)
        rows = self.rows.half_days.items()
        return frozenset(
            person for (person, day, _), row in rows if row.activity in here and day in days
        )


def _weeks(period: Block) -> Iterator[Week]:
    if period.lead:
        yield Week(0, period.starts_on, period.lead)
    first, left, number = period.day_one, period.length - period.lead, 1
    while left > 0:
        yield Week(number, first, min(WEEK, left))
        first, left, number = first + timedelta(days=WEEK), left - WEEK, number + 1
