"""The database itself keeps the record of access from being changed or shortened."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SEALS = (
    "CREATE TRIGGER record_not_changed BEFORE UPDATE ON access_entry"
    " BEGIN SELECT RAISE(ABORT, 'the record of access is only ever added to'); END",
    "CREATE TRIGGER record_not_shortened BEFORE DELETE ON access_entry"
    " BEGIN SELECT RAISE(ABORT, 'the record of access is only ever added to'); END",
)


def seal(apps: Any, schema_editor: Any) -> None:
    """SQLite's triggers; another database needs its own words for them."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in SEALS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers that refuse UPDATE and DELETE."""

    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
