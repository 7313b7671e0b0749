# SPDX-License-Identifier: Apache-2.0
"""Rows that the database itself refuses to change, whatever the program asks: the audit, and what was published."""

from __future__ import annotations

from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE: Final = """
CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
_POSTGRESQL: Final = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$;
CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()
"""

_SQLITE_BACK: Final = "DROP TRIGGER {name}"
_POSTGRESQL_BACK: Final = "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}()"


def forbid_update(table: str, name: str, *, message: str, condition: str = "1 = 1") -> migrations.RunPython:
    """Return the migration after which rows of `table` that meet the condition (over OLD and NEW) cannot be changed."""

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        statement = _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL
        editor.execute(statement.format(table=table, name=name, message=message, condition=condition))

    def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        statement = _SQLITE_BACK if editor.connection.vendor == "sqlite" else _POSTGRESQL_BACK
        editor.execute(statement.format(table=table, name=name))

    return migrations.RunPython(forwards, backwards)
