"""A row that validation and the database both refuse."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def refused_by_both(row: models.Model) -> str:
    """The name of the constraint, once validation and the database have both refused the row."""
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()
    return refusal.value.__cause__.diag.constraint_name
