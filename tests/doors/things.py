"""One row of every kind, all of one program, for the addresses that name one."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Model

from people.models import Token
from tests.casting import Stage
from tests.doors.areas import QUERIES, ROWS, VALUES
from tests.factories.people import TokenFactory


class Things:
    """The rows of a stage, made when an address first names one."""

    def __init__(self, stage: Stage, coordinator_token: Token) -> None:
        self.stage = stage
        self.token = coordinator_token
        self.session = UserSession.objects.create(
            user=coordinator_token.user,
            ip="192.0.2.1",
            session_key="elsewhere",
            user_agent="Firefox",
        )
        self.feed = TokenFactory(user=coordinator_token.user, secret="feed", scope=Token.Scope.FEED)
        self.rows: dict[str, Model] = {}

    def row(self, label: str) -> Model:
        if label not in self.rows:
            self.rows[label] = ROWS[label](self.stage)
        return self.rows[label]

    def value(self, route: str, parameter: str) -> Any:
        """What fills a parameter of a route: as the longest name says with which it begins."""
        for name in sorted(VALUES, key=len, reverse=True):
            if route.startswith(name) and parameter in VALUES[name]:
                return VALUES[name][parameter](self)
        return self.row(_label(route)).pk

    def query(self, route: str) -> str:
        return QUERIES.get(route, "")


def _label(route: str) -> str:
    """The model of admin:app_model_page; a page of ours may be called anything after it."""
    name = route.removeprefix("admin:")
    return next(
        label
        for label in sorted(ROWS, key=len, reverse=True)
        if name.startswith(label.replace(".", "_") + "_")
    )
