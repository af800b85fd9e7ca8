"""What is answered over REST about why: an assignment, a finding, and what lies before a solve."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from scheduling.engine.interactions import Interaction, Interactions
from scheduling.engine.preflight import Certain, Preflight, RuleNote
from scheduling.engine.sums import Term
from scheduling.engine.supply import Supply
from scheduling.models import Block, SolverRun
from scheduling.services.why import AssignmentWhy, FindingSum, Other


class WordsField(serializers.ListField):
    child = serializers.CharField()


class OtherSerializer(serializers.Serializer[Other]):
    """Somebody else in the same place; without costs, the schedule would be as good."""

    person = serializers.IntegerField()
    name = serializers.CharField()
    allowed = serializers.BooleanField()
    reasons = WordsField()
    drops = WordsField(help_text="What they would give up for it.")
    exchange = serializers.BooleanField(help_text="The holder takes over what they give up.")
    costs = WordsField()


class WhySerializer(serializers.Serializer[AssignmentWhy]):
    """Why somebody has an assignment; `full` when everybody's reasons are told."""

    assignment = serializers.IntegerField(source="assignment.pk")
    person = serializers.IntegerField(source="assignment.person_id")
    what = serializers.CharField()
    reasons = WordsField()
    others = OtherSerializer(many=True)
    full = serializers.BooleanField()


class TermSerializer(serializers.Serializer[Term]):
    person = serializers.IntegerField()
    name = serializers.CharField()
    what = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    amount = serializers.IntegerField()


class SumSerializer(serializers.Serializer[FindingSum]):
    """The terms of a broken limit make its total."""

    rule = serializers.CharField(source="finding.rule")
    title = serializers.CharField(source="finding.title")
    force = serializers.CharField(source="finding.force")
    source = serializers.CharField(source="finding.source")  # type: ignore[assignment]
    message = serializers.CharField(source="finding.message")
    unit = serializers.CharField()
    total = serializers.IntegerField(source="sum.total")
    low = serializers.IntegerField(source="sum.broken.low", allow_null=True)
    high = serializers.IntegerField(source="sum.broken.high", allow_null=True)
    terms = TermSerializer(many=True, source="sum.terms")


class ScopeSerializer(serializers.Serializer[dict[str, Any]]):
    """A part of the schedule, as a solve would be asked for."""

    scope = serializers.ChoiceField(choices=SolverRun.Scope.choices, default="year")
    block = serializers.PrimaryKeyRelatedField(
        queryset=Block.objects.none(),
        allow_null=True,
        default=None,
        pk_field=serializers.IntegerField(),
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        year = self.context.get("academic_year")
        if year is not None:
            fields["block"].queryset = year.blocks.all()  # type: ignore[attr-defined]
        return fields


class NoteSerializer(serializers.Serializer[RuleNote]):
    code = serializers.CharField()
    title = serializers.CharField()
    why = serializers.CharField()


class CertainSerializer(serializers.Serializer[Certain]):
    rule = serializers.CharField()
    title = serializers.CharField()
    person = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class SupplySerializer(serializers.Serializer[Supply]):
    """Simple counts: somebody who could serve several is counted for each."""

    week = serializers.DateField()
    sort = serializers.CharField()
    name = serializers.CharField()
    needed = serializers.IntegerField()
    takes = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField()
    short = serializers.IntegerField()


class PreflightSerializer(serializers.Serializer[Preflight]):
    """Counted, not searched: what is not certain here may clash all the same."""

    off = NoteSerializer(many=True)
    idle = NoteSerializer(many=True)
    certain = CertainSerializer(many=True)
    settled = CertainSerializer(many=True)
    supply = SupplySerializer(many=True)


class InteractionSerializer(serializers.Serializer[Interaction]):
    first = serializers.CharField()
    second = serializers.CharField()
    shared = serializers.IntegerField()
    example = serializers.CharField()


class InteractionsSerializer(serializers.Serializer[Interactions]):
    rules = serializers.SerializerMethodField()
    pairs = InteractionSerializer(many=True)

    @extend_schema_field(WordsField())
    def get_rules(self, found: Interactions) -> list[str]:
        return [rule.code for rule in found.rules]
