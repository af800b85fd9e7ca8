"""The admin's look: spruce on slate. White on primary 600 and primary 600 on white pass AA."""

from __future__ import annotations

from typing import Any

LOOK: dict[str, Any] = {
    "SITE_TITLE": "Rounds",
    "SITE_HEADER": "Rounds",
    "SITE_ICON": "config.admin.mark",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "config.admin.mark"}],
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "config.admin.dashboard",
    "COLORS": {
        "base": {
            "50": "oklch(98.5% .003 220)",
            "100": "oklch(96.7% .004 220)",
            "200": "oklch(92.8% .007 220)",
            "300": "oklch(87.2% .011 220)",
            "400": "oklch(70.7% .020 220)",
            "500": "oklch(54.0% .024 220)",
            "600": "oklch(44.6% .026 220)",
            "700": "oklch(37.3% .028 220)",
            "800": "oklch(27.8% .026 220)",
            "900": "oklch(21.0% .024 220)",
            "950": "oklch(13.0% .020 220)",
        },
        "primary": {
            "50": "oklch(97.6% .012 195)",
            "100": "oklch(94.5% .026 195)",
            "200": "oklch(89.0% .046 195)",
            "300": "oklch(81.0% .068 195)",
            "400": "oklch(71.0% .082 195)",
            "500": "oklch(60.5% .086 195)",
            "600": "oklch(47.5% .074 195)",
            "700": "oklch(41.0% .064 195)",
            "800": "oklch(35.0% .054 195)",
            "900": "oklch(30.0% .045 195)",
            "950": "oklch(22.0% .034 195)",
        },
    },
    "SIDEBAR": {
        # The header has a search over everything.
        "show_search": False,
        "navigation": "config.admin.navigation",
    },
}
