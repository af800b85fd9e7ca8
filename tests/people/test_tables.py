"""Many tables made at once are the same tables, made in their order and taken away in the other."""

from functools import partial

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from people.tables import CreateModels

pytestmark = pytest.mark.django_db

FIRST = migrations.CreateModel("First", [("id", models.BigAutoField(primary_key=True))])
SECOND = migrations.CreateModel(
    "Second",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("first", models.ForeignKey("people.First", models.PROTECT)),
    ],
)


def carried_out(operations):
    """The models afterwards, and what the database is told on the way there and back."""
    states = [ProjectState()]
    told = []
    for operation in operations:
        states.append(states[-1].clone())
        operation.state_forwards("people", states[-1])
        assert states[-1].apps
    editor = partial(connection.schema_editor, collect_sql=True, atomic=False)
    with editor() as forwards:
        for index, operation in enumerate(operations):
            operation.database_forwards("people", forwards, states[index], states[index + 1])
    told += forwards.collected_sql
    with editor() as backwards:
        for index, operation in reversed([*enumerate(operations)]):
            operation.database_backwards("people", backwards, states[index + 1], states[index])
    return states[-1].models, [*told, *backwards.collected_sql]


def test_tables_made_at_once_are_those_made_one_after_the_other():
    assert carried_out([CreateModels([FIRST, SECOND])]) == carried_out([FIRST, SECOND])
