"""The account somebody signs in with; its e-mail address is its name."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from people.models.program import Program

EMAIL_IS_TAKEN = "An account with this e-mail address exists already."


class UserManager(BaseUserManager["User"]):
    """Makes accounts, and finds them whatever the case of the e-mail address."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password the account exists but nobody can sign in to it with one."""
        if not self.normalize_email(email):
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def in_programs(self, programs: Iterable[Program | int]) -> models.QuerySet["User"]:
        """The accounts with a role, or an enrolled person, in one of these programs (or keys)."""
        in_one = models.Q(roles__program__in=programs) | models.Q(
            person__enrolments__program__in=programs
        )
        return self.filter(pk__in=self.model._default_manager.filter(in_one).values("pk"))


class User(AbstractUser):
    """Rights come from roles; `is_staff` opens the admin site and is kept by the role services."""

    username = None  # type: ignore[assignment]
    # `unique` is what Django's checks ask of a sign-in name; the constraint below minds the case.
    email = models.EmailField(
        "e-mail address", unique=True, error_messages={"unique": EMAIL_IS_TAKEN}
    )

    language = models.CharField(
        max_length=5,
        blank=True,
        choices=settings.LANGUAGES,
        help_text="In which the site speaks to them; empty: as their browser asks.",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        ordering = ("email", "pk")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=EMAIL_IS_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.email
