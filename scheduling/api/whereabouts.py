"""Who is where on a day, and the call roster of a month, over REST."""

from __future__ import annotations

from datetime import date

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.api.standing import PROGRAM, OfOneProgram
from scheduling.queries.call_roster import CallRoster, Cell, Holder, Night
from scheduling.queries.manifest import Line, Manifest, NightCall, Site
from scheduling.services.whereabouts import find_call_roster, find_manifest

DAY = OpenApiParameter("on", OpenApiTypes.DATE, description="By default, today.")


class NamesField(serializers.ListField):
    """The morning's names and the afternoon's."""

    child = serializers.ListField(child=serializers.CharField())


class LineSerializer(serializers.Serializer[Line]):
    code = serializers.CharField(source="piece.code")
    name = serializers.CharField(source="piece.name")
    supervises = serializers.BooleanField()
    halves = NamesField()


class SiteSerializer(serializers.Serializer[Site]):
    name = serializers.CharField()
    lines = LineSerializer(many=True)


class NightCallSerializer(serializers.Serializer[NightCall]):
    name = serializers.CharField()
    people = serializers.ListField(child=serializers.CharField())
    missing = serializers.IntegerField()


class ManifestSerializer(serializers.Serializer[Manifest]):
    """When it is not known nothing is published for the day, and empty lists mean nothing."""

    day = serializers.DateField()
    known = serializers.BooleanField()
    sites = SiteSerializer(many=True)
    away = NamesField()
    free = NamesField()
    calls = NightCallSerializer(many=True)


class HolderSerializer(serializers.Serializer[Holder]):
    name = serializers.CharField()
    override = serializers.BooleanField(help_text="Not as it was published.")
    away = serializers.BooleanField()


class RosterCallSerializer(serializers.Serializer[Cell]):
    code = serializers.CharField()
    name = serializers.CharField()
    holders = HolderSerializer(many=True)
    replaced = serializers.ListField(child=serializers.CharField())
    missing = serializers.IntegerField()


class RosterNightSerializer(serializers.Serializer[Night]):
    on = serializers.DateField()
    calls = RosterCallSerializer(source="cells", many=True)


class CallRosterSerializer(serializers.Serializer[CallRoster]):
    """A month; without calls where nothing is published."""

    first = serializers.DateField()
    last = serializers.DateField()
    known = serializers.BooleanField()
    gaps = serializers.IntegerField()
    overrides = serializers.IntegerField()
    nights = RosterNightSerializer(many=True)


class OfADay(OfOneProgram):
    """A view of the day that the query names."""

    def day(self, request: Request, today: date) -> date:
        asked = request.query_params.get("on")
        return serializers.DateField().run_validation(asked) if asked else today


class ManifestView(OfADay):
    @extend_schema(
        operation_id="manifest_retrieve",
        description="Who is where in each half of a day, by site, as published.",
        parameters=[PROGRAM, DAY],
        responses=ManifestSerializer,
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        day = self.day(request, program.today(self.at))
        found = find_manifest(program, day, by=self.by, at=self.at)
        return Response(ManifestSerializer(found).data)


class CallRosterView(OfADay):
    @extend_schema(
        operation_id="call_roster_retrieve",
        description="The calls of the month that holds a day, as published and as changed since.",
        parameters=[PROGRAM, DAY],
        responses=CallRosterSerializer,
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        day = self.day(request, program.today(self.at))
        found = find_call_roster(program, day, by=self.by, at=self.at)
        return Response(CallRosterSerializer(found).data)
