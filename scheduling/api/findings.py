"""Faults over REST."""

from rest_framework import serializers

from scheduling.engine.rules import Force
from scheduling.services.check import Finding


class FindingSerializer(serializers.Serializer[Finding]):
    """A fault; without a person it is nobody's in particular, without days the whole year's."""

    rule = serializers.CharField()
    title = serializers.CharField()
    force = serializers.ChoiceField(choices=[force.value for force in Force])
    hard = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]
    person = serializers.IntegerField(allow_null=True)
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    message = serializers.CharField()
