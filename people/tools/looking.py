"""What waits for somebody, and finding things, for assistants."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.finding import search
from people.models import Token
from people.queries.programs import choose_program
from people.waiting import Found, waiting_for


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


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
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


def _waiting_out(found: Found) -> WaitingOut:
    told = found.waiting
    return WaitingOut(
        count=told.count, words=told.words, hint=told.hint, pressing=told.pressing, url=told.url
    )
