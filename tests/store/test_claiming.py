""" "This is me": what an identity wrote becomes mine at once, and is theirs again when that is taken back."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox.core.errors import Refused
from inbox.core.fetched import FetchedIdentity
from inbox.core.model import Because, Draft, Purpose, Sort, State
from inbox.store import acts
from inbox.store.session import Session
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.store.looking import ask, states

HOST = FetchedIdentity(instance="https://bread.example", stable_id="name:anonymous|", name="Anonymous")
HOUR = timedelta(hours=1)
DATA = Path(__file__).resolve().parents[1] / "data"


def who(store: SqliteStore, name: str) -> int:
    return int(ask(store, f"SELECT id FROM identity WHERE name = '{name}'")[0][0])


@pytest.fixture
def place(store: SqliteStore) -> int:
    """Somebody else's blog that is read without a sign-in: Ann asks, the host answers without a name, Ann answers."""
    place = a_place(store)
    said = tomllib.loads((DATA / "identity-anonymous-host.toml").read_text("utf-8"))["comment"]
    messages = [
        a_message(
            one["id"],
            one["says"],
            by=HOST if one["by"] == "Anonymous" else one["by"],
            parent=one.get("to", ""),
            at=NOON + one["hours"] * HOUR,
            addressed=None if one["by"] == "Anonymous" else frozenset(),
        )
        for one in said
    ]
    take_in(store, place, *messages, first_fetch_done=True)
    return place


