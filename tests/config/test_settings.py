"""The settings run with an empty environment, and refuse what would be unsafe."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.celery import app
from tests.conftest import ROOT
from tests.processes import processes_of

READ = "import sys; from config import settings; print(getattr(settings, sys.argv[1]))"


def read_setting(name: str, data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own, with this environment and no more."""
    return subprocess.run(
        [sys.executable, "-c", READ, name],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ROUNDS_DATA_DIR": str(data_dir)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_run_with_an_empty_environment_and_start_nothing(tmp_path):
    read = read_setting("DEBUG", tmp_path)

    assert (read.returncode, read.stdout, read.stderr) == (0, "False\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert processes_of(tmp_path) == []


def test_settings_refuse_a_real_database_without_a_secret_key(tmp_path):
    read = read_setting("DEBUG", tmp_path, DATABASE_URL="postgres://db/rounds")

    assert read.returncode == 1
    assert read.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: "
        "DATABASE_URL is set, so SECRET_KEY or SECRET_KEY_FILE must be set too."
    )


def test_settings_take_the_secret_key_from_a_file(tmp_path):
    secret = tmp_path / "mounted"
    secret.write_text("from a file\n")

    read = read_setting(
        "SECRET_KEY", tmp_path, DATABASE_URL="postgres://db/rounds", SECRET_KEY_FILE=str(secret)
    )

    assert read.stdout == "from a file\n"
    assert list(tmp_path.iterdir()) == [secret]


def test_settings_name_a_wrong_log_format(tmp_path):
    read = read_setting("DEBUG", tmp_path, LOG_FORMAT="xml")

    assert "LOG_FORMAT is 'xml'; it must be one of line, json." in read.stderr


@pytest.mark.parametrize(
    ("redis_url", "expected"),
    [
        ("redis://:word@cache:6379/2", "redis://:word@cache:6379/2"),
        ("unix:///run/r.sock?db=2", "redis+socket:///run/r.sock?virtual_host=2"),
    ],
)
def test_settings_give_celery_the_same_redis(tmp_path, redis_url, expected):
    assert (
        read_setting("CELERY_BROKER_URL", tmp_path, REDIS_URL=redis_url).stdout == f"{expected}\n"
    )


def test_settings_protect_cookies_once_https_is_declared(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")

    plain = [read_setting(name, tmp_path).stdout for name in names]
    declared = [read_setting(name, tmp_path, HTTPS="1").stdout for name in names]

    assert plain == ["False\n"] * 3
    assert declared == ["True\n"] * 3


def test_queues_do_not_share_a_key():
    """Queues that were declared by name alone all listened to one key: each got every task."""
    bindings = {(queue.exchange.name, queue.routing_key) for queue in app.amqp.queues.values()}

    assert bindings == {(name, name) for name in settings.QUEUES}


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("scheduling.tasks.solve", "solver"),
        ("people.tasks.send_digest", "mail"),
        ("rag.tasks.ingest", "default"),
    ],
)
def test_tasks_go_to_their_queue(task, queue):
    route = app.amqp.router.route({}, task)

    assert route["queue"].name == queue


@pytest.mark.parametrize(
    ("shade", "against"),
    [
        ("primary-600", "white"),
        ("primary-700", "base-100"),
        ("base-500", "white"),
        ("base-600", "base-50"),
        ("base-300", "base-900"),
        ("primary-400", "base-900"),
        ("primary-500", "base-950"),
    ],
)
def test_admin_colors_pass_aa(shade, against):
    lighter, darker = sorted((luminance(shade), luminance(against)), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(name: str) -> float:
    """Return the relative luminance of white or of a color of the admin, given as oklch."""
    if name == "white":
        return 1.0
    family, _, shade = name.partition("-")
    words = settings.UNFOLD["COLORS"][family][shade].removeprefix("oklch(").rstrip(")").split()
    light, chroma, hue = float(words[0].rstrip("%")) / 100, float(words[1]), float(words[2])
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
