"""Static files are collected when they have changed, and not otherwise."""

import pytest

from config.static_files import collect_if_changed


@pytest.fixture
def stylesheet(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    path = source / "rounds.css"
    path.write_text("a {}")
    return path


def test_static_files_are_collected_when_changed(stylesheet, settings):
    assert collect_if_changed() is True
    assert (settings.STATIC_ROOT / "rounds.css").read_text() == "a {}"

    assert collect_if_changed() is False

    stylesheet.write_text("a { color: inherit }")
    assert collect_if_changed() is True
    assert (settings.STATIC_ROOT / "rounds.css").read_text() == "a { color: inherit }"
