"""For whom somebody acts over REST: themselves, or somebody whose consent goes on record."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from people.models import Person, User
from people.permissions import programs_for


class PersonField(serializers.PrimaryKeyRelatedField[Person]):
    """One of the people of the programs in which the asker may trade, or arrange swaps."""

    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        view = self.context["view"]
        programs = programs_for(view.request.user, "offer_own_swap", view.at)
        return Person.objects.in_programs(programs)


class ActingSerializer(serializers.Serializer[dict[str, Any]]):
    """Left out: oneself. Whoever arranges swaps names a person and says how they agreed."""

    person = PersonField(pk_field=serializers.IntegerField(), required=False, allow_null=True)
    consent = serializers.CharField(max_length=120, default="", allow_blank=True)


class ReasonSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)


def acting(data: dict[str, Any], by: User) -> Person:
    """The person named, or the asker's own."""
    person = data.get("person") or Person.objects.filter(user=by).first()
    if person is None:
        raise serializers.ValidationError(
            {"person": "Your account belongs to nobody on the schedule; name a person."}
        )
    return person
