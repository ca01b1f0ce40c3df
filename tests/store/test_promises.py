"""Promises: offered from my own words, written down by hand, kept or dropped, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.errors import Refused
from inbox.core.manners import PromiseState
from inbox.core.model import Purpose
from inbox.store.promises import OFFERED_FOR
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask, view

RECIPE = "Thank you! I'll send you the recipe tomorrow. And I'll ask my sister about the oven."


def promised(store: SqliteStore) -> int:
    """Ann asked, I promised two things; her identity."""
    take_in(
        store,
        a_place(store),
        a_message("1", "How do you do it?", by="Ann", at=NOON - timedelta(hours=5)),
        a_message("2", RECIPE, by=me(), parent="1", at=NOON - timedelta(hours=4)),
    )
    return view(store).row.identity


def test_my_words_are_offered_with_their_message_and_never_made_a_promise_by_themselves(speaking: SqliteStore) -> None:
    ann = promised(speaking)
    with speaking.reading() as reading:
        first, second = reading.promise_offers(ann)
        assert (first.words, first.due) == ("I'll send you the recipe tomorrow", "tomorrow")
        assert (second.words, second.due) == ("And I'll ask my sister about the oven", "")
        assert reading.message(first.message).text == RECIPE
        assert [one.person for one in reading.promise_offers()] == [ann, ann]
        assert reading.promises() == []


def test_yes_writes_it_down_with_its_proof_and_no_ends_the_offer(speaking: SqliteStore) -> None:
    ann = promised(speaking)
    with speaking.reading() as reading:
        first, second = reading.promise_offers(ann)
    due = NOON + timedelta(days=1)
    changes = speaking.write(
        lambda write: write.promise_to(ann, first.words, due=due, message=first.message, first=first.first)
    )
    assert changes.undo is not None
    with speaking.reading() as reading:
        (made,) = reading.promises(ann)
        assert (made.words, made.due, made.state) == (first.words, due, PromiseState.OPEN)
        assert (made.message, made.conversation, made.name) == (first.message, first.conversation, "Ann")
        assert [one.words for one in reading.promise_offers(ann)] == [second.words]
    speaking.write(lambda write: write.turn_down_promise(second.message, second.first))
    with speaking.reading() as reading:
        assert reading.promise_offers(ann) == reading.promise_offers() == []
    with pytest.raises(Refused, match="already"):
        speaking.write(lambda write: write.promise_to(ann, "Again", message=first.message, first=first.first))
    for _ in range(2):
        speaking.write(lambda write: write.undo())
    with speaking.reading() as reading:
        assert len(reading.promise_offers(ann)) == 2
        assert reading.promises(ann) == []


def test_it_comes_back_until_it_is_kept_or_dropped(speaking: SqliteStore) -> None:
    ann = promised(speaking)
    later, sooner = NOON + timedelta(days=9), NOON + timedelta(days=2)
    for words, due in (("Undated", None), ("Later", later), ("Sooner", sooner)):
        speaking.write(lambda write, words=words, due=due: write.promise_to(ann, words, due=due))
    with speaking.reading() as reading:
        assert [one.words for one in reading.promises()] == ["Sooner", "Later", "Undated"]
        soon, later_one, undated = reading.promises()
    speaking.write(lambda write: write.settle_promise(soon.id, kept=True))
    speaking.write(lambda write: write.settle_promise(undated.id, kept=False))
    with speaking.reading() as reading:
        assert [one.words for one in reading.promises(ann)] == ["Later"]
        states = {one.words: one.state for one in reading.promises(settled=True)}
        assert states == {"Later": "open", "Sooner": "kept", "Undated": "dropped"}
        assert reading.promise(soon.id).settled_at == NOON
    speaking.write(lambda write: write.change_promise(later_one.id, "Much later", None))
    with speaking.reading() as reading:
        assert [one.words for one in reading.promises(ann)] == ["Much later"]


def test_words_that_have_not_left_are_not_offered_yet(speaking: SqliteStore) -> None:
    take_in(speaking, a_place(speaking), a_message("1", "How?", by="Ann"))
    shown = view(speaking)
    speaking.write(
        lambda write: write.queue_words(
            shown.row.id, shown.focus or 0, "I'll send you one.", Purpose.REPLY, not_before=None
        )
    )
    with speaking.reading() as reading:
        assert reading.promise_offers(shown.row.identity) == []


def test_what_was_written_long_ago_is_no_longer_offered(speaking: SqliteStore, clock: FrozenClock) -> None:
    ann = promised(speaking)
    clock.pass_time(OFFERED_FOR)
    with speaking.reading() as reading:
        assert reading.promise_offers(ann) == reading.promise_offers() == []


def test_a_promise_outlives_its_message(speaking: SqliteStore) -> None:
    ann = promised(speaking)
    with speaking.reading() as reading:
        first = reading.promise_offers(ann)[0]
    speaking.write(lambda write: write.promise_to(ann, first.words, message=first.message, first=first.first))
    ask(speaking, "DELETE FROM message WHERE remote_id = '2'")
    with speaking.reading() as reading:
        (made,) = reading.promises(ann)
        assert (made.words, made.message, made.conversation) == (first.words, None, None)


def test_no_words_are_no_promise(speaking: SqliteStore) -> None:
    ann = promised(speaking)
    with pytest.raises(Refused, match="no words"):
        speaking.write(lambda write: write.promise_to(ann, " \n "))
