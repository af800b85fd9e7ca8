"""Changing several rows alike over REST: look, do, take back."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import JointChange, Program
from people.permissions import programs_for
from people.rest import Asked
from people.services.joint_changes import (
    MOST_ROWS,
    JointPreview,
    RowChange,
    change_together,
    preview_together,
    rows_of,
    undo_together,
)


class JointChangeSerializer(serializers.ModelSerializer[JointChange]):
    """Rows of one table that were changed together; `values` is what was set."""

    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)
    values = serializers.DictField(read_only=True)
    count = serializers.SerializerMethodField()

    class Meta:
        model = JointChange
        fields = ("id", "program", "kind", "values", "count", "at", "undone_at")

    def get_count(self, row: JointChange) -> int:
        return len(row.rows)


class NewJointChangeSerializer(serializers.Serializer[dict[str, Any]]):
    kind = serializers.CharField(help_text="Like people.enrolment or scheduling.rotation.")
    rows = serializers.ListField(child=serializers.IntegerField(), max_length=MOST_ROWS)
    values = serializers.DictField(help_text="By field; null empties one that may be empty.")


class WordDifferenceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class RowChangeSerializer(serializers.Serializer[RowChange]):
    row = serializers.IntegerField(source="row.pk")
    differences = WordDifferenceSerializer(many=True)
    refusal = serializers.CharField()


class JointPreviewSerializer(serializers.Serializer[JointPreview]):
    changes = RowChangeSerializer(many=True)
    unchanged = serializers.IntegerField()


@extend_schema_view(
    list=extend_schema(description="What was changed together in the programs you manage."),
    retrieve=extend_schema(description="One change of several rows."),
)
class JointChangeViewSet(Asked, ReadOnlyModelViewSet[JointChange]):
    queryset = JointChange.objects.none()
    serializer_class = JointChangeSerializer

    def get_queryset(self) -> QuerySet[JointChange]:
        programs = programs_for(self.request.user, "manage_people", self.at)
        return JointChange.objects.filter(program__in=programs).select_related("program")

    @extend_schema(
        description="Set values in several rows of a table, in all of them or in none.",
        request=NewJointChangeSerializer,
        responses={status.HTTP_201_CREATED: JointChangeSerializer},
    )
    def create(self, request: Request) -> Response:
        made = change_together(*self._asked(request), by=self.by, at=self.at)
        return Response(JointChangeSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="What that would change, row by row; changes nothing.",
        request=NewJointChangeSerializer,
        responses=JointPreviewSerializer,
    )
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        found = preview_together(*self._asked(request), by=self.by, at=self.at)
        return Response(JointPreviewSerializer(found).data)

    @extend_schema(
        description="Give each row what it held before; refused where one was changed since.",
        request=None,
        responses=JointChangeSerializer,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        row = undo_together(self.get_object(), by=self.by, at=self.at)
        return Response(JointChangeSerializer(row).data)

    def _asked(self, request: Request) -> tuple[str, QuerySet[Any], dict[str, Any]]:
        asked = NewJointChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        kind, values = asked.validated_data["kind"], asked.validated_data["values"]
        rows = rows_of(kind, asked.validated_data["rows"], by=self.by, at=self.at)
        return kind, rows, values
