"""Which rules are in force, the packs that they rest on, and exceptions from them, over REST."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
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

from people.models import Person, Program
from people.permissions import programs_for, require
from people.queries.programs import choose_program
from people.rest import Asked
from scheduling.api.findings import FindingSerializer
from scheduling.api.standing import PROGRAM, OfOneProgram
from scheduling.engine.rules import BY_CODE, Force, Tier
from scheduling.models import Rotation, Waiver
from scheduling.permissions import visible_waivers
from scheduling.queries.rule_book import BookedRule, OfferedPack, packs_offered, rule_book
from scheduling.services.rule_effects import (
    Effect,
    TierCost,
    effect_of_packs,
    effect_of_setting,
    effect_of_waiver,
)
from scheduling.services.rule_packs import choose_packs
from scheduling.services.waivers import grant_waiver, revoke_waiver


class RuleSerializer(serializers.Serializer[BookedRule]):
    """A rule of the book; one that is not active shows the book's own parameters."""

    code = serializers.CharField(source="rule.code")
    title = serializers.CharField(source="rule.title")
    text = serializers.CharField(source="rule.text")
    source = serializers.CharField(source="rule.source")  # type: ignore[assignment]
    clauses = serializers.SerializerMethodField()
    force = serializers.ChoiceField(source="rule.force", choices=[force.value for force in Force])
    tier = serializers.SerializerMethodField()
    active = serializers.SerializerMethodField()
    must_hold = serializers.BooleanField()
    weight = serializers.IntegerField(allow_null=True)
    parameters = serializers.DictField()

    @extend_schema_field(serializers.ChoiceField(choices=[tier.name.lower() for tier in Tier]))
    def get_tier(self, booked: BookedRule) -> str:
        return booked.rule.tier.name.lower()

    def get_clauses(self, booked: BookedRule) -> list[str]:
        """Where it stands, in every numbering it has."""
        return [str(clause) for clause in booked.rule.clauses]

    def get_active(self, booked: BookedRule) -> bool:
        return booked.in_force is not None


