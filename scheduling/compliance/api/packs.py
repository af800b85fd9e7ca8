"""Packs of evidence over REST: asked for, followed, fetched."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.compliance.models import EvidencePack
from scheduling.compliance.permissions import visible_packs
from scheduling.compliance.services.packs import cancel_pack, fetch_pack, request_pack
from scheduling.sending import sent


class EvidencePackSerializer(serializers.ModelSerializer[EvidencePack]):
    """The manifest lists each file with its SHA-256; `sha256` is that of the archive."""

    program = serializers.CharField(source="program.slug", read_only=True)
    manifest = serializers.DictField(read_only=True)

    class Meta:
        model = EvidencePack
        fields = (
            *("id", "program", "first_day", "last_day", "status", "message", "done", "parts"),
            *("requested_at", "finished_at", "sha256", "manifest"),
        )


class NewPackSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(default="")
    first_day = serializers.DateField()
    last_day = serializers.DateField()


@extend_schema_view(
    list=extend_schema(description="The packs of evidence of the programs you look after."),
    retrieve=extend_schema(description="One pack: how far it is, and what is in it."),
)
class EvidencePackViewSet(Asked, ReadOnlyModelViewSet[EvidencePack]):
    queryset = EvidencePack.objects.none()
    serializer_class = EvidencePackSerializer

    def get_queryset(self) -> QuerySet[EvidencePack]:
        return visible_packs(self.request.user, at=self.at)

    @extend_schema(
        description="Ask for the evidence of some days; a worker makes it.",
        request=NewPackSerializer,
        responses={status.HTTP_201_CREATED: EvidencePackSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewPackSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        pack = request_pack(program, **details, by=self.by, at=self.at)
        return Response(EvidencePackSerializer(pack).data, status=status.HTTP_201_CREATED)

    @extend_schema(description="End it early.", request=None, responses=EvidencePackSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        pack = cancel_pack(self.get_object(), by=self.by, at=self.at)
        return Response(EvidencePackSerializer(pack).data)

    @extend_schema(
        description="The archive, once it is ready.",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"])
    def download(self, request: Request, pk: str) -> HttpResponse:
        return sent(fetch_pack(self.get_object(), by=self.by, at=self.at))
