"""How duties are shared out, over REST: everybody's for those who plan, and one's own numbers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Person
from people.queries.own import own_person
from people.rest import Asked
from scheduling.api.standing import PROGRAM, OfOneProgram
from scheduling.engine.equity import Held, SharedOut
from scheduling.models import ScheduleVersion
from scheduling.queries.equity import Equity, Measure, Period, Sharer
from scheduling.services.fairness import MyNumber, MyNumbers, find_equity, my_numbers

PERIOD = OpenApiParameter(
    "period", str, enum=[p.value for p in Period], description="The whole year, or what is behind."
)


class HeldSerializer(serializers.Serializer[Held]):
    person = serializers.IntegerField()
    count = serializers.IntegerField()
    carried = serializers.IntegerField(help_text="More, or fewer, than their share before.")
    weight = serializers.IntegerField(help_text="Percent of a full share.")
    least = serializers.IntegerField(help_text="Of the fair share.")
    most = serializers.IntegerField()
    off = serializers.IntegerField(help_text="Above, or below, the fair share.")
    level = serializers.FloatField(help_text="In full time all year, with what is carried.")


class SharedOutSerializer(serializers.Serializer[SharedOut]):
    label = serializers.CharField()  # type: ignore[assignment]
    middle = serializers.FloatField()
    spread = serializers.FloatField(help_text="The highest level less the lowest.")
    fewest = serializers.ListField(child=serializers.IntegerField())
    most = serializers.ListField(child=serializers.IntegerField())
    held = HeldSerializer(many=True)


class MeasureSerializer(serializers.Serializer[Measure]):
    code = serializers.CharField()
    title = serializers.CharField()
    says = serializers.CharField()
    groups = SharedOutSerializer(many=True)


class SharerSerializer(serializers.Serializer[Sharer]):
    person = serializers.IntegerField()
    name = serializers.CharField()
    group = serializers.CharField()
    weight = serializers.IntegerField()
    taken = serializers.IntegerField(help_text="Calls taken over in swaps and covers.")
    given = serializers.IntegerField()


class EquitySerializer(serializers.Serializer[Equity]):
    period = serializers.ChoiceField(choices=[p.value for p in Period])
    until = serializers.DateField()
    people = SharerSerializer(many=True)
    measures = MeasureSerializer(many=True)


class EquityActions(Asked):
    """What is asked of a version."""

    @extend_schema(
        operation_id="versions_equity_retrieve",
        description="Every person's share of every duty that is shared out, beside what is fair.",
        parameters=[PERIOD],
        responses=EquitySerializer,
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def equity(self, request: Request, pk: str) -> Response:
        version: ScheduleVersion = self.get_object()  # type: ignore[attr-defined]
        found = find_equity(version, by=self.by, at=self.at, period=period_of(request))
        return Response(EquitySerializer(found).data)


class MyNumberSerializer(serializers.Serializer[MyNumber]):
    """`levels` are those of the group without names; none where the group is too small."""

    code = serializers.CharField(source="measure.code")
    title = serializers.CharField(source="measure.title")
    says = serializers.CharField(source="measure.says")
    held = serializers.SerializerMethodField()
    group = serializers.CharField()
    people = serializers.IntegerField()
    middle = serializers.FloatField(allow_null=True)
    levels = serializers.ListField(child=serializers.FloatField())

    @extend_schema_field(HeldSerializer)
    def get_held(self, number: MyNumber) -> dict[str, Any]:
        return dict(HeldSerializer(number.held).data)


class MyNumbersSerializer(serializers.Serializer[MyNumbers]):
    """When they are not known, nothing is published for today."""

    program = serializers.CharField(source="program.slug")
    known = serializers.BooleanField()
    period = serializers.ChoiceField(choices=[p.value for p in Period])
    numbers = MyNumberSerializer(many=True)


class MyNumbersView(OfOneProgram):
    @extend_schema(
        operation_id="my_numbers_retrieve",
        description="Your own numbers, beside the anonymous spread of those who share with you.",
        parameters=[PROGRAM, PERIOD],
        responses=MyNumbersSerializer,
    )
    def get(self, request: Request) -> Response:
        person: Person = own_person(self.by)
        program = self.program()
        found = my_numbers(person, program, by=self.by, at=self.at, period=period_of(request))
        return Response(MyNumbersSerializer(found).data)


def period_of(request: Request) -> Period:
    asked = request.query_params.get("period", Period.YEAR)
    field = serializers.ChoiceField(choices=[p.value for p in Period])
    return Period(field.run_validation(asked))
