"""Loading a program: all of it or nothing, twice the same, and only what its loader may change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Absence, Enrolment, Person, Program
from scheduling.models import (
    AcademicYear,
    Activity,
    CallHistory,
    CallType,
    CurriculumItem,
    PatternCell,
    Request,
    Rotation,
    RotationDemand,
    RuleSetting,
)
from scheduling.program_file.layout import SHEETS
from scheduling.program_file.program import CallBalance, Credential
from scheduling.program_file.program import Person as PersonRow
from scheduling.program_file.sample import make
from scheduling.program_file.workbook import read_workbook
from scheduling.services.export_program import export_program
from scheduling.services.load_program import ProgramRefused, load_program, preview_program
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
FILE = make("tiny", 1, 2026)
OUR_MODELS = [
    model for label in ("people", "scheduling") for model in apps.get_app_config(label).get_models()
]


@pytest.fixture
def owner():
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def loaded(owner):
    load_program(FILE, by=owner, at=AT)
    return Program.objects.get(slug="little-river-fm")


@pytest.fixture
def coordinator(loaded):
    return RoleFactory(program=loaded, kind="coordinator").user


def state():
    """Every row of every table of ours."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in OUR_MODELS}


def said(preview):
    """What a preview says of the sheets that change."""
    return {
        sheet.title: (
            list(sheet.added),
            [(change.name, [str(cell) for cell in change.fields]) for change in sheet.changed],
            list(sheet.removed),
        )
        for sheet in preview.sheets
        if not sheet.is_empty
    }


def part(field, index, **changes):
    """The file with one row changed."""
    rows = list(getattr(FILE, field))
    rows[index] = replace(rows[index], **changes)
    return replace(FILE, **{field: tuple(rows)})


def without(field, index):
    rows = list(getattr(FILE, field))
    del rows[index]
    return replace(FILE, **{field: tuple(rows)})


def plus(field, *rows):
    return replace(FILE, **{field: (*getattr(FILE, field), *rows)})


def messages(file, by):
    with pytest.raises(ProgramRefused) as refusal:
        load_program(file, by=by, at=AT)
    with pytest.raises(ProgramRefused) as same:
        preview_program(file, by=by, at=AT)
    assert same.value.messages == refusal.value.messages
    return refusal.value.messages


# A new program


def test_a_new_program_has_all_that_the_file_says(owner):
    preview = load_program(FILE, by=owner, at=AT)

    program = Program.objects.get(slug="little-river-fm")
    counts = {
        "enrolments": Enrolment.objects.filter(program=program, academic_year=2026).count(),
        "rotations": Rotation.objects.filter(program=program).count(),
        "activities": Activity.objects.filter(program=program).count(),
        "demands": RotationDemand.objects.count(),
        "curriculum": CurriculumItem.objects.filter(academic_year=2026).count(),
        "requests": Request.objects.filter(academic_year=2026).count(),
        "absences": Absence.objects.filter(program=program).count(),
        "people": Person.objects.count(),
    }
    assert counts == {name: len(getattr(FILE, name)) for name in counts}
    assert PatternCell.objects.count() == sum(
        len(codes) for row in FILE.patterns for _, codes in row.cells()
    )
    assert (preview.opens_program, preview.opens_year) == (True, True)
    assert AcademicYear.objects.get(program=program, year=2026).blocks.count() == 14


def test_rows_say_what_the_file_says(loaded):
    call = CallType.objects.get(code="RC")
    night = Rotation.objects.get(code="NF")
    person = Person.objects.get(email=FILE.people[0].email)

    assert (call.pgys, call.morning_after.code, call.weekday_starts) == ([1, 2, 3], "PC", time(17))
    assert (night.length, night.place.code, night.call_eligible) == ("half", "HOSP", False)
    assert f"{person.last_name}, {person.first_name}" == FILE.people[0].name
    assert person.user is None
    assert list(
        PatternCell.objects.filter(rotation__code="FMC", week=None, weekday=1, slot="AM")
        .order_by("pk").values_list("activity__code", flat=True)
    ) == ["C", "CV", "GME"]  # fmt: skip


def test_a_rotation_of_two_halves_names_them(owner):
    load_program(make("fm24", 1, 2026), by=owner, at=AT)
    compound = Rotation.objects.get(code="NFC")

    assert (compound.first_half.code, compound.second_half.code) == ("NF", "CARD")


def test_a_preview_changes_nothing_and_says_what_loading_does(owner):
    before = state()
    preview = preview_program(FILE, by=owner, at=AT)

    assert state() == before
    assert load_program(FILE, by=owner, at=AT) == preview


