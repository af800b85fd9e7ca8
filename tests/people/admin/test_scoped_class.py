"""The base class is closed until it names its actions, whoever asks."""

import pytest
from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import AnonymousUser, Group
from django.test import RequestFactory

from people.admin.scoped import ProgramScoped, ProgramScopedAdmin
from people.models import (
    Credential,
    Person,
    Role,
)
from people.permissions import ACTIONS

pytestmark = pytest.mark.django_db


class ClosedAdmin(ProgramScopedAdmin):
    """Names no action."""


def request_by(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_class_that_names_no_action_is_closed(mine, acting):
    closed = ClosedAdmin(Credential, AdminSite())
    request = request_by(acting(Role.Kind.ADMIN))

    assert not closed.has_module_permission(request)
    assert not closed.has_add_permission(request)
    for row in (None, mine.credential, mine.credential.pk):
        assert not closed.has_view_permission(request, row)
        assert not closed.has_change_permission(request, row)
        assert not closed.has_delete_permission(request, row)
    assert not closed.get_queryset(request).exists()


def test_class_that_names_no_action_is_open_to_superusers(mine, superuser):
    closed = ClosedAdmin(Credential, AdminSite())
    request = request_by(superuser)

    assert closed.has_delete_permission(request, mine.credential)
    assert closed.get_queryset(request).get() == mine.credential


@pytest.mark.parametrize("is_active", [True, False])
def test_superuser_counts_only_while_active(is_active, mine, superuser):
    superuser.is_active = is_active
    closed = ClosedAdmin(Credential, AdminSite())

    assert closed.has_view_permission(request_by(superuser)) == is_active


def test_anonymous_reaches_nothing(mine):
    people = admin.site._registry[Person]

    assert not people.has_view_permission(request_by(AnonymousUser()), mine.person)
    assert not people.get_queryset(request_by(AnonymousUser())).exists()


def test_choice_among_rows_without_scoped_pages_is_empty(coordinator, superuser):
    Group.objects.create(name="Somebody")
    people = admin.site._registry[Person]

    assert not people.rows_to_refer_to(Group, request_by(coordinator), "view_people").exists()
    assert people.rows_to_refer_to(Group, request_by(superuser), "view_people").exists()


def test_row_is_permitted_by_its_key_too(mine, theirs, coordinator):
    """Actions on a row's page ask with the key from the address."""
    credentials = admin.site._registry[Credential]
    request = request_by(coordinator)

    assert credentials.has_change_permission(request, str(mine.credential.pk))
    assert not credentials.has_change_permission(request, str(theirs.credential.pk))


def test_every_page_of_the_app_is_scoped_and_who_changes_may_look():
    ours = [it for it in admin.site._registry.values() if it.opts.app_label == "people"]

    assert len(ours) > 8
    for it in ours:
        assert isinstance(it, ProgramScoped)
        seen_by = ACTIONS[it.view_action].roles if it.view_action else frozenset()
        for action in (it.add_action, it.change_action, it.delete_action):
            assert action is None or ACTIONS[action].roles <= seen_by
