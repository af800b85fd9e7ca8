"""Work beside the schedule over REST: one's own, and everybody's for those who plan."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Person, Program
from people.permissions import programs_for
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.models import LoggedWork
from scheduling.permissions import visible_logged_work
from scheduling.services.logged_work import log_work, withdraw_logged_work


class LoggedWorkSerializer(serializers.ModelSerializer[LoggedWork]):
    """An entry that was withdrawn counts no longer."""

    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)
    minutes = serializers.IntegerField(read_only=True, help_text="Elapsed.")

    class Meta:
        model = LoggedWork
        fields = (
            *("id", "program", "person", "kind", "starts_at", "ends_at", "minutes"),
            *("reason", "logged_at", "withdrawn_at"),
        )


class PersonField(serializers.PrimaryKeyRelatedField[Person]):
    """Somebody whose work the asker may know of: themselves, or people of their programs."""

    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        view = self.context["view"]
        known = Person.objects.in_programs(programs_for(view.by, "view_hours", view.at))
        return Person.objects.filter(Q(user=view.by) | Q(pk__in=known.values("pk")))


class NewLoggedWorkSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(
        default="", help_text="A program's slug; may be left out by those who have one only."
    )
    person = PersonField(pk_field=serializers.IntegerField())
    kind = serializers.ChoiceField(choices=LoggedWork.Kind.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField(default="", allow_blank=True, max_length=300)


@extend_schema_view(
    list=extend_schema(description="Your own logged work, and that of the programs you plan."),
    retrieve=extend_schema(description="One entry of logged work."),
)
class LoggedWorkViewSet(Asked, ReadOnlyModelViewSet[LoggedWork]):
    queryset = LoggedWork.objects.none()
    serializer_class = LoggedWorkSerializer

    def get_queryset(self) -> QuerySet[LoggedWork]:
        return visible_logged_work(self.by, at=self.at)

    @extend_schema(
        description="Log work that is over, or scheduled work that was not done (`not_worked`): your own, or "
        "anybody's for the office.",
        request=NewLoggedWorkSerializer,
        responses={status.HTTP_201_CREATED: LoggedWorkSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewLoggedWorkSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        row = log_work(details.pop("person"), program=program, **details, by=self.by, at=self.at)
        return Response(LoggedWorkSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Take an entry back; it stays on record and counts no longer.",
        request=None,
        responses=LoggedWorkSerializer,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        row = withdraw_logged_work(self.get_object(), by=self.by, at=self.at)
        return Response(LoggedWorkSerializer(row).data)
