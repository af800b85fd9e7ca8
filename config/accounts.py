"""How people sign in: by invitation, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; a coordinator admits people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
