"""Planning days off, and finding golden weekends."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.answering import answered
from people.models import Person, Program
from swaps.forms import TripForm
from swaps.models import TripPlan
from swaps.queries.trips import trip_days
from swaps.services.trips import find_weekends, plan_trip
from swaps.views.actor import Actor, choose_program, show


@require_safe
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """The last answers, and the questions to ask again."""
    actor = Actor.of(request)
    programs = actor.programs()
    program = choose_program(request, programs)
    if program is None or actor.person is None:
        return show(request, "nobody", {"actor": actor})
    trips = TripPlan.objects.filter(person=actor.person, program=program)
    trip = trips.filter(kind=TripPlan.Kind.TRIP).first()
    weekends = trips.filter(kind=TripPlan.Kind.WEEKENDS).first()
    context = {
        "actor": actor,
        "program": program,
        "programs": programs,
        "form": TripForm(initial={"first": trip.starts_on, "last": trip.ends_on} if trip else {}),
        "trip": trip,
        "trip_days": trip_days(trip, actor.person),
        "weekends": weekends,
        "weekend_days": trip_days(weekends, actor.person),
        "is_searching": any(each and each.is_searching for each in (trip, weekends)),
    }
    return show(request, "plan", context)


def _mine(request: HttpRequest) -> tuple[Actor, Person, Program]:
    actor = Actor.of(request)
    program = choose_program(request, actor.programs())
    if program is None or actor.person is None:
        raise PermissionDenied(_("Your account belongs to nobody on the schedule."))
    return actor, actor.person, program


@require_POST
def plan_days(request: HttpRequest) -> HttpResponse:
    actor, person, program = _mine(request)
    here = f"{reverse('swaps:plan')}?program={program.slug}"
    form = TripForm(request.POST)
    if not form.is_valid():
        return show(request, "plan", {"actor": actor, "program": program, "form": form})
    days = form.cleaned_data
    return answered(
        request,
        partial(
            plan_trip, person, program, days["first"], days["last"], by=actor.user, at=actor.at
        ),
        done=_("Looking at what stands in the way."),
        to=lambda _: here,
        otherwise=here,
    )


@require_POST
def plan_weekends(request: HttpRequest) -> HttpResponse:
    actor, person, program = _mine(request)
    here = f"{reverse('swaps:plan')}?program={program.slug}"
    return answered(
        request,
        partial(find_weekends, person, program, by=actor.user, at=actor.at),
        done=_("Looking at the weekends of the next eight weeks."),
        to=lambda _: here,
        otherwise=here,
    )
