"""How one is told: which kinds are mailed and when, and when one is left in peace."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.forms import NoticePreferencesForm
from people.services.notice_preferences import kinds_for, prefer, preferences_of
from people.views.asker import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notice_preferences(request: HttpRequest) -> HttpResponse:
    """One form for everything."""
    user, at = signed_in(request), timezone.now()
    kinds = kinds_for(user, at=at)
    preferences = preferences_of(user)
    form = NoticePreferencesForm(request.POST or None, preferences=preferences, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        try:
            prefer(user, by=user, at=at, **form.preferences())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved. You are told in this way from now on."))
            return redirect("people:notice_preferences")
    context = {"form": form, "address": user.email, "mail_is_set_up": not settings.MAIL_STAYS_HERE}
    return render(request, "people/notice_preferences.html", context)
