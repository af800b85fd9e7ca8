"""What every REST view has: one reading of the clock, its asker as an account, and pages."""

from datetime import datetime
from functools import cached_property

from django.utils import timezone
from rest_framework.exceptions import NotAuthenticated
from rest_framework.pagination import PageNumberPagination
from rest_framework.views import APIView

from people.models import User


class Pages(PageNumberPagination):
    """A hundred rows, or as many as asked for up to a thousand."""

    page_size_query_param = "page_size"
    max_page_size = 1000


class Asked(APIView):
    """A view that answers one account at one moment; what it shows has a number, or says so."""

    lookup_value_regex = r"\d{1,18}"

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    @property
    def by(self) -> User:
        if not isinstance(self.request.user, User):
            raise NotAuthenticated
        return self.request.user
