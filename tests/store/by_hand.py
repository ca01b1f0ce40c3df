"""A file filled row by row, for what reads: the writing side has its own tests, and its own builders."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text, update

from inbox.core.clock import to_micros
from inbox.core.lookup import name_key
from inbox.rules.languages import NO_LANGUAGES
from inbox.store import person_standing, search, tables
from inbox.store.database import close, open_writer, reading, writing
from inbox.store.ids import MessageIds
from inbox.store.migrations import migrate
from inbox.store.outbox_tables import Delivery
from inbox.store.reading import Reader
from inbox.store.transaction import Transaction
from tests.clocks import FrozenClock

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DAY = 86_400_000_000


def micros(days_ago: float = 0) -> int:
    return to_micros(NOW) - int(days_ago * DAY)


class Shelf:
    """Rows with defaults; ids are given out in order. `reader()` reads what was put in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = open_writer(path)
        migrate(raw, path, to_micros(NOW))
        self.conn: Connection = writing(path, raw)
        self._count = itertools.count(1)
        self._ids = MessageIds(self.conn, micros())

    def put(self, table: type[tables.Table], **values: Any) -> int:
        done = self.conn.execute(insert(table), values)
        return int(done.inserted_primary_key[0]) if isinstance(done.inserted_primary_key[0], int) else 0

    def place(self, title: str = "Bread Blog", network: str = "wordpress", **more: Any) -> int:
        n = next(self._count)
        values = {"canonical": f"https://{n}.example", "address": f"https://{n}.example", "look": network, "can": 3}
        return self.put(tables.Account, network=network, title=title, **(values | more))

    def identity(self, name: str, **more: Any) -> int:
        n = next(self._count)
        values: dict[str, Any] = {
            "network": "wordpress", "look": "wordpress", "instance": "1.example", "stable_id": f"u{n}",
            "name_key": name_key(name), "person": 0,
        }  # fmt: skip
        id = self.put(tables.Identity, name=name, **(values | more))
        if "person" not in more:
            self.conn.execute(update(tables.Identity).where(tables.Identity.id == id).values(person=id))
        return id

    def thread(self, place: int, title: str = "Sourdough", **more: Any) -> int:
        return self.put(tables.Thread, account_id=place, title=title, **({"root": f"post:{next(self._count)}"} | more))

    def conversation(self, thread: int, place: int, counterpart: int, **more: Any) -> int:
        return self.put(
            tables.Conversation,
            thread_id=thread,
            account_id=place,
            counterpart_id=counterpart,
            **({"state": "waiting", "newest_at": micros(), "worth": 0} | more),
        )

    def say(
        self,
        place: int,
        thread: int,
        conversation: int | None,
        author: int,
        words: str,
        *,
        days_ago: float = 0,
        **more: Any,
    ) -> int:
        at = micros(days_ago)
        id = self._ids.give(at)
        values = {
            "kind_space": "comment", "remote_id": f"r{next(self._count)}", "direction": "in", "kind": "comment",
            "created_at": at, "sort_at": at, "arrived_at": at, "remote_state": "visible",
        }  # fmt: skip
        self.put(
            tables.Message,
            id=id,
            account_id=place,
            thread_id=thread,
            conversation_id=conversation,
            identity_id=author,
            **(values | more),
        )
        self.put(tables.MessageText, id=id, text=words)
        name, handle, title = self.conn.execute(
            text("SELECT i.name, i.handle, t.title FROM identity i, thread t WHERE i.id = :i AND t.id = :t"),
            {"i": author, "t": thread},
        ).one()
        kind = str(more.get("kind", "comment"))
        search.index(self.conn, id, search.who(name, handle), title, words, author, place, kind)
        return id

    def chat(self, place: int, name: str, words: str, *, title: str = "Sourdough", **more: Any) -> tuple[int, int]:
        """(conversation, identity) of somebody new who wrote one thing, `days_ago` days ago."""
        days_ago = more.pop("days_ago", 0.0)
        who = self.identity(name)
        thread = self.thread(place, title)
        conversation = self.conversation(
            thread, place, who, **({"newest_at": micros(days_ago), "snippet": words} | more)
        )
        message = self.say(place, thread, conversation, who, words, days_ago=days_ago)
        changed = {"newest_in_id": message, "newest_id": message, "messages": 1}
        self.conn.execute(update(tables.Conversation).where(tables.Conversation.id == conversation).values(**changed))
        return conversation, who

    def delivery(self, place: int, state: str, **more: Any) -> int:
        values = {"key": f"k{next(self._count)}", "verb": "reply", "queued_at": micros()}
        return self.put(Delivery, account_id=place, state=state, **(values | more))

    def recount(self) -> None:
        self.conn.execute(text("DELETE FROM counter"))
        self.conn.execute(
            text("INSERT INTO counter SELECT state, account_id, count(*) FROM conversation GROUP BY 1, 2")
        )
        self.conn.execute(text("INSERT INTO counter SELECT state, 0, count(*) FROM conversation GROUP BY 1"))

    def derive_people(self) -> None:
        """What follows for everybody, as the store derives it."""
        now = micros()
        tx = Transaction(self.conn, now=now, wall=now, device="d", languages=NO_LANGUAGES, counts={})
        person_standing.refresh(tx, self.conn.execute(text("SELECT id FROM identity")).scalars().all())

    def reader(self) -> Reader:
        """In the transaction that fills, as the writer's own `reading` is."""
        return Reader(self.conn, FrozenClock(NOW))

    def plan(self, statement: Any, **values: Any) -> str:
        """EXPLAIN QUERY PLAN of a Core statement, as one text."""
        compiled = statement.compile(self.conn, compile_kwargs={"render_postcompile": True})
        names = compiled.positiontup or []
        asked = tuple(values.get(name, compiled.params.get(name)) for name in names)
        return "\n".join(row[-1] for row in self.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", asked))


@contextmanager
def shelf_at(path: Path) -> Iterator[Shelf]:
    shelf = Shelf(path)
    shelf.conn.begin()
    try:
        yield shelf
        shelf.conn.commit()
    finally:
        close(shelf.conn)


@contextmanager
def reader_at(path: Path) -> Iterator[Reader]:
    """As the window reads: a connection of its own that cannot write."""
    conn = reading(path)
    try:
        with conn.begin():
            yield Reader(conn, FrozenClock(NOW))
    finally:
        close(conn)
