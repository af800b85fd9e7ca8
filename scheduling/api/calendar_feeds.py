"""One's calendar addresses over REST; a secret is in the answer that makes it, and nowhere else."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Token
from people.rest import Asked
from people.services.tokens import IssuedToken, revoke_token
from scheduling.models import CalendarFeed
from scheduling.services.calendar_feeds import make_feed, rotate_feed


class CalendarFeedSerializer(serializers.ModelSerializer[Token]):
    shows = serializers.SerializerMethodField(help_text="Such as `calls` or `rotation:5`.")
    last_fetched_at = serializers.DateTimeField(source="last_used_at", read_only=True)

    class Meta:
        model = Token
        fields: tuple[str, ...] = (
            *("id", "name", "shows", "prefix", "created_at", "last_fetched_at", "revoked_at"),
        )

    def get_shows(self, token: Token) -> str:
        feed: CalendarFeed | None = getattr(token, "calendar_feed", None)
        return feed.shows if feed else CalendarFeed.Kind.EVERYTHING.value


class MadeFeedSerializer(CalendarFeedSerializer):
    address = serializers.CharField(help_text="It cannot be shown again.")

    class Meta(CalendarFeedSerializer.Meta):
        fields = (*CalendarFeedSerializer.Meta.fields, "address")


class NewFeedSerializer(serializers.Serializer[dict[str, Any]]):
    shows = serializers.CharField(
        help_text="`everything`, `calls`, `clinic` or `busy` for your own; `call:N` or "
        "`rotation:N` for who takes a call or is on a rotation."
    )


@extend_schema_view(
    list=extend_schema(description="Your calendar addresses, revoked ones included."),
    retrieve=extend_schema(description="One of your calendar addresses."),
)
class CalendarFeedViewSet(Asked, ReadOnlyModelViewSet[Token]):
    queryset = Token.objects.none()
    serializer_class = CalendarFeedSerializer

    def get_queryset(self) -> QuerySet[Token]:
        own = Token.objects.filter(user=self.by, scope=Token.Scope.FEED)
        return own.select_related("calendar_feed")

    @extend_schema(
        description="Make a calendar address.",
        request=NewFeedSerializer,
        responses={status.HTTP_201_CREATED: MadeFeedSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewFeedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        issued = make_feed(self.by, **asked.validated_data, by=self.by, at=self.at)
        return self._made(issued)

    @extend_schema(
        description="Give the calendar another address; the one before shows nothing from now on.",
        request=None,
        responses={status.HTTP_201_CREATED: MadeFeedSerializer},
    )
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: str) -> Response:
        return self._made(rotate_feed(self.get_object(), by=self.by, at=self.at))

    @extend_schema(
        description="The address shows nothing from now on.",
        request=None,
        responses=CalendarFeedSerializer,
    )
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        token = revoke_token(self.get_object(), by=self.by, at=self.at)
        return Response(CalendarFeedSerializer(token).data)

    def _made(self, issued: IssuedToken) -> Response:
        """The row is read anew: what it shows was tied to it after it was made."""
        row = self.get_queryset().get(pk=issued.token.pk)
        path = reverse("scheduling:feed", args=[issued.secret])
        said = CalendarFeedSerializer(row).data
        address = self.request.build_absolute_uri(path)
        return Response({**said, "address": address}, status=status.HTTP_201_CREATED)
