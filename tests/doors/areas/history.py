"""Who changed what: the history of all tables, in sentences."""

from people.models import Record
from tests.doors.answers import LEADERS, SIGNED_IN, Tool, model, rest
from tests.factories.people import RoleFactory

EXPECTED = {
    # The database writes it.
    **model("people.record", LEADERS),
    "api:history-list": rest(SIGNED_IN),
}


def record_of_a_role(stage):
    role = RoleFactory(program=stage.program)
    return Record.objects.get(kind="people.role", row=role.pk)


ROWS = {"people.record": record_of_a_role}

TOOLS = {
    "who_changed_what_tool": Tool(
        lambda _: {"program": "cedar"},
        LEADERS,
        "You may not see who changed what in Cedar Family Medicine.",
    ),
}
