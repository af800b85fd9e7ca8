"""Confirmed days over REST: one's own, and everybody's for those who see the hours."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.models import Person
from people.permissions import programs_for
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.compliance.models import ConfirmedDay
from scheduling.compliance.permissions import visible_confirmed_days
from scheduling.compliance.services.confirming import confirm_days, take_back


class ConfirmedDaySerializer(serializers.ModelSerializer[ConfirmedDay]):
    """A day worked as scheduled, but for what is logged; of other days nobody knows."""

    program = serializers.CharField(source="program.slug", read_only=True)

    class Meta:
        model = ConfirmedDay
        fields = ("program", "person", "day", "confirmed_by", "confirmed_at")


class PersonField(serializers.PrimaryKeyRelatedField[Person]):
    """Oneself, or people of the programs whose hours the asker sees."""

    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        view = self.context["view"]
        known = Person.objects.in_programs(programs_for(view.by, "view_hours", view.at))
        return Person.objects.filter(Q(user=view.by) | Q(pk__in=known.values("pk")))


class DayOfSomebodySerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(default="")
    person = PersonField(pk_field=serializers.IntegerField())
    day = serializers.DateField()


class DaysSerializer(serializers.Serializer[dict[str, Any]]):
    """Both days are included."""

    program = serializers.CharField(default="")
    person = PersonField(pk_field=serializers.IntegerField())
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class ConfirmedDayViewSet(Asked, ListModelMixin, GenericViewSet[ConfirmedDay]):
    queryset = ConfirmedDay.objects.none()
    serializer_class = ConfirmedDaySerializer

    def get_queryset(self) -> QuerySet[ConfirmedDay]:
        return visible_confirmed_days(self.request.user, at=self.at)

    @extend_schema(description="Your own confirmed days, and those of the programs you plan.")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        description="Confirm days that are over: your own, or anybody's for the office.",
        request=DaysSerializer,
        responses={status.HTTP_201_CREATED: ConfirmedDaySerializer(many=True)},
    )
    def create(self, request: Request) -> Response:
        details = self._details(DaysSerializer, request)
        rows = confirm_days(details.pop("person"), **details, by=self.by, at=self.at)
        answer = ConfirmedDaySerializer(rows, many=True).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Say that it is not known after all what was worked on a day.",
        request=DayOfSomebodySerializer,
        responses={status.HTTP_204_NO_CONTENT: None},
    )
    @action(detail=False, methods=["post"], url_path="take-back")
    def take_back(self, request: Request) -> Response:
        details = self._details(DayOfSomebodySerializer, request)
        take_back(details.pop("person"), **details, by=self.by, at=self.at)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _details(
        self, serializer: type[serializers.Serializer[dict[str, Any]]], request: Request
    ) -> dict[str, Any]:
        asked = serializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        return details | {"program": choose_program(self.by, details["program"], at=self.at)}
