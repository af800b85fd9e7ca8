"""How people sign in: by invitation, never by signing up."""

from contextlib import nullcontext
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from config.sealed import opened, sealed
from people.language import spoken_to
from people.models import User
from people.queries.browsers import device


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; a coordinator admits people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """The account's own address is the one to tell; allauth's further ones are not asked for."""
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, email or user.email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever reads it, not of whoever asked for it."""
        with spoken_to(context["user"]) if "user" in context else nullcontext():
            super().send_mail(template_prefix, email, context)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Whom an identity provider names must have been admitted before."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The office vouched for the address when it opened the account. Else allauth would take
        its password away, for fear that somebody else had opened it."""
        if sociallogin.is_existing:
            address = {"user": sociallogin.user, "email": sociallogin.user.email}
            EmailAddress.objects.update_or_create(
                **address, defaults={"verified": True, "primary": True}
            )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticators sealed: a copy of the database is not enough to use them."""

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """By the browser in which the key is added; two of them can be told apart by their days."""
        return device(context.request.headers.get("user-agent", ""))

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)
