"""The admin site as a whole: what its sidebar shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar's groups, for Unfold."""
    return [
        {
            "title": "Rounds",
            "items": [
                {"title": "Overview", "icon": "space_dashboard", "link": reverse("admin:index")}
            ],
        },
    ]
