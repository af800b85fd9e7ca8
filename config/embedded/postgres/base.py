"""PostgreSQL that starts itself on the first connection.

HOST in the settings is the installation's data directory.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import base, client

from config.embedded import postgres_server
from config.embedded.lease import start_postgres
from config.embedded.place import place_at


class DatabaseClient(client.DatabaseClient):
    """Opens the psql that comes with the server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        super().runshell(parameters)

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        place = place_at(settings_dict["HOST"])
        reachable = settings_dict | {"HOST": str(place.postgres_socket_dir)}
        words, environment = super().settings_to_cmd_args_env(reachable, parameters)
        return [str(postgres_server.programs() / "psql"), *words[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """The stock backend, which makes sure first that there is a server."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        place = place_at(self.settings_dict["HOST"])
        start_postgres(place)
        return super().get_connection_params() | {"host": str(place.postgres_socket_dir)}