class RuleBookView(OfOneProgram):
    @extend_schema(
        operation_id="rules_list",
        description="Every rule of the book, as the program sets it today.",
        parameters=[PROGRAM],
        responses=RuleSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        require(self.by, "view_rules", program, at=self.at)
        book = rule_book(program, program.today(self.at))
        return Response([RuleSerializer(booked).data for booked in book])


class TierCostSerializer(serializers.Serializer[TierCost]):
    """What the rules that differ cost in a tier."""

    tier = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()


class EffectSerializer(serializers.Serializer[Effect]):
    """Of one version: what it would break that it does not now, and the other way round."""

    version = serializers.IntegerField(source="version.pk")
    status = serializers.CharField(source="version.status")
    appear = FindingSerializer(many=True)
    vanish = FindingSerializer(many=True)
    costs = TierCostSerializer(many=True)


class ThoughtSettingSerializer(serializers.Serializer[dict[str, Any]]):
    """How a rule would be set."""

    code = serializers.ChoiceField(choices=[(rule.code, rule.title) for rule in BY_CODE.values()])
    parameters = serializers.DictField(default=dict)
    weight = serializers.IntegerField(
        allow_null=True, default=None, help_text="Nothing: it must hold."
    )
    active = serializers.BooleanField(default=True)


class RuleEffectView(OfOneProgram):
    @extend_schema(
        operation_id="rules_effect",
        description="What a setting of a rule would do to the schedules as they stand, as if it "
        "held from today on; changes nothing.",
        parameters=[PROGRAM],
        request=ThoughtSettingSerializer,
        responses=EffectSerializer(many=True),
    )
    def post(self, request: Request) -> Response:
        program = self.program()
        asked = ThoughtSettingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = effect_of_setting(program, **asked.validated_data, by=self.by, at=self.at)
        return Response([EffectSerializer(effect).data for effect in found.effects])


PACKS_ON = OpenApiParameter(
    "on", OpenApiTypes.DATE, description="The day on which they are chosen; by default today."
)


class PackSerializer(serializers.Serializer[OfferedPack]):
    """A rule pack; `place` is its place among those chosen, of which the last one's entry holds."""

    name = serializers.CharField(source="pack.name")
    title = serializers.CharField(source="pack.title")
    edition = serializers.CharField(source="pack.edition")
    effective_from = serializers.DateField(source="pack.effective_from", allow_null=True)
    effective_until = serializers.DateField(source="pack.effective_until", allow_null=True)
    source = serializers.CharField(source="pack.source")  # type: ignore[assignment]
    status = serializers.CharField(source="pack.status")
    place = serializers.IntegerField(allow_null=True)
    chosen_from = serializers.DateField(
        allow_null=True, help_text="Of one that is chosen; nothing: from the beginning."
    )
    chosen_until = serializers.DateField(
        allow_null=True, help_text="Of one that is chosen; nothing: until others are."
    )
    in_effect = serializers.BooleanField(help_text="On the day that is asked about.")


class ChosenPacksSerializer(serializers.Serializer[dict[str, Any]]):
    packs = serializers.ListField(
        child=serializers.CharField(), help_text="Names, in their order; the others are left out."
    )
    effective_from = serializers.DateField(
        required=False, help_text="The first day on which they hold; by default today."
    )


class ThoughtPacksSerializer(serializers.Serializer[dict[str, Any]]):
    packs = serializers.ListField(child=serializers.CharField(), help_text="Names, in their order.")


class PacksView(OfOneProgram):
    @extend_schema(
        operation_id="packs_list",
        description="Every rule pack there is, those that the program has chosen first.",
        parameters=[PROGRAM, PACKS_ON],
        responses=PackSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        program = self.program()
        require(self.by, "view_rules", program, at=self.at)
        asked = request.query_params.get("on")
        return self._packs(
            program, serializers.DateField().run_validation(asked) if asked else None
        )

    @extend_schema(
        operation_id="packs_choose",
        description="Make these the program's packs from a day on, or from today; years that are "
        "over stay with what held on their last day.",
        parameters=[PROGRAM],
        request=ChosenPacksSerializer,
        responses=PackSerializer(many=True),
    )
    def put(self, request: Request) -> Response:
        program = self.program()
        asked = ChosenPacksSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        choose_packs(program, **asked.validated_data, by=self.by, at=self.at)
        return self._packs(program, asked.validated_data.get("effective_from"))

    @extend_schema(
        operation_id="packs_effect",
        description="What these packs would do to the schedules as they stand, as if they held "
        "from today on; changes nothing.",
        parameters=[PROGRAM],
        request=ThoughtPacksSerializer,
        responses=EffectSerializer(many=True),
    )
    def post(self, request: Request) -> Response:
        program = self.program()
        asked = ThoughtPacksSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = effect_of_packs(program, asked.validated_data["packs"], by=self.by, at=self.at)
        return Response([EffectSerializer(effect).data for effect in found.effects])

    def _packs(self, program: Program, on: date | None) -> Response:
        offered = packs_offered(program, on or program.today(self.at))
        return Response([PackSerializer(pack).data for pack in offered])


class WaiverSerializer(serializers.ModelSerializer[Waiver]):
    """An exception from a rule; one that was revoked has no effect any more."""

    program = serializers.SlugRelatedField[Program](slug_field="slug", read_only=True)
    parameters = serializers.DictField(read_only=True)

    class Meta:
        model = Waiver
        fields = (
            *("id", "program", "code", "parameters", "rotation", "person", "starts_on", "ends_on"),
            *("approved_by", "reason", "granted_at", "revoked_at"),
        )


class WaivedRotationField(serializers.PrimaryKeyRelatedField[Rotation]):
    """One of a program whose rules the asker may waive."""

    queryset = Rotation.objects.none()

    def get_queryset(self) -> QuerySet[Rotation]:
        view = self.context["view"]
        return Rotation.objects.filter(program__in=programs_for(view.by, "override_rule", view.at))


class WaivedPersonField(serializers.PrimaryKeyRelatedField[Person]):
    """Somebody of such a program."""

    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        view = self.context["view"]
        return Person.objects.in_programs(programs_for(view.by, "override_rule", view.at))


class ThoughtWaiverSerializer(serializers.Serializer[dict[str, Any]]):
    program = serializers.CharField(
        default="", help_text="A program's slug; may be left out by those who have one only."
    )
    code = serializers.ChoiceField(choices=[(rule.code, rule.title) for rule in BY_CODE.values()])
    parameters = serializers.DictField(
        default=dict, help_text="How the rule holds on these days; nothing: not at all."
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    rotation = WaivedRotationField(
        pk_field=serializers.IntegerField(), allow_null=True, default=None
    )
    person = WaivedPersonField(pk_field=serializers.IntegerField(), allow_null=True, default=None)


class NewWaiverSerializer(ThoughtWaiverSerializer):
    approved_by = serializers.CharField(max_length=200, help_text="Who or which body allowed it.")
    reason = serializers.CharField(max_length=300)


@extend_schema_view(
    list=extend_schema(description="The waivers of the programs whose violations you may see."),
    retrieve=extend_schema(description="One waiver."),
)
class WaiverViewSet(Asked, ReadOnlyModelViewSet[Waiver]):
    queryset = Waiver.objects.none()
    serializer_class = WaiverSerializer

    def get_queryset(self) -> QuerySet[Waiver]:
        return visible_waivers(self.by, at=self.at)

    @extend_schema(
        description="Let a rule hold otherwise for some days, as far as it allows.",
        request=NewWaiverSerializer,
        responses={status.HTTP_201_CREATED: WaiverSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = NewWaiverSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        row = grant_waiver(program, **details, by=self.by, at=self.at)
        return Response(WaiverSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="What an exception would do to the schedules as they stand; changes nothing.",
        request=ThoughtWaiverSerializer,
        responses=EffectSerializer(many=True),
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def effect(self, request: Request) -> Response:
        asked = ThoughtWaiverSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        program = choose_program(self.by, details.pop("program"), at=self.at)
        code = details.pop("code")
        found = effect_of_waiver(program, code, **details, by=self.by, at=self.at)
        return Response([EffectSerializer(effect).data for effect in found.effects])

    @extend_schema(
        description="End an exception: the rule holds again for all of its days.",
        request=None,
        responses=WaiverSerializer,
    )
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        row = revoke_waiver(self.get_object(), by=self.by, at=self.at)
        return Response(WaiverSerializer(row).data)
