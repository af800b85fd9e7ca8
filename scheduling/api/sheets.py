"""Spreadsheets over REST: brought, looked at, their names told, applied, taken back."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from people.permissions import programs_for
from people.rest import Asked
from scheduling.api.changes import ChangeSetSerializer, PreviewSerializer
from scheduling.api.readings import ReadingSerializer
from scheduling.models import AcademicYear, SheetImport, SheetReading
from scheduling.permissions import visible_sheets
from scheduling.program_file.container import refusal_by_length
from scheduling.services.new_names import Proposed
from scheduling.services.sheet_imports import (
    SheetPreview,
    apply_sheet,
    discard_sheet,
    preview_sheet,
    put_new_right,
    tell_names,
    undo_sheet,
)
from scheduling.services.sheet_lines import Line, Unmatched
from scheduling.services.sheet_names import Told
from scheduling.services.sheet_readings import bring_sheet

MOST_LINES = 5_000


class SheetSerializer(serializers.ModelSerializer[SheetImport]):
    program = serializers.CharField(source="program.slug", read_only=True)

    class Meta:
        model = SheetImport
        fields = (
            *("id", "program", "academic_year", "version", "file_name", "layout", "remarks"),
            *("unchanged", "status", "change_set", "uploaded_at", "decided_at"),
        )


class FileSerializer(serializers.Serializer[dict[str, Any]]):
    academic_year = serializers.IntegerField(help_text="The id of an academic year.")
    file = serializers.FileField()

    def validate_file(self, upload: Any) -> Any:
        """Nobody reads a file that is larger than any may be."""
        if reason := refusal_by_length(upload.size):
            raise serializers.ValidationError(reason)
        return upload


class BringSerializer(FileSerializer):
    published = serializers.BooleanField(
        default=False, help_text="Change what is published, and not the draft."
    )
    block = serializers.IntegerField(
        min_value=0,
        max_value=99,
        required=False,
        help_text="The block that is meant; a file about other days is refused.",
    )


class SheetLineSerializer(serializers.Serializer[Line]):
    key = serializers.CharField()
    at = serializers.CharField(help_text="Where it stands in the file.")
    kind = serializers.CharField(source="sort.value")
    person = serializers.IntegerField(
        help_text="Somebody new has another key in each preview, until the file is applied."
    )
    day = serializers.DateField()
    when = serializers.CharField()
    was = serializers.CharField(help_text="When the workbook was exported; empty: not known.")
    there = serializers.CharField()
    wanted = serializers.CharField()
    verdict = serializers.CharField(source="verdict.value")
    note = serializers.CharField()


class UnmatchedSerializer(serializers.Serializer[Unmatched]):
    sort = serializers.CharField()
    written = serializers.CharField()
    count = serializers.IntegerField()
    guesses = serializers.SerializerMethodField()

    def get_guesses(self, unmatched: Unmatched) -> list[str]:
        return [choice for choice, _ in unmatched.guesses]


class NewSerializer(serializers.Serializer[Proposed]):
    """What the file is to make when it is applied, and what stands against it still."""

    sort = serializers.CharField(source="new.sort")
    written = serializers.CharField(source="new.written")
    what = serializers.CharField(source="new.what", help_text="person, rotation or half-day.")
    values = serializers.DictField(source="new.values", child=serializers.CharField())
    fault = serializers.CharField()


class SheetPreviewSerializer(serializers.Serializer[SheetPreview]):
    """`seen` is sent back to apply just this. `left_off` lines are not told here."""

    seen = serializers.CharField()
    lines = serializers.SerializerMethodField()
    left_off = serializers.SerializerMethodField()
    unmatched = UnmatchedSerializer(many=True, source="read.unmatched")
    new = NewSerializer(many=True)
    changes = PreviewSerializer(allow_null=True)
    refusal = serializers.CharField()

    @extend_schema_field(SheetLineSerializer(many=True))
    def get_lines(self, found: SheetPreview) -> list[dict[str, Any]]:
        return [SheetLineSerializer(line).data for line in found.read.lines[:MOST_LINES]]

    def get_left_off(self, found: SheetPreview) -> int:
        return max(0, len(found.read.lines) - MOST_LINES)


class ChoiceOfLinesSerializer(serializers.Serializer[dict[str, Any]]):
    without = serializers.ListField(
        child=serializers.CharField(), default=list, help_text="Keys of lines to leave out."
    )
    also = serializers.ListField(
        child=serializers.CharField(),
        default=list,
        help_text="Keys of lines in conflict that are taken.",
    )


class ApplySheetSerializer(ChoiceOfLinesSerializer):
    seen = serializers.CharField()
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)
    override = serializers.BooleanField(default=False)


class NameToldSerializer(serializers.Serializer[dict[str, Any]]):
    sort = serializers.CharField()
    written = serializers.CharField(max_length=300)
    choice = serializers.CharField(
        help_text="person/12, half-day/C, rotation/FMIT, call/NIGHT, leave/ or out/; "
        "or what is to be made: new/person, new/rotation, new/half-day."
    )


class TellSerializer(serializers.Serializer[dict[str, Any]]):
    names = NameToldSerializer(many=True, allow_empty=False)


class NewSaidSerializer(serializers.Serializer[dict[str, Any]]):
    sort = serializers.CharField()
    written = serializers.CharField(max_length=300)
    values = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        allow_null=True,
        help_text="Of a person first_name, last_name, position, pgy, faculty_role, track; of a "
        "rotation code, name, kind, length, pgys; of an activity code, name, kind. null: it is "
        "not new after all.",
    )


class PutRightSerializer(serializers.Serializer[dict[str, Any]]):
    new = NewSaidSerializer(many=True, allow_empty=False)


class UndoSheetSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)
    partly = serializers.BooleanField(default=False, help_text="Leave what changed since.")


class InParts(Asked, GenericViewSet[SheetImport]):
    """What is brought comes in parts, with a file; everything else as JSON."""

    def get_parsers(self) -> list[Any]:
        if self.action_map and self.action_map.get("post") == "create":
            return [MultiPartParser()]
        return super().get_parsers()

    def asked(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)


@extend_schema_view(
    list=extend_schema(description="Schedules that were brought as files, the last first."),
    retrieve=extend_schema(description="One of them, and what became of it."),
)
class SheetViewSet(InParts, ReadOnlyModelViewSet[SheetImport]):
    queryset = SheetImport.objects.none()
    serializer_class = SheetSerializer

    def get_queryset(self) -> QuerySet[SheetImport]:
        return visible_sheets(self.request.user, at=self.at)

    @extend_schema(
        description="Bring a workbook, list or calendar; nothing is changed before it is applied, "
        "and a large file (202) is read by a worker first.",
        request={"multipart/form-data": BringSerializer},
        responses={201: SheetSerializer, 202: ReadingSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = self.asked(BringSerializer)
        upload, published = asked["file"], asked["published"]
        years = AcademicYear.objects.select_related("program")
        programs = programs_for(self.by, "edit_schedule", self.at)
        year = get_object_or_404(years, pk=asked["academic_year"], program__in=programs)
        staged = bring_sheet(
            year,
            upload.read(),
            file_name=upload.name,
            published=published,
            block=asked.get("block"),
            by=self.by,
            at=self.at,
        )
        if isinstance(staged, SheetReading):
            return Response(ReadingSerializer(staged).data, status.HTTP_202_ACCEPTED)
        return Response(SheetSerializer(staged).data, status.HTTP_201_CREATED)

    @extend_schema(
        description="What the file would change now, and what the rules say of it.",
        request=ChoiceOfLinesSerializer,
        responses=SheetPreviewSerializer,
    )
    @action(detail=True, methods=["post"])
    def look(self, request: Request, pk: str) -> Response:
        staged, asked = self.get_object(), self.asked(ChoiceOfLinesSerializer)
        found = preview_sheet(staged, by=self.by, at=self.at, **asked)
        return Response(SheetPreviewSerializer(found).data)

    @extend_schema(
        description="Say what names of the file mean; they are remembered for files to come.",
        request=TellSerializer,
        responses=SheetPreviewSerializer,
    )
    @action(detail=True, methods=["post"])
    def names(self, request: Request, pk: str) -> Response:
        staged, asked = self.get_object(), self.asked(TellSerializer)
        tell_names(staged, [Told(**one) for one in asked["names"]], by=self.by, at=self.at)
        return Response(SheetPreviewSerializer(preview_sheet(staged, by=self.by, at=self.at)).data)

    @extend_schema(
        description="Say more of the people and codes that the file is to make.",
        request=PutRightSerializer,
        responses=SheetPreviewSerializer,
    )
    @action(detail=True, methods=["post"])
    def new(self, request: Request, pk: str) -> Response:
        staged, asked = self.get_object(), self.asked(PutRightSerializer)
        said = [(one["sort"], one["written"], one["values"]) for one in asked["new"]]
        put_new_right(staged, said, by=self.by, at=self.at)
        return Response(SheetPreviewSerializer(preview_sheet(staged, by=self.by, at=self.at)).data)

    @extend_schema(
        description="Make the changes of the file as one change.",
        request=ApplySheetSerializer,
        responses=ChangeSetSerializer,
    )
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        staged, asked = self.get_object(), self.asked(ApplySheetSerializer)
        done = apply_sheet(staged, by=self.by, at=self.at, **asked)
        return Response(ChangeSetSerializer(done).data)

    @extend_schema(
        description="Put the file aside; nothing of it is done.",
        request=None,
        responses=SheetSerializer,
    )
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        staged = discard_sheet(self.get_object(), by=self.by, at=self.at)
        return Response(SheetSerializer(staged).data)

    @extend_schema(
        description="Take back what the file changed.",
        request=UndoSheetSerializer,
        responses=ChangeSetSerializer,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        staged, asked = self.get_object(), self.asked(UndoSheetSerializer)
        done = undo_sheet(staged, by=self.by, at=self.at, **asked)
        return Response(ChangeSetSerializer(done).data)
