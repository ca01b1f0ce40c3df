"""Places: added once, signed in and out, rested, removed keeping or forgetting."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.core.errors import NotHere, Refused
from inbox.core.fetched import FetchedMessage
from inbox.core.model import Can, Draft, Place, PlaceStatus, Purpose, RemoteState, State
from inbox.core.ports import Priority, Writing
from inbox.services import accounts
from inbox.store.writer import SqliteStore, open_store
from tests.builders import ALL, NOON, a_message, a_person, a_place, found, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask, dump, states, view

PUBLIC = Can.READ


def forget_all(store: SqliteStore) -> None:
    while store.write(lambda write: write.forget_more()):
        pass


def place_of(store: SqliteStore, place: int) -> Place:
    with store.reading() as reading:
        return reading.place(place)


def test_a_place_is_what_was_found(store: SqliteStore) -> None:
    place = place_of(store, a_place(store, waits_from=NOON))
    assert (place.network, place.title, place.can, place.signed_in) == ("wordpress", "The Slow Oven", ALL, True)
    assert (place.look, place.waits_from, place.first_fetch_done) == ("wordpress", NOON, False)


def test_the_same_place_added_again_is_brought_up_to_date(store: SqliteStore) -> None:
    place = a_place(store, can=PUBLIC)
    assert a_place(store, can=ALL, title="The Slower Oven") == place
    assert (place_of(store, place).can, place_of(store, place).title) == (ALL, "The Slower Oven")


def test_signing_in_lets_held_comments_wait_and_signing_out_takes_them_away(store: SqliteStore) -> None:
    place = a_place(store, can=PUBLIC)
    take_in(store, place, a_message(state=RemoteState.HELD))
    assert states(store) == {"Ann": State.QUIET}
    store.write(lambda write: write.update_place(place, found(can=ALL)))
    assert states(store) == {"Ann": State.WAITING}
    store.write(lambda write: write.update_place(place, found(can=PUBLIC)))
    assert states(store) == {"Ann": State.QUIET}


def test_signing_in_tells_which_comments_were_mine(store: SqliteStore) -> None:
    place = a_place(store, can=PUBLIC)
    take_in(store, place, a_message("1"), a_message("2", by="Baker", parent="1", at=NOON + timedelta(minutes=1)))
    store.write(lambda write: write.update_place(place, replace(found(), user_remote_id="baker")))
    assert states(store) == {"Ann": State.DONE}


def test_how_the_last_look_went_is_kept_at_the_place(store: SqliteStore) -> None:
    place = a_place(store)
    store.write(
        lambda write: write.note_sync(
            place, PlaceStatus.FAILING, "The server is down.", next_at=NOON, failures=2, done=False
        )
    )
    failing = place_of(store, place)
    assert (failing.status, failing.sentence, failing.failures) == (PlaceStatus.FAILING, "The server is down.", 2)
    assert (failing.next_sync_at, failing.last_sync_at) == (NOON, None)
    changes = store.write(
        lambda write: write.note_sync(place, PlaceStatus.FINE, "", next_at=None, failures=0, done=True)
    )
    assert place_of(store, place).last_sync_at == NOON
    assert changes.places == {place}
    assert ask(store, "SELECT sentence FROM place_log") == [("The server is down.",)]


def test_a_paused_place_says_so(store: SqliteStore) -> None:
    place = a_place(store)
    store.write(lambda write: write.pause(place, True))
    assert (place_of(store, place).paused, place_of(store, place).status) == (True, PlaceStatus.PAUSED)
    store.write(lambda write: write.pause(place, False))
    assert (place_of(store, place).paused, place_of(store, place).status) == (False, PlaceStatus.FINE)


def test_a_look_that_ends_after_a_place_was_paused_or_forgotten_says_nothing_there(store: SqliteStore) -> None:
    def ends(place: int) -> None:
        store.write(
            lambda write: write.note_sync(place, PlaceStatus.FAILING, "Down.", next_at=NOON, failures=1, done=False)
        )

    place = a_place(store)
    store.write(lambda write: write.pause(place, True))
    ends(place)
    assert (place_of(store, place).status, place_of(store, place).sentence) == (PlaceStatus.PAUSED, "")
    store.write(lambda write: write.remove_place(place, forget=True))
    ends(place)
    forget_all(store)
    ends(place)
    assert ask(store, "SELECT count(*) FROM place_log") == [(0,)]


def test_removed_and_kept_it_can_be_read_and_waits_no_more(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message())
    changes = store.write(lambda write: write.remove_place(place, forget=False))
    assert states(store) == {"Ann": State.QUIET}
    assert [change.after and change.after.state for change in changes.rows] == [State.QUIET]
    with store.reading() as reading:
        assert reading.places() == []
        assert reading.search("soup").conversations
    assert a_place(store) == place
    assert states(store) == {"Ann": State.WAITING}


def test_removed_and_forgotten_nothing_of_it_is_left(store: SqliteStore) -> None:
    other = a_place(store, "https://other.example")
    take_in(store, other, a_message("1", "Hello from there", by="Bob"))
    before = dump(store)
    place = a_place(store)
    take_in(
        store,
        place,
        a_message("1", by=a_person("Secret Name", email="secret@mail.example")),
        a_message("2", "And Bob writes here too", by="Bob"),
        a_message("3", by=me(), parent="2"),
        cursor="c1",
    )
    store.write(lambda write: write.keep_draft(Draft(2, None, Purpose.REPLY, "Dear Secret")))
    changes = store.write(lambda write: write.remove_place(place, forget=True))
    forget_all(store)
    assert [change.id for change in changes.rows if change.after is None] == [2, 3]
    after = dump(store)
    assert {table: rows for table, rows in after.items() if table not in ("identity", "counter")} == {
        table: rows for table, rows in before.items() if table not in ("identity", "counter")
    }
    assert [row[1] for row in ask(store, "SELECT id, name FROM identity WHERE NOT is_me")] == ["Bob"]
    assert ask(store, "SELECT count(*) FROM draft") == [(0,)]
    with store.reading() as reading:
        assert reading.person(1).messages_in == 1
    assert store.check() == []


KEPT: tuple[tuple[str, Callable[[Writing], object]], ...] = (
    ("starred", lambda write: write.star(1, True)),
    ("their pictures", lambda write: write.keep_pictures(1, True)),
    ("an intention", lambda write: write.set_intention(1, "introduce to Ann")),
    ("a zone", lambda write: write.set_zone(1, "Europe/London")),
    ("not for me", lambda write: write.ignore(1, True)),
    ("do not contact", lambda write: write.do_not_contact(1, True)),
)


@pytest.mark.parametrize(("what", "keep"), KEPT, ids=[what for what, _ in KEPT])
def test_whoever_something_was_set_on_outlives_the_place(
    store: SqliteStore, what: str, keep: Callable[[Writing], object]
) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1"), a_message("2", by="Bob"))
    store.write(keep)
    store.write(lambda write: write.remove_place(place, forget=True))
    forget_all(store)
    assert ask(store, "SELECT name FROM identity WHERE NOT is_me") == [("Ann",)]


def many(count: int) -> list[FetchedMessage]:
    """Of people of whom each wrote under several posts, one of them more than a slice takes."""
    at = [NOON + timedelta(seconds=number) for number in range(count)]
    return [
        a_message(str(number), f"Words {number}", by="Ann" if number % 2 else f"Guest {number % 19}", at=at[number])
        for number in range(count)
    ]


def test_a_large_place_is_forgotten_in_slices_that_each_leave_all_in_order(store: SqliteStore) -> None:
    other = a_place(store, "https://other.example")
    take_in(store, other, a_message("1", "Ann writes there too", by="Ann"))
    place = a_place(store)
    take_in(store, place, *many(900))
    store.write(lambda write: write.remove_place(place, forget=True))
    with store.reading() as reading:
        assert [one.id for one in reading.places()] == [other]
    slices = 1
    while store.write(lambda write: write.forget_more()):
        slices += 1
        assert store.check() == []
    assert slices > 4
    assert store.check() == []
    assert ask(store, "SELECT count(*) FROM message") == [(1,)]
    assert ask(store, "SELECT name, messages_in FROM identity WHERE NOT is_me") == [("Ann", 1)]
    assert ask(store, "SELECT id FROM account") == [(other,)]
    assert states(store) == {"Ann": State.WAITING}
    with store.reading() as reading:
        assert not reading.search("Words").messages


def test_what_an_end_broke_off_is_forgotten_at_the_next_start(tmp_path: Path, clock: FrozenClock) -> None:
    with closing(open_store(tmp_path, clock)) as store:
        place = a_place(store)
        take_in(store, place, *many(500))
        store.write(lambda write: write.remove_place(place, forget=True))
        assert ask(store, "SELECT count(*) FROM message") != [(0,)]
    with closing(open_store(tmp_path, clock)) as store:
        accounts.go_on_forgetting(store)
        assert ask(store, "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM account)") == [(0, 0)]


def test_the_same_place_is_added_anew_while_it_is_forgotten(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, *many(500))
    store.write(lambda write: write.remove_place(place, forget=True))
    with pytest.raises(NotHere):
        store.write(lambda write: write.update_place(place, found()))
    take_in(store, place, a_message("late", by="Late"))
    again = a_place(store)
    assert again != place
    take_in(store, again, a_message("1", "Soup?", by="Ann"))
    forget_all(store)
    assert ask(store, "SELECT account_id, remote_id FROM message") == [(again, "1")]
    assert states(store) == {"Ann": State.WAITING}
    assert store.check() == []


def test_a_large_place_is_removed_and_added_again_by_and_by(store: SqliteStore, clock: FrozenClock) -> None:
    place = a_place(store)
    take_in(store, place, *(a_message(str(at), by=f"Guest {at}") for at in range(250)))
    store.write(lambda write: write.remove_place(place, forget=False))
    assert set(states(store).values()) == {State.QUIET, State.WAITING}
    accounts.catch_up(store)
    assert set(states(store).values()) == {State.QUIET}
    a_place(store)
    for _ in range(2):  # as after an end in between
        store.write(lambda write: write.wake(clock.now()))
    assert set(states(store).values()) == {State.WAITING}
    assert store.check() == []


def test_signing_in_looks_only_at_what_depends_on_it(store: SqliteStore) -> None:
    place = a_place(store, can=PUBLIC | Can.REPLY)
    take_in(store, place, a_message("1", by="Ann"), a_message("2", by="Bob", state=RemoteState.HELD))
    changes = store.write(lambda write: write.update_place(place, found(can=PUBLIC)))
    assert changes.conversations == frozenset()
    changes = store.write(lambda write: write.update_place(place, found(can=ALL)))
    assert [change.after and change.after.state for change in changes.rows] == [State.WAITING]
    assert states(store) == {"Ann": State.WAITING, "Bob": State.WAITING}
    assert len(changes.conversations) == 1


def test_a_place_with_something_in_the_outbox_is_not_removed(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message())
    there = view(store)
    delivery = store.write(
        lambda write: write.queue_words(there.row.id, there.focus or 0, "Thanks!", Purpose.REPLY, not_before=None)[0]
    )
    with pytest.raises(Refused, match=r"^1 answer is still in the outbox for this place\."):
        store.write(lambda write: write.remove_place(place, forget=True))
    store.write(lambda write: write.claim(delivery, b"bytes", NOON), Priority.OUTBOX)
    store.write(lambda write: write.settle_sent(delivery, "9", "", "", None), Priority.OUTBOX)
    store.write(lambda write: write.remove_place(place, forget=True))
    forget_all(store)
    assert ask(store, "SELECT count(*) FROM delivery") == [(0,)]


def test_unknown_places_are_key_errors(store: SqliteStore) -> None:
    with pytest.raises(KeyError):
        store.write(lambda write: write.update_place(7, found()))
    with pytest.raises(KeyError):
        store.write(lambda write: write.remove_place(7, forget=False))


def test_a_draft_is_one_a_conversation_and_no_words_are_none(store: SqliteStore, clock: FrozenClock) -> None:
    take_in(store, a_place(store), a_message())
    store.write(lambda write: write.keep_draft(Draft(1, None, Purpose.THANK, "Dear", 4)))
    changes = store.write(lambda write: write.keep_draft(Draft(1, None, Purpose.REPLY, "Dear Ann", 8)))
    assert changes.conversations == {1}
    with store.reading() as reading:
        assert reading.drafts() == [Draft(1, None, Purpose.REPLY, "Dear Ann", 8)]
        assert reading.rows([1])[0].has_draft
    store.write(lambda write: write.keep_draft(Draft(1, None, Purpose.REPLY, "  ", 0)))
    with store.reading() as reading:
        assert reading.draft(1) is None
    assert not store.write(lambda write: write.keep_draft(Draft(99, None, Purpose.REPLY, "To nobody")))


def test_starring_shows_on_every_identity_of_a_person_and_goes_from_all(store: SqliteStore) -> None:
    take_in(store, a_place(store), a_message("1"), a_message("2", by="Ann B."))
    ask(store, "UPDATE identity SET person = 1 WHERE id = ?", ["2"])
    store.write(lambda write: write.star(1, True))
    with store.reading() as reading:
        assert [row.starred for row in reading.rows([1, 2])] == [True, True]
    store.write(lambda write: write.star(2, False))
    with store.reading() as reading:
        assert [row.starred for row in reading.rows([1, 2])] == [False, False]
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert [row.starred for row in reading.rows([1, 2])] == [True, True]
