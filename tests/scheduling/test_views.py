"""The schedule's pages: who may see whose, what they say when there is nothing, what they cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from people.models import Person, Program, Role, User
from people.services.roles import settle_admin_entry
from scheduling.models import ScheduleVersion
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
    AssignmentFactory,
    BlockFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)

AT = datetime(2026, 7, 6, 15, tzinfo=UTC)  # Monday, 10:00 in Chicago
MONDAY = date(2026, 7, 6)
MY = ("/my/", "/my/week/", "/my/block/", "/my/year/")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def program(db) -> Program:
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar", time_zone="America/Chicago")


@pytest.fixture
def other_program(db) -> Program:
    return ProgramFactory(name="Harbor Surgery", slug="harbor")


def resident_of(program: Program, **names: str) -> Person:
    person = PersonFactory(with_account=True, **names)
    EnrolmentFactory(program=program, person=person, academic_year=2026)
    RoleFactory(program=program, user=person.user, kind=Role.Kind.RESIDENT)
    return person


def acting(kind: str, program: Program) -> User:
    user = UserFactory()
    RoleFactory(program=program, user=user, kind=kind)
    settle_admin_entry(user, at=AT)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ada(program) -> Person:
    return resident_of(program, first_name="Ada", last_name="Rowan", phone="555-0101")


@pytest.fixture
def bea(program) -> Person:
    return resident_of(program, first_name="Bea", last_name="Sorrel")


@pytest.fixture
def stranger(other_program) -> Person:
    return resident_of(other_program, first_name="Cy", last_name="Thistle")


@pytest.fixture
def version(program) -> ScheduleVersion:
    """A draft with a block; freeze it once it is filled."""
    year = AcademicYearFactory(program=program)
    BlockFactory(academic_year=year)
    return ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year))


@pytest.fixture
def published(version, ada) -> ScheduleVersion:
    """Ada is in clinic this morning and on call tonight."""
    program = version.schedule.program
    clinic = ActivityFactory(program=program, code="C", name="Walk-in clinic", color="#fff59d")
    AssignmentFactory(version=version, person=ada, activity=clinic, starts_on=MONDAY)
    call_type = CallTypeFactory(program=program, code="RC", name="Senior call")
    CallAssignmentFactory(version=version, person=ada, call_type=call_type, starts_on=MONDAY)
    return freeze(version)


def page(client: Client, address: str, **kwargs) -> str:
    response = client.get(address, **kwargs)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# Who may see whose


@pytest.mark.parametrize("address", [*MY, "/schedule/cedar/colors.css"])
def test_stranger_is_sent_to_sign_in(client, program, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", MY)
def test_resident_sees_their_own(published, ada, address):
    assert "My schedule" in page(client_of(ada.user), address)


@pytest.mark.parametrize("address", MY)
def test_own_number_changes_nothing(published, ada, address):
    assert "My schedule" in page(client_of(ada.user), f"{address}?person={ada.pk}")


@pytest.mark.parametrize("address", MY)
def test_resident_does_not_see_another(published, ada, bea, address):
    response = client_of(bea.user).get(f"{address}?person={ada.pk}")

    assert response.status_code == 403
    assert "You may look at your own schedule only." in response.content.decode()
    assert "Rowan" not in response.content.decode()


def test_person_who_does_not_exist_is_refused_in_the_same_words(published, ada):
    response = client_of(ada.user).get("/my/?person=999999")

    assert response.status_code == 403
    assert "You may look at your own schedule only." in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Role.Kind.ADMIN, 200),
        (Role.Kind.DIRECTOR, 200),
        (Role.Kind.COORDINATOR, 200),
        (Role.Kind.CHIEF, 200),
        (Role.Kind.FACULTY, 403),
        (Role.Kind.RESIDENT, 403),
    ],
)
@pytest.mark.parametrize("address", MY)
def test_those_who_plan_may_look_at_others(published, program, ada, kind, status, address):
    client = client_of(acting(kind, program))

    assert client.get(f"{address}?person={ada.pk}").status_code == status


def test_coordinator_of_another_program_may_not(published, other_program, ada):
    client = client_of(acting(Role.Kind.COORDINATOR, other_program))

    assert client.get(f"/my/?person={ada.pk}").status_code == 403


def test_coordinator_of_another_program_of_the_same_person_sees_theirs_only(
    published, program, other_program, ada
):
    EnrolmentFactory(program=other_program, person=ada, academic_year=2026)
    client = client_of(acting(Role.Kind.COORDINATOR, other_program))

    assert "Walk-in clinic" not in page(client, f"/my/?person={ada.pk}")
    assert client.get(f"/my/?person={ada.pk}&program=cedar").status_code == 403


def test_staff_without_a_planning_role_may_not(published, program, ada):
    user = UserFactory(is_staff=True)
    RoleFactory(program=program, user=user, kind=Role.Kind.RESIDENT)

    assert client_of(user).get(f"/my/?person={ada.pk}").status_code == 403


def test_role_that_has_ended_shows_nothing_more(published, ada):
    Role.objects.update(ends_on=date(2026, 7, 5))

    response = client_of(ada.user).get("/my/")

    assert response.status_code == 403
    assert "You have no role in Cedar Family Medicine today." in response.content.decode()


def test_resident_may_not_ask_for_a_program_that_is_not_theirs(published, ada, other_program):
    response = client_of(ada.user).get("/my/?program=harbor")

    assert response.status_code == 403
    assert "You have no schedule in this program." in response.content.decode()


def test_absence_of_another_keeps_its_reason(published, program, ada):
    AbsenceFactory(
        program=program, person=ada, kind="bereavement", approved=True,
        starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip

    chief = page(client_of(acting(Role.Kind.CHIEF, program)), f"/my/week/?person={ada.pk}")
    own = page(client_of(ada.user), "/my/week/")

    assert "Bereavement" in own
    assert "ereavement" not in chief
    assert "Away" in chief


@pytest.mark.parametrize("address", [*MY, "/", "/on-call/"])
def test_pages_only_show(published, ada, address):
    assert client_of(ada.user).post(address).status_code == 405


# What pages say


def test_start_page_leads_to_ones_own_schedule(ada):
    response = client_of(ada.user).get("/")

    assert (response.status_code, response["Location"]) == (302, "/my/")


def test_day_says_now_tonight_and_place(published, ada):
    today = page(client_of(ada.user), "/my/")

    assert "Monday, Jul 6" in today
    assert "Now, <time" in today
    assert "Walk-in clinic" in today
    assert "You are on call: Senior call," in today


def test_night_says_the_day_on_which_it_ends(published, ada):
    week = page(client_of(ada.user), "/my/week/")

    assert (
        '<time datetime="2026-07-06T17:00:00-05:00">17:00</time>\N{EN DASH}'
        '<time datetime="2026-07-07T07:00:00-05:00">07:00</time></span> '
        '<span class="next-day">Tue</span>'
    ) in week


@pytest.mark.parametrize("address", MY)
def test_unpublished_year_is_said(version, ada, address):
    assert "Nothing is published yet for 2026-27. Your program will tell you when it is." in page(
        client_of(ada.user), address
    )


@pytest.mark.parametrize("address", MY)
def test_person_who_is_not_enrolled_that_year_is_told(published, ada, address):
    found = page(client_of(ada.user), f"{address}?on=2027-08-02")

    assert "You are not enrolled in Cedar Family Medicine for 2027-28." in found


def test_calendar_that_ends_is_said(published, ada):
    EnrolmentFactory(program=published.schedule.program, person=ada, academic_year=2027)
    client = client_of(ada.user)

    for address in ("/my/block/", "/my/year/"):
        found = page(client, f"{address}?on=2027-08-02")
        assert "The calendar of Cedar Family Medicine does not reach this day yet." in found


@pytest.mark.parametrize("address", MY)
def test_account_without_a_person_is_told(program, address):
    assert "You are not on the schedule" in page(client_of(UserFactory()), address)


def test_person_without_an_enrolment_is_told(db):
    person = PersonFactory(with_account=True)

    assert "You are not enrolled in any program" in page(client_of(person.user), "/my/")


def test_coordinator_without_a_person_may_choose_one(published, program, ada, stranger):
    chosen = page(client_of(acting(Role.Kind.COORDINATOR, program)), "/my/")

    assert f'<option value="{ada.pk}">Rowan, Ada</option>' in chosen
    assert "Thistle" not in chosen


def test_resident_is_offered_nobody_else(published, ada, bea):
    assert "Sorrel" not in page(client_of(ada.user), "/my/")


def test_person_of_two_programs_can_switch(published, other_program, ada):
    EnrolmentFactory(program=other_program, person=ada, academic_year=2026)
    RoleFactory(program=other_program, user=ada.user, kind=Role.Kind.RESIDENT)
    client = client_of(ada.user)

    assert 'href="?program=harbor"' in page(client, "/my/")
    assert "Walk-in clinic" not in page(client, "/my/?program=harbor")
    assert "Walk-in clinic" in page(client, "/my/?program=cedar")


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/my/", "2026-07-05", "2026-07-07"),
        ("/my/week/", "2026-07-05", "2026-07-13"),
        ("/my/block/", "2026-06-30", "2026-07-29"),
    ],
)
def test_neighbors_are_links(published, ada, address, before, after):
    found = page(client_of(ada.user), address)

    assert f'rel="prev" href="?on={before}"' in found
    assert f'rel="next" href="?on={after}"' in found


@pytest.mark.parametrize("on", ["yesterday", "2026-02-30", "1999-01-01", "2100-01-01"])
@pytest.mark.parametrize("address", ["/my/", "/my/year/", "/on-call/"])
def test_nonsense_for_a_day_is_refused(published, ada, address, on):
    assert client_of(ada.user).get(f"{address}?on={on}").status_code == 400


def test_nonsense_for_a_person_is_refused(published, ada):
    assert client_of(ada.user).get("/my/?person=ada").status_code == 400


def test_htmx_gets_the_content_and_no_more(published, ada):
    client = client_of(ada.user)

    part = client.get("/my/week/", headers={"HX-Request": "true"})
    whole = client.get(
        "/my/week/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )

    assert (
        part.content.decode()
        .lstrip()
        .startswith("<title>Jul 6\N{EN DASH}12, 2026 - My schedule - Rounds")
    )
    assert "<header" not in part.content.decode()
    assert "<header" in whole.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "no-store" in part["Cache-Control"]


@pytest.mark.parametrize("address", [*MY, "/on-call/", "/account/", "/accounts/password/change/"])
def test_pages_have_nothing_inline(published, ada, address):
    found = page(client_of(ada.user), address)

    assert "<style" not in found
    assert " style=" not in found
    assert " onclick=" not in found
    assert all(" src=" in tag for tag in found.split("<script")[1:])


# Colors


def test_colors_are_those_of_the_program(published, program, ada):
    activity = program.activities.get(code="C")
    rotation = RotationFactory(program=program, color="#9bc2e6")

    response = client_of(ada.user).get("/schedule/cedar/colors.css")

    sheet = response.content.decode()
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert f".activity-{activity.pk} {{ --color: #fff59d; --on-color: #000000;" in sheet
    assert f".rotation-{rotation.pk} {{ --color: #9bc2e6;" in sheet


def test_colors_are_sent_once(published, program, ada):
    client = client_of(ada.user)
    first = client.get("/schedule/cedar/colors.css")

    second = client.get("/schedule/cedar/colors.css", headers={"if-none-match": first["ETag"]})
    program.activities.update(color="#000000")
    third = client.get("/schedule/cedar/colors.css", headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")
    assert third.status_code == 200


def test_colors_of_another_program_do_not_exist(published, stranger):
    client = client_of(stranger.user)

    assert client.get("/schedule/cedar/colors.css").status_code == 404
    assert client.get("/schedule/nowhere/colors.css").status_code == 404


# Who is on call


def test_roster_is_for_the_program(client, published, ada, stranger):
    evening = AT.replace(hour=23)
    with time_machine.travel(evening, tick=False):
        seen = page(client_of(ada.user), "/on-call/")
        anonymous = client.get("/on-call/")
        of_program = client.get("/on-call/cedar/")
        other = client_of(stranger.user).get("/on-call/cedar/")

    assert "Rowan A." in seen
    assert "555-0101" in seen
    assert anonymous["Location"] == "/accounts/login/?next=/on-call/"
    assert of_program["Location"] == "/accounts/login/?next=/on-call/cedar/"
    assert other.status_code == 403
    assert "Rowan" not in other.content.decode()


def test_unknown_program_is_refused_like_a_closed_one(published, stranger):
    client = client_of(stranger.user)

    closed, unknown = client.get("/on-call/cedar/"), client.get("/on-call/nowhere/")

    assert (closed.status_code, unknown.status_code) == (403, 403)
    assert closed.content == unknown.content


def test_public_roster_has_names_and_no_phones(client, published, program, ada, stranger):
    Program.objects.filter(pk=program.pk).update(roster_is_public=True)
    evening = AT.replace(hour=23)

    with time_machine.travel(evening, tick=False):
        found = [
            page(client, "/on-call/"),
            page(client, "/on-call/cedar/"),
            page(client, "/on-call/?on=2026-07-06"),
            page(client_of(stranger.user), "/on-call/cedar/"),
        ]

    for seen in found:
        assert "Rowan A." in seen
        assert "555-0101" not in seen
        assert "tel:" not in seen


def test_closed_program_is_not_shown(client, published, program):
    Program.objects.filter(pk=program.pk).update(roster_is_public=True, active=False)

    assert client.get("/on-call/").status_code == 302


def test_account_without_a_program_is_told(published):
    response = client_of(UserFactory()).get("/on-call/")

    assert response.status_code == 403
    assert "You belong to no program whose calls you may see." in response.content.decode()


def test_gap_is_shown(published, ada):
    found = page(client_of(ada.user), "/on-call/?on=2026-07-07")

    assert "Nobody is assigned." in found


def test_daytime_says_that_no_call_runs_and_what_comes(published, ada):
    found = page(client_of(ada.user), "/on-call/")

    assert "No call runs at this moment." in found
    assert "Later today" in found
    assert "Rowan A." in found


def test_unpublished_roster_says_so(version, ada):
    found = page(client_of(ada.user), "/on-call/")

    assert "Nothing is published yet for 2026-27." in found
    assert "No call runs" not in found


def test_three_in_the_morning_shows_last_evening(published, ada):
    with time_machine.travel(datetime(2026, 7, 7, 8, tzinfo=UTC), tick=False):
        found = page(client_of(ada.user), "/on-call/")

    assert "Tuesday, Jul 7" in found
    assert "Rowan A." in found
    assert "Mon, Jul 6" in found


def test_person_who_is_away_is_marked(published, program, ada):
    AbsenceFactory(program=program, person=ada, approved=True, starts_on=MONDAY, ends_on=MONDAY)

    assert "by an approved absence" in page(client_of(ada.user), "/on-call/?on=2026-07-06")


def test_first_program_is_ones_own(published, program, other_program, ada, stranger):
    Program.objects.update(roster_is_public=True)

    own = page(client_of(stranger.user), "/on-call/")

    assert own.index("Harbor Surgery") < own.index("Cedar Family Medicine")
    assert "<title>Who is on call, Harbor Surgery - Rounds</title>" in own


# Cost


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/my/", 19), ("/my/week/", 13), ("/my/block/", 14), ("/my/year/", 15), ("/on-call/", 18)],
)
def test_page_costs_the_same_for_any_number_of_rows(
    version, ada, rows, address, queries, django_assert_num_queries
):
    program = version.schedule.program
    for number in range(rows):
        day = MONDAY + timedelta(days=number)
        activity = ActivityFactory(program=program)
        AssignmentFactory(version=version, person=ada, activity=activity, starts_on=day)
        CallAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
        RotationAssignmentFactory(version=version, person=ada, starts_on=day, ends_on=day)
    freeze(version)
    client = client_of(ada.user)

    with django_assert_num_queries(queries):
        page(client, address)