@pytest.mark.parametrize("kind", ["tiny", "fm24", "im80"])
def test_the_same_file_twice_changes_nothing(owner, kind):
    file = make(kind, 2, 2026)
    load_program(file, by=owner, at=AT)
    before = state()

    second = load_program(file, by=owner, at=AT)

    assert second.is_empty
    assert said(second) == {}
    assert state() == before


def test_loading_asks_the_database_a_settled_number_of_questions(
    owner, loaded, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40):
        preview_program(FILE, by=owner, at=AT)
    load_program(make("fm24", 1, 2026), by=owner, at=AT)
    with django_assert_max_num_queries(40):
        preview_program(make("fm24", 1, 2026), by=owner, at=AT)


# Changes


def test_changed_cells_are_told_and_written(coordinator):
    file = part("rotations", 0, name="Ward of medicine", call_eligible=True)

    preview = load_program(file, by=coordinator, at=AT)

    assert said(preview) == {
        "Rotations": (
            [],
            [("WARD", ["Name: Ward → Ward of medicine", "Call eligible: no → yes"])],
            [],
        )
    }
    ward = Rotation.objects.get(code="WARD")
    assert (ward.name, ward.call_eligible) == ("Ward of medicine", True)
    assert load_program(file, by=coordinator, at=AT).is_empty


def test_times_and_places_are_told_in_words(coordinator):
    file = part("activities", 0, am_starts=time(8, 30), place=None)

    assert said(load_program(file, by=coordinator, at=AT)) == {
        "Activities": (
            [],
            [("C", ["AM starts: 08:00 → 08:30", "Place: FMC → empty"])],
            [],
        )
    }
    assert Activity.objects.get(code="C").place is None


def test_a_row_that_the_file_lacks_is_left_alone_where_others_may_name_it(coordinator):
    extra = replace(FILE.places[0], code="ANNEX")
    load_program(plus("places", extra), by=coordinator, at=AT)

    preview = load_program(FILE, by=coordinator, at=AT)

    places = next(sheet for sheet in preview.sheets if sheet.title == "Places")
    assert preview.is_empty
    assert places.left_alone == ("ANNEX",)


@pytest.mark.parametrize(
    ("field", "index", "title", "name"),
    [
        ("demands", 1, "Rotation demand", "NF"),
        ("weekly_shares", 0, "Weekly shares", "FMC, C"),
        ("curriculum", 14, "Curriculum", "3, ELE"),
        ("call_history", 0, "Call history", f"{FILE.call_history[0].person}, RC"),
        ("requests", 0, "Requests", f"{FILE.requests[0].person}, leave, 1"),
        ("patterns", 1, "Patterns", "WARD, 3"),
    ],
)
def test_lists_are_replaced_to_match_the_file(coordinator, field, index, title, name):
    file = without(field, index)

    preview = load_program(file, by=coordinator, at=AT)

    assert said(preview) == {title: ([], [], [name])}
    assert load_program(file, by=coordinator, at=AT).is_empty


def test_two_equal_requests_are_two_requests(coordinator):
    load_program(plus("requests", FILE.requests[0], FILE.requests[0]), by=coordinator, at=AT)
    assert Request.objects.count() == len(FILE.requests) + 2

    load_program(plus("requests", FILE.requests[0]), by=coordinator, at=AT)
    assert Request.objects.count() == len(FILE.requests) + 1


def test_patterns_change_only_where_the_file_does(coordinator):
    index = next(i for i, row in enumerate(FILE.patterns) if row.rotation == "FMC")
    others = list(PatternCell.objects.exclude(rotation__code="FMC").order_by("pk").values())

    preview = load_program(part("patterns", index, monday_am=("CV", "C")), by=coordinator, at=AT)

    assert said(preview) == {"Patterns": ([], [("FMC", ["Mon AM: C/CV/GME → CV/C"])], [])}
    assert list(PatternCell.objects.exclude(rotation__code="FMC").order_by("pk").values()) == others


def test_an_empty_row_of_a_pattern_says_nothing(coordinator):
    blank = replace(FILE.patterns[0], week=3, pgy=1, **dict.fromkeys(
        [f"{day}_{half}" for day in ("monday", "tuesday", "wednesday", "thursday", "friday",
                                     "saturday", "sunday") for half in ("am", "pm")], ()
    ))  # fmt: skip

    assert load_program(plus("patterns", blank), by=coordinator, at=AT).is_empty


