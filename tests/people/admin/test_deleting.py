"""What a page says before something is deleted, and that it is deleted only when nothing forbids it."""

from collections import Counter
from datetime import date

import pytest
from django.contrib.admin.utils import NestedObjects
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person, Token, User
from people.queries.deletion import reach_of
from tests.factories.people import CredentialFactory, TokenFactory, UserFactory
from tests.people.admin.conftest import page

pytestmark = pytest.mark.django_db


def test_what_stands_in_the_way_is_counted_and_the_row_stays(mine, superuser, sign_in):
    client, address = sign_in(superuser), page(mine.person, "delete")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for year in range(2010, 2020):
        CredentialFactory(
            program=mine.program, person=mine.person, kind=mine.kind, issued_on=date(year, 1, 1)
        )

    with CaptureQueriesContext(connection) as many:
        shown = client.get(address).text
    refused = client.post(address, {"post": "yes"})

    collector = NestedObjects("default", origin=[mine.person])
    collector.collect([mine.person])
    reach = reach_of(Person.objects.filter(pk=mine.person.pk))
    assert {kind.model: kind.count for kind in reach.stops} == Counter(
        map(type, collector.protected)
    )
    assert [(kind.model, kind.count) for kind in reach.goes] == [(Person, 1)]
    assert len(many) == len(few)
    assert "11 credentials" in shown
    assert "and 8 more" in shown
    assert "give the person&#x27;s enrollment a last day" in shown
    assert refused.status_code == 200
    assert Person.objects.filter(pk=mine.person.pk).exists()


def test_what_goes_along_is_said_and_goes(superuser, sign_in):
    account = UserFactory()
    TokenFactory.create_batch(2, user=account)
    client, address = sign_in(superuser), page(account, "delete")

    shown = client.get(address).text
    client.post(address, {"post": "yes"})

    assert "<li>2 tokens</li>" in shown
    assert not User.objects.filter(pk=account.pk).exists()
    assert not Token.objects.exists()


def test_chosen_rows_are_shown_before_they_go(mine, coordinator, sign_in):
    chosen = {"action": "delete_selected", "_selected_action": [mine.credential.pk]}
    client, address = sign_in(coordinator), page(type(mine.credential), "changelist")

    asked = client.post(address, chosen)
    client.post(address, chosen | {"post": "yes"})

    assert "Delete the chosen credential?" in asked.text
    assert "<li>1 credential</li>" in asked.text
    assert not type(mine.credential).objects.exists()
