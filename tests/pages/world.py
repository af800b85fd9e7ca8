"""A small program with a year that is published: what the pages are looked at with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from people.models import Absence, Person, Program, Role, Slot, User
from scheduling.bridge.duties import call_duty, half_day_times, midnight
from scheduling.engine import academic_year as years
from scheduling.models import (
    AcademicYear,
    Activity,
    Assignment,
    Block,
    CallType,
    Place,
    Rotation,
    ScheduleVersion,
)
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.scheduling import (
    AcademicYearFactory,
    ActivityFactory,
    BlockFactory,
    CallTypeFactory,
    PlaceFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SpecialDayFactory,
    freeze,
)

ONE_DAY = timedelta(days=1)
YEAR = 2026

# code: name, kind, morning, afternoon, color, place
ACTIVITIES: dict[str, tuple[str, str, Any, Any, str, str]] = {
    "C": ("Clinic", "clinic", (8, 12), (13, 17), "#fff59d", "FMC"),
    "CV": ("Virtual clinic", "clinic", (8, 12), (13, 17), "#fffde7", "FMC"),
    "SPEC": ("Specialty clinic", "clinic", (8, 12), (13, 17), "#c5e1a5", "FMC"),
    "FMIT": ("Family medicine inpatient team", "inpatient", (6, 12), (12, 18), "#ffc000", "HOSP"),
    "NF": ("Night float", "night", None, (18, 6), "#a6a6a6", "HOSP"),
    "AT": ("Attending time", "supervision", (8, 12), (13, 17), "#b3e5fc", "FMC"),
    "LEC": ("Lecture", "education", (8, 12), (13, 17), "#d1c4e9", ""),
    "GME": ("Administration and education", "administration", (8, 12), (13, 17), "#cfd8dc", ""),
    "PC": ("Post-call recovery", "recovery", None, None, "#f0f4c3", ""),
    "OFF": ("Off", "off", None, None, "#ffffff", ""),
    "W": ("Weekend off", "off", None, None, "#eceff1", ""),
    "HOL": ("Holiday", "holiday", None, None, "#92d050", ""),
    "LV": ("Leave", "leave", None, None, "#bfbfbf", ""),
}

# code: name, kind, color, the week from Monday to Sunday
ROTATIONS: dict[str, tuple[str, str, str, str]] = {
    "FMIT": (
        "Family medicine inpatient team",
        "inpatient",
        "#ffc000",
        "FMIT FMIT|FMIT C|FMIT FMIT|FMIT FMIT|FMIT FMIT|OFF OFF|FMIT FMIT",
    ),
    "NF": ("Night float", "night", "#a6a6a6", "OFF NF|OFF NF|OFF NF|OFF NF|OFF NF|OFF OFF|OFF NF"),
    "FMC": ("Family medicine clinic", "outpatient", "#fff59d", "C CV|C C|GME LEC|C C|CV C|W W|W W"),
    "CARD": (
        "Cardiology",
        "outpatient",
        "#c6e0b4",
        "SPEC SPEC|C SPEC|SPEC LEC|SPEC SPEC|SPEC C|W W|W W",
    ),
}
FACULTY_WEEK = "AT AT|AT GME|C LEC|AT C|GME AT|W W|W W"
IN_TURN = ("FMIT", "FMC", "NF", "CARD", "FMC", "FMIT", "CARD")


@dataclass
class World:
    """The rows that tests name."""

    program: Program
    year: AcademicYear
    version: ScheduleVersion
    residents: list[Person]
    faculty: list[Person]
    coordinator: User
    until: date
    activities: dict[str, Activity] = field(default_factory=dict)
    rotations: dict[str, Rotation] = field(default_factory=dict)
    calls: dict[str, CallType] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


def build_world(
    *,
    residents: int = 6,
    faculty: int = 3,
    publish: bool = True,
    until: date = date(YEAR + 1, 6, 30),
) -> World:
    """A year of rotations, half-days, calls and leave for everybody; published unless told not.

    Calls and half-days end with `until`, for those who need no whole year.
    """
    program = ProgramFactory(
        name="Harborview Hills Family Medicine",
        slug="harborview-hills",
        time_zone="America/Los_Angeles",
        block_calendar="thursday_blocks",
    )
    year = AcademicYearFactory(program=program, year=YEAR)
    world = World(
        program=program,
        year=year,
        version=ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year)),
        residents=[_person(program, n, pgy=1 + n % 3) for n in range(residents)],
        faculty=[_person(program, residents + n, pgy=None) for n in range(faculty)],
        coordinator=UserFactory(email="coordinator@example.org", is_staff=True),
        until=until,
    )
    RoleFactory(program=program, user=world.coordinator, kind=Role.Kind.COORDINATOR)
    _add_vocabulary(world)
    SpecialDayFactory(program=program, on=date(YEAR, 7, 3), name="Independence Day")
    SpecialDayFactory(program=program, on=date(YEAR, 11, 26), name="Thanksgiving Day")
    Assignment.objects.bulk_create(_assignments(world), batch_size=2000)
    if publish:
        freeze(world.version)
    return world


def add_absence(world: World, person: Person, first: date, last: date, kind: str) -> Absence:
    return AbsenceFactory(
        program=world.program,
        person=person,
        kind=kind,
        starts_on=first,
        ends_on=last,
        approved=True,
    )


GIVEN = ("Amara", "Tomás", "Priya", "Elias", "Noor", "Mateo", "Ingrid", "Kofi", "Leilani", "Anders")
FAMILY = (
    *("Brightwater", "Cedarholm", "Dovecote", "Eastmere", "Fernhollow", "Glassmere", "Hazelden"),
    *("Juniperson", "Kestrelby", "Larkspur"),
)


def _person(program: Program, number: int, *, pgy: int | None) -> Person:
    user = UserFactory(email=f"person{number}@example.org")
    person = PersonFactory(
        user=user,
        first_name=GIVEN[number % len(GIVEN)],
        last_name=FAMILY[number % len(FAMILY)] + ("" if number < len(FAMILY) else str(number)),
        phone=f"555-{100 + number:04}",
    )
    EnrolmentFactory(
        program=program,
        person=person,
        academic_year=YEAR,
        **({"pgy": pgy} if pgy else {"faculty": True}),
    )
    RoleFactory(program=program, user=user, kind=Role.Kind.RESIDENT if pgy else Role.Kind.FACULTY)
    return person


def _add_vocabulary(world: World) -> None:
    program = world.program
    places: dict[str, Place | None] = {
        "FMC": PlaceFactory(program=program, code="FMC", name="Family medicine clinic"),
        "HOSP": PlaceFactory(program=program, code="HOSP", name="Harborview Hills Hospital"),
        "": None,
    }
    for code, (name, kind, am, pm, color, place) in ACTIVITIES.items():
        (am_starts, am_ends), (pm_starts, pm_ends) = _clocks(am), _clocks(pm)
        world.activities[code] = ActivityFactory(
            program=program, code=code, name=name, kind=kind, color=color, place=places[place],
            am_starts=am_starts, am_ends=am_ends, pm_starts=pm_starts, pm_ends=pm_ends,
        )  # fmt: skip
    for code, (name, kind, color, _) in ROTATIONS.items():
        world.rotations[code] = RotationFactory(
            program=program, code=code, name=name, kind=kind, color=color
        )
    world.calls["RC"] = CallTypeFactory(
        program=program, code="RC", name="Resident in-house call", position=1
    )
    world.calls["FC"] = CallTypeFactory(
        program=program, code="FC", name="Faculty call", position=2, pgys=[],
        kind=CallType.Kind.HOME, staff=CallType.Staff.FACULTY,
    )  # fmt: skip
    for block in years.blocks(YEAR, program.block_calendar):
        world.blocks.append(
            BlockFactory(
                academic_year=world.year,
                number=block.number,
                starts_on=block.starts_on,
                ends_on=block.ends_on,
            )
        )


def _clocks(hours: tuple[int, int] | None) -> tuple[time | None, time | None]:
    return (time(hours[0]), time(hours[1])) if hours else (None, None)


def _assignments(world: World) -> Iterator[Assignment]:
    for number, person in enumerate(world.residents):
        yield from _resident(world, number, person)
    for person in world.faculty:
        for day in _days(world.year.starts_on, world.until):
            yield from _half_days(world, person, day, FACULTY_WEEK)
    yield from _calls(world, "RC", world.residents)
    yield from _calls(world, "FC", world.faculty)


def _resident(world: World, number: int, person: Person) -> Iterator[Assignment]:
    """Rotations by turns; a week of leave in each resident's own month."""
    leave = date(YEAR, 8, 3) + timedelta(weeks=4 * number)
    off = set(_days(leave, leave + timedelta(days=6)))
    yield _spanning(world, person, "leave", leave, leave + timedelta(days=6))
    for index, period in enumerate(years.rotation_periods(YEAR, world.program.block_calendar)):
        code = IN_TURN[(index + number) % len(IN_TURN)]
        rotation = world.rotations[code]
        yield _spanning(world, person, "rotation", period.starts_on, period.ends_on, rotation)
        for day in _days(period.starts_on, min(period.ends_on, world.until)):
            week = "LV LV|LV LV|LV LV|LV LV|LV LV|LV LV|LV LV" if day in off else ROTATIONS[code][3]
            yield from _half_days(world, person, day, week)


