"""What is found in the words of messages, noted as they come and change, so that nobody has to read them again.

Of theirs: kind words, the wish to be left alone, signs of spam. Of mine: promises.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from inbox.core.manners import Notice
from inbox.core.model import Direction
from inbox.rules.kindness import kind_words
from inbox.rules.languages import Heard
from inbox.rules.please_stop import please_stop
from inbox.rules.promises import find_promises
from inbox.rules.spam_signs import LABELS, SpamSign, spam_signs
from inbox.store.transaction import Transaction

LOOKED_AT = 20_000
"""Characters of a message."""
MOST_OF_A_KIND = 5
_AT_ONCE = 200
_SEEN = "words:noticed"
"""Setting: [version of the language files, the id below which older messages were not looked through yet; 0: all were]
as JSON."""

_SAID = """
SELECT m.id, m.direction, iif(i.own_name = '', i.name, i.own_name), i.site_url, coalesce(t.text, ''), t.spoken
FROM message m JOIN identity i ON i.id = m.identity_id JOIN message_text t ON t.id = m.id
WHERE m.id IN (SELECT value FROM json_each(?)) AND m.kind != 'post'"""
_FORGET = "DELETE FROM noticed WHERE message_id IN (SELECT value FROM json_each(?))"
_KEEP = "INSERT INTO noticed (message_id, what, first, words, due) VALUES (?, ?, ?, ?, ?)"
_OLDER = "SELECT id, conversation_id FROM message WHERE id < ? ORDER BY id DESC LIMIT ?"
_SIGNS = f"""
SELECT message_id, what, words FROM noticed WHERE message_id IN (SELECT value FROM json_each(?))
  AND what NOT IN ('{Notice.PROMISE}', '{Notice.KIND}') ORDER BY message_id, what"""
_NEWEST = 2**62


def notice(tx: Transaction, messages: Collection[int]) -> None:
    """These came, or have other words."""
    if not messages or not tx.languages.all:
        return
    ids = json.dumps(sorted(messages))
    tx.connection.exec_driver_sql(_FORGET, (ids,))
    found = [row for said in tx.connection.exec_driver_sql(_SAID, (ids,)).all() for row in _found(tx, *said)]
    if found:
        tx.connection.exec_driver_sql(_KEEP, found)


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks against answering a message at once."""

    spam: tuple[SpamSign, ...] = ()
    asks_to_stop: bool = False


NO_SIGNS = Signs()


def signs(tx: Transaction, messages: Collection[int]) -> dict[int, Signs]:
    """Of those that show any."""
    spam: dict[int, list[SpamSign]] = defaultdict(list)
    stop = set[int]()
    for id, what, words in tx.connection.exec_driver_sql(_SIGNS, (json.dumps(sorted(messages)),)):
        if what in LABELS:
            spam[id].append(SpamSign(what, words))
        else:
            stop.add(id)
    return {id: Signs(tuple(spam[id]), id in stop) for id in {*spam, *stop}}


def catch_up(tx: Transaction) -> None:
    """Where the files of words are others, or the file of an older Parlour has no notes: a small batch, newest first,
    until all messages were looked through."""
    if not tx.languages.all:
        return
    kept = tx.connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (_SEEN,)).scalar()
    version, below = json.loads(kept) if kept else ["", 0]
    if version != tx.languages.version:
        below = _NEWEST
    if not below:
        return
    older = tx.connection.exec_driver_sql(_OLDER, (below, _AT_ONCE)).all()
    notice(tx, [id for id, _ in older])
    for _, conversation in older:
        tx.touch_conversation(conversation)
    seen = json.dumps([tx.languages.version, older[-1][0] if len(older) == _AT_ONCE else 0])
    tx.connection.exec_driver_sql("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_SEEN, seen))


def _found(
    tx: Transaction, id: int, direction: str, name: str, site: str, text: str, spoken: str | None
) -> Iterator[tuple[Any, ...]]:
    # Of a message that was HTML these are their own words: without quotations, code, and the words of links.
    own = (text if spoken is None else spoken)[:LOOKED_AT]
    heard = Heard(own, tx.languages)
    if direction == Direction.OUT:
        for promise in find_promises(heard):
            yield id, Notice.PROMISE.value, promise.find.start, promise.find.words, promise.due
        return
    for what, finds in ((Notice.KIND, kind_words(heard)), (Notice.PLEASE_STOP, please_stop(heard))):
        for find in finds[:MOST_OF_A_KIND]:
            yield id, what.value, find.start, find.words, ""
    for sign in spam_signs(name, site, text[:LOOKED_AT], tx.languages, heard=heard):
        yield id, sign.code, 0, sign.words, ""
