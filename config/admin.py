"""The admin site as a whole: its sidebar and its first page."""

from collections.abc import Callable
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse

from people.admin.home import home_of
from people.admin.menu import Group, Item, item_shown, items_of, put
from people.admin.scoped import Scope
from scheduling.queries.on_call import calls_read_once

admin.site.index_template = "admin/people/home.html"
admin.site.index_title = "Home"
# Secrets, and what its owner alone looks after; services take off what must be.
for model in (Authenticator, UserSession, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)
put(Group.FIRST, 10, "Home", "space_dashboard", "index", None)


def mark(request: HttpRequest) -> str:
    """The sign of the site, which browsers show beside its name too."""
    return static("img/mark.svg")


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar's groups, for Unfold; nobody sees what they may not open."""
    return [
        {
            "title": group.value,
            "separator": False,
            "items": [
                {
                    "title": item.words,
                    "icon": item.icon,
                    "link": address(item.page, get_script_prefix()),
                    "permission": opens(item),
                    "active": is_shown(item),
                }
                for item in items_of(group)
            ],
        }
        for group in Group
    ]


@cache
def address(page: str, prefix: str) -> str:
    """Each page of the admin shows all of them, and below one prefix they stay as they are."""
    return reverse(page if ":" in page else f"admin:{page}")


def opens(item: Item) -> Callable[[HttpRequest], bool]:
    """Whether some program lets the user do the item's action."""

    def may(request: HttpRequest) -> bool:
        scope = Scope.of(request)
        return item.action is None or scope.is_unlimited or bool(scope.programs(item.action))

    return may


def is_shown(item: Item) -> Callable[[HttpRequest], bool]:
    """Whether the page that is shown belongs to the item."""

    def shown(request: HttpRequest) -> bool:
        here = request.resolver_match.url_name if request.resolver_match else None
        return here is not None and item_shown(here) == item

    return shown


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows, for Unfold."""
    with calls_read_once():
        return context | home_of(request)
