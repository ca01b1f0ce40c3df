"""What is asked of the reader, and the same of plain SQLite: the shortest SQL that answers, rows left as tuples."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench import corpus
from bench.filling import ME
from bench.timing import Work
from inbox.core.lookup import query_terms
from inbox.core.model import RowKey, Sort, State
from inbox.store.reading import Reader

_ROW = """
SELECT c.id, i.name, i.avatar_url, a.look, a.title, t.title, c.snippet, m.kind, m.remote_state, c.state, c.unread,
  c.worth, c.reasons, c.newest_at, c.waiting_since_at, c.snoozed_until_at
FROM conversation c JOIN identity i ON i.id = c.counterpart_id JOIN account a ON a.id = c.account_id
JOIN thread t ON t.id = c.thread_id JOIN message m ON m.id = c.newest_in_id"""
_BY_WORTH = f"{_ROW} WHERE c.state = ? ORDER BY c.worth DESC, c.newest_at DESC, c.id LIMIT 50"
_AFTER = f"{_ROW} WHERE c.state = ? AND c.newest_at < ? ORDER BY c.newest_at DESC, c.id LIMIT 50"
_SOME = f"{_ROW} WHERE c.id IN ({', '.join('?' * 50)})"
_COUNTS = "SELECT state, account_id, n FROM counter"
_FOUND = """
SELECT m.id, i.name, t.title, c.snippet, c.newest_at
FROM (SELECT rowid AS id FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 150) hit
CROSS JOIN message m ON m.id = hit.id JOIN identity i ON i.id = m.identity_id JOIN thread t ON t.id = m.thread_id
JOIN conversation c ON c.id = m.conversation_id ORDER BY hit.id DESC"""
_HISTORY = """
SELECT m.sort_at, m.id, m.direction, t.title, substr(x.text, 1, 1200) FROM message m
JOIN message_text x ON x.id = m.id JOIN thread t ON t.id = m.thread_id
WHERE m.{side} = ? ORDER BY m.sort_at DESC, m.id DESC LIMIT 50"""
_PERSON = "SELECT * FROM identity WHERE person = ?"
_THREAD = """
SELECT m.id, m.direction, m.sort_at, i.name, x.text, x.html FROM message m JOIN message_text x ON x.id = m.id
JOIN identity i ON i.id = m.identity_id WHERE m.thread_id = ? ORDER BY m.sort_at"""
_LONG_TALK = "SELECT id, thread_id FROM conversation ORDER BY messages DESC, id LIMIT 100"
FAITHFUL = ME + 1
"""Who wrote 3,000 messages."""


@dataclass(frozen=True, slots=True)
class Question:
    """`ratio` is the most that ours may take of the raw time, `growth` of its own at a tenth of the messages.

    `spare_ms` may come on top where ours answers more than was asked of SQLite, in some more statements.
    """

    name: str
    ours: Work
    raw: Work
    ratio: float
    growth: float
    spare_ms: float = 0.0


def questions(reader: Reader, raw: Any) -> Iterator[Question]:
    """`raw` is a bare connection to the same file."""
    keys = reader.keys(State.DONE)
    rng = random.Random(1)
    places: list[RowKey] = rng.choices(keys, k=500)
    pages = [[key.id for key in rng.sample(keys, 50)] for _ in range(100)]
    talks = raw.execute(_LONG_TALK).fetchall()

    yield Question(
        "first page, most worth first",
        lambda turn: reader.page(State.WAITING, Sort.WORTH),
        lambda turn: raw.execute(_BY_WORTH, ("waiting",)).fetchall(),
        2.5,
        1.5,
    )
    yield Question(
        "next page, anywhere",
        lambda turn: reader.page(State.DONE, Sort.NEWEST, after=places[turn % 500]),
        lambda turn: raw.execute(_AFTER, ("done", places[turn % 500].at)).fetchall(),
        2.5,
        1.5,
    )
    yield Question(
        "fifty rows by id",
        lambda turn: reader.rows(pages[turn % 100]),
        lambda turn: raw.execute(_SOME, pages[turn % 100]).fetchall(),
        2.5,
        2.0,
    )
    yield Question(
        "counts of all views",
        lambda turn: reader.counts(),
        lambda turn: raw.execute(_COUNTS).fetchall(),
        2.5,
        1.5,
        spare_ms=0.1,
    )
    for name, typed in (
        ("rare word", corpus.RARE),
        ("1 %", corpus.ONE_IN_A_HUNDRED),
        ("most messages", corpus.COMMON),
        ("beginning", f"{corpus.BEGINNING}*"),
        ("two characters", corpus.KANJI),
    ):
        yield _search(reader, raw, name, f"{typed} ")
    yield Question(
        "person with 3000 messages, first page",
        lambda turn: (reader.person(FAITHFUL), reader.history(FAITHFUL, limit=50)),
        lambda turn: (
            raw.execute(_PERSON, (FAITHFUL,)).fetchall(),
            raw.execute(_HISTORY.format(side="identity_id"), (FAITHFUL,)).fetchall(),
            raw.execute(_HISTORY.format(side="to_identity_id"), (FAITHFUL,)).fetchall(),
        ),
        2.0,
        1.5,
        # Identities, tags, notes and how fast I answer; the goal is a frame after the first page.
        spare_ms=16.7,
    )
    yield Question(
        "a long conversation with its thread",
        lambda turn: reader.conversation(talks[turn % 100][0]),
        lambda turn: raw.execute(_THREAD, (talks[turn % 100][1],)).fetchall(),
        2.5,
        1.5,
        # The row, deliveries, doubles and the rest of the thread.
        spare_ms=1.0,
    )


def _search(reader: Reader, raw: Any, name: str, typed: str) -> Question:
    match = query_terms(typed)
    return Question(
        f"search, {name}: {typed.strip()}",
        lambda turn: reader.search(typed),
        lambda turn: raw.execute(_FOUND, (match,)).fetchall(),
        3.0,
        2.0,
        # People of that name, and whole rows of the conversations.
        spare_ms=1.0,
    )
