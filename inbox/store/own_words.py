"""The own message that shows what was queued, from queueing on: one row, whatever becomes of the delivery.

Until the network has named it, its remote id is "local:<delivery key>".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inbox.core.clock import to_micros
from inbox.core.fetched import SafeMessage
from inbox.core.lookup import name_key
from inbox.core.model import Kind, Purpose, RemoteState
from inbox.core.text import comparable
from inbox.store import homes, identities, known, noticing, search, thread_links
from inbox.store.transaction import Transaction

LOCAL = "local:"

# What WordPress' wptexturize and its like turn typed characters into.
_TYPESET = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"',
        "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00d7": "x",
    }
)  # fmt: skip

_INSERT = """
INSERT INTO message (id, account_id, thread_id, conversation_id, identity_id, to_identity_id, kind_space, remote_id,
  direction, kind, purpose, parent_remote, parent_id, created_at, sort_at, arrived_at, remote_state, is_read)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'out', ?, ?, ?, ?, ?, ?, ?, 'visible', 1)"""
_IN_INDEX = """
SELECT m.id, i.name, i.handle, thread.title, coalesce(t.text, ''), m.identity_id, m.account_id, m.kind
FROM message m JOIN identity i ON i.id = m.identity_id JOIN thread ON thread.id = m.thread_id
LEFT JOIN message_text t ON t.id = m.id WHERE m.id = ?"""
# The place's own identity, best guess first: who wrote my words there before, else whoever is me at that site.
_WHO_I_WAS = """
SELECT i.id FROM message m JOIN identity i ON i.id = m.identity_id
WHERE m.account_id = ?1 AND m.direction = 'out' AND i.is_me = 1 AND (?2 = '' OR i.stable_id = ?2)
ORDER BY m.id DESC LIMIT 1"""
# My words to the same message that came in by themselves since a delivery was first tried, and are no delivery's.
_COPIES = """
SELECT m.remote_id, coalesce(t.text, '') FROM message m LEFT JOIN message_text t ON t.id = m.id
WHERE m.parent_id = ?1 AND m.direction = 'out' AND m.remote_id NOT LIKE 'local:%'
  AND m.arrived_at > (SELECT min(at) FROM delivery_event WHERE delivery_id = ?2 AND now = 'sending')
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.message_id = m.id) ORDER BY m.id"""
_ME_AT = "SELECT id FROM identity WHERE network = ? AND instance = ? AND stable_id = ?"
_ME_NAMED = "SELECT id FROM identity WHERE network = ? AND stable_id = ? AND is_me = 1 ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that is answered."""

    id: int
    account: int
    thread: int
    author: int
    kind_space: str
    remote_id: str
    kind: Kind
    sort_at: int


def write_down(tx: Transaction, conversation: int, answered: Answered, key: str, text: str, purpose: Purpose) -> int:
    """Insert the message that shows these words; it stands right after everything it answers. Returns its id."""
    me = _who_i_am(tx, answered)
    at = max(tx.wall, answered.sort_at + 1)
    message = tx.ids.give(at)
    kind = answered.kind if answered.kind in (Kind.MESSAGE, Kind.EMAIL) else Kind.REPLY
    tx.connection.exec_driver_sql(
        _INSERT,
        (
            message,
            answered.account,
            answered.thread,
            conversation,
            me,
            answered.author,
            answered.kind_space,
            LOCAL + key,
            kind.value,
            purpose.value,
            answered.remote_id,
            answered.id,
            at,
            at,
            tx.now,
        ),
    )
    tx.connection.exec_driver_sql("INSERT INTO message_text (id, text) VALUES (?, ?)", (message, text))
    search.index(tx.connection, *_in_index(tx, message))
    noticing.notice(tx, [message])
    _count(tx, message, 1)
    return message


def remove(tx: Transaction, message: int) -> None:
    """Take the message out: it will not be sent, or the network's own copy stands for it."""
    entry = _in_index(tx, message)
    search.unindex(tx.connection, *entry)
    _count(tx, message, -1)
    tx.connection.exec_driver_sql("DELETE FROM message_text WHERE id = ?", (message,))
    tx.connection.exec_driver_sql("DELETE FROM message WHERE id = ?", (message,))


def name(tx: Transaction, message: int, kind_space: str, remote_id: str, url: str) -> int:
    """The network has named it. Returns the message that stands for these words from now on: this one, or the copy that
    came in from the network by another way, which then takes its place."""
    row = tx.connection.exec_driver_sql(
        "SELECT account_id, purpose, kind_space FROM message WHERE id = ?", (message,)
    ).first()
    if row is None:
        return message
    account, purpose, space = row
    copy = tx.connection.exec_driver_sql(
        "SELECT id FROM message WHERE account_id = ? AND kind_space = ? AND remote_id = ? AND id != ?",
        (account, kind_space or space, remote_id, message),
    ).scalar()
    if copy is not None:
        remove(tx, message)
        tx.connection.exec_driver_sql("UPDATE message SET purpose = ? WHERE id = ?", (purpose, copy))
        _thanked(tx, _recipient(tx, copy))
        _touch(tx, copy)
        return int(copy)
    tx.connection.exec_driver_sql(
        "UPDATE message SET kind_space = ?, remote_id = ?, url = ? WHERE id = ?",
        (kind_space or space, remote_id, url, message),
    )
    thread_links.note(tx, [message])
    _touch(tx, message)
    return message


