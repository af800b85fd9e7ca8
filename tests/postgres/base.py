"""A database backend that empties after a test only the tables in which there is something.

TRUNCATE makes new files for each of a hundred tables and their indexes, most of them empty before.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.color import Style
from django.db.backends.postgresql import operations

from config.embedded.postgres import base
from tests.postgres.creation import DatabaseCreation

# What Django fills when it has migrated; tests/conftest.py sees to it that it does so once.
KEPT = frozenset({"django_content_type", "auth_permission"})


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(
        self,
        style: Style,
        tables: Sequence[str],
        *,
        reset_sequences: bool = False,
        allow_cascade: bool = False,
    ) -> list[str]:
        if reset_sequences or allow_cascade:
            return super().sql_flush(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        full = self._full({*tables} - KEPT)
        # As a replica: without triggers, neither of foreign keys nor of what is frozen.
        deletes = [f"DELETE FROM {self.quote_name(table)}" for table in full]
        return [
            "SET session_replication_role = replica",
            *deletes,
            "SET session_replication_role = DEFAULT",
        ]

    def _full(self, tables: set[str]) -> list[str]:
        asked = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {self.quote_name(table)})"
            for table in sorted(tables)
        )
        with self.connection.cursor() as cursor:
            cursor.execute(asked)
            return [table for (table,) in cursor.fetchall()]


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class: Any = DatabaseCreation
    ops_class: Any = DatabaseOperations
