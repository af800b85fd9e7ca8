"""The tools of scheduling for assistants."""

from mcp.server.mcpserver import MCPServer

from people.asking import CurrentUser, Door
from scheduling.tools import (
    absences,
    answering,
    as_of,
    changes,
    credentials,
    demand,
    fairness,
    files,
    logged_work,
    looking,
    looking_ahead,
    on_call,
    preferences,
    repairs,
    rollover,
    rules,
    solves,
    tiers,
    training,
    validate,
    waivers,
    whereabouts,
)


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    parts = (
        *(
            validate,
            solves,
            repairs,
            changes,
            as_of,
            tiers,
            on_call,
            whereabouts,
            looking,
            looking_ahead,
        ),
        *(rules, waivers, logged_work, absences, demand, fairness, rollover, files),
        *(credentials, preferences, answering, training),
    )
    for tools in parts:
        tools.register(server, door, current_user)
