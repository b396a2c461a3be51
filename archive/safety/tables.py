"""Rows as JSON lines and back, field by field: nothing is rounded, and no engine's own format is needed."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Model

from archive.errors import BadInput

DERIVED = {"archive.searchentry", "archive.searchqueue"}
"""Emptied, never saved: database triggers fill them again as articles come in."""
LEFT_ALONE = {"contenttypes.contenttype", "auth.permission", "sessions.session"}
"""Made by Django in every database, with numbers of its own there; sessions end with the move."""
BATCH = 500


def saved() -> list[type[Model]]:
    """Every table that a backup holds, in a stable order."""
    return [model for model in _every() if model._meta.label_lower not in DERIVED | LEFT_ALONE]


def lines(model: type[Model]) -> Iterator[bytes]:
    """The table's rows, by number."""
    names = [field.attname for field in model._meta.concrete_fields]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
        values = dict(zip(names, map(_told, row), strict=True))
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def empty() -> None:
    """Take every row out. Call it in a transaction: keys are checked at its end only."""
    for model in _every():
        if model._meta.label_lower not in LEFT_ALONE:
            model._base_manager.all()._raw_delete(connection.alias)


def fill(model: type[Model], rows: Iterable[bytes]) -> int:
    """Put rows back under their old numbers. Answers how many. Raises BadInput for a line that is no row."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    batch: list[Model] = []
    count = 0
    for count, line in enumerate(rows, 1):
        try:
            values = json.loads(line)
            batch.append(model(**{name: _read(fields[name], value) for name, value in values.items()}))
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            ArithmeticError,
            ValidationError,
            RecursionError,
        ) as error:
            raise BadInput(f"第 {count} 行不是 {model._meta.label} 的一行：{error}") from error
        if len(batch) == BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)
    return count


def count_on() -> None:
    """Let the next new row get a number of its own."""
    statements = connection.ops.sequence_reset_sql(no_style(), saved())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _every() -> list[type[Model]]:
    found = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]
    kept = [model for model in found if not model._meta.auto_created or not _points_outside(model)]
    return sorted(kept, key=lambda model: model._meta.label_lower)


def _points_outside(model: type[Model]) -> bool:
    """Whether a table of pairs refers to rows that have other numbers in another database."""
    targets = (field.related_model for field in model._meta.concrete_fields if field.related_model)
    return any(target._meta.label_lower in LEFT_ALONE for target in targets if not isinstance(target, str))


def _told(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float | list | dict):
        return value
    # Days, moments (to the microsecond) and decimals all read back from their plain text.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _read(field: "models.Field[Any, Any]", value: Any) -> Any:
    return value if value is None or isinstance(field, models.JSONField) else field.to_python(value)
