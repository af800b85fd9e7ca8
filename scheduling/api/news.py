"""What has changed in one's schedule since one last looked, over REST."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Person
from scheduling.api.standing import PROGRAM, OfOneProgram
from scheduling.models import Assignment
from scheduling.queries.differences import Difference
from scheduling.queries.news import News
from scheduling.services.news import find_news, see_news


class ScheduleDifferenceSerializer(serializers.Serializer[Difference]):
    """One cell before and after; empty: nothing."""

    kind = serializers.ChoiceField(choices=Assignment.Kind.choices)
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    slot = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    along = serializers.IntegerField(help_text="Half-days that change with it.")
    sentence = serializers.CharField()


class ScheduleNewsSerializer(serializers.Serializer[News]):
    since = serializers.DateTimeField(
        allow_null=True, help_text="When you last looked; null: not since it was published."
    )
    until = serializers.DateTimeField(help_text="Send this when you have seen it.")
    differences = ScheduleDifferenceSerializer(many=True)


class SeenSerializer(serializers.Serializer[dict[str, Any]]):
    until = serializers.DateTimeField()


class ScheduleNewsView(OfOneProgram):
    @extend_schema(
        operation_id="schedule_news_retrieve",
        description="What has changed in your published schedule since you last looked.",
        parameters=[PROGRAM],
        responses=ScheduleNewsSerializer,
    )
    def get(self, request: Request) -> Response:
        person = self._person()
        found = find_news(person, self.program(), by=self.by, at=self.at)
        return Response(ScheduleNewsSerializer(found).data)

    @extend_schema(
        operation_id="schedule_news_see",
        description="Say that you have seen what changed until a moment.",
        parameters=[PROGRAM],
        request=SeenSerializer,
        responses=ScheduleNewsSerializer,
    )
    def post(self, request: Request) -> Response:
        person = self._person()
        asked = SeenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        program, until = self.program(), asked.validated_data["until"]
        see_news(person, program, until=until, by=self.by, at=self.at)
        found = find_news(person, program, by=self.by, at=self.at)
        return Response(ScheduleNewsSerializer(found).data)

    def _person(self) -> Person:
        """Those who are on no schedule have no news of it."""
        return get_object_or_404(Person, user=self.by)
