"""What the tables refuse, by validation and by the database itself."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from people.models import Credential, Enrolment, Person, Program, Role, User, academic_year_of
from tests.factories.people import (
    PASSWORD,
    AbsenceFactory,
    CredentialFactory,
    CredentialKindFactory,
    EnrolmentFactory,
    LeaveAllotmentFactory,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    TokenFactory,
    UserFactory,
)
from tests.people.refusals import refused_by_both

pytestmark = pytest.mark.django_db

FACULTY = {"position": "faculty", "pgy": None, "faculty_role": "core"}


@pytest.mark.parametrize(
    ("build", "changes", "constraint"),
    [
        (EnrolmentFactory, {"pgy": None}, "enrolment_fits_its_position"),
        (EnrolmentFactory, {"pgy": 0}, "enrolment_fits_its_position"),
        (EnrolmentFactory, {"pgy": 9}, "enrolment_fits_its_position"),
        (EnrolmentFactory, {"faculty_role": "core"}, "enrolment_fits_its_position"),
        (EnrolmentFactory, FACULTY | {"pgy": 1}, "enrolment_fits_its_position"),
        (EnrolmentFactory, FACULTY | {"faculty_role": ""}, "enrolment_fits_its_position"),
        (EnrolmentFactory, {"academic_year": 1999}, "enrolment_year_in_range"),
        (EnrolmentFactory, {"academic_year": 2101}, "enrolment_year_in_range"),
        (EnrolmentFactory, {"fte_percent": 0}, "enrolment_fte_is_a_percentage"),
        (EnrolmentFactory, {"fte_percent": 101}, "enrolment_fte_is_a_percentage"),
        (EnrolmentFactory, {"clinic_min": 5}, "enrolment_clinic_min_within_max"),
        (EnrolmentFactory, {"clinic_max": 15}, "enrolment_clinic_min_within_max"),
        (EnrolmentFactory, {"supervision_min": 1}, "enrolment_supervision_min_within_max"),
        (
            EnrolmentFactory,
            {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)},
            "enrolment_ends_after_it_starts",
        ),
        (RoleFactory, {"ends_on": date(2020, 6, 30)}, "role_ends_after_it_starts"),
        (CredentialFactory, {"expires_on": date(2025, 6, 30)}, "credential_expires_after_issue"),
        (AbsenceFactory, {"ends_on": date(2026, 2, 1)}, "absence_ends_after_it_starts"),
        (
            AbsenceFactory,
            {"ends_on": date(2026, 2, 2), "starts_at_slot": "PM", "ends_slot": "AM"},
            "absence_ends_after_it_starts",
        ),
        (AbsenceFactory, {"starts_at_slot": "XX"}, "absence_slots_are_halves"),
        (AbsenceFactory, {"status": "approved"}, "absence_decided_at_a_moment"),
        (AbsenceFactory, {"status": "cancelled"}, "absence_decided_at_a_moment"),
        (
            AbsenceFactory,
            {"decided_at": datetime(2026, 1, 1, tzinfo=UTC)},
            "absence_decided_at_a_moment",
        ),
        (
            AbsenceFactory,
            {"status": "approved", "decided_at": datetime(2026, 1, 1, tzinfo=UTC)},
            "absence_decided_by_somebody",
        ),
        (
            AbsenceFactory,
            {"kind": "conference", "of_six_weeks": True},
            "absence_of_six_weeks_for_a_reason",
        ),
        (AbsenceFactory, {"pay_percent": 101}, "absence_pay_is_a_percentage"),
        (LeaveAllotmentFactory, {"half_days": 0}, "allotment_is_something"),
        (LeaveAllotmentFactory, {"until_year": 2024}, "allotment_ends_after_it_starts"),
        (LeaveAllotmentFactory, {"pgys": [9]}, "allotment_pgys_are_of_residents"),
        (
            TokenFactory,
            {"expires_at": datetime(2025, 12, 1, 12, tzinfo=UTC)},
            "token_expires_after_it_was_made",
        ),
        (ProgramFactory, {"clinic_rooms": 0}, "program_has_a_clinic_room"),
        (ProgramFactory, {"training_years": 9}, "program_training_lasts_some_years"),
        (ProgramFactory, {"leave_weeks_per_year": 53}, "program_leave_within_the_year"),
    ],
)
def test_row_is_refused_by_validation_and_by_the_database(build, changes, constraint):
    row = build()
    for name, value in changes.items():
        setattr(row, name, value)

    assert refused_by_both(row) == constraint


@pytest.mark.parametrize(
    "build",
    [
        UserFactory,
        ProgramFactory,
        PersonFactory,
        RoleFactory,
        EnrolmentFactory,
        CredentialKindFactory,
        CredentialFactory,
        AbsenceFactory,
        LeaveAllotmentFactory,
        TokenFactory,
        lambda: EnrolmentFactory(faculty=True),
        lambda: AbsenceFactory(approved=True),
        lambda: AbsenceFactory(denied=True),
        lambda: AbsenceFactory(cancelled=True),
    ],
)
def test_factory_makes_a_valid_row(build):
    build().full_clean()


def test_user_email_is_unique_in_any_case():
    UserFactory(email="ada@example.org")

    with pytest.raises(ValidationError):
        User(email="ADA@example.org", password=PASSWORD).full_clean()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        User(email="ADA@example.org", password=PASSWORD).save()
    assert refusal.value.__cause__.diag.constraint_name == "user_email_unique_in_any_case"


def test_user_is_found_by_email_in_any_case():
    user = User.objects.create_user(" Ada@Example.org", PASSWORD)

    assert user.email == "ada@example.org"
    assert User.objects.get_by_natural_key("ADA@example.org") == user
    assert user.check_password(PASSWORD)


def test_user_without_email_is_an_error():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("  ")


def test_superuser_may_enter_the_admin_site():
    user = User.objects.create_superuser("root@example.org", PASSWORD)

    assert (user.is_staff, user.is_superuser) == (True, True)


def test_program_refuses_an_unknown_time_zone():
    program = ProgramFactory.build(time_zone="Mars/Olympus")

    with pytest.raises(ValidationError) as refusal:
        program.full_clean()

    assert refusal.value.message_dict == {"time_zone": ["“Mars/Olympus” is not an IANA time zone."]}


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("Pacific/Honolulu", date(2025, 12, 31)),
        ("UTC", date(2026, 1, 1)),
        ("Pacific/Auckland", date(2026, 1, 1)),
    ],
)
def test_program_today_is_the_day_in_its_zone(zone, today):
    program = Program(time_zone=zone)

    assert program.zone == ZoneInfo(zone)
    assert program.today(datetime(2026, 1, 1, 9, 59, tzinfo=UTC)) == today


def test_person_names():
    person = Person(first_name="Ada", last_name="Rowan")

    assert (person.full_name, person.roster_name) == ("Ada Rowan", "Rowan A.")


def test_person_keeps_their_row_when_the_account_goes():
    person = PersonFactory(with_account=True)

    person.user.delete()

    person.refresh_from_db()
    assert person.user is None


def test_person_belongs_to_programs_by_enrolment_and_by_role():
    program = ProgramFactory()
    enrolled = EnrolmentFactory(program=program).person
    acting = PersonFactory(with_account=True)
    RoleFactory(program=program, user=acting.user)
    EnrolmentFactory(person=enrolled, program=program, academic_year=2024)
    EnrolmentFactory()

    assert set(Person.objects.in_programs([program])) == {enrolled, acting}
    assert Person.objects.in_programs([program.pk]).count() == 2


def test_role_once_from_a_day():
    role = RoleFactory()
    twin = RoleFactory.build(
        program=role.program, user=role.user, kind=role.kind, starts_on=role.starts_on
    )

    assert refused_by_both(twin) == "role_once_from_a_day"


@pytest.mark.parametrize(
    ("day", "acts"),
    [
        (date(2026, 1, 9), False),
        (date(2026, 1, 10), True),
        (date(2026, 1, 20), True),
        (date(2026, 1, 21), False),
    ],
)
def test_role_acts_from_its_first_to_its_last_day(day, acts):
    role = RoleFactory(starts_on=date(2026, 1, 10), ends_on=date(2026, 1, 20))

    assert role.acts_on(day) == acts
    assert Role.objects.active(day).exists() == acts


def test_role_without_a_last_day_is_open():
    role = RoleFactory(starts_on=date(2026, 1, 10))

    assert role.acts_on(date(2100, 1, 1))
    assert Role.objects.active(date(2100, 1, 1)).get() == role


def test_enrolment_once_a_year():
    enrolment = EnrolmentFactory()
    twin = EnrolmentFactory.build(program=enrolment.program, person=enrolment.person)

    assert refused_by_both(twin) == "enrolment_once_a_year"


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026), (date(2026, 12, 31), 2026)],
)
def test_academic_year_begins_on_the_first_of_july(day, year):
    assert academic_year_of(day) == year


def test_enrolment_part_year_lies_in_its_year():
    enrolment = EnrolmentFactory.build(
        program=ProgramFactory(), person=PersonFactory(), starts_on=date(2026, 7, 1)
    )

    with pytest.raises(ValidationError) as refusal:
        enrolment.full_clean()

    assert refusal.value.message_dict == {
        "starts_on": ["2026-07-01 is not in the academic year 2025."]
    }


def test_enrolment_on_a_day_counts_part_years_and_programs():
    program = ProgramFactory()
    whole = EnrolmentFactory(program=program)
    early = EnrolmentFactory(program=program, ends_on=date(2026, 1, 31))
    late = EnrolmentFactory(program=program, starts_on=date(2026, 2, 1))
    EnrolmentFactory(program=program, academic_year=2024)
    EnrolmentFactory()

    assert set(Enrolment.objects.on(date(2026, 1, 31), program)) == {whole, early}
    assert set(Enrolment.objects.on(date(2026, 2, 1), program)) == {whole, late}
    assert set(Enrolment.objects.in_year(2025).filter(program=program)) == {whole, early, late}


def test_credential_kind_code_once_a_program():
    kind = CredentialKindFactory()
    twin = CredentialKindFactory.build(program=kind.program, code=kind.code)

    assert refused_by_both(twin) == "credential_kind_code_once_a_program"


def test_credential_kind_is_of_the_same_program():
    credential = CredentialFactory()
    credential.kind = CredentialKindFactory(code="BLS")

    with pytest.raises(ValidationError) as refusal:
        credential.full_clean()

    assert refusal.value.message_dict == {
        "kind": [f"BLS is not a credential of {credential.program}."]
    }


def test_credential_expiring_before_a_day():
    credential = CredentialFactory(expires_on=date(2026, 1, 31))
    CredentialFactory()

    assert list(Credential.objects.expiring_before(date(2026, 1, 31))) == []
    assert list(Credential.objects.expiring_before(date(2026, 2, 1))) == [credential]


def test_migrations_say_what_the_models_say():
    """The absences' constraint once looked new to every check, for the order of its keywords."""
    call_command("makemigrations", "people", check=True, dry_run=True, verbosity=0)