def picture(store: SqliteStore) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is derived, conversations by who they are with: their ids are of no meaning."""
    named = "SELECT c.*, t.root, i.name FROM conversation c JOIN thread t ON t.id = c.thread_id"
    named += " JOIN identity i ON i.id = c.counterpart_id ORDER BY t.root, i.name"
    messages = "SELECT m.*, i.name FROM message m LEFT JOIN conversation c ON c.id = m.conversation_id"
    messages += " LEFT JOIN identity i ON i.id = c.counterpart_id ORDER BY m.id"
    at = [row[1] for row in ask(store, "PRAGMA table_info(message)")].index("conversation_id")
    return {
        "conversation": [row[1:] for row in ask(store, named)],
        "message": [row[:at] + row[at + 1 :] for row in ask(store, messages)],
        "identity": ask(store, "SELECT * FROM identity ORDER BY id"),
        "counter": [row for row in ask(store, "SELECT * FROM counter ORDER BY 1, 2") if row[2]],
    }


def rebuild(store: SqliteStore) -> None:
    def work(write: object) -> None:
        assert isinstance(write, Session)
        acts.rebuild(write._tx)
        write._tx.take()

    store.write(work)


def test_a_hosts_replies_under_the_name_anonymous_are_mine_and_the_thread_knows_at_once(
    store: SqliteStore, place: int
) -> None:
    assert states(store)["Ann"] is State.QUIET
    changes = store.write(lambda write: write.this_is_me(who(store, "Anonymous"), True))
    assert states(store) == {"Ann": State.WAITING, "Bob": State.QUIET}
    assert {change.id for change in changes.rows} >= {ask(store, "SELECT id FROM conversation")[0][0]}
    assert changes.sentence == "Anonymous is you: what they wrote is yours."
    with store.reading() as reading:
        ann = reading.person(who(store, "Ann"))
        assert (ann.messages_in, ann.messages_out) == (2, 1)
        assert [reading.message(entry.message).text for entry in reading.history(ann.id)] == [
            "And then?", "A night, in the cellar.", "How long does it rise?",
        ]  # fmt: skip
        assert [one.name for one in reading.claimed()] == ["Anonymous"]
        assert "Anonymous" not in [one.name for one in reading.people()]
        row = reading.page(State.WAITING, Sort.WORTH)[0]
        assert "speaks to you" in " ".join(reason.label.casefold() for reason in row.reasons)
    rebuild(store)
    assert states(store) == {"Ann": State.WAITING, "Bob": State.QUIET}
    assert store.check() == []


def test_what_comes_later_under_that_name_is_mine_too(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.this_is_me(who(store, "Anonymous"), True))
    take_in(store, place, a_message("6", "Then into the oven.", by=HOST, parent="3", at=NOON + 5 * HOUR))
    assert states(store)["Ann"] is State.DONE
    store.write(lambda write: write.this_is_me(who(store, "Anonymous"), False))
    assert states(store) == {"Ann": State.QUIET, "Bob": State.QUIET, "Anonymous": State.WAITING}
    assert store.check() == []


def test_taken_back_everything_is_as_it_was(store: SqliteStore, place: int) -> None:
    anonymous = who(store, "Anonymous")
    [(conversation,)] = ask(store, f"SELECT id FROM conversation WHERE counterpart_id = {anonymous}")
    store.write(lambda write: write.finish([conversation]))
    before = picture(store)
    store.write(lambda write: write.this_is_me(anonymous, True))
    claimed = picture(store)
    store.write(lambda write: write.undo())
    assert picture(store) == before
    store.write(lambda write: write.redo())
    assert picture(store) == claimed
    rebuild(store)
    assert picture(store) == claimed
    with store.reading() as reading:
        assert reading.undo_steps()[0].moved == ""
    store.write(lambda write: write.undo())
    rebuild(store)
    assert picture(store) == before
    assert states(store)["Anonymous"] is State.DONE


def test_what_the_network_itself_says_stays(store: SqliteStore, place: int) -> None:
    anonymous = who(store, "Anonymous")
    store.write(lambda write: write.this_is_me(anonymous, True))
    take_in(store, place, a_message("7", "By me", by=replace(HOST, is_me=True), at=NOON + 6 * HOUR))
    store.write(lambda write: write.this_is_me(anonymous, False))
    assert ask(store, f"SELECT is_me, claimed FROM identity WHERE id = {anonymous}") == [(1, 0)]
    assert "Anonymous" not in states(store)


def test_all_handles_of_one_person_are_claimed_together(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("8", "Also me", by="Anon two", on="post-2"))
    anonymous, other = who(store, "Anonymous"), who(store, "Anon two")
    store.write(lambda write: write.merge(anonymous, other))
    store.write(lambda write: write.this_is_me(other, True))
    assert ask(store, "SELECT count(*) FROM identity WHERE is_me") == [(2,)]
    store.write(lambda write: write.undo())
    assert ask(store, "SELECT count(*) FROM identity WHERE is_me") == [(0,)]


def test_nobody_is_claimed_while_words_to_them_are_not_sent(store: SqliteStore, place: int) -> None:
    ann = who(store, "Ann")
    [(conversation, message)] = ask(
        store, f"SELECT conversation_id, min(id) FROM message WHERE identity_id = {ann} GROUP BY 1"
    )
    store.write(lambda write: write.keep_draft(Draft(conversation, message, Purpose.REPLY, "Dear", 4)))
    with pytest.raises(Refused, match="draft"):
        store.write(lambda write: write.this_is_me(ann, True))
    store.write(lambda write: write.queue_words(conversation, message, "Dear", Purpose.REPLY, not_before=None))
    with pytest.raises(Refused, match="outbox"):
        store.write(lambda write: write.this_is_me(ann, True))


def test_random_threads_claimed_and_taken_back_are_as_they_were(store: SqliteStore) -> None:
    place = a_place(store)
    dice = random.Random(9)
    names = ("Ann", "Bob", "Cleo", "Dora")
    messages = [
        a_message(
            str(number),
            dice.choice(["Lovely", "How long?", "Thanks"]),
            by=me() if dice.random() < 0.2 else a_person(dice.choice(names)),
            on=f"post-{dice.randint(1, 4)}",
            parent=str(dice.randint(0, number)) if number and dice.random() < 0.6 else "",
            at=NOON - timedelta(minutes=dice.randint(0, 9_000)),
            addressed=dice.choice([frozenset(), frozenset({Because.ON_MY_POST})]),
        )
        for number in range(80)
    ]
    take_in(store, place, *messages, first_fetch_done=True)
    for _ in range(10):
        [(name,)] = ask(
            store, f"SELECT id FROM identity WHERE NOT is_me ORDER BY id LIMIT 1 OFFSET {dice.randint(0, 1)}"
        )
        before = picture(store)
        store.write(lambda write, name=name: write.this_is_me(name, True))
        assert store.check() == []
        claimed = picture(store)
        store.write(lambda write: write.undo())
        assert picture(store) == before
        store.write(lambda write: write.redo())
        assert picture(store) == claimed
        mine = [id for (id,) in ask(store, "SELECT id FROM identity WHERE claimed")]
        if dice.random() < 0.5 or len(mine) > 2:
            store.write(lambda write, name=name: write.this_is_me(name, False))
            assert picture(store) == before
        rebuild(store)
