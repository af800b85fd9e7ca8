"""A program of two residents that solves in a moment: clinic in the morning, office afterwards."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from people.models import Person, Program, Role, User
from scheduling.engine.academic_year import blocks
from scheduling.models import AcademicYear, Activity, Block, Rotation
from tests.factories.people import EnrolmentFactory, PersonFactory, ProgramFactory, RoleFactory
from tests.factories.scheduling import (
    YEAR,
    AcademicYearFactory,
    ActivityFactory,
    BlockFactory,
    CurriculumItemFactory,
    PatternCellFactory,
    RotationFactory,
)

AT = datetime(2026, 6, 15, 17, tzinfo=UTC)


@dataclass(frozen=True)
class SmallProgram:
    """Thirteen blocks, one rotation, two residents of PGY-1."""

    program: Program
    year: AcademicYear
    clinic: Activity
    office: Activity
    rotation: Rotation
    residents: tuple[Person, Person]
    accounts: dict[str, User] = field(default_factory=dict)

    def block(self, number: int) -> Block:
        return self.year.blocks.get(number=number)

    def user(self, kind: str) -> User:
        if kind not in self.accounts:
            role = RoleFactory(program=self.program, kind=kind, user__email=f"{kind}@example.org")
            role.user.is_staff = kind not in (Role.Kind.RESIDENT, Role.Kind.FACULTY)
            role.user.save()
            self.accounts[kind] = role.user
        return self.accounts[kind]


def small_program(name: str = "Cedar Family Medicine", **policies: object) -> SmallProgram:
    program = ProgramFactory(name=name, **policies)
    year = AcademicYearFactory(program=program, year=YEAR)
    for block in blocks(YEAR, program.block_calendar):
        BlockFactory(
            academic_year=year,
            number=block.number,
            starts_on=block.starts_on,
            ends_on=block.ends_on,
        )
    clinic = ActivityFactory(program=program, code="C", name="Clinic")
    office = ActivityFactory(program=program, code="GME", name="Office", kind="administration")
    ActivityFactory(program=program, code="LV", name="Leave", kind="leave")
    rotation = RotationFactory(
        program=program, code="FM", name="Family medicine", pgys=[1], color="#ffc000"
    )
    CurriculumItemFactory(rotation=rotation, minimum_halves=0)
    for weekday in range(1, 6):
        PatternCellFactory(rotation=rotation, weekday=weekday, slot="AM", activity=clinic)
        PatternCellFactory(rotation=rotation, weekday=weekday, slot="PM", activity=office)
    residents = tuple(
        PersonFactory(first_name=first, last_name=last)
        for first, last in (("Ada", "Rowan"), ("Bea", "Sorrel"))
    )
    for person in residents:
        EnrolmentFactory(program=program, person=person, academic_year=YEAR)
    return SmallProgram(program, year, clinic, office, rotation, residents)
