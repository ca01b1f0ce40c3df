"""Acts, and taking them back: where nothing has moved since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.errors import Refused
from inbox.core.model import Moderation, Purpose, State, Verb
from inbox.core.ports import Priority, Writing
from inbox.store import acts
from inbox.store.session import Session
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, me, take_in
from tests.store.local_acts import ABOUT, LOCAL_ACTS, STATE, TOMORROW, note, without_ids
from tests.store.looking import ask, dump, messages, states, view

MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(store: SqliteStore) -> int:
    place = a_place(store)
    take_in(
        store, place, a_message("1"), a_message("2", by="Bob"), a_message("3", by=me(), parent="2", at=NOON + MINUTE)
    )
    return place


@pytest.mark.parametrize("name", LOCAL_ACTS)
def test_every_act_can_be_taken_back_and_done_again(store: SqliteStore, place: int, name: str) -> None:
    work, label = LOCAL_ACTS[name]
    if name == "unread":
        store.write(lambda write: write.mark_read(2))
    before = dump(store, *STATE)
    store.write(work)
    after = dump(store, *STATE)
    assert after != before
    with store.reading() as reading:
        step = reading.undo_step()
        assert step is not None
        assert (step.label, reading.redo_step()) == (label, None)
    changes = store.write(lambda write: write.undo())
    assert changes.sentence == f"Taken back: {label}{ABOUT.get(name, ', Ann')}."
    assert without_ids(dump(store, *STATE)) == without_ids(before)
    with store.reading() as reading:
        assert reading.undo_step() is None
        again = reading.redo_step()
        assert again is not None
        assert again.label == label
    store.write(lambda write: write.redo())
    assert without_ids(dump(store, *STATE)) == without_ids(after)
    with store.reading() as reading:
        assert reading.undo_step() is not None
    store.write(lambda write: write.undo())
    assert without_ids(dump(store, *STATE)) == without_ids(before)
    assert store.check() == []


def test_the_changes_of_an_act_name_the_batch_that_takes_it_back(store: SqliteStore, place: int) -> None:
    changes = store.write(lambda write: write.finish([1]))
    assert changes.undo is not None
    assert (changes.undo.label, changes.sentence) == ("Done", "Done: Ann.")
    batch = changes.undo.batch
    store.write(lambda write: write.star(1, True))
    store.write(lambda write: write.undo(batch))
    assert states(store)["Ann"] is State.WAITING
    with store.reading() as reading:
        assert reading.person(1).starred


def test_steps_are_taken_back_newest_first_and_done_again_in_order(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.finish([1]))
    store.write(lambda write: write.star(1, True))
    store.write(lambda write: write.mute([2], True))
    labels = []
    for _ in range(3):
        with store.reading() as reading:
            step = reading.undo_step()
        assert step is not None
        labels.append(step.label)
        store.write(lambda write: write.undo())
    assert labels == ["Muted", "Starred", "Done"]
    for _ in range(2):
        store.write(lambda write: write.redo())
    with store.reading() as reading:
        step = reading.redo_step()
        assert step is not None
        assert step.label == "Muted"
    store.write(lambda write: write.star(2, True))
    with store.reading() as reading:
        assert reading.redo_step() is None


def test_what_has_moved_since_is_not_taken_back(store: SqliteStore, place: int) -> None:
    first = store.write(lambda write: write.finish([1])).undo
    store.write(lambda write: write.snooze([1], TOMORROW))
    assert first is not None
    with pytest.raises(Refused, match=r"^Ann: something else was done there since\. Nothing was changed\.$"):
        store.write(lambda write: write.undo(first.batch))
    assert states(store)["Ann"] is State.SNOOZED


def test_of_several_only_what_has_moved_stays(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("4", by="Cleo"))
    batch = store.write(lambda write: write.finish([1, 3])).undo
    store.write(lambda write: write.wait_for_them([1]))
    assert batch is not None
    changes = store.write(lambda write: write.undo(batch.batch))
    assert changes.sentence == "Taken back in part. Ann: something else was done there since."
    assert (states(store)["Ann"], states(store)["Cleo"]) == (State.THEM, State.WAITING)


def test_a_new_message_is_no_reason_to_refuse(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.finish([1]))
    take_in(store, place, a_message("4", "And salt?", at=NOON + MINUTE))
    store.write(lambda write: write.undo())
    assert states(store)["Ann"] is State.WAITING


def test_the_same_step_is_not_taken_back_twice(store: SqliteStore, place: int) -> None:
    undo = store.write(lambda write: write.finish([1])).undo
    assert undo is not None
    store.write(lambda write: write.undo(undo.batch))
    with pytest.raises(Refused, match="nothing to take back"):
        store.write(lambda write: write.undo(undo.batch))
    with pytest.raises(Refused, match="nothing to take back"):
        store.write(lambda write: write.undo())
    with pytest.raises(Refused, match="nothing to do again"):
        store.write(lambda write: (write.redo(), write.redo()))


def test_reading_is_logged_and_no_step(store: SqliteStore, place: int) -> None:
    assert store.write(lambda write: write.mark_read(1)).undo is None
    with store.reading() as reading:
        assert reading.undo_step() is None
    assert ask(store, "SELECT count(*) FROM act WHERE verb = 'read'") == [(1,)]


# ------------------------------------------------------------------------------------------------- what is sent


def queue(store: SqliteStore, text: str = "Thank you!", *, then_done: bool = False) -> int:
    there = view(store)
    return store.write(
        lambda write: write.queue_words(
            there.row.id, there.focus or 0, text, Purpose.REPLY, not_before=None, then_done=then_done
        )[0]
    )


def send(store: SqliteStore, delivery: int, remote_id: str = "9") -> None:
    store.write(lambda write: write.claim(delivery, b"bytes", NOON), Priority.OUTBOX)
    store.write(lambda write: write.settle_sent(delivery, remote_id, "", "", None), Priority.OUTBOX)


def test_words_that_wait_come_back_as_a_draft(store: SqliteStore, place: int) -> None:
    queue(store, then_done=True)
    assert states(store)["Ann"] is State.DONE
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        draft = reading.draft(1)
        assert draft is not None
        assert draft.text == "Thank you!"
        assert reading.outbox() == []
    assert states(store)["Ann"] is State.WAITING
    assert [message.remote_id for message in messages(store)] == ["1", "2", "3"]


def test_words_that_were_taken_back_are_queued_again_by_redo(store: SqliteStore, place: int) -> None:
    queue(store)
    store.write(lambda write: write.undo())
    store.write(lambda write: write.redo())
    with store.reading() as reading:
        assert [delivery.text for delivery in reading.outbox()] == ["Thank you!"]
        assert reading.draft(1) is None
    assert states(store)["Ann"] is State.DONE


def steps(store: SqliteStore) -> list[str]:
    with store.reading() as reading:
        return [step.label for step in reading.undo_steps()]


def test_dropped_in_the_outbox_what_was_sent_and_done_stands_as_before(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.snooze([1], TOMORROW))
    delivery = queue(store, then_done=True)
    changes = store.write(lambda write: write.cancel_delivery(delivery))
    assert states(store)["Ann"] is State.SNOOZED
    assert changes.sentence == "It is not sent, and the conversation stands as it did before."
    assert len(steps(store)) == 1, "only the snooze is left to take back"
    store.write(lambda write: write.redo())
    assert states(store)["Ann"] is State.DONE
    store.write(lambda write: write.cancel_delivery(delivery))
    assert states(store)["Ann"] is State.SNOOZED
    with store.reading() as reading:
        draft = reading.draft(1)
        assert draft is not None
        assert draft.text == "Thank you!"


def test_a_reminder_goes_with_the_answer_that_is_dropped(store: SqliteStore, place: int) -> None:
    there = view(store)
    delivery = store.write(
        lambda write: write.queue_words(
            there.row.id, there.focus or 0, "Friday?", Purpose.REPLY, not_before=None, remind=TOMORROW
        )[0]
    )
    store.write(lambda write: write.cancel_delivery(delivery))
    assert view(store).row.remind_at is None
    assert states(store)["Ann"] is State.WAITING


def test_what_was_done_there_since_stays_when_the_answer_is_dropped(store: SqliteStore, place: int) -> None:
    delivery = queue(store, then_done=True)
    store.write(lambda write: write.snooze([1], TOMORROW))
    assert store.write(lambda write: write.cancel_delivery(delivery)).sentence == ""
    assert states(store)["Ann"] is State.SNOOZED
    other = queue(store)
    store.write(lambda write: write.finish([1]))
    store.write(lambda write: write.cancel_delivery(other))
    assert states(store)["Ann"] is State.DONE, "being done was a step of its own"


def test_words_that_are_out_cannot_be_taken_back(store: SqliteStore, place: int) -> None:
    send(store, queue(store, then_done=True))
    with pytest.raises(Refused, match="Your words are out"):
        store.write(lambda write: write.undo())
    assert states(store)["Ann"] is State.DONE


def test_taking_back_a_like_that_is_out_queues_its_opposite(store: SqliteStore, place: int) -> None:
    message = messages(store)[0].id
    delivery = store.write(lambda write: write.queue_state(message, Verb.LIKE, None, not_before=None)[0])
    send(store, delivery)
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert [open.verb for open in reading.outbox()] == [Verb.UNLIKE]


def test_taking_back_a_moderation_that_waits_cancels_it(store: SqliteStore, place: int) -> None:
    message = messages(store)[0].id
    store.write(lambda write: write.queue_state(message, Verb.MODERATE, Moderation.TRASH, not_before=None)[0])
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert reading.outbox() == []


# ---------------------------------------------------------------------------------------------------- the log


def test_the_state_rebuilt_from_the_log_is_the_state(store: SqliteStore, place: int) -> None:
    for work, _ in LOCAL_ACTS.values():
        store.write(work)
    store.write(lambda write: write.mark_read(1))
    store.write(lambda write: write.edit_note(1, "Ann bakes wheat"))
    store.write(lambda write: write.add_note(2, "Bob asks"))
    store.write(lambda write: write.undo())
    store.write(lambda write: write.finish([2]))
    before = without_ids(dump(store, *STATE))
    store.write(rebuild)
    assert without_ids(dump(store, *STATE)) == before
    assert store.check() == []


def test_the_log_mends_state_that_was_lost(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.finish([1]))
    store.write(lambda write: write.star(2, True))
    before = without_ids(dump(store, *STATE))
    ask(store, "UPDATE conversation SET done_at = NULL WHERE id = ?", ["1"])
    ask(store, "UPDATE identity SET starred = 0, ignored = 1 WHERE id = ?", ["2"])
    store.write(rebuild)
    assert without_ids(dump(store, *STATE)) == before


def test_an_act_names_its_subject_by_a_stable_key(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.finish([1]))
    [(subject, by, label)] = ask(store, "SELECT subject, by, label FROM act WHERE verb = 'done'")
    assert subject == (
        '["conversation","wordpress","https://bread.example","post-1","wordpress","https://bread.example","ann"]'
    )
    assert (by, label) == ("me", "Done")


def test_the_clock_of_acts_never_stands_still(store: SqliteStore, place: int) -> None:
    for _ in range(3):
        store.write(lambda write: write.finish([1, 2]))
    clocks = [row[0] for row in ask(store, "SELECT clock FROM act ORDER BY id")]
    assert clocks == sorted(set(clocks))


def rebuild(write: Writing) -> object:
    assert isinstance(write, Session)
    acts.rebuild(write._tx)
    return write._tx.take()


def test_the_last_steps_are_listed_and_an_older_one_is_taken_back_where_nothing_moved(
    store: SqliteStore, place: int
) -> None:
    store.write(lambda write: write.finish([1]))
    store.write(lambda write: write.star(1, True))
    store.write(lambda write: write.finish([2]))
    store.write(lambda write: write.reopen([2]))
    with store.reading() as reading:
        steps = reading.undo_steps()
        assert len(reading.undo_steps(2)) == 2
    assert [(step.label, bool(step.moved)) for step in steps] == [
        ("Waiting on you again", False),
        ("Done", True),
        ("Starred", False),
        ("Done", False),
    ]
    assert steps[1].moved == "Bob: something else was done there since."
    store.write(lambda write: write.undo(steps[3].batch))
    assert states(store)["Ann"] is State.WAITING
    with store.reading() as reading:
        assert [step.batch for step in reading.undo_steps()] == [step.batch for step in steps[:3]]
    store.write(lambda write: write.redo())
    with store.reading() as reading:
        assert [step.label for step in reading.undo_steps()] == [step.label for step in steps]
    with pytest.raises(Refused, match=r"^Bob: something else was done there since\."):
        store.write(lambda write: write.undo(steps[1].batch))


def test_the_list_says_of_words_that_are_out_that_they_cannot_be_taken_back(store: SqliteStore, place: int) -> None:
    to = view(store).focus or 0
    delivery = store.write(lambda write: write.queue_words(1, to, "Thanks!", Purpose.REPLY, not_before=None)[0])
    like = store.write(lambda write: write.queue_state(to, Verb.LIKE, None, not_before=None)[0])
    send(store, delivery, "8")
    send(store, like)
    with store.reading() as reading:
        told = {step.label: step for step in reading.undo_steps()}
    assert told["Reply"].moved == "Your words are out. Change or delete them there."
    assert told["Like"].moved == ""
    store.write(lambda write: write.undo(told["Like"].batch))
    with store.reading() as reading:
        assert [each.verb for each in reading.outbox()] == [Verb.UNLIKE]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda write: write.finish([1]), ("Ann", "Sunday soup", 0)),
        (lambda write: write.finish([1, 2]), ("Ann", "Sunday soup", 1)),
        (lambda write: (write.mark_read(2), write.mark_unread([2])), ("Bob", "Sunday soup", 0)),
        (lambda write: write.star(1, True), ("Ann", "", 0)),
        (note, ("Ann", "", 0)),
        (lambda write: write.add_view("Soup", "soup"), ("", "", 0)),
        (lambda write: write.queue_words(1, messages_of(write)[0], "Thanks", Purpose.REPLY, not_before=None), None),
    ],
)
def test_a_step_says_whom_it_was_about(
    store: SqliteStore, place: int, work: Callable[[Writing], object], expected: tuple[str, str, int] | None
) -> None:
    store.write(work)
    with store.reading() as reading:
        step = reading.undo_steps()[0]
    assert (step.name, step.title, step.others) == (expected or ("Ann", "Sunday soup", 0))


def test_a_step_of_a_rule_says_whom_it_was_about_once_though_it_did_two_things(store: SqliteStore, place: int) -> None:
    then = (Action(Do.DONE), Action(Do.TAG, "links"))
    store.write(lambda write: write.add_rule(Rule("Links", (Condition(About.ONLY_LINK),), then, on=True)))
    take_in(store, place, a_message("9", "https://x.example/1", by="Cleo"))
    with store.reading() as reading:
        step = reading.undo_steps()[0]
    assert (step.label, step.name, step.others) == ("Rule “Links”: done, tagged “links”", "Cleo", 0)


def messages_of(write: Writing) -> list[int]:
    return [message.id for message in write.reading.conversation(1).messages]


def test_what_was_done_says_whom_it_was_about(store: SqliteStore, place: int) -> None:
    assert store.write(lambda write: write.finish([1, 2])).sentence == "Done (2): Ann and 1 other."
    assert store.write(lambda write: write.undo()).sentence == "Taken back: Done (2), Ann and 1 other."
    assert store.write(lambda write: write.redo()).sentence == "Again: Done (2), Ann and 1 other."
