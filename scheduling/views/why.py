"""The page that says why somebody has an assignment, and why nobody else has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scheduling.models import Assignment
from scheduling.permissions import visible_versions
from scheduling.services.why import explain_assignment
from scheduling.views.subject import signed_in


@require_safe
@never_cache
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """For planners of any assignment; for others of their own that are published."""
    by, at = signed_in(request), timezone.now()
    rows = Assignment.objects.filter(version__in=visible_versions(by, at=at))
    rows = rows.select_related("person", "version__schedule__program")
    rows = rows.select_related("version__schedule__academic_year")
    found = explain_assignment(get_object_or_404(rows, pk=pk), by=by, at=at)
    return render(request, "scheduling/why.html", {"why": found})
