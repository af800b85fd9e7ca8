"""How people stand to the rules on work, over REST: everybody, the forecast, one person."""

from __future__ import annotations

from typing import TypedDict

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Person
from people.permissions import owns, programs_for
from scheduling.api.standing import PROGRAM, OfOneProgram
from scheduling.compliance.queries.forecast import Crossing, Forecast, forecast
from scheduling.compliance.queries.overview import Overview, PersonRow, overview
from scheduling.compliance.queries.person import ClauseLine, State, StayLines, person_lines
from scheduling.compliance.queries.reconciled import Reconciled, reconciled
from scheduling.compliance.services.ledgers import find_ledger, find_own_ledger
from scheduling.engine.rules import Force

YEAR = OpenApiParameter(
    "year", int, description="The year in which it begins. By default, the one of today."
)
UNKNOWN = "When it is not known nothing is published, and empty lists mean nothing."


class TallyOut(TypedDict):
    column: str
    past: int
    coming: int


class CrossingSerializer(serializers.Serializer[Crossing]):
    """A limit that is crossed on a day."""

    on = serializers.DateField()
    person = serializers.IntegerField()
    name = serializers.CharField(source="stay.name")
    rotation = serializers.CharField(source="stay.label")
    rule = serializers.CharField(source="reading.rule.code")
    force = serializers.ChoiceField(choices=list(Force), source="reading.rule.force")
    for_review = serializers.BooleanField(source="reading.rule.for_review")
    cited = serializers.CharField(source="breach.broken.cited")
    message = serializers.CharField(source="breach.broken.message")


class ForecastSerializer(serializers.Serializer[Forecast]):
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    crossings = CrossingSerializer(many=True)


class PersonRowSerializer(serializers.Serializer[PersonRow]):
    """How often the rules of each column were broken this year, and will be in eight weeks."""

    person = serializers.IntegerField()
    name = serializers.CharField()
    rotation = serializers.SerializerMethodField()
    weekly_hours = serializers.FloatField(source="weekly", allow_null=True)
    tallies = serializers.SerializerMethodField()
    days_not_confirmed = serializers.IntegerField(source="unknown")
    unsettled_cases = serializers.IntegerField(source="cases")

    def get_rotation(self, row: PersonRow) -> str | None:
        return row.stay.label if row.stay else None

    def get_tallies(self, row: PersonRow) -> list[TallyOut]:
        columns = self.context["columns"]
        return [
            {"column": column.short, "past": tally.past, "coming": tally.coming}
            for column, tally in zip(columns, row.tallies, strict=True)
            if tally.past or tally.coming
        ]


class OverviewSerializer(serializers.Serializer[Overview]):
    known = serializers.BooleanField(default=True, help_text=UNKNOWN)
    violations = serializers.IntegerField(source="past")
    violations_coming = serializers.IntegerField(source="coming")
    days_not_confirmed = serializers.IntegerField(source="unknown")
    unsettled_cases = serializers.IntegerField(source="unsettled")
    people = PersonRowSerializer(source="rows", many=True)


class ClauseLineSerializer(serializers.Serializer[ClauseLine]):
    """One rule in one rotation, with its arithmetic in words and in numbers."""

    rule = serializers.CharField(source="reading.rule.code")
    title = serializers.CharField(source="reading.rule.title")
    force = serializers.ChoiceField(choices=list(Force), source="reading.rule.force")
    cited = serializers.CharField(source="reading.rule.cited")
    state = serializers.ChoiceField(choices=list(State))
    says = serializers.CharField(source="reading.says")
    total = serializers.IntegerField(source="reading.total", allow_null=True)
    least = serializers.IntegerField(source="reading.low", allow_null=True)
    most = serializers.IntegerField(source="reading.high", allow_null=True)
    crossed_on = serializers.SerializerMethodField()

    def get_crossed_on(self, line: ClauseLine) -> list[str]:
        return [breach.crossed_on.isoformat() for breach in line.reading.breaches]


