"""How a program sets its rules, over REST."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from people.models import Program
from people.permissions import programs_for
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.api.rules import ThoughtSettingSerializer
from scheduling.filters import OfProgramFilter
from scheduling.models import RuleSetting
from scheduling.services.rule_settings import set_rule


class RuleSettingSerializer(serializers.ModelSerializer[RuleSetting]):
    """Of several settings of a rule the one that began last holds."""

    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)
    parameters = serializers.DictField(read_only=True)

    class Meta:
        model = RuleSetting
        fields = (
            *("id", "program", "code", "parameters", "weight", "active"),
            *("effective_from", "effective_until", "note"),
        )


class NewRuleSettingSerializer(ThoughtSettingSerializer):
    program = serializers.CharField(
        default="", help_text="A program's slug; may be left out by those who have one only."
    )
    effective_from = serializers.DateField()
    effective_until = serializers.DateField(allow_null=True, default=None)
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


@extend_schema_view(
    list=extend_schema(description="Settings of rules in the programs whose rules you manage."),
    retrieve=extend_schema(description="One setting of a rule."),
)
class RuleSettingViewSet(Asked, ReadOnlyModelViewSet[RuleSetting]):
    queryset = RuleSetting.objects.none()
    serializer_class = RuleSettingSerializer
    filterset_class = OfProgramFilter

    def get_queryset(self) -> QuerySet[RuleSetting]:
        programs = programs_for(self.request.user, "manage_rules", self.at)
        return RuleSetting.objects.filter(program__in=programs).select_related("program")

    @extend_schema(
        description="Set a rule from a day on, in the place of a setting from the same day.",
        request=NewRuleSettingSerializer,
        responses={status.HTTP_201_CREATED: RuleSettingSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewRuleSettingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        details: dict[str, Any] = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        row = set_rule(program, details.pop("code"), **details, by=self.by, at=self.at)
        return Response(RuleSettingSerializer(row).data, status=status.HTTP_201_CREATED)
