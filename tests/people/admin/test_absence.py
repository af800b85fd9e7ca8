"""The office enters and decides absences; the reason stays with those who may see it."""

from datetime import date

import pytest

from people.models import Absence, Role
from tests.factories.people import AbsenceFactory, PersonFactory
from tests.people.admin.conftest import messages_of, page

pytestmark = pytest.mark.django_db


def listed(client, **query) -> dict[int, str]:
    """The column that says why, by absence."""
    cl = client.get(page(Absence, "changelist"), query).context["cl"]
    why, _takes = (column for column in cl.list_display if callable(column))
    return {absence.pk: why(absence) for absence in cl.result_list}


def absence_form(rows, **changes):
    return {
        "program": rows.program.pk,
        "person": rows.person.pk,
        "kind": "jury",
        "starts_on": "2026-03-02",
        "starts_at_slot": "PM",
        "ends_on": "2026-03-03",
        "ends_slot": "AM",
        "reason": "Summoned.",
    } | changes


def act(client, action, *absences):
    return client.post(
        page(Absence, "changelist"),
        {"action": action, "_selected_action": [absence.pk for absence in absences], "sure": 1},
        follow=True,
    )


def test_office_sees_why(mine, coordinator, sign_in):
    client = sign_in(coordinator)

    assert listed(client) == {mine.absence.pk: "Medical leave"}
    assert "Knee." in client.get(page(mine.absence, "change")).text


def test_chief_does_not_see_why(mine, acting, sign_in):
    client = sign_in(acting(Role.Kind.CHIEF))

    texts = [
        client.get(page(mine.absence, "change")).text,
        client.get(page(Absence, "changelist")).text,
        client.get(page(mine.person, "change")).text,
        client.get(page(mine.absence, "history")).text,
    ]

    assert listed(client) == {mine.absence.pk: "Away"}
    assert [text for text in texts if "Knee." in text or "medical" in text.lower()] == []
    assert "Away" in texts[0]


def test_chief_sees_why_of_their_own(mine, acting, sign_in):
    client = sign_in(acting(Role.Kind.CHIEF, user=mine.user))

    assert listed(client) == {mine.absence.pk: "Medical leave"}
    assert "Knee." in client.get(page(mine.absence, "change")).text


def test_chief_does_not_find_by_kind(mine, acting, sign_in):
    client = sign_in(acting(Role.Kind.CHIEF))

    for query in ({"kind__exact": "medical"}, {"kind": "medical"}, {"reason__contains": "Knee"}):
        assert client.get(page(Absence, "changelist"), query).status_code == 400


def test_office_here_and_chief_there_finds_by_kind_nowhere(
    mine, theirs, coordinator, acting, sign_in
):
    acting(Role.Kind.CHIEF, where=theirs.program, user=coordinator)
    client = sign_in(coordinator)

    assert listed(client) == {mine.absence.pk: "Medical leave", theirs.absence.pk: "Away"}
    assert client.get(page(Absence, "changelist"), {"kind__exact": "medical"}).status_code == 400
    assert "Knee." not in client.get(page(theirs.absence, "change")).text


def test_superuser_finds_by_kind(mine, theirs, superuser, sign_in):
    assert set(listed(sign_in(superuser), kind__exact="medical")) == {
        mine.absence.pk,
        theirs.absence.pk,
    }


def test_absence_is_entered_by_the_service(mine, coordinator, sign_in):
    response = sign_in(coordinator).post(page(Absence, "add"), absence_form(mine), follow=True)

    absence = Absence.objects.get(kind="jury")
    assert absence.status == Absence.Status.APPROVED
    assert absence.source == Absence.Source.COORDINATOR
    assert absence.decided_by == coordinator
    assert (absence.first_half, absence.last_half) == (19115, 19116)
    assert absence.reason == "Summoned."
    assert response.redirect_chain == [(page(Absence, "changelist"), 302)]


def test_absence_that_overlaps_is_refused_on_the_form(mine, coordinator, sign_in):
    form = absence_form(mine, starts_on="2026-02-08", ends_on="2026-02-09")

    response = sign_in(coordinator).post(page(Absence, "add"), form)

    assert response.context["adminform"].form.errors == {
        "__all__": ["This person is away already in a part of that time."]
    }
    assert Absence.objects.count() == 1


