"""Who changed what over REST: the history in sentences."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.models import Record
from people.queries.history import records_for, told
from people.rest import Asked


class ColumnDifferenceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    before = serializers.CharField(allow_null=True, help_text="Null when it may not be told.")
    after = serializers.CharField(allow_null=True)


class ToldSerializer(serializers.Serializer[Any]):
    """One thing that was done to one row."""

    id = serializers.IntegerField(source="record.pk")
    at = serializers.DateTimeField(source="record.at")
    program = serializers.CharField(source="record.program.slug", allow_null=True)
    kind = serializers.CharField(source="record.kind", help_text="Of which table.")
    row = serializers.CharField(source="record.row", help_text="Its key there.")
    verb = serializers.ChoiceField(source="record.verb", choices=Record.Verb.choices)
    who = serializers.CharField()
    door = serializers.CharField()
    differences = ColumnDifferenceSerializer(many=True)
    sentence = serializers.CharField()


class RecordFilter(filters.FilterSet):
    """By program, table, row, account and time."""

    program = filters.CharFilter(field_name="program__slug")
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = Record
        fields = ("kind", "row", "verb", "door", "by")


@extend_schema_view(
    list=extend_schema(
        description="Who changed what in the programs that you lead, the newest first.",
        responses=ToldSerializer(many=True),
    )
)
class RecordViewSet(Asked, mixins.ListModelMixin, GenericViewSet[Record]):
    queryset = Record.objects.none()
    serializer_class = ToldSerializer
    filterset_class = RecordFilter

    def get_queryset(self) -> QuerySet[Record]:
        return records_for(self.by, at=self.at).select_related("program")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        rows = told(list(page or ()), to=self.by, at=self.at)
        return self.get_paginated_response(ToldSerializer(rows, many=True).data)
