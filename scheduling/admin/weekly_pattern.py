"""The page on which the week of a rotation is painted: days by halves, with what may fill each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from people.models import SLOTS
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.models import Activity, Rotation
from scheduling.queries.entries import activity_style
from scheduling.queries.weekly_pattern import WEEKDAYS
from scheduling.services.weekly_pattern import Cells, Which, cells_of, set_weekly_pattern

WEEKS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Paint:
    """An activity to paint with."""

    pk: int
    code: str
    name: str
    style: str
    slots: tuple[str, ...]
    """The halves of the day in which it can be done."""


@dataclass(frozen=True, slots=True)
class PaintedCell:
    """A half-day of the week."""

    name: str
    words: str
    chosen: tuple[Paint, ...]
    paints: tuple[tuple[Paint, bool], ...]
    was: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A pattern of the rotation: for some weeks, for some residents."""

    which: Which
    is_shown: bool

    @property
    def words(self) -> str:
        weeks = f"Week {self.which.week}" if self.which.week else "Every week"
        return f"{weeks}, PGY-{self.which.pgy}" if self.which.pgy else weeks

    @property
    def query(self) -> str:
        return _query(self.which)


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, pages=[("<int:pk>/week/", week_page, "rotation_week")])


def week_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a pattern; those who may, paint it."""
    rotations = Rotation.objects.select_related("program")
    seen = owner.limit_for(request, rotations, "view_calendar")
    rotation: Rotation = get_object_or_404(seen, pk=pk)
    which = _asked(request, rotation)
    if request.method == "POST":
        return _save(request, rotation, which)
    paints = _paints(rotation)
    cells = cells_of(rotation, which)
    shares = rotation.weekly_shares.select_related("activity").order_by("activity__code", "pgy")
    return show(
        owner,
        request,
        "weekly_pattern",
        f"The week of {rotation.code}",
        rotation=rotation,
        may_paint=allows(request, "manage_calendar", rotation.program),
        variants=list(_variants(rotation, which)),
        days=WEEKDAYS.values(),
        rows=[(slot, [_cell(day, slot, cells, paints) for day in WEEKDAYS]) for slot in SLOTS],
        paints=paints,
        shares=shares,
        which=which,
        empty="nothing" if which == Which() else "as in general",
        weeks=WEEKS,
        here=_query(which),
    )


def _save(request: HttpRequest, rotation: Rotation, which: Which) -> HttpResponse:
    if not allows(request, "manage_calendar", rotation.program):
        raise PermissionDenied(f"You may not change the rotations in {rotation.program}.")
    here = f"{address('rotation_week', rotation.pk)}{_query(which)}"
    verb = partial(
        set_weekly_pattern,
        rotation,
        which,
        _sent(request, "cell"),
        expects=_sent(request, "was"),
        by=signed_in(request),
        at=Scope.of(request).at,
    )
    done = "The week is saved. Blocks that are planned already stay as they are."
    return answered(request, verb, done=done, to=lambda _: here, otherwise=here)


def _sent(request: HttpRequest, name: str) -> Cells:
    """Fields like cell-1-AM, each with the keys of activities."""
    return {
        (weekday, slot): frozenset(
            int(key)
            for value in request.POST.getlist(f"{name}-{weekday}-{slot}")
            for key in value.split(",")
            if key.isdecimal()
        )
        for weekday in WEEKDAYS
        for slot in SLOTS
    }


def _asked(request: HttpRequest, rotation: Rotation) -> Which:
    week, pgy = (request.GET.get(name, "") for name in ("week", "pgy"))
    which = Which(_number(week), _number(pgy))
    if which.week not in (None, *WEEKS) or which.pgy not in (None, *rotation.pgys):
        raise Http404(f"{rotation.code} has no such week.")
    return which


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _query(which: Which) -> str:
    asked = {"week": which.week, "pgy": which.pgy}
    chosen = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(chosen)}" if chosen else "?"


def _variants(rotation: Rotation, shown: Which) -> Iterator[Variant]:
    """The patterns there are, and the one that is shown; the most general first."""
    there = {Which(week, pgy) for week, pgy in rotation.pattern.values_list("week", "pgy")}
    for which in sorted({Which(), shown, *there}, key=lambda w: (w.pgy or 0, w.week or 0)):
        yield Variant(which, which == shown)


def _paints(rotation: Rotation) -> list[Paint]:
    return [
        Paint(
            activity.pk,
            activity.code,
            activity.name,
            activity_style(activity.pk),
            tuple(slot for slot in SLOTS if _fits(activity, slot)),
        )
        for activity in Activity.objects.filter(program=rotation.program_id).order_by("code")
    ]


def _fits(activity: Activity, slot: str) -> bool:
    return activity.times(slot) is not None or not any(map(activity.times, SLOTS))


def _cell(weekday: int, slot: str, cells: Cells, paints: list[Paint]) -> PaintedCell:
    chosen = cells.get((weekday, slot), frozenset())
    return PaintedCell(
        name=f"{weekday}-{slot}",
        words=f"{WEEKDAYS[weekday]} {slot}",
        chosen=tuple(paint for paint in paints if paint.pk in chosen),
        paints=tuple((paint, paint.pk in chosen) for paint in paints if slot in paint.slots),
        was=",".join(str(key) for key in sorted(chosen)),
    )
