"""The reader over what the writing side wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.core.model import Draft, Purpose, RemoteState, Sort, State
from inbox.store.database import FILE
from inbox.store.first_page import first_page
from inbox.store.writer import SqliteStore, open_store
from tests.builders import NOON, a_message, a_person, a_place, a_thread, me, take_in
from tests.clocks import FrozenClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path, FrozenClock(NOON))
    yield opened
    opened.close()


@pytest.fixture
def busy(store: SqliteStore) -> SqliteStore:
    """A post with three people, an answer, a double, an edit and a spam comment."""
    place = a_place(store)
    day = timedelta(days=1)
    take_in(
        store,
        place,
        a_message("1", "Does the soup freeze?", by="Ann", at=NOON - 5 * day),
        a_message("2", "It does", by=me(), at=NOON - 4 * day, parent="1"),
        a_message("3", "東京でも作れますか", by="Ito", at=NOON - 3 * day),
        a_message("4", "Cheap pills", by="Robot", at=NOON - 2 * day, state=RemoteState.SPAM),
        a_message("5", "And rye bread with it?", by="Ann", at=NOON - day, on="post-2"),
        first_fetch_done=True,
    )
    take_in(store, place, a_message("3", "東京都でも作れますか", by="Ito", at=NOON - 3 * day))
    return store


def test_what_was_taken_in_is_listed_counted_and_found(busy: SqliteStore) -> None:
    with busy.reading() as reader:
        rows = reader.page(State.WAITING, Sort.NEWEST)
        assert [row.name for row in rows] == ["Ann", "Ito"]
        counts = reader.counts()
        assert counts[State.WAITING, 0] == len(reader.keys(State.WAITING)) == 2
        assert [row.name for row in reader.search("soup").conversations] == ["Ann", "Robot", "Ito", "Ann"]
        assert [row.name for row in reader.search("東京都").conversations] == ["Ito"]
        assert [row.name for row in reader.search("from:me does").conversations] == ["Ann"]
        view = reader.conversation(rows[1].id)
        assert [message.text for message in view.messages] == ["東京都でも作れますか"]
        assert {message.author for message in view.others} == {"Ann", "Baker", "Robot"}
    rows_before_the_window, counts_then = first_page(busy._path.parent / FILE)
    assert {row.name for row in rows_before_the_window} == {"Ann", "Ito"}
    assert counts_then == counts


def test_the_file_agrees_with_itself_after_names_titles_and_words_changed(busy: SqliteStore) -> None:
    renamed = a_person("Ann Weber", stable_id="ann", handle="@ann@social.example")
    take_in(
        busy, 1, a_message("1", "Does it freeze at all?", by=renamed, on=a_thread("post-1", "Winter soup"), at=NOON)
    )
    assert busy.check() == []
    with busy.reading() as reader:
        assert len(reader.search("from:weber").conversations) == 2
        assert [person.name for person in reader.search("weber").people] == ["Ann Weber"]
        assert reader.search("sunday").conversations != ()
        assert {row.subject for row in reader.search("winter").conversations} == {"Winter soup"}


def test_what_was_done_is_the_step_to_take_back(busy: SqliteStore) -> None:
    with busy.reading() as reader:
        first, _ = reader.page(State.WAITING, Sort.NEWEST)
    busy.write(lambda write: write.finish([first.id]))
    with busy.reading() as reader:
        step = reader.undo_step()
        assert step is not None
        assert reader.page(State.DONE, Sort.NEWEST)[0].id == first.id
        assert [row.name for row in reader.page(State.WAITING, Sort.NEWEST)] == ["Ito"]
    busy.write(lambda write: write.undo())
    with busy.reading() as reader:
        assert reader.undo_step() is None
        assert reader.redo_step() is not None
        assert reader.rows([first.id])[0].state is State.WAITING


def test_a_queued_answer_stands_in_conversation_outbox_and_row(busy: SqliteStore) -> None:
    with busy.reading() as reader:
        first, _ = reader.page(State.WAITING, Sort.NEWEST)
        focus = reader.conversation(first.id).focus
    assert focus is not None
    delivery, _ = busy.write(
        lambda write: write.queue_words(first.id, focus, "Rye, yes", Purpose.THANK, not_before=None)
    )
    with busy.reading() as reader:
        assert reader.outbox_open() == 1
        assert [view.id for view in reader.open_deliveries(first.id)] == [delivery]
        own = reader.conversation(first.id).messages[-1]
        assert (own.text, own.delivery, own.purpose) == ("Rye, yes", delivery, Purpose.THANK)
        assert reader.rows([first.id])[0].sending is own.delivery_state
        assert reader.thanks_given(first.identity) == ["Rye, yes"]
    assert busy.check() == []


def test_a_draft_shows_on_its_row(busy: SqliteStore) -> None:
    with busy.reading() as reader:
        first, _ = reader.page(State.WAITING, Sort.NEWEST)
    draft = Draft(first.id, None, Purpose.REPLY, "Dear Ann", 3)
    busy.write(lambda write: write.keep_draft(draft))
    with busy.reading() as reader:
        assert reader.rows([first.id])[0] == replace(first, has_draft=True)
        assert replace(draft, to=None) == reader.draft(first.id)
