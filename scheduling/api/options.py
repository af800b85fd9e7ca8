"""What could stand in a cell of a version, over REST."""

from __future__ import annotations

from datetime import date
from typing import Any

from rest_framework import serializers

from people.models import SLOTS, User
from scheduling.api.looking import SumSerializer
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment, CallType, ScheduleVersion
from scheduling.services.cell_options import call_options, half_day_options, rotation_options
from scheduling.services.options import Choice, Option, State

Kind = Assignment.Kind
KINDS = (Kind.HALF_DAY, Kind.CALL, Kind.ROTATION)


class OptionSerializer(serializers.Serializer[Option]):
    """An activity, a rotation or, for a call, a person; without a key, nothing at all."""

    key = serializers.IntegerField(source="candidate.key", allow_null=True)
    code = serializers.CharField(source="candidate.code")
    name = serializers.CharField(source="candidate.name")
    stands = serializers.BooleanField(help_text="It stands there already.")
    usual = serializers.BooleanField(source="candidate.usual")
    state = serializers.ChoiceField(choices=[state.value for state in State])
    reasons = serializers.ListField(child=serializers.CharField())
    mends = serializers.ListField(child=serializers.CharField())


class ChoiceSerializer(serializers.Serializer[Choice]):
    """What stands in a cell, and what could. `reasons` say why a change asks for a reason."""

    expects = serializers.SerializerMethodField(help_text="Assignments that stand there.")
    reasons = serializers.ListField(child=serializers.CharField())
    options = OptionSerializer(many=True)
    sums = SumSerializer(many=True, help_text="The arithmetic of the option that is explained.")

    def get_expects(self, choice: Choice) -> list[int]:
        return [row.pk for row in choice.standing]


class CellSerializer(serializers.Serializer[dict[str, Any]]):
    """A half-day needs a person and a slot; a call its type, and the person whom another replaces;
    a rotation a person and its last day."""

    kind = serializers.ChoiceField(choices=KINDS, default=Kind.HALF_DAY)
    day = serializers.DateField()
    person = serializers.IntegerField(required=False, min_value=1)
    slot = serializers.ChoiceField(choices=SLOTS, required=False)
    call_type = serializers.IntegerField(required=False, min_value=1)
    last_day = serializers.DateField(required=False)
    explain = serializers.IntegerField(
        required=False, min_value=0, help_text="The key of an option whose arithmetic is wanted."
    )

    needs = {
        Kind.HALF_DAY: ("person", "slot"),
        Kind.CALL: ("call_type",),
        Kind.ROTATION: ("person", "last_day"),
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind = Kind(attrs["kind"])
        missing = {name: "Needed." for name in self.needs[kind] if name not in attrs}
        if missing:
            raise serializers.ValidationError(missing)
        if kind == Kind.ROTATION and attrs["last_day"] < attrs["day"]:
            raise serializers.ValidationError({"last_day": "It comes before the day."})
        return attrs


def choice_of(version: ScheduleVersion, cell: dict[str, Any], *, by: User, at: Any) -> Choice:
    day: date = cell["day"]
    more = {"by": by, "at": at, "explain": cell.get("explain")}
    if cell["kind"] == Kind.CALL:
        program = version.schedule.program
        call_type = CallType.objects.filter(program=program, pk=cell["call_type"]).first()
        if call_type is None:
            raise serializers.ValidationError({"call_type": f"{program} has no such call."})
        instead_of = cell.get("person")
        return call_options(version, call_type, day, instead_of=instead_of, **more)
    if cell["kind"] == Kind.ROTATION:
        days = Span(day, cell["last_day"])
        return rotation_options(version, cell["person"], days, **more)
    return half_day_options(version, cell["person"], day, cell["slot"], **more)
