"""The schema of a file: made, brought up to date whole or not at all, and never touched where it is not ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from inbox.core.errors import StoreError
from inbox.store import migrations, tables
from inbox.store.binding import dbapi
from inbox.store.database import APPLICATION_ID, FILE, open_writer
from inbox.store.migrations import STEPS, migrate
from inbox.store.writer import open_store
from tests.builders import a_message, a_place, take_in
from tests.clocks import FrozenClock

TWO = (
    *STEPS,
    (
        "CREATE TABLE kept (id INTEGER PRIMARY KEY, note TEXT NOT NULL)",
        "INSERT INTO kept (note) SELECT title FROM account",
        "ALTER TABLE account ADD COLUMN colour TEXT DEFAULT '' NOT NULL",
        "CREATE INDEX ix_kept_note ON kept (note)",
    ),
)


def schema(connection: Any) -> dict[str, str]:
    """What each table and index is, white space and quotes aside."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: "".join(sql.split()) for name, sql in rows}


def opened(path: Path) -> Any:
    return dbapi.connect(str(path), isolation_level=None)


def version(path: Path) -> int:
    connection = opened(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def a_file(folder: Path) -> Path:
    """A file of version 1 with a place and a message."""
    store = open_store(folder, FrozenClock())
    take_in(store, a_place(store), a_message())
    store.close()
    return folder / FILE


def test_step_1_is_the_schema_of_the_mapped_classes(tmp_path: Path) -> None:
    path = tmp_path / FILE
    raw = open_writer(path)
    migrate(raw, path, 0, STEPS[:1])
    stepped = schema(raw)
    raw.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'mapped.sqlite'}", module=dbapi)
    with engine.begin() as connection:
        tables.Table.metadata.create_all(connection)
        connection.exec_driver_sql(tables.SEARCH)
    engine.dispose()
    mapped = opened(tmp_path / "mapped.sqlite")
    try:
        assert stepped == schema(mapped)
    finally:
        mapped.close()


def test_a_new_file_is_ours_and_has_a_profile(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "profile" / FILE
    raw = open_writer(path)
    migrate(raw, path, 5)
    assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert raw.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)
    assert raw.execute("SELECT count(*), length(min(uuid)), min(made_at) FROM profile").fetchone() == (1, 36, 5)
    assert raw.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    raw.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    before = path.read_bytes()
    open_store(tmp_path, FrozenClock()).close()
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == [FILE]


def test_an_existing_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    raw = open_writer(path)
    migrate(raw, path, 0, TWO)
    assert raw.execute("SELECT note FROM kept").fetchall() == [("The Slow Oven",)]
    raw.close()
    copy = tmp_path / "parlour-before-2.sqlite"
    assert (version(path), version(copy)) == (2, 1)
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_step_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    broken = (*STEPS, (*TWO[1][:3], "INSERT INTO no_such_table VALUES (1)"))
    raw = open_writer(path)
    before = schema(raw)
    with pytest.raises(dbapi.OperationalError):
        migrate(raw, path, 0, broken)
    assert schema(raw) == before
    assert raw.execute("PRAGMA user_version").fetchone()[0] == 1
    assert raw.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    migrate(raw, path, 0, TWO)
    raw.close()


def test_a_step_that_breaks_a_link_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    raw = open_writer(path)
    with pytest.raises(StoreError, match="left as it was"):
        migrate(raw, path, 0, (*STEPS, ("DELETE FROM identity",)))
    assert raw.execute("SELECT count(*) FROM identity").fetchone()[0] == 1
    raw.close()


KILLED = """
import json, os, sys
from pathlib import Path
from inbox.store.database import open_writer
from inbox.store.migrations import STEPS, migrate

path, left, second = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
raw = open_writer(path)

def count(statement):
    global left
    if left == 0:
        os._exit(9)
    left -= 1

raw.set_trace_callback(count)
migrate(raw, path, 0, (*STEPS, second))
raw.set_trace_callback(None)
"""


@pytest.mark.parametrize("start", [0, 1])
def test_killed_at_any_statement_the_file_is_the_old_or_the_new_one(tmp_path: Path, start: int) -> None:
    """From nothing to version 2, and from version 1: whole or not at all, and the next start goes through."""
    seen = set[int]()
    root = Path(migrations.__file__).parents[2]
    for left in _moments(start):
        folder = tmp_path / str(left)
        path = folder / FILE
        if start:
            a_file(folder)
        run = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), str(left), json.dumps(TWO[1])],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode in (0, 9), run.stderr
        now = version(path) if path.stat().st_size else 0
        assert now in (start, 2)
        seen.add(now)
        connection = opened(path)
        has_table = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'kept'").fetchone()[0]
        connection.close()
        assert bool(has_table) == (now == 2)
        raw = open_writer(path)
        migrate(raw, path, 0, TWO)
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        raw.close()
        assert version(path) == 2
    assert seen == {start, 2}


def _moments(start: int) -> range:
    """Every statement boundary of a small migration; of the large first one each fifth, and its end."""
    return range(26) if start else range(0, 100, 7)


def test_a_newer_file_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    connection = opened(path)
    connection.execute(f"PRAGMA user_version={len(STEPS) + 1}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"^A newer Parlour has used this folder\. Install the newest version;"):
        open_store(tmp_path, FrozenClock())
    assert path.read_bytes() == before


def test_somebody_elses_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / FILE
    connection = opened(path)
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not a Parlour file"):
        open_store(tmp_path, FrozenClock())
    assert path.read_bytes() == before


def test_what_is_no_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"Dear diary, " * 500)
    with pytest.raises(StoreError, match="is not a Parlour file"):
        open_store(tmp_path, FrozenClock())
    assert path.read_bytes() == b"Dear diary, " * 500
