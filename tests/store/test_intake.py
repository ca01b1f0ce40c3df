"""What comes from a network: known by its stable key, brought up to date, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox.core.changes import Changes
from inbox.core.fetched import FetchedReaction
from inbox.core.model import Moderation, Purpose, RemoteState, Sort, State, Verb
from inbox.core.person import HistoryEntry, PersonView
from inbox.core.ports import Priority
from inbox.store import tombstones
from inbox.store.writer import SqliteStore
from tests.builders import (
    NOON,
    SITE,
    a_message,
    a_person,
    a_sweep,
    a_thread,
    me,
    take_in,
    taken,
)
from tests.store.looking import ask, dump, messages, states, view

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def person(store: SqliteStore, name: str = "Ann") -> PersonView:
    with store.reading() as reading:
        return next(person for person in reading.people() if person.name == name)


def everything() -> tuple[object, ...]:
    return (
        a_message("1"),
        a_message("2", by="Bob", parent="1"),
        a_message("3", by=me(), parent="2", at=NOON + MINUTE),
        a_message("4", state=RemoteState.HELD, on="post-2"),
        a_message("5", "What a soup!", at=NOON + MINUTE),
    )


def test_taking_in_twice_changes_nothing(store: SqliteStore, place: int) -> None:
    batch = taken(*everything(), cursor="c1", first_fetch_done=True)  # type: ignore[arg-type]
    store.write(lambda write: write.take_in(place, batch))
    before = dump(store)
    assert store.write(lambda write: write.take_in(place, batch)) == Changes()
    assert dump(store) == before
    assert store.check() == []


def test_the_cursor_moves_with_the_batch(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message(), cursor="c1")
    take_in(store, place)
    assert store.write(lambda write: write.cursors(place)) == {"comments": "c1"}


def test_two_with_one_key_in_a_batch_are_one(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", "First look"), a_message("1", "Second look"))
    assert [message.text for message in messages(store)] == ["Second look"]


def test_an_answer_that_came_before_what_it_answers_finds_its_home(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("2", "Gladly", by=me(), parent="1", at=NOON + MINUTE))
    assert messages(store)[0].conversation is None
    take_in(store, place, a_message("3", "And one more thing", by=me(), parent="2", at=NOON + 2 * MINUTE))
    take_in(store, place, a_message("1", at=NOON))
    assert [message.remote_id for message in view(store).messages] == ["1", "2", "3"]
    assert states(store) == {"Ann": State.DONE}
    assert person(store).messages_out == 2
    assert person(store).messages_in == 1


def test_answers_and_what_they_answer_in_one_batch_in_any_order(store: SqliteStore, place: int) -> None:
    take_in(
        store,
        place,
        a_message("3", "And more", by=me(), parent="2", at=NOON),
        a_message("2", "Gladly", by=me(), parent="1", at=NOON),
        a_message("1", at=NOON),
    )
    assert {message.remote_id for message in view(store).messages} == {"1", "2", "3"}


def test_words_that_answer_each_other_in_a_ring_are_taken_in(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", by=me(), parent="2"), a_message("2", by=me(), parent="1"))
    take_in(store, place, a_message("3", by=me(), parent="3"))
    assert len(messages(store)) == 3


def test_a_root_that_turns_out_to_be_an_answer_joins_its_thread(store: SqliteStore, place: int) -> None:
    """A thread hung under message 5, whose own root was not known then."""
    floating = a_thread("5", title="")
    take_in(store, place, a_message("6", "Nice", by="Ann", on=floating, parent="5"))
    take_in(store, place, a_message("1", by="Ann"), a_message("2", "I agree", by="Bob"))
    store.write(lambda write: write.finish([id for id, name in names(store).items() if name == "Ann"]))
    take_in(store, place, a_message("7", "Nice, is it?", by="Ann", on=floating, at=NOON + MINUTE, parent="5"))
    take_in(store, place, a_message("5", "Here", by="Bob", parent="2", at=NOON - MINUTE))
    assert states(store) == {"Ann": State.WAITING, "Bob": State.WAITING}
    assert {message.remote_id for message in view(store).messages} == {"1", "6", "7"}
    # What comes under the old root still finds the thread, and so does what was done there.
    take_in(store, place, a_message("8", "Late", by="Ann", on=floating, at=NOON + 2 * MINUTE))
    assert len(view(store).messages) == 4
    assert view(store).thread_count == 6
    assert store.check() == []


def test_a_comment_that_was_moved_to_another_post_takes_its_answer_along(store: SqliteStore, place: int) -> None:
    take_in(
        store, place, a_message("1"), a_message("2", by="Bob"), a_message("3", by=me(), parent="1", at=NOON + MINUTE)
    )
    take_in(store, place, a_message("1", on=a_thread("post-2", "Rye")))
    assert view(store).row.subject == "Rye"
    assert [message.remote_id for message in view(store).messages] == ["1", "3"]
    assert states(store) == {"Ann": State.DONE, "Bob": State.WAITING}
    assert store.check() == []


def test_a_new_title_is_shown_and_found(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    changes = take_in(store, place, a_message("2", "Hi", by="Bob", on=a_thread(title="Monday stew")))
    assert view(store).row.subject == "Monday stew"
    assert 1 in changes.conversations
    with store.reading() as reading:
        assert len(reading.search("stew").conversations) == 2
        assert not reading.search("sunday").conversations


def test_somebody_renamed_moves_in_the_list_by_person(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    renamed = replace(a_person("Ann"), name="Zoe")
    changes = take_in(store, place, a_message("2", "Hi again", by=renamed, at=NOON + MINUTE))
    keys = {(change.before and change.before.name, change.after and change.after.name) for change in changes.rows}
    assert keys == {("ann", "zoe")}
    with store.reading() as reading:
        assert reading.search("soup zoe").messages
        assert not reading.search("soup ann").messages


def test_an_old_name_on_an_old_comment_changes_nothing(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("2", at=NOON))
    take_in(store, place, a_message("1", "Old", by=replace(a_person("Ann"), name="Anna W."), at=NOON - DAY))
    assert person(store).name == "Ann"
    assert (person(store).first_seen, person(store).last_seen) == (NOON - DAY, NOON)


def test_what_is_not_shown_this_time_is_not_forgotten(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", by=a_person("Ann", email="ann@mail.example", bio="Bakes")))
    take_in(store, place, a_message("2", "Hi", at=NOON + MINUTE))
    assert person(store).identities[0].email == "ann@mail.example"


def test_an_author_without_a_name_and_with_half_a_character(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", by=a_person("", stable_id="x", site_url="https://\ud800.example")))
    take_in(store, place, a_message("2", "broken \ud83d half", by=a_person("B\ud800b", stable_id="y"), raw="\udc00"))
    assert set(states(store)) == {"Anonymous", "Bb"}
    assert store.check() == []


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_dates_out_of_all_reason(store: SqliteStore, place: int, year: int) -> None:
    take_in(store, place, a_message(at=datetime(year, 12, 31, 23, 59, tzinfo=UTC)))
    at = messages(store)[0].sort_at
    assert datetime(1970, 1, 1, tzinfo=UTC) <= at <= NOON + DAY
    assert len(states(store)) == 1


def test_ids_carry_time_so_that_newest_first_is_their_order(store: SqliteStore, place: int) -> None:
    many = [a_message(str(n), f"Comment {n}", at=NOON - n * timedelta(seconds=20)) for n in range(50)]
    take_in(store, place, *many[25:])
    take_in(store, place, *many[:25])
    assert ask(store, "SELECT count(*) FROM message WHERE id >> 8 != created_at / 60000000") == [(0,)]
    assert messages(store)[0].id > 2**31


def test_a_minute_with_more_messages_than_ids(store: SqliteStore, place: int) -> None:
    for start in range(0, 700, 100):
        take_in(store, place, *(a_message(str(n), f"Comment {n}") for n in range(start, start + 100)))
    assert ask(store, "SELECT count(*) FROM message") == [(700,)]


def test_an_edit_brings_the_new_words_everywhere(store: SqliteStore, clock: object, place: int) -> None:
    take_in(store, place, a_message("1", "The first words"))
    changes = take_in(store, place, a_message("1", "The second thoughts"))
    assert changes.conversations == {1}
    edited = messages(store)[0]
    assert (edited.text, edited.edited_at) == ("The second thoughts", NOON)
    with store.reading() as reading:
        assert reading.search("second").messages
        assert not reading.search("first").messages
    assert store.check() == []


def test_another_version_with_the_same_words_is_no_edit(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", version="a"))
    take_in(store, place, a_message("1", version="b"))
    assert messages(store)[0].edited_at is None


def test_deleted_there_it_is_kept_here_and_marked(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", "And this", at=NOON + MINUTE))
    take_in(store, place, deleted=["2", "no such"])
    gone = messages(store)[1]
    assert (gone.remote_state, gone.gone_at, gone.text) == (RemoteState.DELETED, NOON, "And this")
    assert view(store).row.snippet == "What a soup!"
    take_in(store, place, deleted=["1"])
    assert states(store) == {"Ann": State.QUIET}


def test_a_complete_look_marks_what_it_does_not_see(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", by="Bob"), a_message("3", by="Cleo", at=NOON - 2 * DAY))
    take_in(store, place, sweep=a_sweep("1", since=NOON - DAY))
    assert states(store) == {"Ann": State.WAITING, "Bob": State.QUIET, "Cleo": State.WAITING}
    assert [message.remote_state for message in messages(store) if message.remote_id == "2"] == [RemoteState.GONE]


def test_what_comes_back_from_gone_stands_as_before(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", by="Bob"))
    store.write(lambda write: write.finish([1]))
    take_in(store, place, sweep=a_sweep())
    assert set(states(store).values()) == {State.QUIET}
    take_in(store, place, a_message("1"), a_message("2", by="Bob"))
    assert states(store) == {"Ann": State.DONE, "Bob": State.WAITING}
    assert messages(store)[0].gone_at is None


def test_a_look_that_began_before_my_answer_was_out_does_not_lose_it(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    there = view(store)
    delivery = store.write(
        lambda write: write.queue_words(there.row.id, there.focus or 0, "Thanks!", Purpose.REPLY, not_before=None)[0]
    )
    store.write(lambda write: write.claim(delivery, b"bytes", NOON), Priority.OUTBOX)
    store.write(lambda write: write.settle_sent(delivery, "9", "", "", None), Priority.OUTBOX)
    take_in(store, place, sweep=a_sweep("1"))
    assert [message.remote_state for message in messages(store)] == [RemoteState.VISIBLE, RemoteState.VISIBLE]


def test_my_own_words_come_back_as_themselves(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    there = view(store)
    delivery = store.write(
        lambda write: write.queue_words(there.row.id, there.focus or 0, "Thanks!", Purpose.THANK, not_before=None)[0]
    )
    store.write(lambda write: write.claim(delivery, b"bytes", NOON), Priority.OUTBOX)
    store.write(lambda write: write.settle_unsure(delivery, "No clear answer.", NOON), Priority.OUTBOX)
    take_in(store, place, a_message("2", "Thanks!", by=me(), parent="1", at=NOON + MINUTE))
    mine = [message for message in messages(store) if message.direction == "out"]
    assert [(message.remote_id, message.purpose, message.edited_at) for message in mine] == [("2", Purpose.THANK, None)]
    assert person(store).messages_out == 1
    assert store.check() == []


def test_moderation_elsewhere_is_noticed(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", state=RemoteState.HELD))
    with store.reading() as reading:
        assert reading.page(State.WAITING, Sort.WORTH)[0].reasons[0].code == "held"
    take_in(store, place, a_message("1"))
    with store.reading() as reading:
        assert reading.page(State.WAITING, Sort.WORTH)[0].reasons[0].code != "held"


def test_my_own_moderation_takes_it_off_the_list(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"))
    message = messages(store)[0].id
    delivery = store.write(lambda write: write.queue_state(message, Verb.MODERATE, Moderation.SPAM, not_before=None)[0])
    store.write(lambda write: write.claim(delivery, b"bytes", NOON), Priority.OUTBOX)
    store.write(lambda write: write.settle_sent(delivery, "1", "", "", None), Priority.OUTBOX)
    assert states(store) == {"Ann": State.QUIET}
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert [open.verb for open in reading.outbox()] == [Verb.MODERATE]


# --------------------------------------------------------------------------------------------- who, and what else


def test_once_i_am_known_to_be_me_my_comments_answer(store: SqliteStore, place: int) -> None:
    take_in(
        store,
        place,
        a_message("1"),
        a_message("2", "Gladly", by="Baker", parent="1", at=NOON + MINUTE),
        a_message("3", "Welcome all", by="Baker", at=NOON + MINUTE),
    )
    assert states(store) == {"Ann": State.WAITING, "Baker": State.WAITING}
    take_in(store, place, a_message("4", "Hello", by=me(), on="post-2", at=NOON + 2 * MINUTE))
    assert states(store) == {"Ann": State.DONE}
    assert person(store).messages_out == 1
    assert store.check() == []


def test_reactions_are_kept_once_and_stay_out_of_the_list(store: SqliteStore, place: int) -> None:
    like = FetchedReaction("like", "l1", a_person("Ann"), "like", "1", NOON)
    assert take_in(store, place, reactions=(like, like)).people == {1}
    assert not take_in(store, place, reactions=(like,))
    assert ask(store, "SELECT count(*) FROM reaction") == [(1,)]
    assert states(store) == {}


def test_what_was_erased_is_not_gathered_again(store: SqliteStore, place: int) -> None:
    hashes = [
        tombstones.of_message("wordpress", SITE, "comment", "1"),
        tombstones.of_identity("wordpress", SITE, "bob"),
    ]
    ask(store, "INSERT INTO tombstone (hash, at) VALUES (?, 0)", hashes)
    take_in(store, place, a_message("1"), a_message("2", by="Bob"), a_message("3", "Hello", by="Cleo"))
    assert states(store) == {"Cleo": State.WAITING}


def test_a_removed_place_takes_nothing_in(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.remove_place(place, forget=False))
    assert take_in(store, place, a_message(), cursor="c") == Changes()
    assert ask(store, "SELECT count(*) FROM message") == [(0,)]


def test_twenty_thousand_comments(store: SqliteStore, place: int) -> None:
    for start in range(0, 20_000, 400):
        batch = [
            a_message(
                str(n),
                f"Comment {n} with words of its own",
                by=f"Person {n % 4000}",
                on=f"post-{n % 150}",
                at=NOON - timedelta(minutes=n),
            )
            for n in range(start, start + 400)
        ]
        take_in(store, place, *batch)
    assert ask(store, "SELECT count(*) FROM message") == [(20_000,)]
    with store.reading() as reading:
        counts = reading.counts()
        assert counts[State.WAITING, 0] == counts[State.WAITING, place] == len(reading.keys(State.WAITING))
        assert sum(counts[state, 0] for state in State) == ask(store, "SELECT count(*) FROM conversation")[0][0]
    assert store.check() == []


def names(store: SqliteStore) -> dict[int, str]:
    rows = ask(store, "SELECT c.id, i.name FROM conversation c JOIN identity i ON i.id = c.counterpart_id")
    return {int(id): str(name) for id, name in rows}


def history(store: SqliteStore, identity: int) -> list[HistoryEntry]:
    with store.reading() as reading:
        return reading.history(identity)


def test_history_counts_both_ways(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1"), a_message("2", by=me(), parent="1", at=NOON + MINUTE))
    assert [entry.direction for entry in history(store, person(store).id)] == ["out", "in"]
