"""Which tables have a history, and the triggers that write it.

An app says so once (`keep`); the triggers are put on after each migration. They write a record for
each row that is added, changed or deleted, from whatever program it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from people.doors import current_actor, current_door

SAY_WHO = "SELECT set_config('rounds.by', %s, false), set_config('rounds.door', %s, false)"
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
PREFIX = "history_"


@dataclass(frozen=True)
class Kept:
    """A table with a history.

    `program` leads from a row to its program; empty: it belongs to none. Of `private` columns only
    those may read who may know why somebody is away. `secret` ones are said to have changed and
    not how; `ignored` ones are no news. `named_by` are rows that its name is made of, beside those
    that it cannot do without.
    """

    model: type[models.Model]
    program: str
    private: frozenset[str]
    secret: tuple[str, ...]
    ignored: tuple[str, ...]
    named_by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def arguments(self) -> tuple[str, ...]:
        """What the trigger is told: the column and the query that lead to the program, and more."""
        column, query = _way(self.model, self.program)
        return (self.label, column, query, ",".join(self.secret), ",".join(self.ignored))

    def trigger(self) -> str:
        """Its name changes with what it is told, so that an old one can be told from a new one."""
        return PREFIX + sha256("\0".join(self.arguments()).encode()).hexdigest()[:12]


kept: dict[str, Kept] = {}
_tables: set[str] = set()


def keep(
    *tables: type[models.Model],
    program: str = "program",
    private: Sequence[str] = (),
    secret: Sequence[str] = (),
    ignored: Sequence[str] = (),
    named_by: Sequence[str] = (),
) -> None:
    """Give these tables a history."""
    for model in tables:
        one = Kept(
            model, program, frozenset(private), tuple(secret), tuple(ignored), tuple(named_by)
        )
        kept[one.label] = one
        _tables.add(one.table)


def _way(model: type[models.Model], path: str) -> tuple[str, str]:
    """The column of the row that leads on, and the query from its value to the program's key."""
    if not path:
        return "", ""
    if path == "pk":
        return "id", "SELECT $1"
    first, *further = path.split("__")
    field: Any = model._meta.get_field(first)
    column, query = field.column, "$1"
    for name in further:
        owner = field.related_model
        field = owner._meta.get_field(name)
        table = owner._meta.db_table
        query = f"(SELECT {field.column} FROM {table} WHERE id = {query})"  # noqa: S608 -- Our own.
    return column, f"SELECT {query}"


def install(**_: Any) -> None:
    """Put on what is missing, and take off what is no longer asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('people_write_record') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE %s",
            [f"{PREFIX}%"],
        )
        there = set(cursor.fetchall())
        tables = set(connection.introspection.table_names(cursor))
        wanted = {(one.table, one.trigger()): one for one in kept.values() if one.table in tables}
        for table, name in there - set(wanted):
            cursor.execute(
                sql.SQL("DROP TRIGGER {} ON {}")
                .format(sql.Identifier(name), sql.Identifier(table))
                .as_string()
            )
        for key in set(wanted) - there:
            cursor.execute(_creation(wanted[key]))


def _creation(one: Kept) -> str:
    creation = sql.SQL(
        "CREATE TRIGGER {} AFTER INSERT OR UPDATE OR DELETE ON {} "
        "FOR EACH ROW EXECUTE FUNCTION people_write_record({})"
    ).format(
        sql.Identifier(one.trigger()),
        sql.Identifier(one.table),
        sql.SQL(", ").join(map(sql.Literal, one.arguments())),
    )
    return creation.as_string()


def listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A connection says who acts before each statement that is written down."""
    if say_who not in connection.execute_wrappers:
        connection.execute_wrappers.append(say_who)


def say_who(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
    """Anew each time: a transaction that is rolled back takes what was said with it."""
    if not (written := WRITES.match(statement)) or written[1] not in _tables:
        return execute(statement, params, many, context)
    who = [str(current_actor() or ""), current_door().value]
    if many or not isinstance(params, (list, tuple)):
        execute(SAY_WHO, [who] if many else who, many, context)
        return execute(statement, params, many, context)
    # Both on one way to the server; what the caller reads is the answer to the second. Two statements
    # in one message need their values written into them by the client, which is Django's default.
    answer = execute(f"{SAY_WHO}; {statement}", [*who, *params], many, context)
    context["cursor"].nextset()
    return answer


@contextmanager
def forgetting() -> Iterator[None]:
    """Within this and one transaction, records may go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rounds.forgets', 'on', true)")
        yield
        cursor.execute("SELECT set_config('rounds.forgets', '', true)")
