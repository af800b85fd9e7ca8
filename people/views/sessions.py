"""Where one is signed in, and how to end it."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.queries.browsers import device
from people.services.sessions import end_other_sessions, end_session, living_sessions
from people.views.asker import signed_in


@require_safe
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    here = request.session.session_key
    shown = [
        {"session": each, "device": device(each.user_agent), "is_here": each.session_key == here}
        for each in living_sessions(signed_in(request), at=timezone.now())
    ]
    context = {"sessions": shown, "are_others": any(not each["is_here"] for each in shown)}
    return render(request, "people/sessions.html", context)


@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's session does not exist here."""
    user = signed_in(request)
    end_session(get_object_or_404(UserSession, pk=pk, user=user), by=user)
    messages.success(request, _("That session is ended."))
    return redirect("people:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    count = end_other_sessions(user, but=request.session.session_key, by=user)
    done = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", count)
    messages.success(request, done % {"count": count})
    return redirect("people:sessions")
