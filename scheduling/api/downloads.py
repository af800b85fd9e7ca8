"""Files of the schedule over REST."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from people.rest import Asked
from scheduling.models import ScheduleVersion
from scheduling.sending import sent
from scheduling.services.export_schedule import XLSX, export_block, export_year


class BlockSerializer(serializers.Serializer[dict[str, Any]]):
    block = serializers.IntegerField(
        required=False, min_value=0, max_value=60, help_text="One block; else the whole year."
    )


class DownloadActions(Asked, GenericViewSet[ScheduleVersion]):
    """A version as a file."""

    @extend_schema(
        operation_id="versions_workbook_retrieve",
        description="The year or a block as an Excel workbook that can be changed and brought back.",
        parameters=[BlockSerializer],
        responses={(200, XLSX): OpenApiTypes.BINARY},
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def workbook(self, request: Request, pk: str) -> HttpResponse:
        version, block = self.get_object(), _block(request)
        if block is None:
            return sent(export_year(version, by=self.by, at=self.at))
        return sent(export_block(version, block, by=self.by, at=self.at))


def _block(request: Request) -> int | None:
    asked = BlockSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    block: int | None = asked.validated_data.get("block")
    return block
