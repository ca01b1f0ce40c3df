"""The corpus in a file of Parlour's own schema, put in row by row: what is measured is reading it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.corpus import END, MINUTE, Said, messages, people
from inbox.core.lookup import name_key, segment
from inbox.core.text import snippet
from inbox.store.database import open_writer
from inbox.store.migrations import migrate

ME = 1
"""Identity 1 is me, so that person n is identity n + 1."""
_PLACES = 6
_PIECE = 5000
_REASONS = '[["question", "Asks a question", 30], ["first_time", "First time here", 15]]'
_CHANCES = {
    False: (("waiting", 970), ("them", 950), ("snoozed", 940), ("done", 0)),
    True: (("waiting", 400), ("them", 380), ("snoozed", 370), ("done", 0)),
}
"""By whether it was lately: a state, and from which thousandth on it is that."""
_INSERT = {
    "message": "id, account_id, thread_id, conversation_id, identity_id, to_identity_id, kind_space, remote_id,"
    " direction, kind, created_at, sort_at, arrived_at, remote_state, is_read, addressed",
    "message_text": "id, text",
    "search": "rowid, who, subject, body, tokens",
    "thread": "id, account_id, root, title",
    "conversation": "id, account_id, thread_id, counterpart_id, state, newest_at, newest_in_id, newest_id, worth,"
    " reasons, waiting_since_at, messages, snippet, done_at",
}


def fill(path: Path, n: int) -> None:
    """A new file with `n` messages."""
    raw = open_writer(path)
    migrate(raw, path, END)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("BEGIN")
    names = _people(raw, n)
    _Filler(raw, names).take(n)
    raw.execute("INSERT INTO counter SELECT state, account_id, count(*) FROM conversation GROUP BY 1, 2")
    raw.execute("INSERT INTO counter SELECT state, 0, count(*) FROM conversation GROUP BY 1")
    # What is counted of people is not asked about here: as it is, the first act would fold all of it at once.
    raw.execute("DELETE FROM message_change")
    raw.execute("COMMIT")
    raw.execute("INSERT INTO search(search) VALUES ('optimize')")
    raw.execute("ANALYZE")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def _people(raw: Any, n: int) -> dict[int, str]:
    raw.executemany(
        "INSERT INTO account (id, network, canonical, address, title, look, can)"
        " VALUES (?, 'sample', ?, ?, ?, 'wordpress', 7)",
        [
            (place, f"https://{place}.example", f"https://{place}.example", f"Place {place}")
            for place in range(1, _PLACES + 1)
        ],
    )
    everybody = [(ME, "Me", "@me"), *((person.id + 1, person.name, person.handle) for person in people(n))]
    raw.executemany(
        "INSERT INTO identity (id, person, network, look, instance, stable_id, handle, name, name_key, is_me)"
        " VALUES (?, ?, 'sample', 'wordpress', '', ?, ?, ?, ?, ?)",
        [(id, id, str(id), handle, name, name_key(name), id == ME) for id, name, handle in everybody],
    )
    return {id: f"{name} {handle}" for id, name, handle in everybody}


class _Filler:
    def __init__(self, raw: Any, names: dict[int, str]) -> None:
        self._raw = raw
        self._names = {id: segment(name) for id, name in names.items()}
        self._pieces: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERT}
        self._threads: set[int] = set()
        self._conversations: dict[tuple[int, int], list[Any]] = {}
        self._next_id = 0

    def take(self, n: int) -> None:
        for at, said in enumerate(messages(n), 1):
            self._one(said)
            if at % _PIECE == 0:
                self._flush()
        for key, conversation in self._conversations.items():
            self._pieces["conversation"].append(self._standing(key, conversation))
        self._flush()

    def _one(self, said: Said) -> None:
        place = 1 + said.thread % _PLACES
        if said.thread not in self._threads:
            self._threads.add(said.thread)
            self._pieces["thread"].append((said.thread, place, f"post:{said.thread}", said.subject))
        own = said.author == 0
        counterpart, author = (said.to if own else said.author) + 1, ME if own else said.author + 1
        id = self._next_id = max(self._next_id + 1, said.at // MINUTE << 8)
        conversation = self._conversations.setdefault(
            (said.thread, counterpart), [len(self._conversations) + 1, 0, 0, 0, 0, ""]
        )
        conversation[1:5] = said.at, conversation[2] if own else id, id, conversation[4] + 1
        if not own:
            conversation[5] = snippet(said.text)
        message = (
            id,
            place,
            said.thread,
            conversation[0],
            author,
            counterpart if own else None,
            "comment",
            str(id),
            "out" if own else "in",
            "comment",
            said.at,
            said.at,
            said.at,
            "visible",
            1,
            "" if own else "on_my_post",
        )
        self._pieces["message"].append(message)
        self._pieces["message_text"].append((id, said.text))
        words = (self._names[author], segment(said.subject), segment(said.text))
        self._pieces["search"].append((id, *words, f"i{author} a{place} kcomment"))

    def _standing(self, key: tuple[int, int], conversation: list[Any]) -> tuple[object, ...]:
        """Where they wrote last some wait (most of the latest), some are snoozed or wait for them; the rest is done."""
        thread, counterpart = key
        id, newest_at, newest_in, newest, count, words = conversation
        chance = id * 2654435761 % 1000 if newest == newest_in else 0
        lately = newest_at > END - 60 * 24 * 60 * MINUTE
        state = next(name for name, above in _CHANCES[lately] if chance >= above)
        waits = state == "waiting"
        return (
            id, 1 + thread % _PLACES, thread, counterpart, state, newest_at, newest_in or None, newest,
            id * 40503 % 200, _REASONS, newest_at if waits else None, count, words, None if waits else newest_at,
        )  # fmt: skip

    def _flush(self) -> None:
        for table, rows in self._pieces.items():
            if rows:
                columns = _INSERT[table]
                marks = ", ".join("?" * len(rows[0]))
                self._raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
                rows.clear()
