"""Fields of models that keep more than their column says."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import BaseExpression

from people.wording.keeping import packed, unpacked


class SaidField(models.JSONField):
    """JSON whose sentences keep their patterns; what reads a row gets them as they were said."""

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        if not isinstance(value, BaseExpression):
            value = packed(value)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        return unpacked(super().from_db_value(value, expression, connection))
