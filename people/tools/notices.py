"""What one was told, for assistants. To acknowledge is for people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Notice, Token
from people.queries.inbox import inbox_of

MOST = 50


class NoticeOut(BaseModel):
    """What one was told of one event."""

    program: str
    title: str
    subject: str
    lines: list[str] = Field(description="The plain differences.")
    url: str
    told_at: datetime
    read: bool
    to_acknowledge_by: datetime | None = Field(
        description="Its reader is asked to say by then, on the site, that they have seen it."
    )


class NoticesOut(BaseModel):
    """The newest first."""

    notices: list[NoticeOut]
    more: int = Field(description="How many older ones are not in the list.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="My notices", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def my_notices_tool(
        only_new: Annotated[bool, Field(description="Only those that are unread.")] = False,
    ) -> NoticesOut:
        """Say what the person has been told: changes of their schedule, decisions, swaps.

        It marks nothing as read and acknowledges nothing: people do that themselves.
        """
        notices = inbox_of(current_user(Token.Scope.READ))
        asked = notices.unread() if only_new else notices
        found = list(asked[:MOST])
        return NoticesOut(
            notices=[_notice_out(notice) for notice in found], more=asked.count() - len(found)
        )


def _notice_out(notice: Notice) -> NoticeOut:
    return NoticeOut(
        program=notice.program.slug,
        title=notice.about.title,
        subject=notice.subject,
        lines=notice.lines,
        url=notice.url,
        told_at=notice.told_at,
        read=notice.read_at is not None,
        to_acknowledge_by=notice.needs_ack_by if notice.waits else None,
    )
