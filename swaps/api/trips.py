"""Planning days off over REST."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.queries.programs import choose_program
from people.rest import Asked
from swaps.api.people import ActingSerializer, acting
from swaps.models import TripPlan
from swaps.services.trips import find_weekends, plan_trip


class TripSerializer(serializers.ModelSerializer[TripPlan]):
    """What stands in the way of each stretch of days, and swaps that would clear it."""

    program = serializers.CharField(source="program.slug", read_only=True)
    days = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = TripPlan
        fields = (
            *("id", "program", "person", "kind", "starts_on", "ends_on"),
            *("search_status", "search_message", "days"),
        )


class NewTripSerializer(ActingSerializer):
    """Two days for a trip; neither of them for the golden weekends of the next eight weeks."""

    program = serializers.CharField(default="", allow_blank=True)
    first = serializers.DateField(allow_null=True, default=None)
    last = serializers.DateField(allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["first"] is None) != (attrs["last"] is None):
            raise serializers.ValidationError("Name both days of a trip, or neither.")
        return attrs


@extend_schema_view(
    list=extend_schema(description="Your plans of days off."),
    retrieve=extend_schema(description="One plan, and what was found."),
)
class TripViewSet(Asked, ReadOnlyModelViewSet[TripPlan]):
    queryset = TripPlan.objects.none()
    serializer_class = TripSerializer

    def get_queryset(self) -> QuerySet[TripPlan]:
        mine = TripPlan.objects.filter(person__user=self.by) | TripPlan.objects.filter(
            asked_by=self.by
        )
        return mine.select_related("program").order_by("-search_asked_at", "-pk")

    @extend_schema(
        description="Ask what stands in the way of some days off; a worker looks.",
        request=NewTripSerializer,
        responses={status.HTTP_202_ACCEPTED: TripSerializer},
    )
    def create(self, request: Request) -> Response:
        serializer = NewTripSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        asked = dict(serializer.validated_data)
        person = acting(asked, self.by)
        program = choose_program(self.by, asked["program"], at=self.at)
        if asked["first"] is None:
            trip = find_weekends(person, program, by=self.by, at=self.at)
        else:
            days = asked["first"], asked["last"]
            trip = plan_trip(person, program, *days, by=self.by, at=self.at)
        trip.refresh_from_db()
        return Response(TripSerializer(trip).data, status=status.HTTP_202_ACCEPTED)
