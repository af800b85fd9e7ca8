"""How a swap is refused."""

from django.core.exceptions import ValidationError


class SwapRefused(ValidationError):
    """A swap that cannot go ahead, in words for the person who asked."""