def test_a_new_year_leaves_the_old_one_as_it_was(coordinator, loaded):
    before = list(CurriculumItem.objects.order_by("pk").values())

    preview = load_program(make("tiny", 1, 2027), by=coordinator, at=AT)

    assert preview.opens_year
    assert list(CurriculumItem.objects.filter(academic_year=2026).order_by("pk").values()) == before
    assert Enrolment.objects.filter(program=loaded, academic_year=2026).count() == 10
    assert AcademicYear.objects.count() == 2


# People


def test_people_keep_their_row_when_they_change_their_name(coordinator):
    old = FILE.people[0].name
    person = Person.objects.get(email=FILE.people[0].email)

    def renamed(rows):
        return tuple(
            replace(row, person="Newly-Wed, Noor") if row.person == old else row for row in rows
        )

    lists = [
        sheet.field
        for sheet in SHEETS
        if any(column.refers == "people" for column in sheet.columns)
    ]
    file = replace(
        part("people", 0, name="Newly-Wed, Noor"),
        **{name: renamed(getattr(FILE, name)) for name in lists},
    )
    preview = load_program(file, by=coordinator, at=AT)

    assert said(preview) == {
        "People": ([], [("Newly-Wed, Noor", [f"Person: {old} → Newly-Wed, Noor"])], [])
    }
    person.refresh_from_db()
    assert (person.last_name, person.first_name) == ("Newly-Wed", "Noor")


def test_the_case_of_an_address_does_not_matter(coordinator):
    Person.objects.filter(email=FILE.people[0].email).update(email=FILE.people[0].email.upper())

    assert load_program(FILE, by=coordinator, at=AT).is_empty


def test_people_whom_the_file_lacks_are_left_alone_with_all_that_is_theirs(coordinator, loaded):
    other = PersonFactory(first_name="Sam", last_name="Extra")
    EnrolmentFactory(program=loaded, person=other, academic_year=2026, pgy=3)
    Request.objects.create(
        program=loaded, person=other, academic_year=2026, kind="call", weekday=2, wish="avoid"
    )
    before = state()

    preview = load_program(FILE, by=coordinator, at=AT)

    assert preview.is_empty
    assert state() == before
    assert {sheet.title: sheet.left_alone for sheet in preview.sheets if sheet.left_alone} == {
        "People": ("Extra, Sam",),
        "Enrolments": ("Extra, Sam",),
        "Requests": ("Extra, Sam, call, 1",),
    }


def test_somebody_without_a_program_may_be_taken_in(coordinator):
    PersonFactory(email="Newcomer@example.org", first_name="Ola", last_name="Nordby")
    file = replace(
        plus("people", PersonRow("Nordby, Ola", "newcomer@example.org", "")),
        credentials=(*FILE.credentials, Credential("Nordby, Ola", "BLS", date(2026, 1, 5), None)),
    )

    preview = load_program(file, by=coordinator, at=AT)

    assert said(preview) == {"Credentials": (["Nordby, Ola, BLS, 2026-01-05"], [], [])}


def test_somebody_of_a_program_elsewhere_is_not_taken_over(coordinator, owner):
    stranger = EnrolmentFactory(person__email="far@example.org", academic_year=2026).person
    file = plus("people", PersonRow("Taken, Over", "far@example.org", ""))
    before = state()

    assert messages(file, coordinator) == [
        "People: You may not enrol Taken, Over, who belongs to another program."
    ]
    assert state() == before
    load_program(file, by=owner, at=AT)
    stranger.refresh_from_db()
    assert stranger.last_name == "Taken"


def test_an_address_that_two_people_share_names_nobody(coordinator):
    PersonFactory(email=FILE.people[0].email.upper())

    assert messages(FILE, coordinator) == [
        f"People: 2 people have the e-mail address {FILE.people[0].email} of "
        f"{FILE.people[0].name}; it must be one person's."
    ]


# Absences


def absence_file(**changes):
    return part("absences", 0, **changes)


def test_absences_are_decided_by_whoever_loads_them(loaded, owner):
    stored = Absence.objects.filter(program=loaded)

    assert set(stored.values_list("source", flat=True)) == {"import"}
    assert set(stored.exclude(status="requested").values_list("decided_by", "decided_at")) == {
        (owner.pk, AT)
    }


