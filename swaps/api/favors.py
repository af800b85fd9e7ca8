"""Favors over REST."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.rest import Asked
from swaps.api.people import ActingSerializer
from swaps.models import Favor
from swaps.permissions import visible_favors
from swaps.services.favors import forgive


class FavorSerializer(serializers.ModelSerializer[Favor]):
    program = serializers.CharField(source="program.slug", read_only=True)
    duty = serializers.CharField(source="leg.obligation.what", read_only=True)

    class Meta:
        model = Favor
        fields = ("id", "program", "owed_to", "owed_by", "duty", "earned_at", "settled_at", "end")


@extend_schema_view(
    list=extend_schema(description="What you owe and are owed, and all where you plan."),
    retrieve=extend_schema(description="One favor."),
)
class FavorViewSet(Asked, ReadOnlyModelViewSet[Favor]):
    queryset = Favor.objects.none()
    serializer_class = FavorSerializer

    def get_queryset(self) -> QuerySet[Favor]:
        return visible_favors(self.request.user, at=self.at).order_by("earned_at", "pk")

    @extend_schema(
        description="Say that it is not owed any more.",
        request=ActingSerializer,
        responses=FavorSerializer,
    )
    @action(detail=True, methods=["post"])
    def forgive(self, request: Request, pk: str) -> Response:
        favor = self.get_object()
        asked = ActingSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        forgive(favor, by=self.by, at=self.at, consent=asked.validated_data["consent"])
        return Response(FavorSerializer(favor).data)
