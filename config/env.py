"""Reads the environment: each variable once, by kind, with a clear sentence when it is wrong."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, overload
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})


@overload
def env(name: str) -> str | None: ...
@overload
def env(name: str, default: str) -> str: ...
def env(name: str, default: str | None = None) -> str | None:
    """Return the variable. An empty one counts as unset, as Compose files leave them so."""
    return os.environ.get(name) or default


def env_bool(name: str, *, default: bool = False) -> bool:
    value = env(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(
        f"{name} is {value!r}; it must be one of 1, 0, true, false, yes, no."
    )


def env_int(name: str, default: int) -> int:
    value = env(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.") from None


def env_choice(name: str, choices: Sequence[str]) -> str:
    """Return one of the choices; the first when the variable is unset."""
    value = env(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")
    return value


def env_list(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


@overload
def env_secret(name: str) -> str | None: ...
@overload
def env_secret(name: str, default: str) -> str: ...
def env_secret(name: str, default: str | None = None) -> str | None:
    """Return NAME, or the content of the file that NAME_FILE points to."""
    value, path = env(name), env(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if path is None:
        return value or default
    return _read_secret(f"{name}_FILE", Path(path))


def _read_secret(variable: str, path: Path) -> str:
    try:
        secret = path.read_text().strip()
    except OSError as error:
        message = f"{variable} points to {path}, which cannot be read: {error.strerror}."
        raise ImproperlyConfigured(message) from None
    if not secret:
        raise ImproperlyConfigured(f"{variable} points to {path}, which is empty.")
    return secret


def database_from_url(url: str) -> dict[str, Any]:
    """Return Django's settings for postgres://user:password@host:port/name?option=value."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from None
    if parts.scheme not in POSTGRES_SCHEMES:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or postgresql://.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL must end with the name of a database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