def _spanning(
    world: World, person: Person, kind: str, first: date, last: date, rotation: Any = None
) -> Assignment:
    zone = world.program.zone
    return Assignment(
        version=world.version, person=person, kind=kind, starts_on=first, ends_on=last,
        starts_at=midnight(first, zone), ends_at=midnight(last + ONE_DAY, zone),
        rotation=rotation, source=Assignment.Source.SOLVER,
    )  # fmt: skip


def _half_days(world: World, person: Person, day: date, week: str) -> Iterator[Assignment]:
    codes = week.split("|")[day.isoweekday() - 1].split()
    for slot, code in zip(Slot.values, codes, strict=True):
        activity = world.activities[code]
        starts_at, ends_at = half_day_times(activity, day, slot, world.program.zone)
        yield Assignment(
            version=world.version, person=person, kind="half-day", starts_on=day, ends_on=day,
            slot=slot, starts_at=starts_at, ends_at=ends_at, activity=activity,
            source=Assignment.Source.PATTERN,
        )  # fmt: skip


def _calls(world: World, code: str, people: list[Person]) -> Iterator[Assignment]:
    call_type = world.calls[code]
    for number, night in enumerate(_days(world.year.starts_on, world.until)):
        duty = call_duty(call_type, night, world.program.zone, free_day=night.isoweekday() >= 6)
        yield Assignment(
            version=world.version, person=people[number % len(people)], kind="call",
            starts_on=night, ends_on=night, starts_at=duty.starts_at, ends_at=duty.ends_at,
            call_type=call_type, source=Assignment.Source.SOLVER,
        )  # fmt: skip


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def moment(world: World, day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clocks of the program."""
    return datetime.combine(day, time(hour, minute), world.program.zone)
