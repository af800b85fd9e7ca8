"""A version as the pages of a workbook: one block, or the year with its blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from people.models import SLOTS, Enrolment
from scheduling.bridge.rules import rules_of_year
from scheduling.engine.academic_year import Block, halves, rotation_periods
from scheduling.engine.rules.supervision import Attendings
from scheduling.models import Activity, CurriculumItem, Rotation, ScheduleVersion
from scheduling.queries.block_rows import BlockRows
from scheduling.queries.grid_menus import group_of
from scheduling.queries.year_grid import Stay
from scheduling.sheets import pages
from scheduling.sheets.spans import words_of

SHORT_ROLES = {
    "program_director": "PD",
    "associate_program_director": "APD",
    "chief_of_department": "Chief",
    "clinic_lead": "Lead",
    "sports_medicine": "SM",
    "core": "Core",
    "adjunct": "Adj",
}


def block_book(version: ScheduleVersion, number: int, *, at: datetime) -> pages.Book | None:
    """The workbook of a block; None when the year has no block of this number."""
    period = next((p for p in _periods(version) if p.number == number), None)
    return _book(version, [period], with_year=False, at=at) if period else None


def year_book(version: ScheduleVersion, *, at: datetime, blocks: bool = True) -> pages.Book:
    """The workbook of the year: a sheet for it, and one for each block that has half-days."""
    return _book(version, _periods(version), with_year=True, blocks=blocks, at=at)


def _periods(version: ScheduleVersion) -> Sequence[Block]:
    year = version.schedule.academic_year
    return rotation_periods(year.year, version.schedule.program.block_calendar)


def said_of(version: ScheduleVersion) -> str:
    """A version in the words of the pages."""
    if version.scenario:
        return f"“{version.scenario}”"
    return f"{version.get_status_display()} {version.number}"


def _book(
    version: ScheduleVersion,
    periods: Sequence[Block],
    *,
    with_year: bool,
    blocks: bool = True,
    at: datetime,
) -> pages.Book:
    year = version.schedule.academic_year
    whole = BlockRows(year, Block(periods[0].starts_on, periods[-1].ends_on, 0), version)
    made = [_BlockPage(whole, period, at).page() for period in periods if blocks]
    return pages.Book(
        program=whole.program.name,
        slug=whole.program.slug,
        year=year.year,
        version=version.pk,
        said=f"{said_of(version)}, as of {at.astimezone(whole.program.zone):%b %d %Y, %H:%M}",
        written_at=at,
        activities=tuple(_activity(a) for a in whole.activities.values()),
        rotations=tuple(_rotation(r, whole.rotations) for r in whole.rotations.values()),
        names=tuple(sorted(whole.names.values())),
        year_page=_year_page(whole, periods) if with_year else None,
        blocks=tuple(page for page in made if not with_year or _is_planned(page)),
    )


def _is_planned(page: pages.BlockPage) -> bool:
    """A year is exported with the blocks that hold something beside their rotations."""
    return any(any(line.cells) for line in page.people) or any(
        any(line.cells) for line in page.calls
    )


def _activity(activity: Activity) -> pages.Code:
    needs = activity.supervision_needed
    return pages.Code(
        code=activity.code,
        name=activity.name,
        color=activity.color,
        clinic=activity.kind == Activity.Kind.CLINIC,
        procedure=activity.kind == Activity.Kind.PROCEDURE,
        needs_by_level=needs == Activity.Supervision.BY_LEVEL,
        needs_one=needs == Activity.Supervision.ONE,
        supervises=activity.supervises,
        place=activity.place.code if activity.place else "",
        room_units=activity.room_units,
        room_once=activity.room_once,
    )


def _rotation(rotation: Rotation, rotations: dict[int, Rotation]) -> pages.Code:
    parts = None
    if rotation.first_half_id and rotation.second_half_id:
        halves_of = (rotations[rotation.first_half_id], rotations[rotation.second_half_id])
        parts = (halves_of[0].code, halves_of[1].code)
    return pages.Code(rotation.code, rotation.name, rotation.color, parts=parts)


class _BlockPage:
    """One block, out of rows that may reach further."""

    def __init__(self, rows: BlockRows, period: Block, at: datetime) -> None:
        self.rows, self.period, self.at = rows, period, at
        self.days = list(period.days())

    def page(self) -> pages.BlockPage:
        rows = self.rows
        return pages.BlockPage(
            number=self.period.number,
            days=tuple(self._day(day) for day in self.days),
            halves=tuple((half.starts_on, half.ends_on) for half in halves(self.period)),
            calls=tuple(self._calls()),
            people=tuple(self._person(enrolment) for enrolment in rows.enrolments),
            sites=tuple(pages.Site(site.code, site.rooms or 0) for site in rows.sites),
            ratio=self._ratio(),
        )

    def _day(self, day: date) -> pages.Day:
        special = self.rows.special_days.get(day)
        return pages.Day(day, special.name if special else "")

    def _ratio(self) -> pages.Ratio | None:
        rules = rules_of_year(self.rows.year, self.rows.program.today(self.at))
        found = next((rule for rule in rules if isinstance(rule, Attendings)), None)
        return pages.Ratio(found.first_year_quarters, found.later_quarters) if found else None

    def _calls(self) -> Iterator[pages.CallLine]:
        names = self.rows.names
        for call_type in self.rows.call_types:
            held = [self.rows.calls.get((call_type.pk, day), ()) for day in self.days]
            cells = (
                pages.BETWEEN_NAMES.join(names.get(person, "") for person in people)
                for people in held
            )
            yield pages.CallLine(call_type.pk, call_type.code, call_type.name, tuple(cells))

    def _person(self, enrolment: Enrolment) -> pages.PersonLine:
        person = enrolment.person
        role = SHORT_ROLES.get(enrolment.faculty_role, "") or f"PGY-{enrolment.pgy}"
        return pages.PersonLine(
            person=person.pk,
            group=group_of(enrolment).label,
            pgy=enrolment.pgy,
            role=role,
            name=f"{person.last_name}, {person.first_name}",
            rotations=self._rotations(person.pk),
            cells=tuple(self._code(person.pk, day, slot) for day in self.days for slot in SLOTS),
        )

    def _rotations(self, person: int) -> tuple[str, str]:
        """A rotation of the whole block stands in the first column alone, beside nothing."""
        found = ["", ""]
        for index, half in enumerate(halves(self.period)):
            for stay in self.rows.stays.get(person, ()):
                if stay.rotation and stay.starts_on == half.starts_on:
                    found[index] = self.rows.rotations[stay.rotation].code
                    if stay.ends_on < self.period.ends_on and not index:
                        found[1] = "-"
        return found[0], found[1]

    def _code(self, person: int, day: date, slot: str) -> str:
        row = self.rows.half_days.get((person, day, slot))
        return self.rows.activities[row.activity].code if row else ""


def _year_page(rows: BlockRows, periods: Sequence[Block]) -> pages.YearPage:
    residents = [e for e in rows.enrolments if e.position == Enrolment.Position.RESIDENT]
    columns = tuple(
        pages.Column(
            period.number,
            period.starts_on,
            period.ends_on,
            tuple((half.starts_on, half.ends_on) for half in halves(period)),
        )
        for period in periods
    )
    asked = CurriculumItem.objects.filter(program=rows.program, academic_year=rows.year.year)
    wanted = {rows.rotations[item.rotation_id].code for item in asked}
    away = _away(rows)
    return pages.YearPage(
        columns=columns,
        lines=tuple(_year_line(rows, e, columns, away[e.person_id]) for e in residents),
        curriculum=tuple(sorted(wanted)),
    )


def _year_line(
    rows: BlockRows,
    enrolment: Enrolment,
    columns: Iterable[pages.Column],
    away: Sequence[date],
) -> pages.YearLine:
    person = enrolment.person
    stays = rows.stays.get(person.pk, [])
    return pages.YearLine(
        person=person.pk,
        group=group_of(enrolment).label,
        track=enrolment.track,
        name=f"{person.last_name}, {person.first_name}",
        rotations=tuple(_rotations_in(rows, stays, column) for column in columns),
        leave=tuple(_leave_in(stays, away, column) for column in columns),
    )


def _rotations_in(rows: BlockRows, stays: Sequence[Stay], column: pages.Column) -> str:
    """One code, or two where the halves differ; `-` stands for a half without a rotation."""
    here = [s for s in stays if s.rotation and column.starts_on <= s.starts_on <= column.ends_on]
    codes = {stay.starts_on: rows.rotations[stay.rotation or 0].code for stay in here}
    if not here or (len(here) == 1 and here[0].ends_on >= column.ends_on and _first(here, column)):
        return next(iter(codes.values()), "")
    return pages.BETWEEN_HALVES.join(codes.get(first, "-") for first, _ in column.halves)


def _first(stays: Sequence[Stay], column: pages.Column) -> bool:
    return stays[0].starts_on == column.starts_on


def _leave_in(stays: Sequence[Stay], away: Sequence[date], column: pages.Column) -> str:
    """The version's leave that starts in the block; other time away stands in brackets."""
    leave = [
        (stay.starts_on, stay.ends_on)
        for stay in stays
        if stay.rotation is None and column.starts_on <= stay.starts_on <= column.ends_on
    ]
    absent = [day for day in away if column.starts_on <= day <= column.ends_on]
    others = f"(away {words_of(_spans(absent))})" if absent else ""
    return " ".join(filter(None, (words_of(leave), others)))


def _spans(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days in a row as one."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _away(rows: BlockRows) -> defaultdict[int, list[date]]:
    """Days of each person's absences that no leave of the version covers."""
    on_leave = {
        (stay.person, day)
        for stays in rows.stays.values()
        for stay in stays
        if stay.rotation is None
        for day in Block(stay.starts_on, stay.ends_on, 0).days()
    }
    days = {(person, day) for person, day, _ in rows.away} - on_leave
    found: defaultdict[int, list[date]] = defaultdict(list)
    for person, day in sorted(days):
        found[person].append(day)
    return found
