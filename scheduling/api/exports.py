"""Workbooks of large years over REST: followed, ended early, fetched."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.rest import Asked
from scheduling.models import Export
from scheduling.permissions import visible_exports
from scheduling.sending import sent
from scheduling.services.export_schedule import XLSX
from scheduling.services.exports import cancel_export, fetch_export


class ExportSerializer(serializers.ModelSerializer[Export]):
    class Meta:
        model = Export
        fields = (
            *("id", "version", "status", "message", "done", "parts"),
            *("requested_at", "finished_at", "name"),
        )


@extend_schema_view(
    list=extend_schema(
        description="Workbooks that were asked for in the last days, the last first."
    ),
    retrieve=extend_schema(description="One of them, and how far it is."),
)
class ExportViewSet(Asked, ReadOnlyModelViewSet[Export]):
    queryset = Export.objects.none()
    serializer_class = ExportSerializer

    def get_queryset(self) -> QuerySet[Export]:
        return visible_exports(self.request.user, at=self.at)

    @extend_schema(description="End it early.", request=None, responses=ExportSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        export = cancel_export(self.get_object(), by=self.by, at=self.at)
        return Response(ExportSerializer(export).data)

    @extend_schema(
        description="The workbook, once it is ready.",
        responses={(200, XLSX): OpenApiTypes.BINARY},
    )
    @action(detail=True)
    def download(self, request: Request, pk: str) -> HttpResponse:
        return sent(fetch_export(self.get_object(), by=self.by, at=self.at))