def test_an_imported_absence_follows_the_file(coordinator):
    row = FILE.absences[0]
    later = datetime(2026, 6, 2, 12, tzinfo=UTC)

    preview = load_program(absence_file(status="denied"), by=coordinator, at=later)

    assert said(preview) == {
        "Absences": (
            [],
            [(f"{row.person}, {row.starts_on}", [f"Status: {row.status} → denied"])],
            [],
        )
    }
    stored = Absence.objects.get(person__email=email_of(row.person), starts_on=row.starts_on)
    assert (stored.status, stored.decided_by, stored.decided_at) == ("denied", coordinator, later)
    load_program(absence_file(status="requested"), by=coordinator, at=later)
    stored.refresh_from_db()
    assert (stored.status, stored.decided_by, stored.decided_at) == ("requested", None, None)


def email_of(name):
    return next(person.email for person in FILE.people if person.name == name)


def test_an_absence_that_was_entered_here_is_left_alone(coordinator):
    row = FILE.absences[0]
    Absence.objects.filter(person__email=email_of(row.person), starts_on=row.starts_on).update(
        source="coordinator"
    )
    before = state()

    preview = load_program(absence_file(status="denied"), by=coordinator, at=AT)

    absences = next(sheet for sheet in preview.sheets if sheet.title == "Absences")
    assert preview.is_empty
    assert absences.left_alone == (f"{row.person}, {row.starts_on}",)
    assert state() == before


def test_nobody_is_sent_away_who_is_away_already(coordinator, loaded):
    person = Person.objects.get(email=FILE.people[0].email)
    AbsenceFactory(
        program=loaded, person=person, approved=True,
        starts_on=date(2026, 7, 6), ends_on=date(2026, 7, 10), ends_slot="AM",
    )  # fmt: skip
    row = replace(
        FILE.absences[0], person=FILE.people[0].name, starts_on=date(2026, 7, 10),
        starts_at_slot="AM", ends_on=date(2026, 7, 11), status="approved",
    )  # fmt: skip
    before = state()

    assert messages(plus("absences", row), coordinator) == [
        f"Absences: {FILE.people[0].name} is away already from 2026-07-06 to 2026-07-10; "
        "the absence from 2026-07-10 to 2026-07-11 overlaps it."
    ]
    assert state() == before
    load_program(plus("absences", replace(row, starts_at_slot="PM")), by=coordinator, at=AT)


def test_an_absence_in_another_program_counts_too(owner, loaded):
    person = Person.objects.get(email=FILE.people[0].email)
    AbsenceFactory(person=person, starts_on=date(2026, 7, 6), ends_on=date(2026, 7, 10))
    row = replace(
        FILE.absences[0], person=FILE.people[0].name, starts_on=date(2026, 7, 8),
        ends_on=date(2026, 7, 8), status="approved",
    )  # fmt: skip

    assert len(messages(plus("absences", row), owner)) == 1
    load_program(plus("absences", replace(row, status="denied")), by=owner, at=AT)


def test_two_absences_that_start_together_are_told_apart_by_how_they_stand(coordinator):
    row = FILE.absences[0]
    denied, approved = replace(row, status="denied", kind="other"), replace(row, status="approved")
    file = replace(FILE, absences=(denied, approved, *FILE.absences[1:]))
    load_program(file, by=coordinator, at=AT)

    turned = replace(FILE, absences=(approved, denied, *FILE.absences[1:]))

    assert load_program(turned, by=coordinator, at=AT).is_empty


def test_somebody_else_decides_your_own_absences(coordinator):
    Person.objects.filter(email=FILE.people[0].email).update(user=coordinator)
    row = replace(
        FILE.absences[0], person=FILE.people[0].name, starts_on=date(2026, 7, 8),
        ends_on=date(2026, 7, 8), status="approved",
    )  # fmt: skip

    assert messages(plus("absences", row), coordinator) == [
        f"Absences: {FILE.people[0].name}, 2026-07-08: somebody else decides your own absences."
    ]
    load_program(plus("absences", replace(row, status="requested")), by=coordinator, at=AT)


# Rules and blocks


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"code": "night-rum"},
            "Rules, column Code: There is no 'night-rum' in the rule book. Did you mean 'night-run'?",
        ),
        (
            {"parameters": {"nights": "six"}},
            "Rules, column Parameters: Nights in a row: nights is 'six'; it must be like 6.",
        ),
        (
            {"parameters": {"evenings": 6}},
            "Rules, column Parameters: Nights in a row has no parameter evenings.",
        ),
        (
            {"parameters": {"nights": -6}},
            "Rules, column Parameters: Nights in a row: nights is -6; it must not be negative.",
        ),
    ],
)
def test_the_rule_book_is_asked(owner, changes, message):
    before = state()

    assert messages(part("rules", 0, **changes), owner) == [message]
    assert state() == before


