"""The example threads of `tests/data` behave as they should: what is one, what is offered, what only a link joins."""

from __future__ import annotations

from inbox.core.model import State
from inbox.core.relation import StepKind
from inbox.store.writer import SqliteStore
from tests.example_threads import told
from tests.store.looking import ask, view


def test_equal_words_within_minutes_are_one_item_with_two_links_and_reworded_ones_are_only_offered(
    store: SqliteStore,
) -> None:
    told("twice-and-reworded", store)
    first, reworded = view(store).messages
    assert (first.remote_id, first.also) == ("1", ("https://bread.example/rye/#comment-2",))
    assert (reworded.remote_id, reworded.perhaps_same, first.perhaps_same) == ("3", first.id, None)
    store.write(lambda write: write.say_same(reworded.id, first.id))
    (only,) = view(store).messages
    assert only.also == ("https://bread.example/rye/#comment-2", "https://bread.example/rye/#comment-3")
    store.write(lambda write: write.undo())
    assert [one.remote_id for one in view(store).messages] == ["1", "3"]


def test_what_was_said_to_be_two_is_not_offered_again(store: SqliteStore) -> None:
    told("twice-and-reworded", store)
    reworded = view(store).messages[-1]
    store.write(lambda write: write.say_same(reworded.id, None))
    first, second = view(store).messages
    assert (first.perhaps_same, second.perhaps_same) == (None, None)


def test_two_blogs_that_discuss_one_question_are_joined_by_the_link_between_them(store: SqliteStore) -> None:
    told("one-question-two-blogs", store)
    (there,) = view(store, "Ann").joined
    assert (there.title, there.place_title) == ("Oven Controls", "The Workshop")
    assert (there.linked_by, there.linked_by_me) == ("Cleo", False)
    assert [message.author for message in there.messages] == ["Ben", "Cleo"]
    assert [thread.title for thread in view(store, "Ben").joined] == ["How Hot"]
    assert view(store, "Dan").joined == ()


def test_without_the_link_the_same_question_joins_nothing_until_the_person_does(store: SqliteStore) -> None:
    told("one-question-two-blogs", store, lambda said: not said.get("links"))
    assert [view(store, name).joined for name in ("Ann", "Ben", "Dan")] == [(), (), ()]
    ann, dan = view(store, "Ann").row, view(store, "Dan").row
    store.write(lambda write: write.join_conversations(ann.id, dan.id))
    (there,) = view(store, "Ann").joined
    assert (there.title, there.linking_message) == ("Another Post", None)
    assert (ann.state, view(store, "Dan").row.state) == (State.DONE, State.WAITING)


def test_a_commenter_is_offered_a_call_only_after_the_set_exchanges(store: SqliteStore) -> None:
    told("offered-a-call", store, lambda said: int(said["id"]) <= 6)
    (ann,) = (one for (one,) in ask(store, "SELECT id FROM identity WHERE name = 'Ann'"))
    with store.reading() as reading:
        three = reading.relation(ann)
    assert (three.facts.exchanges, three.step) == (3, None)
    told("offered-a-call", store)
    with store.reading() as reading:
        four = reading.relation(ann)
    assert four.facts.exchanges == 4
    assert four.step is not None
    assert (four.step.kind, four.step.why) == (
        StepKind.CALL,
        "You had 4 exchanges over 71 days, and have never spoken.",
    )
    assert len(four.step.evidence.messages) == 8, "it opens to the very messages it counts"