def test_absence_that_ends_before_it_starts_is_refused_on_the_form(mine, coordinator, sign_in):
    form = absence_form(mine, ends_on="2026-03-01")

    response = sign_in(coordinator).post(page(Absence, "add"), form)

    assert response.context["adminform"].form.errors == {
        "ends_on": ["An absence cannot end before it starts."]
    }


def test_refusal_of_the_service_is_heard(mine, acting, sign_in):
    director = acting(Role.Kind.DIRECTOR, user=mine.user)

    response = sign_in(director).post(page(Absence, "add"), absence_form(mine), follow=True)

    assert messages_of(response) == ["Somebody else decides your own absences."]
    assert Absence.objects.count() == 1


def test_absence_is_changed(mine, coordinator, sign_in):
    form = absence_form(mine, ends_on="2026-03-05")

    sign_in(coordinator).post(page(mine.absence, "change"), form)

    mine.absence.refresh_from_db()
    assert (mine.absence.kind, mine.absence.ends_on) == ("jury", date(2026, 3, 5))
    assert mine.absence.status == Absence.Status.REQUESTED


def test_what_does_not_stand_is_a_record(mine, coordinator, sign_in):
    absence = AbsenceFactory(program=mine.program, person=mine.person, denied=True)
    client = sign_in(coordinator)

    assert client.get(page(absence, "change")).status_code == 200
    assert client.post(page(absence, "change"), absence_form(mine)).status_code == 403


@pytest.mark.parametrize(("action", "status"), [("approve", "approved"), ("cancel", "cancelled")])
def test_chosen_absences_are_decided(action, status, mine, coordinator, sign_in):
    response = act(sign_in(coordinator), action, mine.absence)

    mine.absence.refresh_from_db()
    assert (mine.absence.status, mine.absence.decided_by) == (status, coordinator)
    assert messages_of(response) == [f"{mine.absence}: {status}."]


def test_cancelling_several_is_asked_first(mine, coordinator, sign_in):
    chosen = {"action": "cancel", "_selected_action": [mine.absence.pk]}

    asked = sign_in(coordinator).post(page(Absence, "changelist"), chosen)

    mine.absence.refresh_from_db()
    assert mine.absence.status == "requested"
    assert asked.context["rows"] == [mine.absence]
    assert "Cancel the chosen absences?" in asked.text


def test_refusal_does_not_stop_the_others(mine, coordinator, sign_in):
    denied = AbsenceFactory(
        program=mine.program, person=PersonFactory(), denied=True, starts_on=date(2026, 1, 1)
    )

    response = act(sign_in(coordinator), "approve", denied, mine.absence)

    assert messages_of(response) == [
        f"{denied}: This absence is already denied.",
        f"{mine.absence}: approved.",
    ]


def test_absences_of_another_program_are_not_decided(mine, theirs, coordinator, sign_in):
    act(sign_in(coordinator), "approve", theirs.absence, mine.absence)

    theirs.absence.refresh_from_db()
    assert theirs.absence.status == Absence.Status.REQUESTED


def test_absences_that_one_only_reads_are_not_decided(mine, theirs, coordinator, acting, sign_in):
    acting(Role.Kind.CHIEF, where=theirs.program, user=coordinator)

    response = act(sign_in(coordinator), "approve", theirs.absence)

    theirs.absence.refresh_from_db()
    assert theirs.absence.status == Absence.Status.REQUESTED
    assert messages_of(response) == [
        f"{theirs.absence}: You may not approve, deny or enter absences in Harbor Surgery."
    ]


def test_chief_is_offered_no_decisions(mine, acting, sign_in):
    client = sign_in(acting(Role.Kind.CHIEF))

    act(client, "approve", mine.absence)

    mine.absence.refresh_from_db()
    assert mine.absence.status == Absence.Status.REQUESTED


def test_absence_is_not_deleted(mine, coordinator, sign_in):
    response = sign_in(coordinator).post(page(mine.absence, "delete"), {"post": "yes"})

    assert response.status_code == 403
    assert Absence.objects.filter(pk=mine.absence.pk).exists()
