"""A database of one's own to measure in, on embedded servers that end with this process."""

import logging
import os


def open_installation() -> None:
    """Start the servers and make the tables. Call it before anything of Django is imported."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    # Imported only now, since each of these reads the settings.
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    logging.getLogger().setLevel(logging.ERROR)
    call_command("migrate", interactive=False, verbosity=0)
