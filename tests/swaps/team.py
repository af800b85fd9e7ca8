"""Four residents with call, clinic and days after call, published: whom swaps are tried out on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from people.models import Person, Program, Role, Slot, User
from scheduling.bridge.duties import call_duty, half_day_times
from scheduling.models import (
    AcademicYear,
    Activity,
    Assignment,
    CallType,
    Rotation,
    ScheduleVersion,
)
from tests.factories.people import EnrolmentFactory, PersonFactory, RoleFactory, UserFactory
from tests.factories.scheduling import (
    ActivityFactory,
    CallTypeFactory,
    CurriculumItemFactory,
    PatternCellFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.scheduling.small_program import SmallProgram, small_program

AT = datetime(2026, 6, 15, 17, tzinfo=UTC)
NAMES = (("Ada", "Rowan"), ("Bea", "Sorrel"), ("Cy", "Tansy"), ("Dot", "Umber"))
NIGHTS = {"ada": (7, 21), "bea": (9, 24), "cy": (14,), "dot": (17,)}
"""In July 2026, whose first block is planned to the half-day."""
FIRST, LAST = date(2026, 7, 1), date(2026, 7, 28)


@dataclass
class Team:
    program: Program
    year: AcademicYear
    version: ScheduleVersion
    rotation: Rotation
    elective: Rotation
    call_type: CallType
    activities: dict[str, Activity]
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """`team.ada` is the resident of that name."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def account(self, name: str) -> User:
        """Of a resident, or of somebody with that role."""
        if name in self.people:
            return self.people[name].user
        if name not in self.accounts:
            role = RoleFactory(program=self.program, kind=name, user__email=f"{name}@example.org")
            role.user.is_staff = True
            role.user.save()
            self.accounts[name] = role.user
        return self.accounts[name]

    def call(self, name: str, day: int, version: ScheduleVersion | None = None) -> Assignment:
        """Somebody's call of a night in July, with all that services read of it."""
        rows = Assignment.objects.with_names().select_related(
            "version__schedule__program", "version__schedule__academic_year"
        )
        return rows.get(
            version=version or self.version, person=self.people[name], starts_on=date(2026, 7, day),
            kind="call",
        )  # fmt: skip

    def half_days(self, name: str, day: int) -> list[str]:
        rows = Assignment.objects.filter(
            version=self.version, person=self.people[name], starts_on=date(2026, 7, day)
        )
        return list(rows.half_days().order_by("slot").values_list("activity__code", flat=True))

    def nights(self, name: str) -> list[int]:
        rows = Assignment.objects.filter(version=self.version, person=self.people[name]).calls()
        return [night.day for night in rows.order_by("starts_on").values_list("starts_on", flat=1)]


def team(*, elective: str = "", **policies: object) -> Team:
    """Clinic in the morning and office in the afternoon; free after call; two nights in between.

    The afternoon may be clinic as well: that of 2 July is, for Ada. Whoever is named has an elective
    in the first block, with office all day.
    """
    small = small_program(**policies)
    free = ActivityFactory(program=small.program, code="PC", name="Free", kind="recovery",
                           am_starts=None, am_ends=None, pm_starts=None, pm_ends=None)  # fmt: skip
    Rotation.objects.filter(pk=small.rotation.pk).update(call_eligible=True)
    for weekday in range(1, 6):
        PatternCellFactory(
            rotation=small.rotation, weekday=weekday, slot="PM", activity=small.clinic
        )
    call_type = CallTypeFactory(
        program=small.program, code="RC", pgys=[1], gap_nights=2, morning_after=free,
        afternoon_after=free,
    )  # fmt: skip
    found = Team(
        program=small.program,
        year=small.year,
        version=ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=small.year)),
        rotation=small.rotation,
        elective=_elective(small),
        call_type=call_type,
        activities={"C": small.clinic, "GME": small.office, "PC": free},
    )
    known = {person.first_name: person for person in small.residents}
    for first, last in NAMES:
        person = known.get(first) or PersonFactory(first_name=first, last_name=last)
        found.people[first.lower()] = person
        _enrol(found, person, first not in known)
        is_away = first.lower() == elective
        for block in small.year.blocks.all():
            RotationAssignmentFactory(
                version=found.version, person=person,
                rotation=found.elective if is_away and block.number == 1 else small.rotation,
                starts_on=block.starts_on, ends_on=block.ends_on,
            )  # fmt: skip
    Assignment.objects.bulk_create([*_calls(found), *_half_days(found, elective)])
    freeze(found.version)
    return found


def _elective(small: SmallProgram) -> Rotation:
    """Office all week, and call as well."""
    rotation: Rotation = RotationFactory(
        program=small.program, code="EL", name="Elective", pgys=[1], call_eligible=True
    )
    CurriculumItemFactory(rotation=rotation, minimum_halves=0)
    for weekday in range(1, 6):
        for slot in Slot.values:
            PatternCellFactory(rotation=rotation, weekday=weekday, slot=slot, activity=small.office)
    return rotation


def takers(found: Team, count: int) -> list[Person]:
    """More residents, without a duty yet, who could take anything."""
    people = [PersonFactory(last_name=f"Taker{number}") for number in range(count)]
    for person in people:
        _enrol(found, person, True)
    return people


def _enrol(found: Team, person: Person, is_new: bool) -> None:
    if is_new:
        EnrolmentFactory(program=found.program, person=person, academic_year=found.year.year)
    name = f"{person.first_name}.{person.last_name}".lower()
    person.user = UserFactory(email=f"{name}@example.org")
    person.save()
    RoleFactory(program=found.program, user=person.user, kind=Role.Kind.RESIDENT)


def _calls(found: Team) -> Iterator[Assignment]:
    for name, days in NIGHTS.items():
        for day in days:
            night = date(2026, 7, day)
            free_day = night.isoweekday() > 5
            duty = call_duty(found.call_type, night, found.program.zone, free_day=free_day)
            yield Assignment(
                version=found.version, person=found.people[name], kind="call", starts_on=night,
                ends_on=night, starts_at=duty.starts_at, ends_at=duty.ends_at,
                call_type=found.call_type, source="solver",
            )  # fmt: skip


def _half_days(found: Team, elective: str) -> Iterator[Assignment]:
    for name, person in found.people.items():
        day = FIRST
        while day <= LAST:
            after = (day - timedelta(days=1)).day in NIGHTS[name] and day.month == 7
            if day.isoweekday() <= 5:
                afternoon = "C" if (name, day.day, day.month) == ("ada", 2, 7) else "GME"
                morning, afternoon = ("GME", "GME") if name == elective else ("C", afternoon)
                for slot, code in ((Slot.AM, morning), (Slot.PM, afternoon)):
                    activity = found.activities["PC" if after else code]
                    starts_at, ends_at = half_day_times(activity, day, slot, found.program.zone)
                    yield Assignment(
                        version=found.version, person=person, kind="half-day", starts_on=day,
                        ends_on=day, slot=slot, starts_at=starts_at, ends_at=ends_at,
                        activity=activity, source="pattern",
                    )  # fmt: skip
            day += timedelta(days=1)
