"""What the script of a grid sends and gets: several changes at once, undo and redo, parts anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.cells import PART, GridPage, grid_at
from scheduling.admin.grids import grid_context
from scheduling.admin.pages import routes
from scheduling.models import ChangeSet
from scheduling.services.changes import (
    Change,
    ChangeRefused,
    Lock,
    Preview,
    apply_changes,
    preview_changes,
)
from scheduling.services.undoing import next_redo, next_undo, undo_change_set

MOST = 400
"""Cells in one change: a row or two of a block, or a screen of it."""


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    found: list[URLPattern] = []
    for below, name in (
        ("<int:pk>/block/<int:number>/<slug:status>", "academicyear_block"),
        ("<int:pk>/grid/<slug:status>", "academicyear_grid"),
    ):
        found += routes(
            owner,
            pages=[(f"{below}/news/", news, f"{name}_news")],
            posts=[
                (f"{below}/changes/", change, f"{name}_changes"),
                (f"{below}/preview/", preview, f"{name}_preview"),
                (f"{below}/undo/", undo, f"{name}_undo"),
                (f"{below}/redo/", redo, f"{name}_redo"),
            ],
        )
    return found


def change(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    pk: int,
    status: str,
    number: int | None = None,
) -> HttpResponse:
    """Make the changes, all or none, and send back what looks different now."""
    page = grid_at(owner, request, pk, status, number)

    def verb() -> ChangeSet:
        asked = _asked(request)
        return apply_changes(
            page.version,
            _all_changes(page, asked),
            by=signed_in(request),
            at=Scope.of(request).at,
            reason=_text(asked, "reason"),
            override=asked.get("override") is True,
        )

    return _told(request, page, verb)


def preview(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, status: str, number: int | None = None
) -> HttpResponse:
    """What the same changes would do, and whether they ask for a reason."""
    page = grid_at(owner, request, pk, status, number)
    try:
        changes = _all_changes(page, _asked(request))
        seen = preview_changes(
            page.version, changes, by=signed_in(request), at=Scope.of(request).at
        )
    except ValidationError as refusal:
        return _refused(refusal)
    return JsonResponse(
        {"sentence": seen.sentence, "lines": list(_lines(seen)), "reasons": seen.reasons}
    )


def _lines(seen: Preview) -> Iterator[str]:
    """What it breaks, what it lacks, what is advised against it, and what it puts right."""
    yield from (f"Breaks a rule: {fault.message}" for fault in seen.against)
    yield from (f"To be planned still: {fault.message}" for fault in seen.lacks)
    yield from (f"Advised against: {fault.message}" for fault in seen.judged.advisories)
    yield from (f"Mends: {fault.message}" for fault in seen.judged.mended)


def undo(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, status: str, number: int | None = None
) -> HttpResponse:
    """Take back the last thing that the user changed here."""
    page = grid_at(owner, request, pk, status, number)
    return _back(request, page, next_undo(page.version, signed_in(request)), "take back")


def redo(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, status: str, number: int | None = None
) -> HttpResponse:
    """Make again what the user took back last."""
    page = grid_at(owner, request, pk, status, number)
    return _back(request, page, next_redo(page.version, signed_in(request)), "do again")


def _back(
    request: HttpRequest, page: GridPage, change_set: ChangeSet | None, words: str
) -> HttpResponse:
    def verb() -> ChangeSet:
        if change_set is None:
            raise ChangeRefused(f"There is nothing of yours to {words}.", code="nothing")
        by, at, reason = signed_in(request), Scope.of(request).at, request.POST.get("reason", "")
        return undo_change_set(change_set, by=by, at=at, reason=reason)

    return _told(request, page, verb)


def news(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, status: str, number: int | None = None
) -> HttpResponse:
    """What was changed since the change set that the page has seen, and the parts that changed."""
    page = grid_at(owner, request, pk, status, number)
    since = request.GET.get("since", "")
    sets = page.version.change_sets.filter(pk__gt=int(since) if since.isdecimal() else 0)
    changes = list(sets.select_related("by").order_by("pk"))
    told: list[dict[str, Any]] = [
        {
            "id": each.pk,
            "by": str(each.by or ""),
            "sentence": each.sentence,
            "people": _people(each),
        }
        for each in changes
    ]
    people = {person for each in told for person in each["people"]}
    parts = _parts(request, page, people) if changes else ""
    return JsonResponse({"changes": told, "parts": parts})


# Answers


def _told(request: HttpRequest, page: GridPage, verb: Callable[[], ChangeSet]) -> HttpResponse:
    """For the script: what happened, and the parts that changed; else back to the page."""
    by_script = PART in request.headers
    try:
        done = verb()
    except ValidationError as refusal:
        if by_script:
            return _refused(refusal)
        messages.error(request, " ".join(refusal.messages))
    except PermissionDenied as refusal:
        if not by_script:
            raise
        return JsonResponse({"code": "not-allowed", "message": str(refusal)}, status=403)
    else:
        if by_script:
            return JsonResponse(_news(request, page, done))
        messages.success(request, done.sentence)
    return HttpResponseRedirect(page.with_version)


def _refused(refusal: ValidationError) -> JsonResponse:
    words, code = " ".join(refusal.messages), getattr(refusal, "code", None)
    return JsonResponse({"code": code, "message": words}, status=409)


def _news(request: HttpRequest, page: GridPage, done: ChangeSet) -> dict[str, Any]:
    return {
        "changeSet": done.pk,
        "sentence": done.sentence,
        "parts": _parts(request, page, _people(done)),
    }


def _people(change_set: ChangeSet) -> list[int]:
    """Whose cells it changed."""
    return sorted(set(change_set.changes.lasting().values_list("person", flat=True)))


def _parts(request: HttpRequest, page: GridPage, people: Iterable[int]) -> str:
    context = grid_context(request, page.year, page.number, page.version)
    template = "block_parts" if page.number is not None else "year_parts"
    return render_to_string(
        f"admin/scheduling/{template}.html", {**context, "people": set(people)}, request
    )


# What was sent


def _asked(request: HttpRequest) -> Mapping[str, Any]:
    try:
        asked = json.loads(request.body)
    except ValueError as fault:
        raise ChangeRefused("This is not JSON.", code="json") from fault
    if not isinstance(asked, dict):
        raise ChangeRefused("An object with changes is expected.", code="json")
    return asked


def _all_changes(page: GridPage, asked: Mapping[str, Any]) -> list[Change]:
    return [each for row in _rows(asked) for each in _changes(page, row)]


def _rows(asked: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = asked.get("changes")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ChangeRefused("A list of changes is expected.", code="json")
    if len(rows) > MOST:
        raise ChangeRefused(f"{len(rows)} cells at once; at most {MOST}.", code="too-many")
    return rows


def _changes(page: GridPage, row: Mapping[str, Any]) -> Iterator[Change]:
    """`place` and what is `expect`ed there; then a `lock`, or a `key` or `code` to put there."""
    expects = row.get("expects", [])
    if not isinstance(expects, list) or not all(isinstance(key, int) for key in expects):
        raise ChangeRefused("What is expected is a list of numbers.", code="json")
    if "lock" in row:
        yield from (Lock(key, _text(row, "lock")) for key in expects)
        return
    place = page.place(_text(row, "place"))
    key, code = row.get("key"), _text(row, "code").strip()
    if code:
        key = place.key_of(code)
    yield from place.changes(key if isinstance(key, int) else None, expects)


def _text(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise ChangeRefused(f"{name} is a text.", code="json")
    return value
