"""Where one installation's embedded servers keep their data, sockets and locks."""

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

# A unix socket's path has room for 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET = 100
# Not tempfile.gettempdir(): two shells may differ in TMPDIR and must still meet at one socket.
SHORT_ROOT = Path("/tmp")  # noqa: S108 -- the directory below it is private and its owner is checked


class UnsafePlace(RuntimeError):
    """A directory that another user of this machine could have prepared."""


@dataclass(frozen=True)
class Place:
    """The directories and files of the servers that belong to one data directory."""

    data: Path

    @property
    def pgdata(self) -> Path:
        return self.data / "postgres"

    @property
    def redis_data(self) -> Path:
        return self.data / "redis"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the servers."""
        return self.data / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the one process that is starting a server."""
        return self.data / "start.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the process that stops the servers when nobody uses them."""
        return self.data / "keeper.lock"

    @property
    def runtime(self) -> Path:
        """The sockets' directory: beside the data, or a short one when that path is too long."""
        beside = self.data / "run"
        if len(os.fsencode(beside / "pg" / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return beside
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return SHORT_ROOT / f"rounds-{digest}"

    @property
    def postgres_socket_dir(self) -> Path:
        return self.runtime / "pg"

    @property
    def redis_socket(self) -> Path:
        return self.runtime / "redis.sock"

    def prepare(self) -> None:
        """Make the sockets' directory, closed to other users."""
        self.runtime.mkdir(mode=0o700, exist_ok=True)
        found = self.runtime.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise UnsafePlace(f"{self.runtime} belongs to another user of this machine.")

    def clear(self) -> None:
        """Remove the sockets' directory."""
        shutil.rmtree(self.runtime, ignore_errors=True)


def place_at(data_dir: Path | str) -> Place:
    """Return the place of a data directory, the same however its path is spelled."""
    return Place(Path(data_dir).resolve())
