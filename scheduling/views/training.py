"""How far one's own training is, projected to graduation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scheduling.pictures import progress_bar
from scheduling.services.training import my_training
from scheduling.views.subject import own_subject, signed_in


@require_safe
@never_cache
def my_training_page(request: HttpRequest) -> HttpResponse:
    """Requirements as bars, and continuity clinic of this year."""
    at = timezone.now()
    subject = own_subject(request, _("Here you see your own training only."), at=at)
    if subject is None:
        return render(request, "scheduling/my/nobody.html", {"base": "base.html"})
    found = my_training(subject.person, subject.program, by=signed_in(request), at=at)
    progress = found.progress if found else ()
    context = {
        "base": "base.html",
        "subject": subject,
        "found": found,
        "bars": [(each, progress_bar(each.projection)) for each in progress],
    }
    return render(request, "scheduling/training.html", context)
