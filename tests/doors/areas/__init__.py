"""Who may do what at every address and with every tool: one file for each area of the project.

A file may declare `EXPECTED` (a row for each route), `PUBLIC` (the same, for what strangers may
open), `ROWS` (how to make a row of a model with admin pages), `VALUES` (what fills the parameters
of the routes whose names begin so), `QUERIES` (what an address asks for, where it answers nothing
without) and `TOOLS`.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from django.db.models import Model

from tests.casting import Stage
from tests.doors.answers import Row, Tool

AREAS = [import_module(f"{__name__}.{area.name}") for area in iter_modules(__path__)]


def _declared(name: str) -> Iterator[tuple[ModuleType, str, Any]]:
    for area in AREAS:
        for key, value in getattr(area, name, {}).items():
            yield area, key, value


def _all(name: str) -> dict[str, Any]:
    """What the areas declare under the name; nothing is declared twice."""
    found: dict[str, Any] = {}
    for area, key, value in _declared(name):
        assert key not in found, f"{area.__name__} declares {key} once more."
        found[key] = value
    return found


PUBLIC: dict[str, Row] = _all("PUBLIC")
EXPECTED: dict[str, Row] = PUBLIC | _all("EXPECTED")
ROWS: dict[str, Callable[[Stage], Model]] = _all("ROWS")
VALUES: dict[str, dict[str, Callable[[Any], Any]]] = _all("VALUES")
QUERIES: dict[str, str] = _all("QUERIES")
TOOLS: dict[str, Tool] = _all("TOOLS")
