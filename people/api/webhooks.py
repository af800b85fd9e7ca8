"""Webhooks over REST, for those who set them up: addresses, secrets, and how each call went."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Program, Webhook, WebhookCall
from people.permissions import programs_for
from people.queries.programs import choose_program
from people.rest import Asked
from people.services import webhooks
from people.webhook_http import secret_of


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)
    secret = serializers.SerializerMethodField(
        help_text="Calls are signed with it as Standard Webhooks says."
    )

    class Meta:
        model = Webhook
        fields = (
            *("id", "program", "url", "kinds", "active", "secret"),
            *("rotated_at", "created_at"),
        )

    def get_secret(self, webhook: Webhook) -> str:
        return secret_of(webhook.nonce)


class NewWebhookSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(
        default="", help_text="A program's slug; may be left out by those who have one only."
    )
    url = serializers.URLField(max_length=500)
    kinds = serializers.ListField(
        child=serializers.CharField(), default=list, help_text="Empty: every kind of notice."
    )


class WebhookChangesSerializer(serializers.Serializer[dict[str, Any]]):
    url = serializers.URLField(max_length=500, required=False)
    kinds = serializers.ListField(child=serializers.CharField(), required=False)
    active = serializers.BooleanField(required=False)


class WebhookCallSerializer(serializers.ModelSerializer[WebhookCall]):
    class Meta:
        model = WebhookCall
        fields = (
            *("id", "webhook", "kind", "event", "payload", "status", "answer", "reason"),
            *("attempts", "due_at", "created_at", "settled_at"),
        )


@extend_schema_view(
    list=extend_schema(description="The webhooks of the programs whose webhooks you set up."),
    retrieve=extend_schema(description="One webhook, with its secret."),
)
class WebhookViewSet(Asked, ReadOnlyModelViewSet[Webhook]):
    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer

    def get_queryset(self) -> QuerySet[Webhook]:
        programs = programs_for(self.by, "manage_webhooks", self.at)
        return Webhook.objects.filter(program__in=programs).select_related("program")

    @extend_schema(
        description="Tell an address of what a program's people are told of.",
        request=NewWebhookSerializer,
        responses={status.HTTP_201_CREATED: WebhookSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewWebhookSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        made = webhooks.add_webhook(program, **details, by=self.by, at=self.at)
        return Response(WebhookSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Change its address or its kinds, switch it off or on.",
        request=WebhookChangesSerializer,
        responses=WebhookSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        asked = WebhookChangesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        changes = asked.validated_data
        changed = webhooks.change_webhook(self.get_object(), by=self.by, at=self.at, **changes)
        return Response(WebhookSerializer(changed).data)

    @extend_schema(
        description="Give it another secret; for a day calls are signed with both.",
        request=None,
        responses=WebhookSerializer,
    )
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: str) -> Response:
        rotated = webhooks.rotate_secret(self.get_object(), by=self.by, at=self.at)
        return Response(WebhookSerializer(rotated).data)

    @extend_schema(
        description="Call it about nothing, to try it.",
        request=None,
        responses={status.HTTP_202_ACCEPTED: WebhookCallSerializer},
    )
    @action(detail=True, methods=["post"])
    def ping(self, request: Request, pk: str) -> Response:
        call = webhooks.ping_webhook(self.get_object(), by=self.by, at=self.at)
        return Response(WebhookCallSerializer(call).data, status=status.HTTP_202_ACCEPTED)


@extend_schema_view(
    list=extend_schema(description="How the calls of your webhooks went, the newest first."),
    retrieve=extend_schema(description="One call, with what is sent."),
)
class WebhookCallViewSet(Asked, ReadOnlyModelViewSet[WebhookCall]):
    queryset = WebhookCall.objects.none()
    serializer_class = WebhookCallSerializer
    filterset_fields = ("webhook", "status")

    def get_queryset(self) -> QuerySet[WebhookCall]:
        programs = programs_for(self.by, "manage_webhooks", self.at)
        return WebhookCall.objects.filter(webhook__program__in=programs)

    @extend_schema(
        description="Send again what has failed.", request=None, responses=WebhookCallSerializer
    )
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: str) -> Response:
        call = webhooks.call_again(self.get_object(), by=self.by, at=self.at)
        return Response(WebhookCallSerializer(call).data)
