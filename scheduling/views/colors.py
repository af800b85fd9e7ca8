"""The colors of a program's rotations and activities as a stylesheet, because pages have none inline."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from people.models import Program
from people.permissions import may
from scheduling.colors import stylesheet
from scheduling.models import Activity, Rotation
from scheduling.queries.entries import activity_style, rotation_style

FRESH_SECONDS = 300


@require_safe
def colors(request: HttpRequest, slug: str) -> HttpResponseBase:
    """For people of the program; to others it does not exist."""
    program = get_object_or_404(Program, slug=slug)
    if not may(request.user, "view_published_schedule", program, at=timezone.now()):
        raise Http404
    sheet = stylesheet(_colors(program))
    etag = quote_etag(sha256(sheet.encode()).hexdigest()[:32])
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"ETag": etag})
    patch_cache_control(response, private=True, max_age=FRESH_SECONDS)
    return get_conditional_response(request, etag=etag, response=response) or response


def _colors(program: Program) -> dict[str, str]:
    activities = Activity.objects.filter(program=program).order_by("pk")
    rotations = Rotation.objects.filter(program=program).order_by("pk")
    found = {activity_style(pk): color for pk, color in activities.values_list("pk", "color")}
    return found | {rotation_style(pk): color for pk, color in rotations.values_list("pk", "color")}
