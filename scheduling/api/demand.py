"""Demand that differs from the usual on some days, over REST."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Enrolment, Program, Slot
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.models import Activity, CallType, DemandChange
from scheduling.permissions import visible_demand_changes
from scheduling.services.demand import change_demand, find_wanted, withdraw_demand


class DemandChangeSerializer(serializers.ModelSerializer[DemandChange]):
    """What was taken back is asked for no longer."""

    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)
    call_type = serializers.SlugRelatedField[CallType](slug_field="code", read_only=True)
    activity = serializers.SlugRelatedField[Activity](slug_field="code", read_only=True)

    class Meta:
        model = DemandChange
        fields = (
            *("id", "program", "call_type", "activity", "staff", "slot", "starts_on", "ends_on"),
            *("more", "reason", "asked_at", "withdrawn_at"),
        )


class NewDemandChangeSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(
        default="", help_text="A program's slug; may be left out by those who have one only."
    )
    call_type = serializers.CharField(default="", allow_blank=True, help_text="A code.")
    activity = serializers.CharField(default="", allow_blank=True, help_text="A code.")
    staff = serializers.ChoiceField(choices=Enrolment.Position.choices, default="")
    slot = serializers.ChoiceField(choices=Slot.choices, default="")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    more = serializers.IntegerField(help_text="With a minus, fewer than usual.")
    reason = serializers.CharField(max_length=200)


@extend_schema_view(
    list=extend_schema(description="What differs from the usual demand in programs you plan."),
    retrieve=extend_schema(description="One change of demand."),
)
class DemandChangeViewSet(Asked, ReadOnlyModelViewSet[DemandChange]):
    queryset = DemandChange.objects.none()
    serializer_class = DemandChangeSerializer

    def get_queryset(self) -> QuerySet[DemandChange]:
        return visible_demand_changes(self.by, at=self.at)

    @extend_schema(
        description="Ask for more or fewer people than usual on some days: of a call, or of an "
        "activity in a half of the day.",
        request=NewDemandChangeSerializer,
        responses={status.HTTP_201_CREATED: DemandChangeSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewDemandChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        call, activity = details.pop("call_type"), details.pop("activity")
        what = find_wanted(program, call, activity)
        row = change_demand(program, what, **details, by=self.by, at=self.at)
        return Response(DemandChangeSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Take it back: as many as usual are needed again.",
        request=None,
        responses=DemandChangeSerializer,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        row = withdraw_demand(self.get_object(), by=self.by, at=self.at)
        return Response(DemandChangeSerializer(row).data)
