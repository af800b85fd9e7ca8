"""Makes the database of each worker: the first migrates its own, the others take copies of that."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql import creation

# Of one run of pytest-xdist; what another run has left may be of other migrations.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
MIGRATED = f"migrated_{RUN}"
# The data go with the machine, as they go with the run: nothing need reach the disk.
CARELESS = ("fsync", "full_page_writes")


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(
        self,
        verbosity: int = 1,
        autoclobber: bool = False,
        serialize: bool = True,
        keepdb: bool = False,
    ) -> str:
        """No test asks for what `serialize` would keep; a copy does without."""
        self._be_careless()
        if not RUN:
            return super().create_test_db(verbosity, autoclobber, serialize, keepdb)
        with _one_at_a_time():
            if self._is_migrated():
                return self._copied(verbosity, autoclobber, keepdb)
            name = super().create_test_db(verbosity, autoclobber, serialize, keepdb)
            self._keep(name)
            return name

    def _be_careless(self) -> None:
        with self._nodb_cursor() as cursor:
            for setting in CARELESS:
                cursor.execute(f"ALTER SYSTEM SET {setting} = off")
            cursor.execute("SELECT pg_reload_conf()")

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        """It goes with the server's directory; to drop it would be to write down all else first."""

    def _is_migrated(self) -> bool:
        with self._nodb_cursor() as cursor:
            return bool(self._database_exists(cursor, MIGRATED))

    def _keep(self, name: str) -> None:
        """Nobody may be connected to what is copied."""
        self.connection.close()
        copy, original = self._quote_name(MIGRATED), self._quote_name(name)
        with self._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {copy} TEMPLATE {original}")

    def _copied(self, verbosity: int, autoclobber: bool, keepdb: bool) -> str:
        self.connection.settings_dict["TEST"]["TEMPLATE"] = MIGRATED
        name = str(self._create_test_db(verbosity, autoclobber, keepdb))
        self.connection.close()
        settings.DATABASES[self.connection.alias]["NAME"] = name
        self.connection.settings_dict["NAME"] = name
        return name


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(settings.DATA_DIR) / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
