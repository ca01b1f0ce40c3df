"""Core tables and raw rows for the hot paths: an ORM entity costs five to ten times as much as a tuple."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Executable, FromClause, bindparam, func, select
from sqlalchemy import Table as CoreTable

from inbox.store import tables


def core(mapped: type[tables.Table]) -> CoreTable:
    """The Core table of a mapped class."""
    return cast(CoreTable, mapped.__table__)


def fetch(conn: Connection, statement: Executable, **values: object) -> list[Any]:
    """All rows as plain tuples of the driver, without SQLAlchemy's row objects around them."""
    result = conn.execute(statement, values)
    try:
        return list(result.cursor.fetchall())
    finally:
        result.close()


def fetch_one(conn: Connection, statement: Executable, **values: object) -> Any | None:
    """The first row as a plain tuple, or None."""
    result = conn.execute(statement, values)
    try:
        return result.cursor.fetchone()
    finally:
        result.close()


def among(column: ColumnElement[int], name: str = "ids") -> ColumnElement[bool]:
    """`column IN (...)` for a JSON array given as parameter `name`: one statement text whatever the number of ids."""
    listed: FromClause = func.json_each(bindparam(name)).table_valued("value")
    return column.in_(select(listed.c.value))
