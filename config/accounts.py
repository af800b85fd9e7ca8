"""How people sign in: by invitation, never by signing up."""

from contextlib import nullcontext
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.language import spoken_to


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; a coordinator admits people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever reads it, not of whoever asked for it."""
        with spoken_to(context["user"]) if "user" in context else nullcontext():
            super().send_mail(template_prefix, email, context)
