"""What holds for the whole tree: who may import whom, migrations, and that looking starts nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.processes import processes_of

BIN = Path(sys.executable).parent


def run(*command: str | Path, data_dir: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing configured but where its data goes."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ROUNDS_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_import_contracts_hold(tmp_path):
    linted = run(BIN / "lint-imports", "--no-cache", data_dir=tmp_path)

    assert linted.returncode == 0, linted.stdout


def test_migrations_say_what_the_models_say(place):
    made = run(
        sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", data_dir=place.data
    )

    assert (made.returncode, made.stdout) == (0, "No changes detected\n"), made.stderr


LOOKING = """
from django.core.management import ManagementUtility, call_command
import config.asgi
from config.celery import app
app.tasks
ManagementUtility().main_help_text()
call_command("check")
call_command("diffsettings")
"""


@pytest.mark.parametrize(
    "command",
    [("-c", LOOKING), ("-m", "celery", "-A", "config", "worker", "--help")],
    ids=["django", "celery"],
)
def test_looking_starts_no_server(command, tmp_path):
    looked = run(sys.executable, *command, data_dir=tmp_path)

    assert looked.returncode == 0, looked.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"secret_key"}
    assert processes_of(tmp_path) == []
