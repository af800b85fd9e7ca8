"""The tools of people for assistants: what one was told, what waits, and who changed what.

To acknowledge is for people.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import AwareDatetime, BaseModel, Field

from people.asking import CurrentUser, Door
from people.finding import search
from people.models import Notice, Token
from people.permissions import require
from people.queries.history import Told, records_in, told
from people.queries.inbox import inbox_of
from people.queries.programs import choose_program
from people.waiting import Found, waiting_for

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


class HitOut(BaseModel):
    """Something that was found."""

    kind: str
    title: str
    hint: str
    url: str = Field(description="The page that shows it.")


class WaitingOut(BaseModel):
    """Some things of one kind that the person has to deal with."""

    count: int
    words: str
    hint: str
    pressing: bool
    url: str = Field(description="The page on which they are dealt with.")


class DeedOut(BaseModel):
    """What was done to one row."""

    at: datetime
    sentence: str = Field(description="Who did what, and through which door.")
    kind: str = Field(description="Of which table: “scheduling.rotation”.")
    row: str = Field(description="Its key there.")


class DeedsOut(BaseModel):
    """The newest first."""

    deeds: list[DeedOut]
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

    @server.tool(title="What waits", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def what_waits_tool(
        program: Annotated[str, Field(description="Its slug or name; may be left out.")] = "",
    ) -> list[WaitingOut]:
        """Say what waits for the person in a program: leave and swaps to decide, gaps in call, and so on.

        What is pressing comes first. An empty list: nothing waits that their roles let them see.
        """
        user, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(user, program, at=at)
        return [_waiting_out(found) for found in waiting_for(user, chosen, at=at)]

    @server.tool(title="Find", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def find_tool(
        words: Annotated[str, Field(description="A name, “Jan 5”, “block 7”, words of a page.")],
    ) -> list[HitOut]:
        """Find people, days, blocks, rotations, swaps, findings, rules and pages, by words.

        An empty list: there is nothing of that name that the person's roles let them see.
        """
        found = search(words, by=current_user(Token.Scope.READ), at=timezone.now())
        return [
            HitOut(kind=kind.title, title=hit.title, hint=hit.hint, url=hit.url)
            for kind in found
            for hit in kind.hits
        ]

    @server.tool(title="Who changed what", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def who_changed_what_tool(
        program: Annotated[str, Field(description="Its slug or name; may be left out.")] = "",
        kind: Annotated[
            str, Field(description="Only this table, such as “people.absence”; may be left out.")
        ] = "",
        since: Annotated[
            AwareDatetime | None, Field(description="Only from this moment on; may be left out.")
        ] = None,
    ) -> DeedsOut:
        """Say who added, changed or deleted what in a program: people, rotations, rules, absences.

        Changes of assignments are told by the tools of the schedule.
        """
        user, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(user, program, at=at)
        require(user, "view_audit", chosen, at=at)
        asked = records_in(chosen)
        asked = asked.filter(kind=kind) if kind else asked
        asked = asked.filter(at__gte=since) if since else asked
        found = told(list(asked[:MOST]), to=user, at=at)
        return DeedsOut(deeds=[_deed_out(each) for each in found], more=asked.count() - len(found))


def _deed_out(each: Told) -> DeedOut:
    record = each.record
    return DeedOut(at=record.at, sentence=each.sentence, kind=record.kind, row=record.row)


def _waiting_out(found: Found) -> WaitingOut:
    told = found.waiting
    return WaitingOut(
        count=told.count, words=told.words, hint=told.hint, pressing=told.pressing, url=told.url
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
