"""The notices of whoever looks: the list, one of them, and saying that one has seen it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.answering import attempting
from people.models import Notice
from people.queries.inbox import inbox_of
from people.services import inbox as services
from people.views.asker import signed_in

ON_A_PAGE = 40


@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for an answer comes first, whenever it came."""
    user, at = signed_in(request), timezone.now()
    notices = inbox_of(user)
    waiting = list(notices.unanswered())
    others = notices.exclude(pk__in=[notice.pk for notice in waiting])
    page = Paginator(others, ON_A_PAGE).get_page(request.GET.get("page"))
    some_unread = any(notice.read_at is None for notice in page)
    context = {"waiting": waiting, "page": page, "some_unread": some_unread, "at": at}
    return render(request, "people/inbox.html", context)


@require_safe
@never_cache
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """To look at it is to have read it. Somebody else's notice does not exist here."""
    user, at = signed_in(request), timezone.now()
    found = services.read_notice(_own(request, pk), by=user, at=at)
    return render(request, "people/notice.html", {"notice": found, "at": at})


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the list, where the next one may wait."""
    found = _own(request, pk)
    done = _("You have acknowledged “%(subject)s”") % {"subject": found.subject}
    with attempting(request, done=done):
        services.acknowledge(found, by=signed_in(request), at=timezone.now())
    return redirect("people:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """What waits for an acknowledgement goes on waiting."""
    user = signed_in(request)
    services.read_all(user, by=user, at=timezone.now())
    return redirect("people:inbox")


def _own(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(inbox_of(signed_in(request)), pk=pk)
