"""Logs: one record a line on standard error; LOG_FORMAT=json for machines."""

from __future__ import annotations

from typing import Any

from config.env import env, env_choice

LOG_RECORDS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.LineFormatter"},
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "filters": {"routes": {"()": "config.logs.RouteFilter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["routes"],
            "formatter": env_choice("LOG_FORMAT", ("line", "json")),
        }
    },
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        # These come with handlers of their own; their records go the common way instead.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Tasks that do something say so themselves; these tell of every tick of the clock.
        "celery.beat": {"handlers": [], "level": "WARNING", "propagate": True},
        "celery.worker.strategy": {"handlers": [], "level": "WARNING", "propagate": True},
        "celery.app.trace": {"handlers": [], "level": "WARNING", "propagate": True},
        # It repeats every refusal, and refusals name people; config.mcp logs calls by their tool.
        "mcp": {"handlers": [], "level": "WARNING", "propagate": True},
        "uvicorn": {"handlers": [], "level": "INFO", "propagate": True},
        "uvicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        # config.logs writes a line for each request, without the secrets that a path may hold.
        "uvicorn.access": {"handlers": [], "level": "WARNING", "propagate": False},
    },
}
