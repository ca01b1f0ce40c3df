"""Threads across places: joined by a link or by hand, parted for good, taken back like any step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.errors import Refused
from inbox.core.fetched import FetchedThread, SafeMessage
from inbox.core.model import RemoteState, SafeHtml
from inbox.store import acts
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, take_in
from tests.store.looking import ask, view

BREAD, WORKSHOP = "https://bread.example", "https://workshop.example"


def said(site: str, number: str, text: str, *, by: str, on: str = "rye", **more: object) -> SafeMessage:
    thread = FetchedThread(root=on, title=on.title(), url=f"{site}/{on}/")
    author = a_person(by, instance=site)
    return a_message(number, text, by=author, on=thread, url=f"{thread.url}#comment-{number}", **more)  # type: ignore[arg-type]


@pytest.fixture
def bread(store: SqliteStore) -> int:
    return a_place(store, BREAD)


@pytest.fixture
def workshop(store: SqliteStore) -> int:
    return a_place(store, WORKSHOP, title="The Workshop")


def joined(store: SqliteStore, name: str) -> list[str]:
    return [f"{one.place_title}: {one.title}" for one in view(store, name).joined]


def test_a_link_to_a_thread_that_comes_later_joins_it_then(store: SqliteStore, bread: int, workshop: int) -> None:
    take_in(store, workshop, said(WORKSHOP, "1", f"See {BREAD}/rye", by="Ben", on="ovens"))
    assert joined(store, "Ben") == []
    changes = take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"))
    assert joined(store, "Ann") == ["The Workshop: Ovens"]
    assert changes.threads


def test_a_pingback_of_another_place_of_mine_joins_both(store: SqliteStore, bread: int, workshop: int) -> None:
    take_in(store, workshop, said(WORKSHOP, "1", "On ovens", by="Ben", on="ovens"))
    html = f'<p><a href="{WORKSHOP}/ovens/?replytocom=4">The Workshop</a></p>'
    pingback = said(BREAD, "9", "[…] as I wrote […]", by="The Workshop")
    take_in(store, bread, replace(pingback, html=SafeHtml(html)))
    assert joined(store, "Ben") == ["The Slow Oven: Rye"]


def test_a_link_to_another_post_of_the_same_place_joins_nothing(store: SqliteStore, bread: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"))
    take_in(store, bread, said(BREAD, "2", f"Asked at {BREAD}/rye/ before", by="Ben", on="soup"))
    assert joined(store, "Ann") == joined(store, "Ben") == []


def test_a_link_in_spam_joins_nothing_until_it_is_let_in(store: SqliteStore, bread: int, workshop: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"))
    link = said(WORKSHOP, "1", f"{BREAD}/rye", by="Ben", on="ovens", state=RemoteState.SPAM)
    take_in(store, workshop, link)
    assert joined(store, "Ann") == []
    take_in(store, workshop, said(WORKSHOP, "1", f"{BREAD}/rye", by="Ben", on="ovens"))
    assert joined(store, "Ann") == ["The Workshop: Ovens"]


def test_a_link_that_an_edit_brought_joins_too(store: SqliteStore, bread: int, workshop: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"))
    take_in(store, workshop, said(WORKSHOP, "1", "See there", by="Ben", on="ovens"))
    take_in(store, workshop, said(WORKSHOP, "1", f"See {BREAD}/rye", by="Ben", on="ovens"))
    assert joined(store, "Ann") == ["The Workshop: Ovens"]


def test_what_is_parted_stays_apart_however_many_links_come(store: SqliteStore, bread: int, workshop: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"))
    take_in(store, workshop, said(WORKSHOP, "1", f"See {BREAD}/rye", by="Ben", on="ovens"))
    (thread,) = view(store, "Ann").joined
    store.write(lambda write: write.part_threads(thread.link))
    take_in(store, workshop, said(WORKSHOP, "2", f"Really, see {BREAD}/rye", by="Cleo", on="ovens"))
    assert joined(store, "Ann") == joined(store, "Ben") == []
    store.write(lambda write: write.undo())
    assert joined(store, "Ann") == ["The Workshop: Ovens"]


def test_joined_by_hand_and_taken_back_and_done_again(store: SqliteStore, bread: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"), said(BREAD, "2", "Hot?", by="Ben", on="soup"))
    ann, ben = view(store, "Ann").row.id, view(store, "Ben").row.id
    changes = store.write(lambda write: write.join_conversations(ann, ben))
    assert changes.undo is not None
    assert joined(store, "Ben") == ["The Slow Oven: Rye"]
    with pytest.raises(Refused, match="joined already"):
        store.write(lambda write: write.join_conversations(ben, ann))
    store.write(lambda write: write.undo())
    assert joined(store, "Ben") == []
    store.write(lambda write: write.redo())
    assert joined(store, "Ben") == ["The Slow Oven: Rye"]


def test_one_thread_is_not_joined_with_itself(store: SqliteStore, bread: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"), said(BREAD, "2", "Hot?", by="Ben"))
    ann, ben = view(store, "Ann").row.id, view(store, "Ben").row.id
    with pytest.raises(Refused, match="of one thread already"):
        store.write(lambda write: write.join_conversations(ann, ben))


def test_three_that_hang_together_are_all_shown_and_parting_the_middle_leaves_one(
    store: SqliteStore, bread: int, workshop: int
) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"), said(BREAD, "2", "Soup", by="Cleo", on="soup"))
    take_in(store, workshop, said(WORKSHOP, "1", f"See {BREAD}/rye and {BREAD}/soup", by="Ben", on="ovens"))
    assert joined(store, "Ann") == ["The Workshop: Ovens", "The Slow Oven: Soup"]
    (ovens, _) = view(store, "Ann").joined
    store.write(lambda write: write.part_threads(ovens.link))
    assert joined(store, "Ann") == []
    assert joined(store, "Cleo") == ["The Workshop: Ovens"]


def test_a_forgotten_place_takes_its_joints_along(store: SqliteStore, bread: int, workshop: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"))
    take_in(store, workshop, said(WORKSHOP, "1", f"See {BREAD}/rye", by="Ben", on="ovens"))
    store.write(lambda write: write.remove_place(workshop, forget=True))
    assert joined(store, "Ann") == []
    assert ask(store, "SELECT count(*) FROM message_link") == [(0,)]
    assert store.check() == []


def test_the_log_gives_the_joints_again(store: SqliteStore, bread: int, workshop: int) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"), said(BREAD, "2", "Soup", by="Cleo", on="soup"))
    take_in(store, workshop, said(WORKSHOP, "1", f"See {BREAD}/rye", by="Ben", on="ovens"))
    ann, cleo = view(store, "Ann").row.id, view(store, "Cleo").row.id
    store.write(lambda write: write.join_conversations(ann, cleo))
    before = sorted(joined(store, "Ann"))
    store.write(lambda write: acts.rebuild(write._tx))  # type: ignore[attr-defined]
    assert sorted(joined(store, "Ann")) == before == ["The Slow Oven: Soup", "The Workshop: Ovens"]


def test_messages_of_an_older_file_are_looked_through_in_small_batches(
    store: SqliteStore, bread: int, workshop: int
) -> None:
    take_in(store, bread, said(BREAD, "1", "How hot?", by="Ann"))
    take_in(store, workshop, said(WORKSHOP, "1", f"See {BREAD}/rye", by="Ben", on="ovens"))
    for table in ("thread_link", "message_link", "thread_address"):
        ask(store, f"DELETE FROM {table}")
    assert joined(store, "Ann") == []
    store.write(lambda write: write.wake(NOON + timedelta(hours=1)))
    assert joined(store, "Ann") == ["The Workshop: Ovens"]
    assert ask(store, "SELECT value FROM setting WHERE key = 'threads:noted'") == [("done",)]
