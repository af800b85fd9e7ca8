"""What a new installation gets before anybody visits it."""

from django.core.management.base import OutputWrapper


def prepare(stdout: OutputWrapper) -> None:
    """Prepare the installation for its first visitor. The workers are running already."""
