"""What I say in a test: an answer that is queued."""

from __future__ import annotations

from inbox.core.model import Purpose
from inbox.store.writer import SqliteStore
from tests.store.looking import view


def answer(store: SqliteStore, text: str, *, name: str = "Ann", then_done: bool = False) -> int:
    there = view(store, name)
    assert there.focus is not None
    to = there.focus
    return store.write(
        lambda write: write.queue_words(there.row.id, to, text, Purpose.REPLY, not_before=None, then_done=then_done)[0]
    )