class RotationHoursSerializer(serializers.Serializer[StayLines]):
    rotation = serializers.CharField(source="stay.label")
    first_day = serializers.DateField(source="stay.first_day")
    last_day = serializers.DateField(source="stay.last_day")
    weeks_present = serializers.FloatField(source="stay.weeks")
    half_days_away = serializers.IntegerField(source="stay.away_halves")
    days_not_confirmed = serializers.ListField(source="unknown", child=serializers.DateField())
    clauses = ClauseLineSerializer(source="lines", many=True)


class PersonHoursSerializer(serializers.Serializer[object]):
    known = serializers.BooleanField(help_text=UNKNOWN)
    stays = RotationHoursSerializer(many=True)
    coming = CrossingSerializer(many=True)


class ReconciledSerializer(serializers.Serializer[Reconciled]):
    """One person since the year began; patterns are worth a look and prove nothing."""

    person = serializers.IntegerField()
    name = serializers.CharField()
    minutes_scheduled = serializers.IntegerField(source="scheduled")
    minutes_logged = serializers.IntegerField(source="logged")
    minutes_not_worked = serializers.IntegerField(source="left_out")
    days_over = serializers.IntegerField(source="days")
    days_confirmed = serializers.IntegerField(source="confirmed")
    usual_delay = serializers.IntegerField(source="delay", allow_null=True, help_text="In days.")
    patterns = serializers.ListField(child=serializers.CharField())


class OfOneYear(OfOneProgram):
    """A view of a year of the program that the query names."""

    @property
    def year(self) -> int | None:
        asked = self.request.query_params.get("year")
        return serializers.IntegerField().run_validation(asked) if asked else None


class OverviewView(OfOneYear):
    @extend_schema(
        operation_id="compliance_retrieve",
        description="How everybody stands to the rules on work, as published and logged.",
        parameters=[PROGRAM, YEAR],
        responses=OverviewSerializer,
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        ledger = find_ledger(program, year=self.year, by=self.by, at=self.at)
        page = overview(ledger, program.today(self.at))
        answer = OverviewSerializer(page, context={"columns": page.columns}).data
        return Response({**answer, "known": ledger.is_known})


class ReconciledView(OfOneYear):
    @extend_schema(
        operation_id="compliance_reconciled_list",
        description="What was logged beside what was scheduled, with patterns that are worth a look.",
        parameters=[PROGRAM, YEAR],
        responses=ReconciledSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        ledger = find_ledger(program, year=self.year, by=self.by, at=self.at)
        rows = reconciled(ledger, program.today(self.at))
        return Response(ReconciledSerializer(rows, many=True).data)  # type: ignore[arg-type]


class ForecastView(OfOneYear):
    @extend_schema(
        operation_id="compliance_forecast_retrieve",
        description="Who crosses which limit when, in the next eight weeks, as published.",
        parameters=[PROGRAM],
        responses=ForecastSerializer,
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        ledger = find_ledger(program, by=self.by, at=self.at)
        return Response(ForecastSerializer(forecast(ledger, program.today(self.at))).data)


class PersonHoursView(OfOneYear):
    @extend_schema(
        operation_id="compliance_people_retrieve",
        description="One's own rotations with every rule and its arithmetic, or anybody's for those "
        "who plan.",
        parameters=[PROGRAM, YEAR],
        responses=PersonHoursSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        program = self.program()
        person = Person.objects.in_programs([program]).filter(pk=pk).first()
        if person is None or not self._may_know(person, program.pk):
            raise NotFound
        ledger = find_own_ledger(person, program, year=self.year, by=self.by, at=self.at)
        today = program.today(self.at)
        found = {
            "known": ledger.is_known,
            "stays": person_lines(ledger, person, today),
            "coming": forecast(ledger, today, person=person.pk).crossings,
        }
        return Response(PersonHoursSerializer(found).data)

    def _may_know(self, person: Person, program: int) -> bool:
        """Somebody else's hours do not exist for those who do not plan."""
        planned = programs_for(self.by, "view_violations", self.at)
        return owns(self.by, person) or planned.filter(pk=program).exists()
