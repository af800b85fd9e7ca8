"""Covers over REST: the ledger, and settling what is open."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.rest import Asked
from scheduling.models import Cover
from scheduling.permissions import visible_covers
from scheduling.services.cover_ledger import settle_cover


class CoverSerializer(serializers.ModelSerializer[Cover]):
    """What one person did for another who was away; why they were is not told."""

    program = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    minutes = serializers.IntegerField(read_only=True)

    class Meta:
        model = Cover
        fields = (
            *("id", "program", "covered_by", "covered_for", "code", "is_call", "starts_at"),
            *("ends_at", "minutes", "activated_at", "state", "settled_at", "settled_how"),
            "repaid_with",
        )


class SettleSerializer(serializers.Serializer[dict[str, Any]]):
    state = serializers.ChoiceField(choices=[Cover.State.REPAID, Cover.State.WAIVED])
    how = serializers.CharField(max_length=200)


@extend_schema_view(
    list=extend_schema(description="The covers of the programs you plan, latest first."),
    retrieve=extend_schema(description="One cover."),
)
class CoverViewSet(Asked, ReadOnlyModelViewSet[Cover]):
    queryset = Cover.objects.none()
    serializer_class = CoverSerializer

    def get_queryset(self) -> QuerySet[Cover]:
        return visible_covers(self.by, at=self.at).standing()

    @extend_schema(request=SettleSerializer, responses=CoverSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Say that it was made good, or need not be."""
        cover = self.get_object()
        asked = SettleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        state, how = asked.validated_data["state"], asked.validated_data["how"]
        settled = settle_cover(cover, state, by=self.by, at=self.at, how=how)
        return Response(CoverSerializer(settled).data)
