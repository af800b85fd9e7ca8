"""Turning the academic year over REST: plan, decide, look, apply, take back."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Enrolment, Program
from people.permissions import programs_for
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.engine.promotion import Turn
from scheduling.filters import OfProgramFilter
from scheduling.models import Rollover
from scheduling.queries.rollover import Plan
from scheduling.queries.rollover_choices import Decision, Newcomer, Part
from scheduling.queries.rollover_people import Step
from scheduling.services.rollover import (
    apply_rollover,
    choose,
    discard_rollover,
    look_at_rollover,
    plan_rollover,
)
from scheduling.services.rollover_record import undo_rollover, undoing_of

TURNS = [turn.value for turn in Turn]


class RolloverSerializer(serializers.ModelSerializer[Rollover]):
    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)

    class Meta:
        model = Rollover
        fields = ("id", "program", "year", "status", "planned_at", "applied_at", "undone_at")


class NewRolloverSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(
        default="", help_text="A program's slug; may be left out by those who have one only."
    )
    year = serializers.IntegerField(
        min_value=2001, max_value=2100, help_text="That begins on 1 July."
    )


class DecisionSerializer(serializers.Serializer[dict[str, Any]]):
    person = serializers.IntegerField()
    turn = serializers.ChoiceField(choices=TURNS)
    pgy = serializers.IntegerField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)


class NewcomerSerializer(serializers.Serializer[Newcomer]):
    first_name = serializers.CharField(max_length=80)
    last_name = serializers.CharField(max_length=80)
    email = serializers.EmailField(required=False, allow_blank=True)
    pgy = serializers.IntegerField(required=False, allow_null=True)
    faculty_role = serializers.ChoiceField(
        choices=Enrolment.FacultyRole.choices, required=False, allow_blank=True
    )
    track = serializers.CharField(max_length=40, required=False, allow_blank=True)
    starts_on = serializers.DateField(required=False, allow_null=True)


class ChoicesSerializer(serializers.Serializer[dict[str, Any]]):
    """Each that is given takes the place of what was chosen before; the others stay."""

    people = DecisionSerializer(many=True, required=False)
    newcomers = NewcomerSerializer(many=True, required=False)
    without = serializers.ListField(
        child=serializers.ChoiceField(choices=[part.value for part in Part]), required=False
    )


class TurnOfPersonSerializer(serializers.Serializer[Step]):
    """Somebody of the year that ends. Without a turn, it is to be decided."""

    person = serializers.IntegerField(source="was.person_id")
    roster_name = serializers.CharField(source="person.roster_name")
    position = serializers.CharField(source="was.position")
    pgy = serializers.IntegerField(source="was.pgy", allow_null=True)
    turn = serializers.ChoiceField(choices=TURNS, allow_null=True)
    proposed = serializers.CharField(
        source="proposal.turn", allow_null=True, help_text="The turn that follows from the rows."
    )
    why = serializers.CharField(source="proposal.why")
    becomes_pgy = serializers.SerializerMethodField()
    ends_on = serializers.SerializerMethodField()
    enrolled_already = serializers.BooleanField(source="exists")

    def get_becomes_pgy(self, step: Step) -> int | None:
        return step.becomes.pgy if step.becomes else None

    def get_ends_on(self, step: Step) -> str | None:
        ends_on = step.becomes.ends_on if step.becomes else None
        return ends_on.isoformat() if ends_on else None


class DayToBeSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    name = serializers.CharField()
    kind = serializers.CharField()


class PeriodToBeSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class CallCarriedSerializer(serializers.Serializer[Any]):
    """More (or, negative, fewer) than the fair share."""

    person = serializers.IntegerField(source="person_id")
    call_type = serializers.CharField(source="call_type.code")
    nights = serializers.IntegerField()
    sundays = serializers.IntegerField()
    holidays = serializers.IntegerField()


class TrainingCarriedSerializer(serializers.Serializer[Any]):
    person = serializers.IntegerField(source="credit.person_id")
    requirement = serializers.CharField(source="credit.requirement.code")
    before = serializers.IntegerField()
    this_year = serializers.IntegerField()


class RunningOutSerializer(serializers.Serializer[Any]):
    person = serializers.IntegerField(source="person_id")
    kind = serializers.CharField(source="kind.code")
    expires_on = serializers.DateField()


class PlanSerializer(serializers.Serializer[Plan]):
    """What applying would add. `fingerprint` is sent along to apply just this."""

    fingerprint = serializers.CharField()
    people = TurnOfPersonSerializer(many=True, source="people.steps")
    newcomers = NewcomerSerializer(many=True, source="choices.newcomers")
    blocks = PeriodToBeSerializer(many=True)
    special_days = DayToBeSerializer(many=True)
    days_to_enter = DayToBeSerializer(many=True, source="carried.days_to_enter")
    curriculum = serializers.SerializerMethodField()
    call = CallCarriedSerializer(many=True, source="call_history")
    training = TrainingCarriedSerializer(many=True)
    roles_ending = serializers.SerializerMethodField()
    credentials = RunningOutSerializer(many=True, source="people.credentials")
    published = serializers.SerializerMethodField()

    def get_curriculum(self, plan: Plan) -> int:
        """How many lines."""
        return len(plan.curriculum)

    def get_roles_ending(self, plan: Plan) -> int:
        return len(plan.people.roles)

    def get_published(self, plan: Plan) -> int | None:
        """The version by which call and training are counted; without one they are not known."""
        return plan.carried.published.pk if plan.carried.published else None


class ApplySerializer(serializers.Serializer[dict[str, Any]]):
    seen = serializers.CharField(help_text="The fingerprint of the plan that was looked at.")


class ConflictsSerializer(serializers.Serializer[dict[str, Any]]):
    conflicts = serializers.ListField(child=serializers.CharField())


@extend_schema_view(
    list=extend_schema(description="Turns of the year in the programs whose year you may turn."),
    retrieve=extend_schema(description="One turn of the year."),
)
class RolloverViewSet(Asked, ReadOnlyModelViewSet[Rollover]):
    queryset = Rollover.objects.none()
    serializer_class = RolloverSerializer
    filterset_class = OfProgramFilter

    def get_queryset(self) -> QuerySet[Rollover]:
        programs = programs_for(self.request.user, "turn_year", self.at)
        return Rollover.objects.filter(program__in=programs).select_related("program")

    @extend_schema(
        description="Plan the turn into a year, or go on with the plan that there is.",
        request=NewRolloverSerializer,
        responses={status.HTTP_201_CREATED: RolloverSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewRolloverSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        program = choose_program(self.by, asked.validated_data["program"], at=self.at)
        row = plan_rollover(program, asked.validated_data["year"], by=self.by, at=self.at)
        return Response(RolloverSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Decide otherwise than proposed.",
        request=ChoicesSerializer,
        responses=PlanSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        asked = ChoicesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        choose(row, **_choices(asked.validated_data), by=self.by, at=self.at)
        return self._plan(row)

    @extend_schema(description="What applying would do; changes nothing.", responses=PlanSerializer)
    @action(detail=True, filterset_class=None)
    def plan(self, request: Request, pk: str) -> Response:
        return self._plan(self.get_object())

    @extend_schema(
        description="Do all of it, in one transaction.",
        request=ApplySerializer,
        responses=RolloverSerializer,
    )
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        asked = ApplySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        applied = apply_rollover(row, seen=asked.validated_data["seen"], by=self.by, at=self.at)
        return Response(RolloverSerializer(applied).data)

    @extend_schema(description="Put a plan aside.", request=None, responses=RolloverSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        row = discard_rollover(self.get_object(), by=self.by, at=self.at)
        return Response(RolloverSerializer(row).data)

    @extend_schema(
        operation_id="rollovers_conflicts",
        description="What rests on an applied turn, and so stands against taking it back.",
        responses=ConflictsSerializer,
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def conflicts(self, request: Request, pk: str) -> Response:
        return Response({"conflicts": list(undoing_of(self.get_object()).conflicts)})

    @extend_schema(
        description="Take back what it made, as long as nothing rests on it.",
        request=None,
        responses=RolloverSerializer,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        row = undo_rollover(self.get_object(), by=self.by, at=self.at)
        return Response(RolloverSerializer(row).data)

    def _plan(self, row: Rollover) -> Response:
        return Response(PlanSerializer(look_at_rollover(row, by=self.by, at=self.at)).data)


def _choices(asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "people" in asked:
        found["people"] = {
            row["person"]: Decision(Turn(row["turn"]), row.get("pgy"), row.get("ends_on"))
            for row in asked["people"]
        }
    if "newcomers" in asked:
        found["newcomers"] = [Newcomer(**row) for row in asked["newcomers"]]
    if "without" in asked:
        found["without"] = [Part(name) for name in asked["without"]]
    return found
