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
from inbox.core.model import State
from inbox.store import (
    joining_tables,
    migrations,
    moving_tables,
    outbox_tables,
    person_tables,
    same_tables,
    tables,
    view_tables,
)
from inbox.store.binding import dbapi
from inbox.store.database import APPLICATION_ID, FILE, open_writer
from inbox.store.migrations import STEPS, migrate
from inbox.store.writer import open_store
from tests.builders import a_message, a_place, take_in
from tests.clocks import FrozenClock

NEXT = (
    *STEPS,
    (
        "CREATE TABLE kept (id INTEGER PRIMARY KEY, note TEXT NOT NULL)",
        "INSERT INTO kept (note) SELECT title FROM account",
        "ALTER TABLE account ADD COLUMN colour TEXT DEFAULT '' NOT NULL",
        "CREATE INDEX ix_kept_note ON kept (note)",
    ),
)
OLD, NEW = len(STEPS), len(NEXT)


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
    """A file of this program's version with a place and a message."""
    store = open_store(folder, FrozenClock())
    take_in(store, a_place(store), a_message())
    store.close()
    return folder / FILE


def shape(connection: Any) -> dict[str, Any]:
    """What SQLite makes of the schema: columns in any order, since one that was added later stands last."""
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    asked = ("table_info", "foreign_key_list", "index_list")
    told = {
        (name, what): sorted(row[1:] if what != "foreign_key_list" else row[2:] for row in rows)
        for name in names
        for what in asked
        for rows in [connection.execute(f"PRAGMA {what}({name})").fetchall()]
    }
    for name in names:
        # The order of columns and the numbers of automatic indexes say nothing.
        told[name, "index_list"] = sorted(
            [tuple(column[2] for column in connection.execute(f"PRAGMA index_info({index[0]})")), *index[1:]]
            for index in told[name, "index_list"]
        )
    indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return {"tables": told, "indexes": {name: "".join(sql.split()) for name, sql in indexes}}


def test_the_steps_make_the_schema_of_the_mapped_classes(tmp_path: Path) -> None:
    path = tmp_path / FILE
    raw = open_writer(path)
    migrate(raw, path, 0)
    stepped = shape(raw)
    raw.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'mapped.sqlite'}", module=dbapi)
    with engine.begin() as connection:
        made = {outbox_tables.Delivery, view_tables.SavedView, person_tables.Person, joining_tables.ThreadLink}
        made |= {same_tables.IdentityKey, moving_tables.ImportRun}
        assert made <= {mapper.class_ for mapper in tables.Table.registry.mappers}
        tables.Table.metadata.create_all(connection)
        connection.exec_driver_sql(tables.SEARCH)
    engine.dispose()
    mapped = opened(tmp_path / "mapped.sqlite")
    try:
        assert stepped == shape(mapped)
    finally:
        mapped.close()


def test_a_file_of_step_1_with_data_becomes_what_a_fresh_one_is(tmp_path: Path) -> None:
    old, fresh = tmp_path / "old" / FILE, tmp_path / "fresh" / FILE
    raw = open_writer(old)
    migrate(raw, old, 0, STEPS[:1])
    for statement in OF_STEP_1.split(";"):
        raw.execute(statement)
    migrate(raw, old, 0)
    other = open_writer(fresh)
    migrate(other, fresh, 0)
    assert schema(raw) == schema(other)
    kept = raw.execute("SELECT snoozed_at, snooze_or_answer, remind_at, split, silent FROM conversation").fetchall()
    assert kept == [(5, 1, None, "", 0)]
    raw.close()
    other.close()
    store = open_store(old.parent, FrozenClock())
    assert store.check() == []
    with store.reading() as reading:
        assert [row.state for row in reading.rows([1])] == [State.SNOOZED]
    store.write(lambda write: write.reopen([1]))
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert [row.state for row in reading.rows([1])] == [State.SNOOZED]
    store.close()


OF_STEP_1 = """
INSERT INTO account (id, network, canonical, address, title, look, can)
  VALUES (1, 'wordpress', 'https://bread.example', '', 'Bread', 'wordpress', 3);
INSERT INTO identity (id, person, network, look, instance, stable_id, name, name_key, messages_in)
  VALUES (1, 1, 'wordpress', 'wordpress', 'https://bread.example', 'ann', 'Ann', 'ann', 1);
INSERT INTO thread (id, account_id, root, messages) VALUES (1, 1, 'post-1', 1);
INSERT INTO conversation (id, account_id, thread_id, counterpart_id, snoozed_at, snoozed_until_at, state, newest_in_id,
  newest_id, messages) VALUES (1, 1, 1, 1, 5, 9000000000000000, 'snoozed', 256, 256, 1);
INSERT INTO message (id, account_id, thread_id, conversation_id, identity_id, kind_space, remote_id, direction, kind,
  created_at, sort_at, arrived_at, remote_state, addressed)
  VALUES (256, 1, 1, 1, 1, 'comment', '1', 'in', 'comment', 1, 1, 1, 'visible', 'on_my_post');
INSERT INTO message_text (id, text) VALUES (256, 'soup');
INSERT INTO search (rowid, who, subject, body, tokens) VALUES (256, 'ann', '', 'soup', 'i1 a1 kcomment');
INSERT INTO counter VALUES ('snoozed', 1, 1), ('snoozed', 0, 1)"""


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
    migrate(raw, path, 0, NEXT)
    assert raw.execute("SELECT note FROM kept").fetchall() == [("The Slow Oven",)]
    raw.close()
    copy = tmp_path / f"parlour-before-{NEW}.sqlite"
    assert (version(path), version(copy)) == (NEW, OLD)
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_step_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    broken = (*STEPS, (*NEXT[-1][:3], "INSERT INTO no_such_table VALUES (1)"))
    raw = open_writer(path)
    before = schema(raw)
    with pytest.raises(dbapi.OperationalError):
        migrate(raw, path, 0, broken)
    assert schema(raw) == before
    assert raw.execute("PRAGMA user_version").fetchone()[0] == OLD
    assert raw.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    migrate(raw, path, 0, NEXT)
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


@pytest.mark.parametrize("start", [0, OLD])
def test_killed_at_any_statement_the_file_is_the_old_or_the_new_one(tmp_path: Path, start: int) -> None:
    """From nothing to the next version, and from this one: whole or not at all, and the next start goes through."""
    seen = set[int]()
    root = Path(migrations.__file__).parents[2]
    for left in _moments(start):
        folder = tmp_path / str(left)
        path = folder / FILE
        if start:
            a_file(folder)
        run = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), str(left), json.dumps(NEXT[-1])],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode in (0, 9), run.stderr
        now = version(path) if path.stat().st_size else 0
        assert now in (start, NEW)
        seen.add(now)
        connection = opened(path)
        has_table = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'kept'").fetchone()[0]
        connection.close()
        assert bool(has_table) == (now == NEW)
        raw = open_writer(path)
        migrate(raw, path, 0, NEXT)
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        raw.close()
        assert version(path) == NEW
    assert seen == {start, NEW}


def _moments(start: int) -> range:
    """Every statement boundary of a small migration; of all of them some fifteen, and the end."""
    every = sum(map(len, NEXT)) + 30
    return range(26) if start else range(0, every, every // 15)


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
