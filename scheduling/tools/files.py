"""The tool that hands out the schedule as a file."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token, User
from scheduling.models import ScheduleVersion
from scheduling.services.export_lists import export_assignments
from scheduling.services.export_schedule import Download, export_block, export_year
from scheduling.services.wall_views import print_block, print_calls, print_year
from scheduling.tools.looking import version_of

LARGEST = 100_000
"""Bytes that are sent along; a larger file is fetched at its address."""

Form = Literal["workbook", "wall", "csv"]


class FileOut(BaseModel):
    """A file of the schedule, as it is now."""

    name: str
    content_type: str
    size: int
    address: str = Field(description="Below the site; fetched with the same token.")
    base64: str | None = Field(description="The file itself; none where it is too large for that.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="The schedule as a file", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def export_schedule_tool(
        version_id: int,
        form: Annotated[
            Form, Field(description="An Excel workbook, a PDF for the wall, or all as CSV.")
        ] = "workbook",
        block: Annotated[int | None, Field(description="One block; else the whole year.")] = None,
        month: Annotated[
            date | None, Field(description="Of a wall view: any day of a month, for its calls.")
        ] = None,
    ) -> FileOut:
        """Make a file of a version: a workbook that can be changed and brought back, or a PDF.

        Needs the right to export the schedule.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        version = version_of(version_id, by=by, at=at)
        made = _made(version, form, block, month, by=by, at=at)
        return _out(made, _address(version, form, block, month))


def _made(
    version: ScheduleVersion,
    form: Form,
    block: int | None,
    month: date | None,
    *,
    by: User,
    at: datetime,
) -> Download:
    if month is not None:
        if form != "wall":
            raise ValidationError("A month is for wall views only.", code="month-of-a-wall")
        return print_calls(version, month, by=by, at=at)
    if form == "csv":
        return export_assignments(version, by=by, at=at)
    if block is None:
        return (print_year if form == "wall" else export_year)(version, by=by, at=at)
    return (print_block if form == "wall" else export_block)(version, block, by=by, at=at)


def _address(version: ScheduleVersion, form: Form, block: int | None, month: date | None) -> str:
    asked = {"block": block} if month is None else {"month": month}
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    address = reverse(f"api:version-{form}", args=(version.pk,))
    return f"{address}?{query}" if query and form != "csv" else address


def _out(made: Download, address: str) -> FileOut:
    small = len(made.content) <= LARGEST
    return FileOut(
        name=made.name,
        content_type=made.content_type,
        size=len(made.content),
        address=address,
        base64=b64encode(made.content).decode() if small else None,
    )
