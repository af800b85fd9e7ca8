"""The calendar feed, read back as a calendar would read it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar

from people.models import Role, Token, User
from people.services.tokens import issue_token, revoke_token
from scheduling.models import FeedMemory, ScheduleVersion
from scheduling.services.calendar_feeds import make_feed
from scheduling.services.versions import copy_assignments
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    TokenFactory,
    UserFactory,
)
from tests.factories.scheduling import (
    AcademicYearFactory,
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    LeaveAssignmentFactory,
    PlaceFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)

CHICAGO = ZoneInfo("America/Chicago")
PUBLISHED_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
AT = datetime(2026, 7, 6, 15, tzinfo=UTC)
MONDAY = date(2026, 7, 6)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def program(db):
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar", time_zone="America/Chicago")


@pytest.fixture
def ada(program):
    person = PersonFactory(first_name="Ada", last_name="Rowan", with_account=True)
    EnrolmentFactory(program=program, person=person, academic_year=2026)
    RoleFactory(program=program, user=person.user, kind=Role.Kind.RESIDENT)
    return person


@pytest.fixture
def version(program):
    """A draft; freeze it once it is filled."""
    year = AcademicYearFactory(program=program)
    return ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year))


@pytest.fixture
def night_float(program):
    return ActivityFactory(
        program=program, code="NF", name="Night float", kind="night",
        am_starts=None, am_ends=None, pm_starts=time(18), pm_ends=time(6),
    )  # fmt: skip


@pytest.fixture
def address(ada):
    issued = issue_token(ada.user, name="Phone", scope="feed", by=ada.user, at=AT)
    return f"/feeds/{issued.secret}.ics"


def local(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), CHICAGO)


def night(version, person, activity, day):
    AssignmentFactory(
        version=version, person=person, activity=activity, slot="PM", starts_on=day,
        starts_at=local(day, 18), ends_at=local(day + timedelta(days=1), 6),
    )  # fmt: skip


def read(client, address) -> Calendar:
    response = client.get(address)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def feed_of(user: User, shows: str) -> str:
    return f"/feeds/{make_feed(user, shows=shows, by=user, at=AT).secret}.ics"


def by_uid(calendar: Calendar) -> dict[str, dict]:
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def names(calendar: Calendar) -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def replace_version(version: ScheduleVersion, *, at: datetime, change) -> ScheduleVersion:
    """Publish a copy with a change in it, and withdraw the first."""
    draft = ScheduleVersionFactory(
        schedule=version.schedule, number=version.number + 1, based_on=version
    )
    copy_assignments(version, draft)
    change(draft)
    ScheduleVersion.objects.filter(pk=version.pk).update(status="withdrawn", withdrawn_at=at)
    return freeze(draft, at=at)


# The key


def test_feed_needs_no_sign_in_but_its_secret(client, version, ada, address):
    AssignmentFactory(version=version, person=ada)
    freeze(version)

    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert names(Calendar.from_ical(response.content)) == ["Clinic"]


def test_unknown_revoked_and_expired_keys_open_nothing(client, ada):
    revoked = issue_token(ada.user, name="Lost", scope="feed", by=ada.user, at=AT)
    revoke_token(revoked.token, by=ada.user, at=AT)
    TokenFactory(
        user=ada.user, scope="feed", secret="rounds_old", expires_at=AT - timedelta(minutes=1)
    )

    for secret in ("rounds_unknown", revoked.secret, "rounds_old"):
        assert client.get(f"/feeds/{secret}.ics").status_code == 404


@pytest.mark.parametrize("scope", [Token.Scope.READ, Token.Scope.WRITE])
def test_token_for_programs_is_no_feed(client, ada, scope):
    issued = issue_token(ada.user, name="Script", scope=scope, by=ada.user, at=AT)

    assert client.get(f"/feeds/{issued.secret}.ics").status_code == 404


def test_closed_account_has_no_feed(client, ada, address):
    ada.user.is_active = False
    ada.user.save()

    assert client.get(address).status_code == 404


def test_signed_in_people_need_the_secret_too(client, ada):
    client.force_login(ada.user)

    assert client.get("/feeds/anything.ics").status_code == 404


def test_nothing_can_be_sent_to_a_feed(client, address):
    assert client.post(address).status_code == 405


def test_use_is_noted(client, address):
    client.get(address)

    assert Token.objects.get().last_used_at == AT


def test_feed_is_of_its_owner_alone(client, version, ada, address):
    AssignmentFactory(version=version, person=PersonFactory())
    freeze(version)

    assert names(read(client, address)) == []


def test_feed_empties_when_the_role_ends(client, version, ada, address):
    AssignmentFactory(version=version, person=ada)
    freeze(version)
    Role.objects.update(ends_on=date(2026, 7, 1))

    calendar = read(client, address)

    assert names(calendar) == []
    assert str(calendar["X-WR-CALNAME"]) == "Rounds"


def test_account_without_a_person_has_an_empty_feed(client, program):
    user = UserFactory()
    issued = issue_token(user, name="Phone", scope="feed", by=user, at=AT)

    assert names(read(client, f"/feeds/{issued.secret}.ics")) == []


# The calendar


def test_calendar_says_what_it_is_and_how_often_to_ask(client, version, ada, address):
    AssignmentFactory(version=version, person=ada)
    freeze(version)

    calendar = read(client, address)

    assert str(calendar["X-WR-CALNAME"]) == "Rounds: Cedar Family Medicine"
    assert str(calendar["X-WR-TIMEZONE"]) == "America/Chicago"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT1H"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Chicago"]


def test_half_day_is_an_event_at_its_real_time(client, program, version, ada, address):
    clinic = ActivityFactory(
        program=program, code="C", name="Clinic", place=PlaceFactory(program=program, name="Main")
    )
    AssignmentFactory(version=version, person=ada, activity=clinic, starts_on=MONDAY)
    freeze(version, at=PUBLISHED_AT)

    ((uid, event),) = by_uid(read(client, address)).items()

    assert uid == f"half-day-{program.pk}-{ada.pk}-2026-07-06-am@rounds"
    assert (event.start, event.end) == (local(MONDAY, 8), local(MONDAY, 12))
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert (str(event["LOCATION"]), str(event["DESCRIPTION"])) == ("Main", "C")
    assert (event["SEQUENCE"], str(event["STATUS"])) == (0, "CONFIRMED")
    assert event["CATEGORIES"].to_ical() == b"Clinic"
    assert event["DTSTAMP"].dt == AT


def test_night_ends_on_the_next_day(client, version, ada, night_float, address):
    night(version, ada, night_float, MONDAY)
    freeze(version)

    (event,) = read(client, address).walk("VEVENT")

    assert (event.start, event.end) == (local(MONDAY, 18), local(MONDAY + timedelta(days=1), 6))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 31), 13), (date(2027, 3, 13), 11), (MONDAY, 12)]
)
def test_night_on_which_clocks_change_keeps_its_hours(
    client, version, ada, night_float, address, day, hours
):
    night(version, ada, night_float, day)
    freeze(version)

    (event,) = read(client, address).walk("VEVENT")

    assert (event.start, event.end) == (local(day, 18), local(day + timedelta(days=1), 6))
    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(hours=hours)


def test_zone_in_the_feed_knows_both_offsets_of_the_year(
    client, version, ada, night_float, address
):
    """A calendar that knows the zone from the feed alone reads the same hours."""
    night(version, ada, night_float, MONDAY)
    night(version, ada, night_float, date(2027, 1, 4))
    freeze(version)

    (zone,) = read(client, address).walk("VTIMEZONE")

    told = zone.to_tz()
    moments = [local(MONDAY, 18), local(date(2027, 1, 4), 18), local(date(2027, 3, 14), 6)]
    offsets = [moment.replace(tzinfo=told).utcoffset() for moment in moments]
    assert offsets == [moment.utcoffset() for moment in moments]


def test_call_is_an_event(client, program, version, ada, address):
    call_type = CallTypeFactory(program=program, code="RC", name="Senior call")
    CallAssignmentFactory(version=version, person=ada, call_type=call_type, starts_on=MONDAY)
    freeze(version)

    ((uid, event),) = by_uid(read(client, address)).items()

    assert uid == f"call-{program.pk}-{ada.pk}-2026-07-06-{call_type.pk}@rounds"
    assert str(event["SUMMARY"]) == "Senior call"
    assert (event.start, event.end) == (local(MONDAY, 17), local(MONDAY + timedelta(days=1), 7))


def test_rotation_fills_its_days_without_making_them_busy(client, program, version, ada, address):
    rotation = RotationFactory(program=program, name="Cardiology")
    RotationAssignmentFactory(version=version, person=ada, rotation=rotation)
    freeze(version)

    (event,) = read(client, address).walk("VEVENT")

    assert (event.start, event.end) == (date(2026, 7, 1), date(2026, 7, 29))
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["SUMMARY"]) == "Cardiology"


def test_being_off_is_no_event(client, program, version, ada, address):
    for kind in ("off", "recovery", "holiday", "leave"):
        activity = ActivityFactory(program=program, kind=kind)
        day = MONDAY + timedelta(days=len(kind))
        AssignmentFactory(version=version, person=ada, activity=activity, starts_on=day)
    freeze(version)

    assert names(read(client, address)) == []


# Leave


def test_leave_never_says_why(client, program, version, ada, address):
    LeaveAssignmentFactory(version=version, person=ada)
    freeze(version)
    AbsenceFactory(
        program=program, person=ada, kind="bereavement", reason="A funeral.", approved=True,
        starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip

    response = client.get(address)

    calendar = Calendar.from_ical(response.content)
    assert names(calendar) == ["Leave", "Leave"]
    assert [event.start for event in calendar.walk("VEVENT")] == [date(2026, 12, 21), MONDAY]
    assert b"funeral" not in response.content
    assert b"ereavement" not in response.content


def test_leave_that_the_plan_made_is_told_once(client, program, version, ada, address):
    LeaveAssignmentFactory(version=version, person=ada)
    freeze(version)
    AbsenceFactory(
        program=program, person=ada, source="plan", approved=True,
        starts_on=date(2026, 12, 21), ends_on=date(2026, 12, 27),
    )  # fmt: skip

    assert names(read(client, address)) == ["Leave"]


def test_half_a_day_away_has_times(client, program, version, ada, address):
    AbsenceFactory(
        program=program, person=ada, approved=True,
        starts_on=MONDAY, ends_on=MONDAY, starts_at_slot="PM",
    )  # fmt: skip

    (event,) = read(client, address).walk("VEVENT")

    assert (event.start, event.end) == (
        local(MONDAY, 12),
        local(MONDAY + timedelta(days=1), 0),
    )


def test_duty_under_an_absence_is_called_off_but_a_call_is_not(
    client, program, version, ada, address
):
    AssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    CallAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    freeze(version)
    read(client, address)
    AbsenceFactory(program=program, person=ada, approved=True, starts_on=MONDAY, ends_on=MONDAY)

    states = {str(e["SUMMARY"]): str(e["STATUS"]) for e in read(client, address).walk("VEVENT")}

    assert states == {"Clinic": "CANCELLED", "Resident call": "CONFIRMED", "Leave": "CONFIRMED"}


# Two versions


def test_only_what_has_changed_between_versions_has_a_higher_number(
    client, program, version, ada, address
):
    other = ActivityFactory(program=program, name="Procedures")
    AssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    CallAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    RotationAssignmentFactory(version=version, person=ada)
    LeaveAssignmentFactory(version=version, person=ada)
    freeze(version)
    before = by_uid(read(client, address))

    later = AT + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        replace_version(
            version,
            at=later,
            change=lambda draft: draft.assignments.half_days().update(activity=other),
        )
        after = by_uid(read(client, address))

    half_day = f"half-day-{program.pk}-{ada.pk}-2026-07-06-am@rounds"
    assert set(after) == set(before)
    assert len(after) == 4
    assert {uid: event["SEQUENCE"] for uid, event in after.items() if event["SEQUENCE"]} == {
        half_day: 1
    }
    assert (str(before[half_day]["SUMMARY"]), str(after[half_day]["SUMMARY"])) == (
        "Clinic",
        "Procedures",
    )
    assert [uid for uid, event in after.items() if event["DTSTAMP"].dt == later] == [half_day]


def test_what_was_shown_and_is_off_is_cancelled_until_it_would_be_over(
    client, version, ada, address
):
    """And comes back under a yet higher number."""
    CallAssignmentFactory(version=version, person=ada, starts_on=date(2026, 9, 7))
    CallAssignmentFactory(version=version, person=ada, starts_on=date(2026, 5, 1))
    freeze(version)
    (before,) = (uid for uid in by_uid(read(client, address)) if "2026-09-07" in uid)

    other = replace_version(version, at=AT, change=lambda draft: draft.assignments.all().delete())

    ((uid, event),) = by_uid(read(client, address)).items()
    assert uid == before
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["SUMMARY"]) == "Resident call"
    first = client.get(address).content
    with time_machine.travel(date(2026, 10, 1), tick=False):
        assert client.get(address).content == first
        swap_states(published=version, withdrawn=other)
        (back,) = (e for e in read(client, address).walk("VEVENT") if e["UID"] == before)
        assert (str(back["STATUS"]), back["SEQUENCE"]) == ("CONFIRMED", 2)
        swap_states(published=other, withdrawn=version)
        read(client, address)
    with time_machine.travel(date(2026, 11, 2), tick=False):
        assert names(read(client, address)) == []


def swap_states(*, published: ScheduleVersion, withdrawn: ScheduleVersion) -> None:
    ScheduleVersion.objects.filter(pk=withdrawn.pk).update(status="withdrawn", withdrawn_at=AT)
    ScheduleVersion.objects.filter(pk=published.pk).update(status="published", withdrawn_at=None)


def test_duty_of_another_sort_is_off_in_the_calendar_of_its_sort(client, program, version, ada):
    """In the whole calendar it has changed, under the same name."""
    ward = ActivityFactory(program=program, name="Ward", kind="inpatient")
    clinic = ActivityFactory(program=program, name="Clinic", kind="clinic")
    AssignmentFactory(version=version, person=ada, activity=clinic, starts_on=MONDAY)
    CallAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    freeze(version)
    feeds = {shows: feed_of(ada.user, shows) for shows in ("everything", "clinic", "calls", "busy")}
    before = {shows: names(read(client, feed)) for shows, feed in feeds.items()}

    replace_version(
        version,
        at=AT,
        change=lambda draft: draft.assignments.half_days().update(activity=ward),
    )
    after = {
        shows: [(str(e["SUMMARY"]), str(e["STATUS"])) for e in read(client, feed).walk("VEVENT")]
        for shows, feed in feeds.items()
    }

    assert before == {
        "everything": ["Clinic", "Resident call"],
        "clinic": ["Clinic"],
        "calls": ["Resident call"],
        "busy": ["Busy", "Busy"],
    }
    assert after == {
        "everything": [("Ward", "CONFIRMED"), ("Resident call", "CONFIRMED")],
        "clinic": [("Clinic", "CANCELLED")],
        "calls": [("Resident call", "CONFIRMED")],
        "busy": [("Busy", "CONFIRMED"), ("Busy", "CONFIRMED")],
    }


def test_busy_times_say_neither_what_nor_where(client, program, version, ada):
    place = PlaceFactory(program=program, name="Harbor House")
    activity = ActivityFactory(program=program, code="HIV", name="Special", place=place)
    AssignmentFactory(version=version, person=ada, activity=activity, starts_on=MONDAY)
    RotationAssignmentFactory(version=version, person=ada)
    freeze(version)

    response = client.get(feed_of(ada.user, "busy"))

    assert names(Calendar.from_ical(response.content)) == ["Busy"]
    assert not any(word in response.content for word in (b"Special", b"HIV", b"Harbor House"))


def test_service_shows_who_has_it(client, program, version, ada):
    bea = PersonFactory(first_name="Bea", last_name="Berg", with_account=True)
    RoleFactory(program=program, user=bea.user, kind=Role.Kind.RESIDENT)
    call_type = CallTypeFactory(program=program, name="Senior call")
    rotation = RotationFactory(program=program, name="Cardiology")
    CallAssignmentFactory(version=version, person=ada, call_type=call_type, starts_on=MONDAY)
    RotationAssignmentFactory(version=version, person=ada, rotation=rotation)
    RotationAssignmentFactory(version=version, person=bea)
    freeze(version)
    services = (f"call:{call_type.pk}", f"rotation:{rotation.pk}")
    addresses = [feed_of(bea.user, shows) for shows in services]

    calls, weeks = (read(client, address) for address in addresses)
    (call,), (stay,) = calls.walk("VEVENT"), weeks.walk("VEVENT")

    assert (str(call["SUMMARY"]), call.start) == ("Rowan A.", local(MONDAY, 17))
    assert (str(stay["SUMMARY"]), stay.start) == ("Rowan A.", date(2026, 7, 1))
    assert str(calls["X-WR-CALNAME"]) == "Senior call, Cedar Family Medicine"
    Role.objects.filter(user=bea.user).update(ends_on=date(2026, 7, 1))
    assert [names(read(client, address)) for address in addresses] == [[], []]


def test_draft_is_not_in_the_feed(client, version, ada, address):
    AssignmentFactory(version=version, person=ada)

    assert names(read(client, address)) == []


def test_year_long_gone_is_not_in_the_feed(client, program, ada, address):
    for year in (2024, 2025):
        row = AcademicYearFactory(program=program, year=year)
        version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=row))
        AssignmentFactory(version=version, person=ada, starts_on=date(year, 7, 6))
        freeze(version)

    assert [event.start.year for event in read(client, address).walk("VEVENT")] == [2025]


# Nothing has changed


def test_same_feed_is_the_same_bytes_and_is_sent_once(client, version, ada, address):
    AssignmentFactory(version=version, person=ada)
    freeze(version, at=PUBLISHED_AT)
    first = client.get(address)

    with time_machine.travel(AT + timedelta(hours=6), tick=False):
        second = client.get(address)
        third = client.get(address, headers={"if-none-match": first["ETag"]})

    assert second.content == first.content
    assert (third.status_code, third.content) == (304, b"")
    assert first["Last-Modified"] == "Mon, 06 Jul 2026 15:00:00 GMT"
    assert FeedMemory.objects.get().changed_at == AT


def test_changed_feed_has_another_tag_and_moment(client, version, ada, address):
    AssignmentFactory(version=version, person=ada)
    freeze(version, at=PUBLISHED_AT)
    first = client.get(address)

    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        replace_version(version, at=AT, change=lambda draft: draft.assignments.all().delete())
        second = client.get(address, headers={"if-none-match": first["ETag"]})

    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert second["Last-Modified"] == "Mon, 06 Jul 2026 16:00:00 GMT"


def test_moment_alone_never_hides_a_change(client, version, ada, address):
    """A role that ends empties the feed without a newer moment."""
    AssignmentFactory(version=version, person=ada)
    freeze(version, at=PUBLISHED_AT)
    first = client.get(address)
    Role.objects.update(ends_on=date(2026, 7, 1))

    second = client.get(address, headers={"if-modified-since": first["Last-Modified"]})

    assert second.status_code == 200
    assert names(Calendar.from_ical(second.content)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_feed_costs_the_same_for_any_number_of_events(
    client, version, ada, address, count, django_assert_num_queries
):
    for number in range(count):
        day = MONDAY + timedelta(days=number)
        AssignmentFactory(version=version, person=ada, starts_on=day)
        CallAssignmentFactory(version=version, person=ada, starts_on=day)
        RotationAssignmentFactory(version=version, person=ada, starts_on=day, ends_on=day)
    freeze(version)
    read(client, address)

    with django_assert_num_queries(14):
        calendar = read(client, address)

    assert len(names(calendar)) == 3 * count
