"""Solves over REST: ask for one, watch it, end it early."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Program
from people.permissions import programs_for
from people.rest import Asked
from scheduling.models import AcademicYear, Alternative, Block, SolverRun
from scheduling.permissions import visible_runs
from scheduling.queries.comparison import compare, comparison_json
from scheduling.services.alternatives import choose_alternative
from scheduling.services.progress import latest_progress
from scheduling.services.solve import (
    APART_PERCENT,
    MOST_SCHEDULES,
    MOST_SECONDS,
    SEVERAL,
    SLACK_PERCENT,
    USUAL_SECONDS,
    cancel_solve,
    request_solve,
)
from scheduling.services.solving import REPLACES

MOST_SEED = 2**31 - 1


class SolveSerializer(serializers.ModelSerializer[SolverRun]):
    """What was asked and how it went."""

    program = serializers.CharField(source="version.schedule.program.slug", read_only=True)
    academic_year = serializers.IntegerField(
        source="version.schedule.academic_year_id", read_only=True
    )
    result = serializers.DictField(read_only=True)

    class Meta:
        model = SolverRun
        fields = (
            *("id", "program", "academic_year", "version", "scope", "block", "starts_on"),
            *("ends_on", "status", "message", "seconds_allowed", "seed", "schedules"),
            *("apart_percent", "slack_percent", "requested_at"),
            *("started_at", "cancel_requested_at", "finished_at", "result", "fingerprint"),
        )


class TierSerializer(serializers.Serializer[dict[str, Any]]):
    """A tier's best roster so far, the proven bound, and the gap between them in percent."""

    tier = serializers.CharField()
    best = serializers.IntegerField(allow_null=True)
    bound = serializers.IntegerField(allow_null=True)
    gap = serializers.FloatField(allow_null=True)
    done = serializers.BooleanField()


class ProgressSerializer(serializers.Serializer[dict[str, Any]]):
    """The latest news; without seconds, none has come yet."""

    seconds = serializers.FloatField(allow_null=True, default=None)
    tiers = TierSerializer(many=True, default=list)


class AlternativeSerializer(serializers.ModelSerializer[Alternative]):
    """One of several schedules to choose from, and what it is compared by."""

    measures = serializers.DictField(read_only=True)

    class Meta:
        model = Alternative
        fields = ("number", "measures", "chosen_at")


class WatchedSolveSerializer(SolveSerializer):
    """The same with the latest news of it, kept for a day, and what there is to choose from."""

    progress = serializers.SerializerMethodField()
    alternatives = AlternativeSerializer(many=True, read_only=True)

    class Meta:
        model = SolverRun
        fields = (*SolveSerializer.Meta.fields, "progress", "alternatives")

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, run: SolverRun) -> dict[str, Any]:
        news = latest_progress(run)
        return {"seconds": news.get("seconds"), "tiers": news.get("tiers", [])}


class YearField(serializers.PrimaryKeyRelatedField[AcademicYear]):
    """One of the academic years that the asker can see."""

    queryset = AcademicYear.objects.none()

    def get_queryset(self) -> QuerySet[AcademicYear]:
        years = AcademicYear.objects.filter(program__in=_programs_of(self.context["view"]))
        return years.select_related("program")


class BlockField(serializers.PrimaryKeyRelatedField[Block]):
    """One of the blocks of such a year."""

    queryset = Block.objects.none()

    def get_queryset(self) -> QuerySet[Block]:
        programs = _programs_of(self.context["view"])
        return Block.objects.filter(academic_year__program__in=programs)


def _programs_of(view: Asked) -> QuerySet[Program]:
    return programs_for(view.request.user, "view_calendar", view.at)


class NewSolveSerializer(serializers.Serializer[dict[str, Any]]):
    academic_year = YearField(pk_field=serializers.IntegerField())
    scope = serializers.ChoiceField(choices=SolverRun.Scope.choices, help_text=REPLACES)
    block = BlockField(pk_field=serializers.IntegerField(), allow_null=True, default=None)
    seconds = serializers.IntegerField(
        allow_null=True, default=None, help_text=f"1 to {MOST_SECONDS}. Empty: {USUAL_SECONDS}."
    )
    seed = serializers.IntegerField(min_value=0, max_value=MOST_SEED, default=1)
    schedules = serializers.IntegerField(default=1, help_text=SEVERAL)
    apart_percent = serializers.IntegerField(
        default=APART_PERCENT, help_text="Of several: how much others do at least in each."
    )
    slack_percent = serializers.IntegerField(
        default=SLACK_PERCENT, help_text="Of several: how much dearer each may be, goal by goal."
    )


class NumberSerializer(serializers.Serializer[dict[str, Any]]):
    number = serializers.IntegerField(min_value=1, help_text="1 is the schedule found first.")


class ComparedLineSerializer(serializers.Serializer[dict[str, Any]]):
    """One number of every schedule, in words."""

    section = serializers.CharField()
    name = serializers.CharField()
    hint = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())


class ColumnSerializer(serializers.Serializer[dict[str, Any]]):
    solve = serializers.IntegerField()
    number = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    chosen = serializers.BooleanField()


class ComparisonSerializer(serializers.Serializer[dict[str, Any]]):
    """Schedules side by side: the values of each line are in the order of the schedules."""

    schedules = ColumnSerializer(many=True)
    lines = ComparedLineSerializer(many=True)


@extend_schema_view(
    list=extend_schema(description="The solves of the programs whose drafts you may see."),
    retrieve=extend_schema(
        description="One solve: its state, its latest news and its result.",
        responses=WatchedSolveSerializer,
    ),
)
class SolveViewSet(Asked, ReadOnlyModelViewSet[SolverRun]):
    queryset = SolverRun.objects.none()
    serializer_class = SolveSerializer

    def get_queryset(self) -> QuerySet[SolverRun]:
        return visible_runs(self.request.user, at=self.at).order_by("-requested_at", "-pk")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[SolverRun]]:
        return WatchedSolveSerializer if self.action == "retrieve" else SolveSerializer

    @extend_schema(
        description="Ask for a solve of the year's draft, which a worker takes up; nothing is published.",
        request=NewSolveSerializer,
        responses={status.HTTP_202_ACCEPTED: SolveSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewSolveSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        run = request_solve(**asked.validated_data, by=self.by, at=self.at)
        return Response(SolveSerializer(run).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        description="Write one of several schedules to the draft; another may be chosen later.",
        request=NumberSerializer,
        responses=WatchedSolveSerializer,
    )
    @action(detail=True, methods=["post"])
    def choose(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        asked = NumberSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        choose_alternative(run, asked.validated_data["number"], by=self.by, at=self.at)
        return Response(WatchedSolveSerializer(run).data)

    @extend_schema(
        description=f"Up to {MOST_SCHEDULES} schedules of one or several solves side by side.",
        parameters=[
            OpenApiParameter("run", int, many=True, required=True, description="Solves by number.")
        ],
        responses=ComparisonSerializer,
    )
    @action(detail=False, methods=["get"])
    def compare(self, request: Request) -> Response:
        asked = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)
        wanted = asked.run_validation(request.query_params.getlist("run"))
        runs = {run.pk: run for run in self.get_queryset().filter(pk__in=wanted)}
        found = compare([runs[pk] for pk in wanted if pk in runs], MOST_SCHEDULES)
        return Response(ComparisonSerializer(comparison_json(found)).data)

    @extend_schema(
        description="End a solve early; one that has begun keeps the best roster found so far.",
        request=None,
        responses=SolveSerializer,
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        run = cancel_solve(self.get_object(), by=self.by, at=self.at)
        return Response(SolveSerializer(run).data)
