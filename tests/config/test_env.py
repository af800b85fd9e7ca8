"""The environment is read by kind, and a wrong value is named in a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import (
    database_from_url,
    env,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_secret,
)


@pytest.fixture(autouse=True)
def _unset(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    monkeypatch.delenv("X_FILE", raising=False)


def test_env_takes_an_empty_variable_as_unset(monkeypatch):
    monkeypatch.setenv("X", "")

    assert env("X") is None
    assert env("X", "default") == "default"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("Yes", True), ("TRUE", True), ("0", False), ("off", False)],
)
def test_env_bool_reads_common_words(monkeypatch, value, expected):
    monkeypatch.setenv("X", value)

    assert env_bool("X") is expected


def test_env_bool_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("X", "maybe")

    with pytest.raises(ImproperlyConfigured, match=r"^X is 'maybe'; it must be one of 1, 0, true"):
        env_bool("X")


def test_env_bool_is_the_default_when_unset():
    assert env_bool("X") is False
    assert env_bool("X", default=True) is True


def test_env_int_reads_a_number_and_refuses_words(monkeypatch):
    monkeypatch.setenv("X", "12")
    assert env_int("X", 1) == 12

    monkeypatch.setenv("X", "twelve")
    with pytest.raises(ImproperlyConfigured, match=r"^X is 'twelve'; it must be a whole number\.$"):
        env_int("X", 1)


def test_env_choice_is_the_first_when_unset_and_refuses_others(monkeypatch):
    assert env_choice("X", ("line", "json")) == "line"

    monkeypatch.setenv("X", "xml")
    with pytest.raises(ImproperlyConfigured, match=r"^X is 'xml'; it must be one of line, json\.$"):
        env_choice("X", ("line", "json"))


def test_env_list_drops_blanks(monkeypatch):
    monkeypatch.setenv("X", "a.example.org, b.example.org,,")

    assert env_list("X") == ["a.example.org", "b.example.org"]


def test_env_secret_reads_the_file_without_its_line_end(monkeypatch, tmp_path: Path):
    path = tmp_path / "secret"
    path.write_text("quiet\n")
    monkeypatch.setenv("X_FILE", str(path))

    assert env_secret("X") == "quiet"


def test_env_secret_refuses_two_sources(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("X", "loud")
    monkeypatch.setenv("X_FILE", str(tmp_path / "secret"))

    with pytest.raises(ImproperlyConfigured, match=r"^Set X or X_FILE, not both\.$"):
        env_secret("X")


def test_env_secret_names_a_file_that_is_not_there(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("X_FILE", str(tmp_path / "missing"))

    with pytest.raises(ImproperlyConfigured, match=r"X_FILE points to .*missing, which cannot be"):
        env_secret("X")


def test_env_secret_refuses_an_empty_file(monkeypatch, tmp_path: Path):
    path = tmp_path / "secret"
    path.write_text("\n")
    monkeypatch.setenv("X_FILE", str(path))

    with pytest.raises(ImproperlyConfigured, match="which is empty"):
        env_secret("X")


def test_database_from_url_reads_every_part():
    database = database_from_url(
        "postgres://ro%40unds:p%2Fw@db.example.org:5433/plan?sslmode=require"
    )

    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "plan",
        "USER": "ro@unds",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://db/plan", "must begin with postgres://"),
        ("postgres://db/", "must end with the name of a database"),
        ("postgres://db:many/plan", "cannot be read"),
    ],
)
def test_database_from_url_refuses_what_it_cannot_use(url, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        database_from_url(url)
