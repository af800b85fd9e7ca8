"""Lists of people and absences over REST: brought, looked at, applied; and given as CSV."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from people.permissions import programs_for
from people.rest import Asked
from scheduling.api.sheets import FileSerializer, InParts
from scheduling.models import AcademicYear, SheetImport
from scheduling.permissions import visible_lists
from scheduling.sending import sent
from scheduling.services.export_lists import export_absences, export_people
from scheduling.services.export_program import export_program
from scheduling.services.export_schedule import XLSX
from scheduling.services.list_imports import (
    ACTIONS,
    ListLine,
    apply_list,
    discard_list,
    preview_list,
    stage_list,
    undo_list,
)

SUBJECTS = [subject.value for subject in ACTIONS]


class ListSerializer(serializers.ModelSerializer[SheetImport]):
    program = serializers.CharField(source="program.slug", read_only=True)

    class Meta:
        model = SheetImport
        fields = (
            *("id", "program", "academic_year", "subject", "file_name", "status"),
            *("uploaded_at", "decided_at"),
        )


class BringListSerializer(FileSerializer):
    subject = serializers.ChoiceField(choices=SUBJECTS)


class ListLineSerializer(serializers.Serializer[ListLine]):
    key = serializers.CharField(help_text="The row of the list.")
    words = serializers.CharField()
    verdict = serializers.CharField(help_text="new, changed, same or refused.")
    note = serializers.CharField()


class ApplyListSerializer(serializers.Serializer[dict[str, Any]]):
    without = serializers.ListField(
        child=serializers.CharField(), default=list, help_text="Keys of rows to leave out."
    )


@extend_schema_view(
    list=extend_schema(description="Lists that were brought as files, the last first."),
    retrieve=extend_schema(description="One of them, and what became of it."),
)
class ListViewSet(InParts, ReadOnlyModelViewSet[SheetImport]):
    queryset = SheetImport.objects.none()
    serializer_class = ListSerializer

    def get_queryset(self) -> QuerySet[SheetImport]:
        return visible_lists(self.request.user, at=self.at)

    @extend_schema(
        description="Bring a list as CSV; nothing is changed before it is applied.",
        request={"multipart/form-data": BringListSerializer},
        responses={status.HTTP_201_CREATED: ListSerializer},
    )
    def create(self, request: Request) -> Response:
        asked = self.asked(BringListSerializer)
        upload, subject = asked["file"], asked["subject"]
        years = AcademicYear.objects.select_related("program")
        programs = programs_for(self.by, ACTIONS[SheetImport.Subject(subject)], self.at)
        year = get_object_or_404(years, pk=asked["academic_year"], program__in=programs)
        data, name = upload.read(), upload.name
        staged = stage_list(year, data, subject=subject, file_name=name, by=self.by, at=self.at)
        return Response(ListSerializer(staged).data, status.HTTP_201_CREATED)

    @extend_schema(
        description="What each row would do now.",
        request=None,
        responses=ListLineSerializer(many=True),
    )
    @action(detail=True, methods=["post"], pagination_class=None)
    def look(self, request: Request, pk: str) -> Response:
        lines = preview_list(self.get_object(), by=self.by, at=self.at)
        return Response([ListLineSerializer(line).data for line in lines])

    @extend_schema(
        description="Do what the rows say, all of them or none.",
        request=ApplyListSerializer,
        responses=ListSerializer,
    )
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        staged, asked = self.get_object(), self.asked(ApplyListSerializer)
        done = apply_list(staged, by=self.by, at=self.at, without=asked["without"])
        return Response(ListSerializer(done).data)

    @extend_schema(
        description="Put the list aside; nothing of it is done.",
        request=None,
        responses=ListSerializer,
    )
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        staged = discard_list(self.get_object(), by=self.by, at=self.at)
        return Response(ListSerializer(staged).data)

    @extend_schema(
        description="Take back what the list did: its people go, its absences are cancelled.",
        request=None,
        responses=ListSerializer,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        return Response(ListSerializer(undo_list(self.get_object(), by=self.by, at=self.at)).data)


class YearLists(Asked, GenericViewSet[AcademicYear]):
    """People and absences of a year as CSV, and the whole program as a workbook."""

    @extend_schema(
        operation_id="academic_years_people_csv_retrieve",
        description="Everybody who has a place in the program in the year, as CSV.",
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path="people-csv", pagination_class=None, filterset_class=None)
    def people_csv(self, request: Request, pk: str) -> HttpResponse:
        return sent(export_people(self.get_object(), by=self.by, at=self.at))

    @extend_schema(
        operation_id="academic_years_absences_csv_retrieve",
        description="Who is away in the year, as CSV; why, only for those who may know.",
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path="absences-csv", pagination_class=None, filterset_class=None)
    def absences_csv(self, request: Request, pk: str) -> HttpResponse:
        return sent(export_absences(self.get_object(), by=self.by, at=self.at))

    @extend_schema(
        operation_id="academic_years_program_workbook_retrieve",
        description="All that the schedule is made from, as a program workbook to change and load.",
        responses={(200, XLSX): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path="program-workbook", pagination_class=None, filterset_class=None)
    def program_workbook(self, request: Request, pk: str) -> HttpResponse:
        return sent(export_program(self.get_object(), by=self.by, at=self.at))
