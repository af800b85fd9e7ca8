"""Links between the admin pages of the app."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def address(name: str, *args: object, app: str = "scheduling") -> str:
    """The address of an admin page of this app, or of one below it."""
    return reverse(f"admin:{app}_{name}", args=args)


def link(words: str, name: str, *args: object) -> SafeString:
    return format_html('<a class="rounds-link" href="{}">{}</a>', address(name, *args), words)