def test_a_rule_is_set_from_its_day_on(loaded):
    setting = RuleSetting.objects.get(code="night-run")

    assert (setting.parameters, setting.weight) == ({"nights": 6}, None)
    assert setting.effective_from == date(2026, 7, 1)


def test_an_open_year_keeps_its_blocks(owner, loaded):
    file = replace(FILE, program=replace(FILE.program, block_calendar="four_weeks"))
    before = state()

    [message] = messages(file, owner)

    assert message.startswith("Program: The academic year 2026-27 was opened with other blocks")
    assert state() == before


def test_all_that_forbids_loading_is_said_at_once(coordinator):
    PersonFactory(email=FILE.people[0].email)
    file = replace(
        part("rules", 0, code="nothing-like-it"),
        people=(*FILE.people, PersonRow("Taken, Over", "far@example.org", "")),
    )
    EnrolmentFactory(person__email="far@example.org")

    assert len(messages(file, coordinator)) == 3


# Rights


@pytest.mark.parametrize("kind", ["chief", "faculty", "resident"])
def test_a_program_is_loaded_by_the_office_only(loaded, kind):
    user = RoleFactory(program=loaded, kind=kind).user

    for verb in (preview_program, load_program):
        with pytest.raises(PermissionDenied, match="You may not import a program in Little River"):
            verb(FILE, by=user, at=AT)


def test_the_office_of_another_program_loads_nothing(loaded):
    user = RoleFactory(kind="admin").user

    with pytest.raises(PermissionDenied):
        load_program(FILE, by=user, at=AT)


def test_a_program_is_opened_by_superusers_only():
    user = RoleFactory(kind="admin").user

    with pytest.raises(PermissionDenied, match="Only an administrator of the site"):
        preview_program(FILE, by=user, at=AT)

    assert not Program.objects.filter(slug="little-river-fm").exists()


def test_policies_are_changed_by_those_who_lead_the_program_only(loaded, coordinator):
    file = replace(FILE, program=replace(FILE.program, second_person_publishes=True))
    director = RoleFactory(program=loaded, kind="director").user
    before = state()

    with pytest.raises(PermissionDenied, match="change the policies"):
        load_program(file, by=coordinator, at=AT)
    assert state() == before

    preview = load_program(file, by=director, at=AT)
    assert said(preview) == {
        "Program": (
            [],
            [("Little River Family Medicine", ["Second person publishes: no → yes"])],
            [],
        )
    }
    assert Program.objects.get(pk=loaded.pk).second_person_publishes


# All or nothing


def test_a_clash_while_writing_leaves_nothing_half_written(owner, loaded):
    """A row in another program, which no preview sees, stands where one is to be written."""
    stranger = FILE.people[9]
    CallHistory.objects.create(
        program=RoleFactory().program, person=Person.objects.get(email=stranger.email),
        call_type=CallType.objects.get(code="RC"), academic_year=2026, nights=3,
    )  # fmt: skip
    before = state()
    file = replace(
        plus("call_history", CallBalance(stranger.name, "RC", 1, 0)),
        places=(replace(FILE.places[0], name="Renamed"), *FILE.places[1:]),
    )

    with pytest.raises(ValidationError, match="Nothing was loaded; try again"):
        load_program(file, by=owner, at=AT)

    assert state() == before


def test_program_goes_out_as_the_workbook_that_changes_nothing(loaded, coordinator):
    year = AcademicYear.objects.get(program=loaded)
    absent, chief = Enrolment.objects.first(), RoleFactory(program=loaded, kind="chief").user
    AbsenceFactory(
        program=loaded, person=absent.person, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 4)
    )

    out = export_program(year, by=coordinator, at=AT)
    again = read_workbook(out.content).program

    assert out.name == "little-river-fm-2026-27-program.xlsx"
    assert len(again.absences) == len(FILE.absences) + 1
    assert preview_program(again, by=coordinator, at=AT).is_empty
    with pytest.raises(PermissionDenied):
        export_program(year, by=chief, at=AT)
    PersonFactory(first_name=absent.person.first_name, last_name=absent.person.last_name)
    EnrolmentFactory(program=loaded, person=Person.objects.latest("pk"), academic_year=2026)
    with pytest.raises(ValidationError, match="more than one person has this name"):
        export_program(year, by=coordinator, at=AT)
