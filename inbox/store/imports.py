"""Reading in: what an archive or an address book holds goes in beside what is here, and never over it.

Each import is one act, written when it begins, so that what is in can be taken back also after a crash; what it made is
listed in `import_item`. It is taken back as a whole by `take_back`, which leaves alone what has become more than the
import's own: seen live since, answered, or kept for another reason.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from inbox.core.clock import from_micros, to_micros
from inbox.core.errors import Refused
from inbox.core.fetched import Batch, FetchedIdentity, FetchedThread, SafeMessage
from inbox.core.model import Can, Found, PlaceStatus
from inbox.core.moving import ImportRun, ImportState
from inbox.core.moving_ports import History, Key, NewImport
from inbox.core.ports import TakenIn
from inbox.store import accounts, acts, import_items, intake, subjects, tombstones
from inbox.store.transaction import Transaction

_RUN = "SELECT id, batch, state, account_id FROM import_run WHERE id = ?"
# There is one import at a time: what else says that it runs was broken off by an end of the program.
_CUT_OFF = "UPDATE import_run SET state = 'stopped', sentence = ? WHERE state = 'running'"
_LEAVING = "SELECT 1 FROM import_run WHERE state = 'leaving'"
_RUNS = """
SELECT id, batch, file, format, account_id, state, began_at, messages, people, sentence FROM import_run
ORDER BY id DESC LIMIT ?"""
_PLACE = "SELECT id, removed_at FROM account WHERE network = ? AND canonical = ?"
_KNOWN = """
SELECT remote_id, id FROM message
WHERE account_id = ? AND kind_space = ? AND remote_id IN (SELECT value FROM json_each(?))"""
_IDENTITIES = """
SELECT id, instance, stable_id, iif(own_name = '', name, own_name), handle, avatar_url, profile_url, site_url, bio,
  email, email_is_claim, email_hash, is_me, is_bot
