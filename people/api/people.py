"""The REST door of programs and people: to read, and no more of anybody than a roster needs."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Enrolment, Person, PersonQuerySet, Program
from people.permissions import programs_for
from people.rest import Asked
from people.services.invitations import invite


class ProgramSerializer(serializers.ModelSerializer[Program]):
    class Meta:
        model = Program
        fields = ("slug", "name", "specialty", "time_zone", "block_calendar")


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)

    class Meta:
        model = Enrolment
        fields = (
            *("program", "academic_year", "position", "pgy", "faculty_role", "track"),
            "visiting_from",
        )


class PersonSerializer(serializers.ModelSerializer[Person]):
    """How to reach somebody, and why they are away, is nobody's business here."""

    enrolments = EnrolmentSerializer(many=True, read_only=True)

    class Meta:
        model = Person
        fields = ("id", "first_name", "last_name", "roster_name", "enrolments")


def _programs_of_people(request: Request | None) -> QuerySet[Program]:
    """Only these, because a person's programs elsewhere are not for everybody to find out."""
    if request is None:
        return Program.objects.none()
    return programs_for(request.user, "view_people", timezone.now())


class PersonFilter(filters.FilterSet):
    """People, by program."""

    program = filters.ModelChoiceFilter(
        queryset=_programs_of_people,
        to_field_name="slug",
        method="of_program",
        label="A program's slug.",
    )

    @extend_schema_field(str)
    def of_program(self, people: PersonQuerySet, name: str, program: Program) -> PersonQuerySet:
        return people.filter(pk__in=Person.objects.in_programs([program]).values("pk"))


@extend_schema_view(
    list=extend_schema(description="The programs whose published schedule you may see."),
    retrieve=extend_schema(description="One program, by its slug."),
)
class ProgramViewSet(Asked, ReadOnlyModelViewSet[Program]):
    queryset = Program.objects.none()
    serializer_class = ProgramSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    def get_queryset(self) -> QuerySet[Program]:
        return programs_for(self.request.user, "view_published_schedule", self.at)


@extend_schema_view(
    list=extend_schema(description="The people of the programs whose people you may see."),
    retrieve=extend_schema(description="One person, with the enrolments that you may see."),
)
class PersonViewSet(Asked, ReadOnlyModelViewSet[Person]):
    queryset = Person.objects.none()
    serializer_class = PersonSerializer
    filterset_class = PersonFilter

    @extend_schema(
        description="Mail the person a link with which to choose a password and sign in.",
        request=None,
        responses={204: None},
    )
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, pk: str) -> Response:
        invite(self.get_object(), by=self.by, at=self.at)
        return Response(status=HTTP_204_NO_CONTENT)

    def get_queryset(self) -> QuerySet[Person]:
        programs = programs_for(self.request.user, "view_people", self.at)
        # Somebody may also be enrolled where the asker has no say.
        enrolments = Enrolment.objects.filter(program__in=programs).select_related("program")
        return Person.objects.in_programs(programs).prefetch_related(
            Prefetch("enrolments", enrolments)
        )
