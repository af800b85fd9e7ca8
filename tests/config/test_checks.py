"""What is fit for a first look is named before a hospital relies on it."""

import pytest

from config.checks import check_deployment


@pytest.fixture
def deployed(settings):
    """Settings in which nothing is left to name."""
    settings.SECRET_KEY_IS_GENERATED = False
    settings.ALLOWED_HOSTS = ["rounds.example.org"]
    settings.HTTPS = True
    settings.MAIL_STAYS_HERE = False
    settings.DATABASE_IS_EMBEDDED = False
    settings.REDIS_IS_EMBEDDED = False
    return settings


def found() -> list[str]:
    return [warning.id for warning in check_deployment()]


def test_check_finds_nothing_in_a_real_installation(deployed):
    assert found() == []


@pytest.mark.parametrize(
    ("setting", "value", "warning"),
    [
        ("SECRET_KEY_IS_GENERATED", True, "rounds.W001"),
        ("ALLOWED_HOSTS", ["localhost", "127.0.0.1"], "rounds.W002"),
        ("HTTPS", False, "rounds.W003"),
        ("MAIL_STAYS_HERE", True, "rounds.W004"),
        ("DATABASE_IS_EMBEDDED", True, "rounds.W005"),
        ("REDIS_IS_EMBEDDED", True, "rounds.W005"),
    ],
)
def test_check_names_what_is_not_fit_for_a_hospital(deployed, setting, value, warning):
    setattr(deployed, setting, value)

    assert found() == [warning]