FROM identity WHERE network = ? AND stable_id IN (SELECT value FROM json_each(?))"""
_THREADS = """
SELECT root, title, url, is_mine FROM thread WHERE account_id = ?1 AND root IN (SELECT value FROM json_each(?2))
UNION ALL SELECT a.root, t.title, t.url, t.is_mine FROM thread_alias a JOIN thread t ON t.id = a.thread_id
WHERE a.account_id = ?1 AND a.root IN (SELECT value FROM json_each(?2))"""
_THREAD_IDS = "SELECT id FROM thread WHERE account_id = ? AND root IN (SELECT value FROM json_each(?))"


class Run(NamedTuple):
    """Order of `_RUN`."""

    id: int
    batch: str
    state: str
    account: int | None


def runs(connection: Any, limit: int) -> list[ImportRun]:
    return [
        ImportRun(id, batch, file, format, place, ImportState(state), from_micros(began), messages, people, sentence)
        for id, batch, file, format, place, state, began, messages, people, sentence in connection.exec_driver_sql(
            _RUNS, (limit,)
        )
    ]


def begin(tx: Transaction, new: NewImport) -> int:
    """Raises Refused for a place that was removed."""
    if tx.connection.exec_driver_sql(_LEAVING).first() is not None:
        raise Refused("What was taken back is still on its way out. Try again in a minute.")
    tx.connection.exec_driver_sql(_CUT_OFF, ("Parlour ended before the end of the file. Read it in again to go on.",))
    account, made = (None, False) if new.found is None else _place(tx, new.found)
    row = (str(uuid.uuid4()), tx.batch, new.file, new.format, account, int(made), ImportState.RUNNING, tx.wall)
    run = tx.connection.exec_driver_sql(
        "INSERT INTO import_run (uuid, batch, file, format, account_id, made_place, state, began_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        row,
    ).scalar_one()
    about = subjects.subject(tx, "import", int(run))
    acts.record(tx, "import", about, {"state": None}, {"state": "in"}, label=f"{new.file} read in")
    return int(run)


def _place(tx: Transaction, found: Found) -> tuple[int, bool]:
    row = tx.connection.exec_driver_sql(_PLACE, (found.network, found.canonical)).first()
    if row is not None:
        if row[1] is not None:
            raise Refused("The place it belongs to was removed. Add it again first, then read the file in.")
        return int(row[0]), False
    settings = {**found.settings, "archive": "yes"}
    place = accounts.make(tx, replace(found, can=Can.READ, settings=settings), None)
    sentence = "Read in from an archive. Nothing is fetched or sent there."
    tx.connection.exec_driver_sql(
        "UPDATE account SET paused = 1, status = ?, sentence = ? WHERE id = ?",
        (PlaceStatus.PAUSED.value, sentence, place),
    )
    return place, True


def running(tx: Transaction, run: int) -> Run:
    """The run, and its batch for the acts to come. Raises Refused when it is over."""
    row = tx.connection.exec_driver_sql(_RUN, (run,)).first()
    if row is None or row[2] != ImportState.RUNNING:
        raise Refused("This import was taken back meanwhile. Read the file in again if you want it.")
    found = Run(*row)
    tx.batch = found.batch
    return found


def take(tx: Transaction, run: int, history: History) -> None:
    """Messages that are not here yet go in; people and threads that are here stay as they are."""
    row = running(tx, run)
    place = row.account
    network = tx.connection.exec_driver_sql(
        "SELECT network FROM account WHERE id = ? AND removed_at IS NULL", (place,)
    ).scalar()
    if place is None or network is None:
        raise Refused("The place was removed meanwhile. What was read in before that stays with it.")
    there = known(tx.connection, place, [_key(shown) for shown in history.messages])
    news = [
        (shown, also) for shown, also in zip(history.messages, history.also, strict=True) if _key(shown) not in there
    ]
    news = _without_erased(tx, network, news)
    people = _people(tx, network, news)
    threads = _threads(tx, place, [shown for shown, _ in news])
    ready = [_settled(shown, people, threads) for shown, _ in news]
    before = set(_identity_ids(tx, network, ready))
    roots = sorted({shown.fetched.thread.root for shown in ready})
    threads_before = set(tx.connection.exec_driver_sql(_THREAD_IDS, (place, json.dumps(roots))).scalars())
    taken = TakenIn(Batch(stream="", messages=tuple(shown.fetched for shown in ready)), tuple(ready))
    intake.take_in(tx, place, taken, handled_before=to_micros(history.handled_before))
    made = known(tx.connection, place, [_key(shown) for shown in ready])
    new_people = set(_identity_ids(tx, network, ready)) - before
    threads_after = set(tx.connection.exec_driver_sql(_THREAD_IDS, (place, json.dumps(roots))).scalars())
    import_items.add(tx, run, import_items.MESSAGE, made.values())
    import_items.add(tx, run, import_items.IDENTITY, new_people)
    import_items.add(tx, run, import_items.THREAD, threads_after - threads_before)
    count(tx, run, messages=len(made), people=len(new_people))


def known(connection: Any, place: int, keys: Collection[Key]) -> dict[Key, int]:
    """The ids of those that are here."""
    found: dict[Key, int] = {}
    for space in {space for space, _ in keys}:
        wanted = json.dumps(sorted({remote_id for of, remote_id in keys if of == space}))
        rows = connection.exec_driver_sql(_KNOWN, (place, space, wanted))
        found |= {(space, remote_id): int(id) for remote_id, id in rows}
    return found


def count(tx: Transaction, run: int, *, messages: int = 0, people: int = 0) -> None:
    sql = "UPDATE import_run SET messages = messages + ?, people = people + ? WHERE id = ?"
    tx.connection.exec_driver_sql(sql, (messages, people, run))


def end(tx: Transaction, run: int, state: ImportState, sentence: str) -> None:
    """What was taken back meanwhile stays so."""
    tx.connection.exec_driver_sql(
        "UPDATE import_run SET state = ?, sentence = ? WHERE id = ? AND state = ?",
        (state.value, sentence, run, ImportState.RUNNING.value),
    )


def _key(shown: SafeMessage) -> Key:
    return shown.fetched.kind_space, shown.fetched.remote_id


def _without_erased(
    tx: Transaction, network: str, news: list[tuple[SafeMessage, tuple[str, ...]]]
) -> list[tuple[SafeMessage, tuple[str, ...]]]:
    """Whoever was erased for good stays away also under the other names that an archive knows them by."""
    names = [
        {(shown.fetched.author.instance, name) for name in (shown.fetched.author.stable_id, *also)}
        for shown, also in news
    ]
    erased = tombstones.erased_people(tx.connection, network, {name for some in names for name in some})
    return [one for one, some in zip(news, names, strict=True) if erased.isdisjoint(some)] if erased else news


def _people(
    tx: Transaction, network: str, news: list[tuple[SafeMessage, tuple[str, ...]]]
) -> dict[tuple[str, str], FetchedIdentity]:
    """(instance, stable id) as the archive says -> the same person as they are known here, where they are."""
    also: dict[tuple[str, str], tuple[str, ...]] = {}
    for shown, others in news:
        author, to = shown.fetched.author, shown.fetched.to
        also.setdefault((author.instance, author.stable_id), others)
        if to is not None:
            also.setdefault((to.instance, to.stable_id), ())
    wanted = {stable for _, stable in also} | {stable for others in also.values() for stable in others}
    rows = tx.connection.exec_driver_sql(_IDENTITIES, (network, json.dumps(sorted(wanted))))
    here = {(row[1], row[2]): _as_fetched(row) for row in rows}
    found: dict[tuple[str, str], FetchedIdentity] = {}
    for (instance, stable), others in also.items():
        match = next((here[instance, name] for name in (stable, *others) if (instance, name) in here), None)
        if match is not None:
            found[instance, stable] = match
    return found


def _as_fetched(row: Any) -> FetchedIdentity:
    _, instance, stable, name, handle, avatar, profile, site, bio, email, claim, hashed, is_me, is_bot = row
    return FetchedIdentity(
        instance,
        stable,
        name,
        handle,
        avatar,
        profile,
        site,
        bio,
        email,
        bool(claim),
        hashed,
        bool(is_me),
        bool(is_bot),
    )


def _threads(tx: Transaction, place: int, messages: Iterable[SafeMessage]) -> dict[str, FetchedThread]:
    roots = json.dumps(sorted({shown.fetched.thread.root for shown in messages}))
    rows = tx.connection.exec_driver_sql(_THREADS, (place, roots))
    return {root: FetchedThread(root, title, url, bool(is_mine)) for root, title, url, is_mine in rows}


def _settled(
    shown: SafeMessage, people: dict[tuple[str, str], FetchedIdentity], threads: dict[str, FetchedThread]
) -> SafeMessage:
    fetched = shown.fetched
    author = people.get((fetched.author.instance, fetched.author.stable_id), fetched.author)
    to = fetched.to
    return replace(
        shown,
        fetched=replace(
            fetched,
            author=author,
            to=None if to is None else people.get((to.instance, to.stable_id), to),
            thread=threads.get(fetched.thread.root, fetched.thread),
            addressed=frozenset() if author.is_me else fetched.addressed,
        ),
    )


def _identity_ids(tx: Transaction, network: str, messages: Iterable[SafeMessage]) -> list[int]:
    wanted = {shown.fetched.author.stable_id for shown in messages}
    wanted |= {shown.fetched.to.stable_id for shown in messages if shown.fetched.to is not None}
    rows = tx.connection.exec_driver_sql(_IDENTITIES, (network, json.dumps(sorted(wanted))))
    return [int(row[0]) for row in rows]
