"""Absences over REST: looked at, asked for, entered, decided, and what follows from them."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Absence, Person, Slot
from people.permissions import owns, programs_for
from people.privacy import AbsenceReader
from people.queries.programs import choose_program
from people.rest import Asked
from people.services.absences import (
    approve_absence,
    cancel_absence,
    change_absence,
    deny_absence,
    record_absence,
    request_absence,
)
from scheduling.api.consequences import (
    ConsequencesSerializer,
    LeaveStandingSerializer,
    LostClinicSerializer,
)
from scheduling.filters import AbsenceFilter
from scheduling.permissions import visible_absences
from scheduling.services.consequences import consequences_of
from scheduling.services.cover import call_in_sick
from scheduling.services.leave_standing import clinics_lost, leave_standing

PROGRAM = "A program's slug; may be left out by those who have one only."


class AbsenceSerializer(serializers.ModelSerializer[Absence]):
    """`kind`, `reason` and `decision_note` are null for those who may not know why."""

    program = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    kind = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    decision_note = serializers.SerializerMethodField()

    class Meta:
        model = Absence
        fields = (
            *("id", "program", "person", "label", "kind", "starts_on", "starts_at_slot"),
            *("ends_on", "ends_slot", "status", "source", "reason", "requested_at"),
            *("decided_at", "decision_note"),
        )

    @property
    def _reader(self) -> AbsenceReader:
        reader: AbsenceReader = self.context["reader"]
        return reader

    def get_label(self, absence: Absence) -> str:
        return self._reader.read(absence).label

    def get_kind(self, absence: Absence) -> str | None:
        return self._reader.read(absence).kind

    def get_reason(self, absence: Absence) -> str | None:
        return self._reader.read(absence).reason

    def get_decision_note(self, absence: Absence) -> str | None:
        return absence.decision_note if self._reader.sees_why(absence) else None


class PersonField(serializers.PrimaryKeyRelatedField[Person]):
    """Oneself, or somebody of a program whose absences the asker sees."""

    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        view = self.context["view"]
        known = Person.objects.in_programs(programs_for(view.by, "view_absences", view.at))
        return Person.objects.filter(Q(user=view.by) | Q(pk__in=known.values("pk")))


class DaysSerializer(serializers.Serializer[dict[str, Any]]):
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    starts_at_slot = serializers.ChoiceField(choices=Slot.choices, default=Slot.AM)
    ends_slot = serializers.ChoiceField(choices=Slot.choices, default=Slot.PM)


class SickCallSerializer(DaysSerializer):
    program = serializers.CharField(default="", help_text=PROGRAM)
    person = PersonField(pk_field=serializers.IntegerField())


class NewAbsenceSerializer(SickCallSerializer):
    """Of oneself it is a request; of somebody else it is entered by the office, and approved."""

    kind = serializers.ChoiceField(choices=Absence.Kind.choices)
    reason = serializers.CharField(default="", allow_blank=True, max_length=2000)


class ChangeAbsenceSerializer(serializers.ModelSerializer[Absence]):
    class Meta:
        model = Absence
        fields = (
            *("kind", "starts_on", "starts_at_slot", "ends_on", "ends_slot", "reason"),
            *("of_six_weeks", "pay_percent"),
        )


class NoteSerializer(serializers.Serializer[dict[str, Any]]):
    note = serializers.CharField(
        default="", allow_blank=True, help_text="The person reads it; a denial needs one."
    )


@extend_schema_view(
    list=extend_schema(description="Your own absences, and those of the programs you plan."),
    retrieve=extend_schema(description="One absence."),
)
class AbsenceViewSet(Asked, ReadOnlyModelViewSet[Absence]):
    queryset = Absence.objects.none()
    serializer_class = AbsenceSerializer
    filterset_class = AbsenceFilter

    def get_queryset(self) -> QuerySet[Absence]:
        return visible_absences(self.by, at=self.at).order_by("starts_on", "pk")

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if self.request is not None and self.request.user.is_authenticated:
            context["reader"] = AbsenceReader(self.by, at=self.at)
        return context

    def _shown(self, absence: Absence, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(absence).data, status=code)

    def _asked(self, serializer: type[serializers.Serializer[Any]], **more: Any) -> dict[str, Any]:
        asked = serializer(data=self.request.data, context=self.get_serializer_context(), **more)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    @extend_schema(
        description="Ask for your own leave, or enter somebody's for the office.",
        request=NewAbsenceSerializer,
        responses={status.HTTP_201_CREATED: AbsenceSerializer},
    )
    def create(self, request: Request) -> Response:
        details = self._asked(NewAbsenceSerializer)
        person = details.pop("person")
        program = choose_program(self.by, details.pop("program"), at=self.at)
        verb = request_absence if owns(self.by, person) else record_absence
        absence = verb(person, program=program, by=self.by, at=self.at, **details)
        return self._shown(absence, status.HTTP_201_CREATED)

    @extend_schema(
        description="Change the days, the kind or the reason while it stands; for the office.",
        request=ChangeAbsenceSerializer(partial=True),
        responses=AbsenceSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        absence = self.get_object()
        changes = self._asked(ChangeAbsenceSerializer, partial=True)
        return self._shown(change_absence(absence, by=self.by, at=self.at, **changes))

    def _decided(self, verb: Callable[..., Absence]) -> Response:
        absence, asked = self.get_object(), self._asked(NoteSerializer)
        return self._shown(verb(absence, by=self.by, at=self.at, note=asked["note"]))

    @extend_schema(request=NoteSerializer, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Let somebody be away."""
        return self._decided(approve_absence)

    @extend_schema(request=NoteSerializer, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def deny(self, request: Request, pk: str) -> Response:
        """Refuse a request, and say why."""
        return self._decided(deny_absence)

    @extend_schema(request=NoteSerializer, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take it back: your own request, or anything that stands for the office."""
        return self._decided(cancel_absence)

    @extend_schema(
        description="What breaks, what is to be arranged and what is to be known if it is approved.",
        responses=ConsequencesSerializer,
    )
    @action(detail=True)
    def consequences(self, request: Request, pk: str) -> Response:
        found = consequences_of(self.get_object(), by=self.by, at=self.at)
        return Response(ConsequencesSerializer(found).data)

    @extend_schema(
        description="The same of a leave that is only thought of; nothing is saved.",
        request=NewAbsenceSerializer,
        responses=ConsequencesSerializer,
    )
    @action(detail=False, methods=["post"])
    def check(self, request: Request) -> Response:
        details = self._asked(NewAbsenceSerializer)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        thought = Absence(program=program, **details)
        thought.clean()
        found = consequences_of(thought, by=self.by, at=self.at)
        return Response(ConsequencesSerializer(found).data)

    @extend_schema(
        description="Record that somebody called in sick; cover is looked for at once.",
        request=SickCallSerializer,
        responses={status.HTTP_201_CREATED: AbsenceSerializer},
    )
    @action(detail=False, methods=["post"], url_path="sick-call")
    def sick_call(self, request: Request) -> Response:
        details = self._asked(SickCallSerializer)
        person = details.pop("person")
        program = choose_program(self.by, details.pop("program"), at=self.at)
        absence, _ = call_in_sick(person, program=program, by=self.by, at=self.at, **details)
        return self._shown(absence, status.HTTP_201_CREATED)


class LeaveStandingView(Asked, APIView):
    """Balances and board of one person."""

    @extend_schema(
        description="What somebody has left in an academic year: yourself, or anybody for the office.",
        parameters=[
            OpenApiParameter("person", int, description="By default yourself."),
            OpenApiParameter("academic_year", int, description="By default this one."),
            OpenApiParameter("program", str, description=PROGRAM),
        ],
        responses=LeaveStandingSerializer,
    )
    def get(self, request: Request) -> Response:
        program = choose_program(self.by, request.query_params.get("program", ""), at=self.at)
        year = _whole(request, "academic_year")
        person = self._person(_whole(request, "person"))
        found = leave_standing(person, program=program, year=year, by=self.by, at=self.at)
        return Response(LeaveStandingSerializer(found).data)

    def _person(self, asked: int | None) -> Person:
        """Somebody whom the asker may not know of does not exist."""
        own = Q(user=self.by)
        known = Person.objects.in_programs(programs_for(self.by, "view_absences", self.at))
        rows = Person.objects.filter(own if asked is None else own | Q(pk__in=known.values("pk")))
        person = rows.first() if asked is None else rows.filter(pk=asked).first()
        if person is None:
            raise PermissionDenied("There is nobody like that whose leave you may see.")
        return person


def _whole(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    if text and not (text.isdecimal() and len(text) <= 18):
        raise serializers.ValidationError({name: "A whole number is meant."})
    return int(text) if text else None


class LostClinicsView(Asked, APIView):
    """Clinics that do not take place because somebody is away."""

    @extend_schema(
        description="From today on, for whoever calls patients; never why somebody is away.",
        parameters=[OpenApiParameter("program", str, description=PROGRAM)],
        responses=LostClinicSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        program = choose_program(self.by, request.query_params.get("program", ""), at=self.at)
        found = clinics_lost(program, by=self.by, at=self.at)
        return Response([LostClinicSerializer(clinic).data for clinic in found])
