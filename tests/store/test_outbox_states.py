"""Likes and moderations on their way: replaced, taken back and put back before and after they left."""

from __future__ import annotations

import pytest

from inbox.core.errors import Refused
from inbox.core.model import Moderation, RemoteState, State, Verb
from tests.outbox_desk import CANCELLED, NEEDS_YOU, SENT, WAITING, Desk


def test_liking_and_unliking_before_anything_left_sends_nothing(desk: Desk) -> None:
    _, message = desk.somebody_writes()
    like, _ = desk.store.write(lambda write: write.queue_state(message, Verb.LIKE, None, not_before=None))
    again, _ = desk.store.write(lambda write: write.queue_state(message, Verb.LIKE, None, not_before=None))
    assert again == like, "liking twice is one like"
    desk.store.write(lambda write: write.queue_state(message, Verb.UNLIKE, None, not_before=None))
    desk.delivers()
    assert (desk.state(like), desk.network.sent) == (CANCELLED, [])


def test_a_like_shows_once_it_stands_and_undo_then_queues_an_unlike(desk: Desk) -> None:
    _, message = desk.somebody_writes()
    desk.store.write(lambda write: write.queue_state(message, Verb.LIKE, None, not_before=None))
    desk.delivers()
    with desk.store.reading() as reading:
        assert reading.message(message).liked
    desk.store.write(lambda write: write.undo())
    desk.delivers()
    assert [bytes_.split()[0] for _, bytes_ in desk.network.sent] == [b"like", b"unlike"]
    with desk.store.reading() as reading:
        assert not reading.message(message).liked


def test_another_moderation_replaces_one_that_has_not_left(desk: Desk) -> None:
    _, message = desk.somebody_writes()
    spam, _ = desk.store.write(
        lambda write: write.queue_state(message, Verb.MODERATE, Moderation.SPAM, not_before=None)
    )
    trash, _ = desk.store.write(
        lambda write: write.queue_state(message, Verb.MODERATE, Moderation.TRASH, not_before=None)
    )
    desk.delivers()
    assert (desk.state(spam), desk.state(trash), len(desk.network.sent)) == (CANCELLED, SENT, 1)
    with desk.store.reading() as reading:
        assert reading.message(message).remote_state is RemoteState.TRASH


def test_undo_gives_back_the_moderation_that_another_replaced(desk: Desk) -> None:
    _, message = desk.somebody_writes()
    spam, _ = desk.store.write(
        lambda write: write.queue_state(message, Verb.MODERATE, Moderation.SPAM, not_before=None)
    )
    trash, _ = desk.store.write(
        lambda write: write.queue_state(message, Verb.MODERATE, Moderation.TRASH, not_before=None)
    )
    desk.store.write(lambda write: write.undo())
    assert (desk.state(spam), desk.state(trash)) == (WAITING, CANCELLED)
    desk.store.write(lambda write: write.redo())
    assert (desk.state(spam), desk.state(trash)) == (CANCELLED, WAITING)
    desk.store.write(lambda write: write.undo())
    desk.store.write(lambda write: write.undo())
    assert (desk.state(spam), desk.state(trash)) == (CANCELLED, CANCELLED)
    with pytest.raises(Refused, match="nothing to take back"):
        desk.store.write(lambda write: write.undo())


@pytest.mark.parametrize(
    ("first", "opposite"),
    [((Verb.LIKE, None), (Verb.UNLIKE, None)), ((Verb.MODERATE, Moderation.SPAM), (Verb.MODERATE, Moderation.APPROVE))],
)
def test_the_opposite_takes_the_step_back_too(
    desk: Desk, first: tuple[Verb, Moderation | None], opposite: tuple[Verb, Moderation | None]
) -> None:
    conversation, message = desk.somebody_writes()
    desk.store.write(lambda write: write.finish([conversation]))
    queued, _ = desk.store.write(lambda write: write.queue_state(message, *first, not_before=None))
    desk.store.write(lambda write: write.queue_state(message, *opposite, not_before=None))
    assert desk.state(queued) is CANCELLED
    assert desk.store.write(lambda write: write.undo()).sentence == "Taken back: Done, Ann."


def test_undoing_a_moderation_that_stands_puts_it_back(desk: Desk) -> None:
    conversation, message = desk.somebody_writes()
    desk.store.write(lambda write: write.queue_state(message, Verb.MODERATE, Moderation.SPAM, not_before=None))
    desk.delivers()
    with desk.store.reading() as reading:
        assert reading.conversation(conversation).row.state is State.QUIET
    desk.store.write(lambda write: write.undo())
    desk.delivers()
    with desk.store.reading() as reading:
        assert reading.message(message).remote_state is RemoteState.VISIBLE
        assert reading.conversation(conversation).row.state is State.WAITING


def test_a_like_of_what_was_deleted_is_not_sent(desk: Desk) -> None:
    _, message = desk.somebody_writes(remote_id="c1")
    queued, _ = desk.store.write(lambda write: write.queue_state(message, Verb.LIKE, None, not_before=None))
    from inbox.core.fetched import Batch
    from inbox.services import sync

    sync.take_in(desk.store, desk.place, Batch("news", deleted=(("comment", "c1"),)))
    desk.delivers()
    assert (desk.state(queued), desk.network.sent) == (NEEDS_YOU, [])
