"""How people sign in: by invitation, never by signing up."""

from contextlib import nullcontext
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from config.sealed import opened, sealed
from people.language import spoken_to


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; a coordinator admits people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever reads it, not of whoever asked for it."""
        with spoken_to(context["user"]) if "user" in context else nullcontext():
            super().send_mail(template_prefix, email, context)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Whom an identity provider names must have been admitted before."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticators sealed: a copy of the database is not enough to use them."""

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)
