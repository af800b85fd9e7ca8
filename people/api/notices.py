"""One's own notices over REST: read, acknowledged, and how one is told."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Notice, NoticePreferences, NoticeQuerySet, Program
from people.notice_kinds import NOTICE_KINDS, Way
from people.queries.inbox import inbox_of
from people.rest import Asked
from people.services import inbox
from people.services.notice_preferences import kinds_for, prefer, preferences_of


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)
    title = serializers.CharField(source="about.title", read_only=True)

    class Meta:
        model = Notice
        fields = (
            *("id", "program", "kind", "title", "event", "subject", "lines", "url"),
            *("told_at", "read_at", "needs_ack_by", "acknowledged_at"),
        )


class NoticeFilter(filters.FilterSet):
    """Those that want to be looked at."""

    unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")
    unanswered = filters.BooleanFilter(method="only_unanswered", label="Not acknowledged yet.")

    def only_unanswered(self, notices: NoticeQuerySet, name: str, value: bool) -> NoticeQuerySet:
        waiting = Notice.objects.unanswered().values("pk")
        return notices.filter(pk__in=waiting) if value else notices.exclude(pk__in=waiting)


@extend_schema_view(
    list=extend_schema(description="What you have been told, the newest first."),
    retrieve=extend_schema(description="One notice; asking for it does not mark it as read."),
)
class NoticeViewSet(Asked, ReadOnlyModelViewSet[Notice]):
    queryset = Notice.objects.none()
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter

    def get_queryset(self) -> QuerySet[Notice]:
        return inbox_of(self.by)

    @extend_schema(description="Mark the notice as read.", request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        notice = inbox.read_notice(self.get_object(), by=self.by, at=self.at)
        return Response(NoticeSerializer(notice).data)

    @extend_schema(
        description="Mark everything as read but what waits for an acknowledgement.",
        request=None,
        responses={status.HTTP_204_NO_CONTENT: None},
    )
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        inbox.read_all(self.by, by=self.by, at=self.at)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        description="Say that you have seen it.", request=None, responses=NoticeSerializer
    )
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        notice = inbox.acknowledge(self.get_object(), by=self.by, at=self.at)
        return Response(NoticeSerializer(notice).data)


class NoticePreferencesSerializer(serializers.ModelSerializer[NoticePreferences]):
    ways = serializers.SerializerMethodField(
        help_text="How each kind that can come to you is mailed: now, daily or never."
    )

    class Meta:
        model = NoticePreferences
        fields = ("ways", "daily_at", "quiet_from", "quiet_until", "rests_after_call")

    def get_ways(self, preferences: NoticePreferences) -> dict[str, str]:
        return {kind: preferences.way(kind) for kind in self.context["kinds"]}


class NewPreferencesSerializer(serializers.Serializer[dict[str, Any]]):
    """What is left out stays as it is."""

    ways = serializers.DictField(
        child=serializers.CharField(),
        required=False,
        help_text=f"By kind ({', '.join(NOTICE_KINDS)}), one of {', '.join(Way)}.",
    )
    daily_at = serializers.TimeField(required=False)
    quiet_from = serializers.TimeField(required=False, allow_null=True)
    quiet_until = serializers.TimeField(required=False, allow_null=True)
    rests_after_call = serializers.BooleanField(required=False)


class NoticePreferencesView(Asked):
    """How you are told."""

    @extend_schema(description="How you are told.", responses=NoticePreferencesSerializer)
    def get(self, request: Request) -> Response:
        return self._said(preferences_of(self.by))

    @extend_schema(
        description="Change how you are told from now on.",
        request=NewPreferencesSerializer,
        responses=NoticePreferencesSerializer,
    )
    def patch(self, request: Request) -> Response:
        asked = NewPreferencesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._said(prefer(self.by, by=self.by, at=self.at, **asked.validated_data))

    def _said(self, preferences: NoticePreferences) -> Response:
        kinds = kinds_for(self.by, at=self.at)
        said = NoticePreferencesSerializer(preferences, context={"kinds": kinds})
        return Response(said.data)
