"""Files of the schedule over REST."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.rest import Asked
from scheduling.api.exports import ExportSerializer
from scheduling.models import Export, ScheduleVersion
from scheduling.sending import sent
from scheduling.services.export_lists import export_assignments
from scheduling.services.export_schedule import XLSX, export_block
from scheduling.services.exports import year_workbook
from scheduling.services.wall_views import PDF, print_block, print_calls, print_year


class BlockSerializer(serializers.Serializer[dict[str, Any]]):
    block = serializers.IntegerField(
        required=False, min_value=0, max_value=60, help_text="One block; else the whole year."
    )


class WallSerializer(BlockSerializer):
    month = serializers.DateField(required=False, help_text="Any day of a month: its calls.")


class DownloadActions(Asked, GenericViewSet[ScheduleVersion]):
    """A version as a file."""

    @extend_schema(
        operation_id="versions_workbook_retrieve",
        description="The year or a block as an Excel workbook that can be changed and brought back; "
        "of a large year (202) the export in which a worker makes it.",
        parameters=[BlockSerializer],
        responses={(200, XLSX): OpenApiTypes.BINARY, 202: ExportSerializer},
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def workbook(self, request: Request, pk: str) -> HttpResponse:
        version, block = self.get_object(), _block(request)
        if block is None:
            made = year_workbook(version, by=self.by, at=self.at)
            if isinstance(made, Export):
                return Response(ExportSerializer(made).data, status=status.HTTP_202_ACCEPTED)
            return sent(made)
        return sent(export_block(version, block, by=self.by, at=self.at))

    @extend_schema(
        operation_id="versions_wall_retrieve",
        description="The year, a block, or a month of call as a PDF for the wall.",
        parameters=[WallSerializer],
        responses={(200, PDF): OpenApiTypes.BINARY},
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def wall(self, request: Request, pk: str) -> HttpResponse:
        version, asked = self.get_object(), WallSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        block, month = asked.validated_data.get("block"), asked.validated_data.get("month")
        if month is not None:
            return sent(print_calls(version, month, by=self.by, at=self.at))
        if block is not None:
            return sent(print_block(version, block, by=self.by, at=self.at))
        return sent(print_year(version, by=self.by, at=self.at))

    @extend_schema(
        operation_id="versions_csv_retrieve",
        description="Everything that the version assigns, as CSV.",
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def csv(self, request: Request, pk: str) -> HttpResponse:
        return sent(export_assignments(self.get_object(), by=self.by, at=self.at))


def _block(request: Request) -> int | None:
    asked = BlockSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    block: int | None = asked.validated_data.get("block")
    return block
