"""Permissions to moonlight over REST."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.api.logged_work import PersonField
from scheduling.models import MoonlightingPermission
from scheduling.permissions import visible_permissions
from scheduling.services.moonlighting import permit_moonlighting, revoke_permission


class MoonlightingPermissionSerializer(serializers.ModelSerializer[MoonlightingPermission]):
    """One that was revoked holds on no day."""

    program = serializers.CharField(source="program.slug", read_only=True)

    class Meta:
        model = MoonlightingPermission
        fields = (
            *("id", "program", "person", "starts_on", "ends_on", "note"),
            *("granted_at", "revoked_at"),
        )


class NewMoonlightingPermissionSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(default="")
    person = PersonField(pk_field=serializers.IntegerField())
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    note = serializers.CharField(default="", allow_blank=True, max_length=300)


@extend_schema_view(
    list=extend_schema(description="Your own permissions, and those of the programs you plan."),
    retrieve=extend_schema(description="One permission to moonlight."),
)
class MoonlightingPermissionViewSet(Asked, ReadOnlyModelViewSet[MoonlightingPermission]):
    queryset = MoonlightingPermission.objects.none()
    serializer_class = MoonlightingPermissionSerializer

    def get_queryset(self) -> QuerySet[MoonlightingPermission]:
        return visible_permissions(self.request.user, at=self.at)

    @extend_schema(
        description="Let somebody moonlight on some days.",
        request=NewMoonlightingPermissionSerializer,
        responses={status.HTTP_201_CREATED: MoonlightingPermissionSerializer},
    )
    def create(self, request: Request) -> Response:
        context = self.get_serializer_context()
        asked = NewMoonlightingPermissionSerializer(data=request.data, context=context)
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        person = details.pop("person")
        row = permit_moonlighting(person, program=program, **details, by=self.by, at=self.at)
        answer = MoonlightingPermissionSerializer(row).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="End a permission for all of its days.",
        request=None,
        responses=MoonlightingPermissionSerializer,
    )
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        row = revoke_permission(self.get_object(), by=self.by, at=self.at)
        return Response(MoonlightingPermissionSerializer(row).data)
