"""Files that somebody uploads: looked into only when they are not too large."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from scheduling.program_file.container import refusal_by_length


def not_too_large(upload: Any) -> Any:
    """The upload; refused before anybody reads it when it is larger than any file may be."""
    if reason := refusal_by_length(upload.size):
        raise ValidationError(reason, code="too-large")
    return upload
