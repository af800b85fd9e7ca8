"""The site of the admin: Unfold's, without the work for what it does not show."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    # Unfold ships no types; its site is Django's with other pages.
    from django.contrib.admin import AdminSite
else:
    from unfold.sites import UnfoldAdminSite as AdminSite


class SiteConfig(AdminConfig):
    default_site = "config.admin_site.Site"


class Site(AdminSite):
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Every page is given the list of all tables, and next to none reads it."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))
