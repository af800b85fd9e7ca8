"""How a draft becomes the published version, and back, over REST."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from people.permissions import require
from people.rest import Asked
from scheduling.api.changes import (
    ChangeSetSerializer,
    PersonDifferencesSerializer,
    PreviewSerializer,
)
from scheduling.models import ScheduleVersion
from scheduling.queries.version_changes import KindChanges, VersionChanges, beside, reasons_to_ask
from scheduling.services.approval import approve_version, is_approved, send_back, submit_version
from scheduling.services.publish import publish_version
from scheduling.services.rollback import Rollback, preview_rollback, roll_back
from scheduling.services.scenarios import discard_scenario, merge_scenario


class VersionSerializer(serializers.ModelSerializer[ScheduleVersion]):
    program = serializers.CharField(source="schedule.program.slug", read_only=True)
    academic_year = serializers.IntegerField(source="schedule.academic_year_id", read_only=True)

    class Meta:
        model = ScheduleVersion
        fields = (
            *("id", "program", "academic_year", "number", "status"),
            *("created_at", "published_at", "withdrawn_at", "checked_at", "note", "reason"),
            *("scenario", "revision", "submitted_at", "approved_at", "approved"),
        )

    approved = serializers.SerializerMethodField(
        help_text="Whether somebody else found it good as it is now."
    )

    def get_approved(self, version: ScheduleVersion) -> bool:
        return is_approved(version)


class PublishSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(
        max_length=300, default="", allow_blank=True, help_text="Needed for large or late changes."
    )
    revision = serializers.IntegerField(
        allow_null=True, default=None, help_text="Refuse when it is not this that you looked at."
    )


class ApproveSerializer(serializers.Serializer[dict[str, Any]]):
    revision = serializers.IntegerField(help_text="What you looked at.")


class SendBackSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=200)


class KindChangesSerializer(serializers.Serializer[KindChanges]):
    name = serializers.CharField()
    added = serializers.IntegerField()
    removed = serializers.IntegerField()


class VersionChangesSerializer(serializers.Serializer[VersionChanges]):
    """What publishing a draft would change, and for whom."""

    before = serializers.SerializerMethodField(help_text="The published version; null: none is.")
    cells = serializers.SerializerMethodField()
    percent = serializers.FloatField()
    kinds = KindChangesSerializer(many=True)
    people = PersonDifferencesSerializer(many=True, source="per_person")
    reasons = serializers.SerializerMethodField(help_text="Why publishing asks for a reason.")

    def get_before(self, changes: VersionChanges) -> int | None:
        return changes.before.pk if changes.before else None

    def get_cells(self, changes: VersionChanges) -> int:
        return len(changes.cells)

    def get_reasons(self, changes: VersionChanges) -> list[str]:
        program = changes.after.schedule.program
        return list(reasons_to_ask(changes, program, at=self.context["at"]))


class RollbackSerializer(serializers.Serializer[Rollback]):
    """What a roll back would do."""

    from_day = serializers.DateField()
    preview = PreviewSerializer()
    conflicts = serializers.ListField(child=serializers.CharField())


class TakeOverSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)
    partly = serializers.BooleanField(
        default=False, help_text="Leave what the draft changed meanwhile."
    )


class RollBackSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=300)
    from_day = serializers.DateField(
        allow_null=True, default=None, help_text="The first day that goes back; else today."
    )
    partly = serializers.BooleanField(default=False)
    override = serializers.BooleanField(default=False)


class FromDaySerializer(serializers.Serializer[dict[str, Any]]):
    from_day = serializers.DateField(allow_null=True, default=None)


class PublicationActions(Asked, GenericViewSet[ScheduleVersion]):
    """Compared, submitted, approved, published, rolled back."""

    @extend_schema(
        description="Freeze a draft and put it in the place of what is published.",
        request=PublishSerializer,
        responses=VersionSerializer,
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        version, asked = self.get_object(), self._asked(PublishSerializer)
        version = publish_version(version, by=self.by, at=self.at, **asked)
        return Response(VersionSerializer(version).data)

    @extend_schema(
        description="What publishing would change, person by person.",
        responses=VersionChangesSerializer,
    )
    @action(detail=True)
    def differences(self, request: Request, pk: str) -> Response:
        version = self.get_object()
        require(self.by, "view_draft", version.schedule.program, at=self.at)
        changes = VersionChanges(beside(version), version)
        return Response(VersionChangesSerializer(changes, context={"at": self.at}).data)

    @extend_schema(
        description="Make in the draft what was changed in a scenario since it was opened.",
        request=TakeOverSerializer,
        responses={status.HTTP_201_CREATED: ChangeSetSerializer},
    )
    @action(detail=True, methods=["post"], url_path="take-over")
    def take_over(self, request: Request, pk: str) -> Response:
        version, asked = self.get_object(), self._asked(TakeOverSerializer)
        made = merge_scenario(version, by=self.by, at=self.at, **asked)
        return Response(ChangeSetSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        description="Take a scenario away with all that was tried in it.",
        request=None,
        responses={status.HTTP_204_NO_CONTENT: None},
    )
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        discard_scenario(self.get_object(), by=self.by, at=self.at)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        description="Say that a draft is ready for somebody else's approval.",
        request=None,
        responses=VersionSerializer,
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        version = submit_version(self.get_object(), by=self.by, at=self.at)
        return Response(VersionSerializer(version).data)

    @extend_schema(
        description="Find a draft good as you looked at it; any change ends the approval.",
        request=ApproveSerializer,
        responses=VersionSerializer,
    )
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        version, asked = self.get_object(), self._asked(ApproveSerializer)
        version = approve_version(version, by=self.by, at=self.at, **asked)
        return Response(VersionSerializer(version).data)

    @extend_schema(
        description="Say what is to be changed before a draft is approved.",
        request=SendBackSerializer,
        responses=VersionSerializer,
    )
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        version, asked = self.get_object(), self._asked(SendBackSerializer)
        version = send_back(version, by=self.by, at=self.at, **asked)
        return Response(VersionSerializer(version).data)

    @extend_schema(
        methods=["GET"],
        description="What rolling back to what was published before would do.",
        parameters=[FromDaySerializer],
        responses=RollbackSerializer,
    )
    @extend_schema(
        methods=["POST"],
        description="Put the days to come back to what was published before.",
        request=RollBackSerializer,
        responses={status.HTTP_201_CREATED: ChangeSetSerializer},
    )
    @action(detail=True, methods=["get", "post"], url_path="roll-back")
    def roll_back(self, request: Request, pk: str) -> Response:
        version = self.get_object()
        if request.method == "POST":
            asked = self._asked(RollBackSerializer)
            made = roll_back(version, by=self.by, at=self.at, **asked)
            return Response(ChangeSetSerializer(made).data, status=status.HTTP_201_CREATED)
        days = FromDaySerializer(data=request.query_params)
        days.is_valid(raise_exception=True)
        found = preview_rollback(version, by=self.by, at=self.at, **days.validated_data)
        return Response(RollbackSerializer(found).data)

    def _asked(self, kind: type[serializers.Serializer[dict[str, Any]]]) -> dict[str, Any]:
        asked = kind(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)
