"""What a conversation is worth follows what is said in it and by whom, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.model import Purpose, RemoteState, State
from inbox.services import sync
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import row, view

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def test_worth_grows_with_waiting_and_says_why(store: SqliteStore, clock: FrozenClock, place: int) -> None:
    take_in(store, place, a_message(text="Could you share the recipe?"))
    assert {reason.code for reason in row(store).reasons} == {"question", "first_time"}
    before = row(store).worth
    clock.pass_time(DAY + MINUTE)
    changes = store.write(lambda write: write.wake(clock.now()))
    assert row(store).worth > before
    assert changes.rows[0].after is not None
    assert changes.rows[0].after.worth == row(store).worth
    assert not store.write(lambda write: write.wake(clock.now()))


def test_it_is_the_first_time_until_i_answer_them_anywhere(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", on="post-1"), a_message("2", on="post-2", at=NOON + MINUTE))
    assert ["first_time" in reasons_of(store, id) for id in (1, 2)] == [True, False]
    take_in(store, place, a_message("3", by=me(), on="post-2", parent="2", at=NOON + 2 * MINUTE))
    assert "first_time" not in reasons_of(store, 1)
    take_in(store, place, a_message("4", on="post-2", parent="3", at=NOON + 3 * MINUTE))
    assert "first_time" not in reasons_of(store, 2)


def test_it_is_not_the_first_time_when_they_write_again_after_it_was_done(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    assert "first_time" in reasons_of(store, 1)
    store.write(lambda write: write.finish([1]))
    take_in(store, place, a_message("2", "And another thing", at=NOON + DAY))
    assert "first_time" not in reasons_of(store, 1)


def test_an_answer_that_is_taken_back_makes_it_the_first_time_again(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    delivery = store.write(lambda write: write.queue_words(1, first(store), "Hi", Purpose.REPLY, not_before=None)[0])
    assert "first_time" not in reasons_of(store, 1)
    store.write(lambda write: write.cancel_delivery(delivery))
    assert "first_time" in reasons_of(store, 1)


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote><p>Could you share it?</p></blockquote><p>I like that.</p>",
        "<p>I ran <code>who?</code> and it worked.</p>",
        '<p>See <a href="https://a.example/">Why bread?</a> instead.</p>',
    ],
)
def test_a_question_that_is_quoted_coded_or_linked_is_not_theirs(store: SqliteStore, place: int, html: str) -> None:
    take_in(store, place, sync.make_safe(replace(a_message("1").fetched, html=html, text="")))
    assert "question" not in reasons_of(store, 1)
    asks = sync.make_safe(replace(a_message("1").fetched, html=f"{html}<p>May I?</p>", text="", version="2"))
    take_in(store, place, asks)
    assert "question" in reasons_of(store, 1)


def test_a_question_that_i_quote_does_not_make_it_their_turn(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", "May I?"))
    answer = a_message("2", by=me(), parent="1", at=NOON + MINUTE).fetched
    take_in(store, place, sync.make_safe(replace(answer, html="<blockquote>May I?</blockquote><p>Yes.</p>", text="")))
    assert row(store).state is State.DONE


def reasons_of(store: SqliteStore, conversation: int) -> set[str]:
    with store.reading() as reading:
        return {reason.code for reason in reading.rows([conversation])[0].reasons}


def first(store: SqliteStore) -> int:
    return view(store).messages[0].id


def test_whoever_only_left_spam_is_not_among_the_people(store: SqliteStore, place: int) -> None:
    take_in(
        store,
        place,
        a_message("1", by="Ann"),
        a_message("2", by="Bot", state=RemoteState.SPAM),
        a_message("3", by="Bin", state=RemoteState.TRASH),
        a_message("4", by="Cleo", state=RemoteState.SPAM),
        a_message("5", by="Cleo", on="post-2"),
        a_message("6", by="Dan", state=RemoteState.HELD),
        a_message("7", by="Eve", state=RemoteState.SPAM),
    )
    store.write(lambda write: write.star(row(store, "Eve").identity, True))
    with store.reading() as reading:
        assert [person.name for person in reading.people()] == ["Ann", "Cleo", "Dan", "Eve"]
    take_in(store, place, a_message("2", by="Bot", state=RemoteState.VISIBLE))
    with store.reading() as reading:
        assert [person.name for person in reading.people(limit=2)] == ["Ann", "Bot"]


def test_a_star_counts_at_once(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message())
    before = row(store).worth
    store.write(lambda write: write.star(row(store).identity, True))
    assert row(store).worth == before + 25