def take_over(tx: Transaction, account: int, shown: SafeMessage) -> None:
    """The words, their author and state as the network shows them, once they carry its name for them."""
    fetched = shown.fetched
    row = known.find(tx, account, [shown]).get((fetched.kind_space, fetched.remote_id))
    if row is None:
        return
    network, look = tx.connection.exec_driver_sql("SELECT network, look FROM account WHERE id = ?", (account,)).one()
    key = identities.key_of(fetched.author)
    author = identities.take(tx, network, look, {key: (fetched.author, to_micros(fetched.created_at))})[key]
    known.bring_up_to_date(tx, row, shown, author.id, row.thread)


def find_copy(tx: Transaction, target: int | None, delivery: int, text: str) -> str | None:
    """The remote id of own words like these that came in by themselves, unrecognised, after the delivery was tried."""
    for remote_id, shown in tx.connection.exec_driver_sql(_COPIES, (target, delivery)):
        if forms(shown) & forms(text):
            return str(remote_id)
    return None


def forms(text: str) -> set[str]:
    """A text as it is compared with others, the network's typesetting evened out; empty for no words."""
    even = re.sub("--+", "-", comparable(text.translate(_TYPESET)))
    return {even} if even else set()


def is_unnamed(tx: Transaction, message: int | None) -> bool:
    """Whether it is here and still carries only its local name."""
    found = tx.connection.exec_driver_sql("SELECT remote_id FROM message WHERE id = ?", (message,)).scalar()
    return found is not None and str(found).startswith(LOCAL)


def _who_i_am(tx: Transaction, answered: Answered) -> int:
    connection = tx.connection
    network, look, canonical, user, stable_id, title = connection.exec_driver_sql(
        "SELECT network, look, canonical, user, user_remote_id, title FROM account WHERE id = ?", (answered.account,)
    ).one()
    known = connection.exec_driver_sql(_WHO_I_WAS, (answered.account, stable_id)).scalar()
    if known is None and stable_id:
        instance = connection.exec_driver_sql(
            "SELECT instance FROM identity WHERE id = ?", (answered.author,)
        ).scalar_one()
        for candidate in dict.fromkeys((canonical, instance)):
            known = known or connection.exec_driver_sql(_ME_AT, (network, candidate, stable_id)).scalar()
        known = known or connection.exec_driver_sql(_ME_NAMED, (network, stable_id)).scalar()
    # Made here before, for words that were taken back.
    known = known or connection.exec_driver_sql(_ME_AT, (network, canonical, stable_id or user)).scalar()
    if known is not None:
        return int(known)
    shown = user or title
    made = connection.exec_driver_sql(
        "INSERT INTO identity (person, network, look, instance, stable_id, name, name_key, handle, is_me, is_me_there)"
        " VALUES (0, ?, ?, ?, ?, ?, ?, ?, 1, 1) RETURNING id",
        (network, look, canonical, stable_id or user, shown, name_key(shown), user),
    ).scalar_one()
    connection.exec_driver_sql("UPDATE identity SET person = id WHERE id = ?", (made,))
    tx.touch_person(made)
    return int(made)


def _count(tx: Transaction, message: int, one: int) -> None:
    thread, recipient, conversation = tx.connection.exec_driver_sql(
        "SELECT thread_id, to_identity_id, conversation_id FROM message WHERE id = ?", (message,)
    ).one()
    tx.connection.exec_driver_sql("UPDATE thread SET messages = messages + ? WHERE id = ?", (one, thread))
    homes.count_out(tx, recipient, one)
    _thanked(tx, recipient, without=message if one < 0 else None)
    tx.touch_conversation(conversation)


def _thanked(tx: Transaction, recipient: int | None, *, without: int | None = None) -> None:
    if recipient is None:
        return
    tx.connection.exec_driver_sql(
        "UPDATE identity SET thanked_at = (SELECT max(sort_at) FROM message WHERE to_identity_id = ?1"
        " AND direction = 'out' AND purpose = 'thank' AND id IS NOT ?2) WHERE id = ?1",
        (recipient, without),
    )
    tx.touch_person(recipient)


def _recipient(tx: Transaction, message: int) -> int | None:
    found = tx.connection.exec_driver_sql("SELECT to_identity_id FROM message WHERE id = ?", (message,)).scalar()
    return None if found is None else int(found)


def _touch(tx: Transaction, message: int) -> None:
    sql = "SELECT conversation_id FROM message WHERE id = ?"
    tx.touch_conversation(tx.connection.exec_driver_sql(sql, (message,)).scalar())


def _in_index(tx: Transaction, message: int) -> tuple[int, str, str, str, int, int, str]:
    id, author, handle, subject, body, identity, place, kind = tx.connection.exec_driver_sql(
        _IN_INDEX, (message,)
    ).one()
    return id, search.who(author, handle), subject, body, identity, place, kind


def set_remote_state(tx: Transaction, message: int, state: RemoteState) -> None:
    """How a message stands at its network, as the network confirmed it."""
    tx.connection.exec_driver_sql("UPDATE message SET remote_state = ? WHERE id = ?", (state.value, message))
    thread_links.note(tx, [message])
    _touch(tx, message)


def set_liked(tx: Transaction, message: int, liked: bool) -> None:
    tx.connection.exec_driver_sql("UPDATE message SET liked = ? WHERE id = ?", (int(liked), message))
    _touch(tx, message)
