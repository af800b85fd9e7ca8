"""Saves a row so that a rival who was faster is answered in words."""

from django.db import IntegrityError, models, transaction


@transaction.atomic
def save_checked(row: models.Model) -> None:
    """Validate and save; two rows that exclude each other can pass validation at one moment."""
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # By now the rival's row is there to be seen, and validation can say what is wrong.
        row.full_clean()
        raise
