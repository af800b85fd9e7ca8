"""Changes over REST: looked at, made, read, taken back."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.models import Slot
from people.rest import Asked
from scheduling.api.findings import FindingSerializer
from scheduling.filters import ChangeSetFilter
from scheduling.models import Assignment, AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.permissions import visible_changes
from scheduling.queries.differences import Difference, PersonDifferences
from scheduling.services.changes import Preview, apply_changes, preview_changes
from scheduling.services.named_changes import NamedChange, changes_named
from scheduling.services.undoing import undo_change_set


class NamedChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What is to happen: `put` something, `take-away`, `lock` or `unlock` an assignment."""

    do = serializers.ChoiceField(choices=["put", "take-away", "lock", "unlock"])
    expects = serializers.IntegerField(
        allow_null=True,
        default=None,
        help_text="The id of the assignment that stands there; null: the cell is empty.",
    )
    person = serializers.IntegerField(allow_null=True, default=None)
    kind = serializers.ChoiceField(choices=Assignment.Kind.choices, default="", allow_blank=True)
    code = serializers.CharField(max_length=20, default="", allow_blank=True)
    day = serializers.DateField(allow_null=True, default=None)
    last_day = serializers.DateField(allow_null=True, default=None)
    slot = serializers.ChoiceField(choices=Slot.choices, default="", allow_blank=True)
    lock_reason = serializers.CharField(max_length=200, default="", allow_blank=True)


class AskedChangesSerializer(serializers.Serializer[dict[str, Any]]):
    """Changes that are made together or not at all."""

    changes = NamedChangeSerializer(many=True, allow_empty=False)

    @property
    def named(self) -> list[NamedChange]:
        return [NamedChange(**one) for one in self.validated_data["changes"]]


class MakeChangesSerializer(AskedChangesSerializer):
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)
    override = serializers.BooleanField(
        default=False, help_text="Break rules that must hold, knowingly; needs a reason."
    )


class PreviewSerializer(serializers.Serializer[Preview]):
    """What changes would do. Nothing is done yet."""

    sentence = serializers.CharField()
    allowed = serializers.BooleanField()
    against = FindingSerializer(many=True, help_text="Rules that must hold and would not.")
    lacks = FindingSerializer(many=True, help_text="What a draft would still lack.")
    advisories = FindingSerializer(many=True, source="judged.advisories")
    mended = FindingSerializer(many=True, source="judged.mended")
    follows = serializers.IntegerField(
        source="followed", help_text="Half-days that go along since they were made for it."
    )
    reasons = serializers.ListField(
        child=serializers.CharField(), help_text="Why a reason is asked for."
    )


class ChangeSetSerializer(serializers.ModelSerializer[ChangeSet]):
    """What somebody changed at once."""

    by = serializers.SerializerMethodField()
    undone_by = serializers.SerializerMethodField()
    overrides = FindingSerializer(many=True, read_only=True)
    conflicts = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = ChangeSet
        fields = (
            *("id", "version", "kind", "by", "at", "door", "sentence", "reason", "overrides"),
            *("conflicts", "undoes", "undone_by", "carries"),
        )

    @extend_schema_field(serializers.EmailField(allow_null=True))
    def get_by(self, made: ChangeSet) -> str | None:
        return made.by.email if made.by else None

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_undone_by(self, made: ChangeSet) -> int | None:
        undo = getattr(made, "undone_by", None)
        return undo.pk if undo else None


class CellChangeSerializer(serializers.ModelSerializer[AssignmentChange]):
    """A cell before and after, as it is on record; null: it was, or is, empty."""

    before = serializers.DictField(allow_null=True, read_only=True)
    after = serializers.DictField(allow_null=True, read_only=True)

    class Meta:
        model = AssignmentChange
        fields = (
            *("person", "kind", "starts_on", "ends_on", "slot", "call_type", "before", "after"),
        )


class ChangeSetDetailSerializer(ChangeSetSerializer):
    cells = CellChangeSerializer(many=True, source="changes.lasting", read_only=True)

    class Meta:
        model = ChangeSet
        fields = (*ChangeSetSerializer.Meta.fields, "cells")


class UndoSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)
    partly = serializers.BooleanField(
        default=False, help_text="Leave cells as they are that changed since."
    )
    override = serializers.BooleanField(default=False)


class DifferenceSerializer(serializers.Serializer[Difference]):
    kind = serializers.ChoiceField(choices=Assignment.Kind.choices)
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    slot = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    sentence = serializers.CharField()


class PersonDifferencesSerializer(serializers.Serializer[PersonDifferences]):
    person = serializers.IntegerField(source="person.pk")
    roster_name = serializers.CharField(source="person.roster_name")
    position = serializers.CharField()
    cells = serializers.IntegerField()
    differences = DifferenceSerializer(many=True)


@extend_schema_view(
    list=extend_schema(description="What was changed, the last first; for those who plan."),
    retrieve=extend_schema(
        description="One change set with its cells.", responses=ChangeSetDetailSerializer
    ),
)
class ChangeSetViewSet(Asked, ListModelMixin, RetrieveModelMixin, GenericViewSet[ChangeSet]):
    queryset = ChangeSet.objects.none()
    serializer_class = ChangeSetSerializer
    filterset_class = ChangeSetFilter

    def get_queryset(self) -> QuerySet[ChangeSet]:
        return visible_changes(self.request.user, at=self.at).order_by("-pk")

    def get_serializer_class(self) -> type[ChangeSetSerializer]:
        return ChangeSetDetailSerializer if self.action == "retrieve" else ChangeSetSerializer

    @extend_schema(
        description="Take a change back; of one that was taken back, make it again.",
        request=UndoSerializer,
        responses={status.HTTP_201_CREATED: ChangeSetSerializer},
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        made = self.get_object()
        asked = UndoSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        undone = undo_change_set(made, by=self.by, at=self.at, **asked.validated_data)
        return Response(ChangeSetSerializer(undone).data, status=status.HTTP_201_CREATED)


class ChangeActions(Asked, GenericViewSet[ScheduleVersion]):
    """Of a version: what changes would do, and making them."""

    @extend_schema(
        description="What changes would break and mend, and what follows them.",
        request=AskedChangesSerializer,
        responses=PreviewSerializer,
    )
    @action(detail=True, methods=["post"])
    def preview(self, request: Request, pk: str) -> Response:
        version = self.get_object()
        asked = AskedChangesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        changes = changes_named(version, asked.named)
        found = preview_changes(version, changes, by=self.by, at=self.at)
        return Response(PreviewSerializer(found).data)

    @extend_schema(
        description="Change a draft, or amend what is published: all or nothing, on record.",
        request=MakeChangesSerializer,
        responses={status.HTTP_201_CREATED: ChangeSetSerializer},
    )
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        version = self.get_object()
        asked = MakeChangesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = apply_changes(
            version,
            changes_named(version, asked.named),
            by=self.by,
            at=self.at,
            reason=asked.validated_data["reason"],
            override=asked.validated_data["override"],
        )
        return Response(ChangeSetSerializer(made).data, status=status.HTTP_201_CREATED)
