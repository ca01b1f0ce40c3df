"""Done and taken back, through the store and its writer thread, beside the least SQL that changes the same rows."""

from __future__ import annotations

import random
import uuid
from pathlib import Path
from typing import Any

from bench.questions import Question
from inbox.core.clock import SystemClock
from inbox.core.model import State
from inbox.store.database import connect
from inbox.store.writer import SqliteStore, open_store

_TURN = "UPDATE conversation SET state = ?, done_at = ? WHERE id = ?"
_COUNT = "UPDATE counter SET n = n + ? WHERE state = ? AND account_id IN (0, ?)"
_LOG = """
INSERT INTO act (uuid, device, clock, batch, verb, subject, before, after, by)
VALUES (?, '', ?, '', 'done', '', '{}', '{}', 'me')"""


class Acting:
    """A store of its own on `folder`, and a bare connection with the same promises to the disk."""

    def __init__(self, folder: Path) -> None:
        self._store: SqliteStore = open_store(folder, SystemClock())
        with self._store.reading() as reading:
            self._waiting = [(key.id, key.place) for key in reading.keys(State.WAITING)]
        random.Random(1).shuffle(self._waiting)
        self._raw: Any = connect(folder / "parlour.sqlite", read_only=False)

    def question(self) -> Question:
        return Question("done and taken back", self._ours, self._least, ratio=3.0, growth=1.5)

    def close(self) -> None:
        self._raw.close()
        self._store.close()

    def _ours(self, turn: int) -> None:
        conversation, _ = self._waiting[turn % len(self._waiting)]
        self._store.write(lambda write: write.finish([conversation]))
        self._store.write(lambda write: write.undo())

    def _least(self, turn: int) -> None:
        conversation, place = self._waiting[turn % len(self._waiting)]
        self._turn(conversation, place, "waiting", "done", turn)
        self._turn(conversation, place, "done", "waiting", turn)

    def _turn(self, conversation: int, place: int, was: str, now: str, turn: int) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.execute(_TURN, (now, turn if now == "done" else None, conversation))
        self._raw.execute(_COUNT, (-1, was, place))
        self._raw.execute(_COUNT, (1, now, place))
        self._raw.execute(_LOG, (str(uuid.uuid4()), turn))
        self._raw.execute("COMMIT")
