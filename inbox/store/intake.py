"""What came from a network goes in, in one transaction with its cursor: taking it in twice changes nothing.

A message that is known by its stable key is only brought up to date: words, moderation, a return. Edits do not reopen.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from inbox.core.clock import EPOCH, to_micros
from inbox.core.fetched import Batch, FetchedIdentity, FetchedReaction, FetchedThread, SafeMessage
from inbox.core.model import Direction, Kind
from inbox.core.ports import TakenIn
from inbox.store import (
    departures,
    doubles,
    homes,
    identities,
    import_items,
    known,
    noticing,
    reactions,
    search,
    settling,
    thread_links,
    threads,
    tombstones,
)
from inbox.store.homes import NOBODY, Parent
from inbox.store.ids import clamped, sound
from inbox.store.known import KnownMessage
from inbox.store.subjects import touch_identity
from inbox.store.transaction import Transaction

_ACCOUNT = """
SELECT id, network, canonical, look, first_fetch_at, waits_from_at FROM account WHERE id = ? AND removed_at IS NULL"""
_MESSAGE = """
INSERT INTO message (id, account_id, thread_id, conversation_id, identity_id, to_identity_id, kind_space, remote_id,
  direction, kind, parent_remote, parent_id, created_at, received_at, sort_at, arrived_at, edited_at, remote_state,
  addressed, is_read, url, version)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_TEXT = """
INSERT INTO message_text (id, text, html, spoken, notes, images, source, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_FACTS = """
UPDATE identity SET messages_in = messages_in + ?1, first_seen_at = min(coalesce(first_seen_at, ?2), ?2),
  last_seen_at = max(coalesce(last_seen_at, ?3), ?3) WHERE id = ?4"""
_FIRST_SEEN = """
SELECT id, first_seen_at FROM identity
WHERE id IN (SELECT value FROM json_each(?)) AND first_seen_at IS NOT NULL"""
_CURSOR = """
INSERT INTO cursor (account_id, stream, value, updated_at) VALUES (?, ?, ?, ?)
ON CONFLICT (account_id, stream) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at"""


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    network: str
    canonical: str
    look: str
    first_fetch_at: int | None
    waits_from_at: int | None
    handled_before: int = 0


@dataclass(slots=True)
class _New:
    """A message that is not here yet, on its way in."""

    shown: SafeMessage
    id: int
    author: int
    is_mine: bool
    thread: int
    created_at: int
    sort_at: int
    parent: Parent = NOBODY
    conversation: int | None = None
    to: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.shown.fetched.kind_space, self.shown.fetched.remote_id

    @property
    def parent_key(self) -> tuple[str, str]:
        return self.shown.fetched.kind_space, self.shown.fetched.parent


HISTORY = 0
"""When history arrived: before everything that was done here, so that it never waits."""


def take_in(tx: Transaction, place: int, taken: TakenIn, *, handled_before: int = 0) -> None:
    """A place that was removed meanwhile takes nothing in. What was written before `handled_before` (micros) is
    history, read in from an archive."""
    row = tx.connection.exec_driver_sql(_ACCOUNT, (place,)).first()
    if row is None:
        return
    account = replace(Account(*row), handled_before=handled_before)
    batch = taken.batch
    messages = tombstones.without_erased(tx, account.network, account.canonical, taken.messages)
    liked = tombstones.reactions_without_erased(tx, account.network, batch.reactions)
    people = _people(tx, account, messages, liked)
    roots = threads.take(tx, place, _roots(messages))
    threads.join_late(tx, place, [message.fetched for message in messages], roots)
    touched = set[int]()
    """Conversations whose doubles are to be looked at."""
    news: list[SafeMessage] = []
    seen_again: list[int] = []
    here = known.find(tx, place, messages)
    for shown in messages:
        fetched = shown.fetched
        row_there = here.get((fetched.kind_space, fetched.remote_id))
        if row_there is None and people[identities.key_of(fetched.author)].is_me:
            row_there = _recognised(tx, place, shown)
        if row_there is None:
            news.append(shown)
        else:
            if not handled_before:
                seen_again.append(row_there.id)
            touched |= known.bring_up_to_date(
                tx, row_there, shown, people[identities.key_of(fetched.author)].id, roots[fetched.thread.root]
            )
    import_items.seen_live(tx, seen_again)
    touched |= _add(tx, account, news, people, roots)
    touched |= departures.deleted(tx, place, batch.deleted)
    if batch.sweep is not None:
        touched |= departures.swept(tx, place, batch.sweep)
    doubles.join(tx, touched)
    reactions.take(tx, place, liked, people)
    _move_on(tx, account, batch)


def _people(
    tx: Transaction, account: Account, messages: Sequence[SafeMessage], liked: Sequence[FetchedReaction]
) -> dict[identities.Key, identities.Known]:
    """Everybody in the batch, as they looked last."""
    shown: dict[identities.Key, tuple[FetchedIdentity, int]] = {}
    seen = [(message.fetched.author, message.fetched.created_at) for message in messages]
    seen += [(reaction.author, reaction.created_at) for reaction in liked]
    # Whom I wrote to may call themselves otherwise: what they show themselves counts.
    seen += [(to, EPOCH) for message in messages if (to := message.fetched.to) is not None]
    for author, created in seen:
        at = clamped(to_micros(created), tx.wall)
        key = identities.key_of(author)
        if key not in shown or at >= shown[key][1]:
            shown[key] = (author, at)
    return identities.take(tx, account.network, account.look, shown)


def _roots(messages: Sequence[SafeMessage]) -> dict[str, FetchedThread]:
    """The threads of a batch; one message may know the title that another does not."""
    roots: dict[str, FetchedThread] = {}
    for message in messages:
        thread = message.fetched.thread
        before = roots.get(thread.root)
        if before is not None:
            thread = FetchedThread(
                thread.root, thread.title or before.title, thread.url or before.url, thread.mine or before.mine
            )
        roots[thread.root] = thread
    return roots


def _recognised(tx: Transaction, place: int, shown: SafeMessage) -> KnownMessage | None:
    """Own words that left here (decision 19)."""
    message = settling.recognise(tx, place, shown)
    return (
        None
        if message is None
        else known.find(tx, place, [shown]).get((shown.fetched.kind_space, shown.fetched.remote_id))
    )


def _add(
    tx: Transaction,
    account: Account,
    news: Sequence[SafeMessage],
    people: dict[identities.Key, identities.Known],
    roots: dict[str, int],
) -> set[int]:
    """Insert what is new; returns the conversations it went to."""
    new = _drawn_up(tx, news, people, roots)
    _find_parents(tx, account.id, new)
    theirs = homes.conversations(tx, account.id, {(one.thread, one.author) for one in new if not one.is_mine})
    for one in new:
        if not one.is_mine:
            one.conversation = theirs[one.thread, one.author]
    _send_mine_home(tx, account.id, new, people)
    if new:
        tx.connection.exec_driver_sql(_MESSAGE, [_row(tx, account, one) for one in new])
        tx.connection.exec_driver_sql(_TEXT, [_text(one) for one in new])
    _index(tx, account, new, people)
    _keep_facts(tx, new)
    thread_links.note(tx, [one.id for one in new])
    noticing.notice(tx, [one.id for one in new])
    arrived: dict[str, dict[str, int]] = defaultdict(dict)
    for one in new:
        arrived[one.key[0]][one.key[1]] = one.id
        is_to_me = not one.is_mine and one.shown.fetched.kind is not Kind.POST
        if is_to_me and not _is_backlog(account, one) and not _is_history(account, one):
            tx.arrived.append(one.id)
        tx.touch_conversation(one.conversation)
        tx.touch_person(one.author)
    for space, ids in arrived.items():
        homes.adopt(tx, account.id, space, ids)
    return {one.conversation for one in new if one.conversation is not None}


def _drawn_up(
    tx: Transaction,
    news: Sequence[SafeMessage],
    people: dict[identities.Key, identities.Known],
    roots: dict[str, int],
) -> list[_New]:
    """In order of writing, which is the order of ids; of two with one key the last counts."""
    unique = {(shown.fetched.kind_space, shown.fetched.remote_id): shown for shown in news}
    ordered = sorted(unique.values(), key=lambda shown: shown.fetched.created_at)
    created = [clamped(to_micros(shown.fetched.created_at), tx.wall) for shown in ordered]
    tx.ids.prepare(created)
    new: list[_New] = []
    for shown, at in zip(ordered, created, strict=True):
        fetched = shown.fetched
        author = people[identities.key_of(fetched.author)]
        received = at if fetched.received_at is None else clamped(to_micros(fetched.received_at), tx.wall)
        new.append(
            _New(
                shown=shown,
                id=tx.ids.give(at),
                author=author.id,
                is_mine=author.is_me,
                thread=roots[fetched.thread.root],
                created_at=at,
                sort_at=min(at, received),
            )
        )
    return new


def _find_parents(tx: Transaction, account: int, new: Sequence[_New]) -> None:
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in new:
        space, remote_id = one.parent_key
        if remote_id:
            wanted[space].add(remote_id)
    for space, ids in wanted.items():
        found = homes.parents(tx, account, space, ids)
        for one in new:
            if one.parent_key[0] == space and one.parent_key[1] in found:
                one.parent = found[one.parent_key[1]]


def _send_mine_home(
    tx: Transaction, account: int, new: Sequence[_New], people: dict[identities.Key, identities.Known]
) -> None:
    """Mine follow what they answer, which may be in the same batch, and may be mine again; else they go to whom they
    were written."""
    by_key = {one.key: one for one in new}

    def settle(one: _New, seen: frozenset[int]) -> None:
        inside = by_key.get(one.parent_key)
        if inside is not None and inside.id not in seen:
            if inside.is_mine:
                settle(inside, seen | {one.id})
            one.parent = Parent(
                inside.id,
                Direction.OUT if inside.is_mine else Direction.IN,
                inside.author,
                inside.to,
                inside.conversation,
            )
        if one.is_mine:
            one.conversation, one.to = one.parent.conversation, one.parent.counterpart
            to = one.shown.fetched.to
            if one.conversation is None and to is not None and not people[identities.key_of(to)].is_me:
                one.to = people[identities.key_of(to)].id
                one.conversation = homes.conversations(tx, account, [(one.thread, one.to)])[one.thread, one.to]

    for one in new:
        settle(one, frozenset({one.id}))


def _row(tx: Transaction, account: Account, one: _New) -> tuple[Any, ...]:
    fetched = one.shown.fetched
    return (
        one.id,
        account.id,
        one.thread,
        one.conversation,
        one.author,
        one.to,
        fetched.kind_space,
        fetched.remote_id,
        (Direction.OUT if one.is_mine else Direction.IN).value,
        fetched.kind.value,
        fetched.parent,
        one.parent.id or None,
        one.created_at,
        None if fetched.received_at is None else clamped(to_micros(fetched.received_at), tx.wall),
        one.sort_at,
        HISTORY if _is_history(account, one) else tx.now,
        None if fetched.edited_at is None else clamped(to_micros(fetched.edited_at), tx.wall),
        fetched.remote_state.value,
        known.addressed(fetched),
        int(one.is_mine or _is_backlog(account, one) or _is_history(account, one)),
        sound(fetched.url),
        sound(fetched.version),
    )


def _is_backlog(account: Account, one: _New) -> bool:
    """Old at the first fetch (decision 10)."""
    waits_from = account.waits_from_at
    return account.first_fetch_at is None and waits_from is not None and one.sort_at < waits_from


def _is_history(account: Account, one: _New) -> bool:
    return one.sort_at < account.handled_before


def _text(one: _New) -> tuple[Any, ...]:
    return (one.id, *known.words_of(one.shown))


def _index(
    tx: Transaction, account: Account, new: Sequence[_New], people: dict[identities.Key, identities.Known]
) -> None:
    rows = tx.connection.exec_driver_sql(
        "SELECT id, title FROM thread WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({one.thread for one in new})),),
    )
    titles = {int(id): str(title) for id, title in rows}
    search.index_all(
        tx.connection,
        (
            (
                one.id,
                people[identities.key_of(one.shown.fetched.author)].who,
                titles[one.thread],
                sound(one.shown.text),
                one.author,
                account.id,
                one.shown.fetched.kind,
            )
            for one in new
        ),
    )


def _keep_facts(tx: Transaction, new: Sequence[_New]) -> None:
    theirs: dict[int, list[int]] = defaultdict(list)
    per_thread: dict[int, int] = defaultdict(int)
    for one in new:
        per_thread[one.thread] += 1
        if one.is_mine:
            homes.count_out(tx, one.to, 1)
        elif one.shown.fetched.kind is not Kind.POST:
            theirs[one.author].append(one.sort_at)
    rows = tx.connection.exec_driver_sql(_FIRST_SEEN, (json.dumps(sorted(theirs)),))
    for person, first_seen in rows.all():
        if min(theirs[person]) <= first_seen:
            # An older message was found: where they wrote first is another conversation now.
            touch_identity(tx, person)
    if theirs:
        counted = [(len(times), min(times), max(times), person) for person, times in theirs.items()]
        tx.connection.exec_driver_sql(_FACTS, counted)
    for thread, by in per_thread.items():
        threads.count(tx, thread, by)


def _move_on(tx: Transaction, account: Account, batch: Batch) -> None:
    if batch.cursor is not None:
        tx.connection.exec_driver_sql(_CURSOR, (account.id, batch.stream, batch.cursor, tx.wall))
    if batch.first_fetch_done and account.first_fetch_at is None:
        tx.connection.exec_driver_sql("UPDATE account SET first_fetch_at = ? WHERE id = ?", (tx.now, account.id))
        tx.changed.places.add(account.id)
