"""The one SQLite binding of this process: two copies of SQLite on one file would break each other's POSIX locks.

`pysqlite3` carries a newer, fixed SQLite than most systems have, but not on every machine (decision 21).
"""

from __future__ import annotations

import importlib
import sqlite3
from types import ModuleType


def _best() -> ModuleType:
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


dbapi = _best()
"""The DB-API module: `sqlite3` or `pysqlite3.dbapi2`, which have the same names but classes of their own."""
NAME = dbapi.__name__.partition(".")[0]
