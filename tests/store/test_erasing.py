"""Erasing a person: nothing of them is left in the file, and the file still agrees with itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inbox.core.consent import Consent, NewEntry
from inbox.core.errors import NotHere, Refused
from inbox.core.fetched import FetchedReaction
from inbox.core.model import Draft, Kind, Purpose, Snooze, State
from inbox.core.moving_ports import NewImport
from inbox.store.session import Session
from inbox.store.writer import SqliteStore, open_store
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.rules.tongues import shipped
from tests.store.looking import ask, view
from tests.store.test_all_taken_back import rebuild

CANARY = "Zebulon Quaxworthy"
WORDS = "the marmalade is haunted by pangolins"
TRACES = ("zebulon", "quaxworthy", "pangolin", "marmalade", "z3bulon")
HOUR = timedelta(hours=1)


def traces(folder: Path) -> list[str]:
    """Of which words something stands in a file of the folder, in any case and in UTF-8 or UTF-16."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes().lower()
            for word in TRACES:
                found += [f"{file.name}: {word}"] * (word.encode() in held or word.encode("utf-16-le") in held)
    return found


def zebulon() -> object:
    return a_person(
        CANARY, handle="@z3bulon", email="z3bulon@example.org", site_url="https://z3bulon.example", bio=f"I say {WORDS}"
    )


def lived(store: SqliteStore) -> int:
    """A life with somebody: every table that can hold a word of theirs does. Their identity."""
    place = a_place(store)
    who = zebulon()
    take_in(
        store,
        place,
        a_message("1", f"First edition: {WORDS}", by=who, at=NOON - 9 * HOUR),  # type: ignore[arg-type]
        a_message("2", "Dear Zebulon, I'll send you the marmalade tomorrow", by=me(), parent="1", at=NOON - 8 * HOUR),
        a_message("3", "I bake it too", by="Ben", parent="1", at=NOON - 7 * HOUR),
        a_message(
            "4", f"Private pangolins for {CANARY}", by=who, kind=Kind.MESSAGE, on="dm-z3bulon", at=NOON - 6 * HOUR
        ),  # type: ignore[arg-type]
        reactions=(FetchedReaction("comment", "like-1", who, "like", "2", NOON - HOUR),),  # type: ignore[arg-type]
        first_fetch_done=True,
    )
    take_in(store, place, a_message("1", f"Second edition: {WORDS}", by=who, at=NOON - 9 * HOUR))  # type: ignore[arg-type]
    identity = int(ask(store, f"SELECT id FROM identity WHERE name = '{CANARY}'")[0][0])
    shown = view_of(store, "1")
    for work in (
        lambda write: write.star(identity, True),
        lambda write: write.add_note(identity, f"They said {WORDS}"),
        lambda write: write.set_tags(identity, ["pangolin", "zebulon"]),
        lambda write: write.note_search(f"from:{CANARY}"),
        lambda write: write.note_search("marmalade of zebulon"),
        lambda write: write.begin_import(NewImport(f"{CANARY}.vcf", "vcard", None))[1],
        lambda write: write.promise_to(identity, "Send the marmalade", message=shown[1], first=None),
        lambda write: write.note_consent(identity, NewEntry(Consent.GIVEN, words=WORDS, email="z3bulon@example.org")),
        lambda write: write.acknowledge(identity),
        lambda write: write.turn_down_stop(shown[1]),
        lambda write: write.join_conversations(shown[0], view_of(store, "4")[0]),
        lambda write: write.finish([shown[0]]),
        lambda write: write.reopen([shown[0]]),
        lambda write: write.keep_draft(Draft(shown[0], shown[1], Purpose.REPLY, f"Dear {CANARY}, pangolins", 3)),
        lambda write: write.queue_words(
            shown[0], shown[1], "Zebulon, marmalade!", Purpose.REPLY, not_before=NOON + HOUR
        )[1],
        lambda write: write.undo(),
        lambda write: write.redo(),
    ):
        store.write(work)
    store.write(lambda write: write.add_note(identity, "pangolins, pangolins"))
    store.write(lambda write: write.undo())
    return identity


def view_of(store: SqliteStore, remote_id: str) -> tuple[int, int]:
    """(conversation, message)"""
    row = ask(store, f"SELECT conversation_id, id FROM message WHERE remote_id = '{remote_id}'")[0]
    return int(row[0]), int(row[1])


@pytest.mark.parametrize("may_return", [False, True])
def test_nothing_of_them_is_left_in_the_folder(tmp_path: Path, may_return: bool) -> None:
    folder = tmp_path / "profile"
    store = open_store(folder, FrozenClock(), languages=shipped())
    identity = lived(store)
    assert len(set(traces(folder))) >= len(TRACES)
    changes = store.write(lambda write: write.erase_person(identity, may_return=may_return))
    assert changes.undo is None
    assert traces(folder) == [], "while the program runs"
    assert store.check() == []
    store.close()
    assert traces(folder) == [], "when it has ended"
    assert bool(ask_closed(folder, "SELECT 1 FROM tombstone")) is not may_return


def ask_closed(folder: Path, sql: str) -> list[object]:
    from inbox.store.binding import dbapi

    connection = dbapi.connect(str(folder / "parlour.sqlite"))
    try:
        return list(connection.execute(sql).fetchall())
    finally:
        connection.close()


def test_others_stay_with_what_they_wrote_and_the_log_still_gives_the_same(speaking: SqliteStore) -> None:
    identity = lived(speaking)
    ben = int(ask(speaking, "SELECT id FROM identity WHERE name = 'Ben'")[0][0])
    speaking.write(lambda write: write.add_note(ben, "Bakes it too"))
    speaking.write(lambda write: write.erase_person(identity, may_return=False))
    shown = view(speaking, "Ben")
    assert [message.text for message in shown.messages] == ["I bake it too"]
    assert shown.messages[0].parent is None
    with speaking.reading() as reading:
        assert [one.name for one in reading.people()] == ["Ben"]
        assert [note.text for note in reading.person(ben).notes] == ["Bakes it too"]
        assert [step.label for step in reading.undo_steps()] == ["Note added", "A file read in"]
    before = ask(speaking, "SELECT id, starred FROM identity"), ask(speaking, "SELECT text FROM note")
    speaking.write(rebuild)
    assert (ask(speaking, "SELECT id, starred FROM identity"), ask(speaking, "SELECT text FROM note")) == before
    assert speaking.check() == []


def test_what_was_snoozed_leaves_the_list_from_where_it_stood(speaking: SqliteStore) -> None:
    identity = lived(speaking)
    snoozed, open_one = view_of(speaking, "4")[0], view_of(speaking, "1")[0]
    speaking.write(lambda write: write.snooze([snoozed], Snooze("", "UTC", NOON + 99 * HOUR)))
    with speaking.reading() as reading:
        stood = [key for state in State for key in reading.keys(state) if key.id in (snoozed, open_one)]
    assert [key.wakes > 0 for key in stood].count(True) == 1
    changes = speaking.write(lambda write: write.erase_person(identity, may_return=True))
    gone = [change for change in changes.rows if change.after is None]
    assert sorted(change.id for change in gone) == sorted(key.id for key in stood)
    assert all(change.before in stood for change in gone)


def test_a_tombstone_keeps_them_from_being_gathered_again(speaking: SqliteStore) -> None:
    place = 1
    identity = lived(speaking)
    speaking.write(lambda write: write.erase_person(identity, may_return=False))
    who = zebulon()
    take_in(
        speaking,
        place,
        a_message("1", WORDS, by=who),  # type: ignore[arg-type]
        a_message("99", WORDS, by=who),  # type: ignore[arg-type]
        a_message("2", "Dear Zebulon", by=me(), parent="1"),
        reactions=(FetchedReaction("comment", "like-2", who, "like", "3", NOON),),  # type: ignore[arg-type]
    )
    assert ask(speaking, "SELECT name FROM identity WHERE NOT is_me ORDER BY 1") == [("Ben",)]
    assert ask(speaking, "SELECT remote_id FROM message") == [("3",)]


def test_without_one_they_may_come_back(speaking: SqliteStore) -> None:
    identity = lived(speaking)
    speaking.write(lambda write: write.erase_person(identity, may_return=True))
    take_in(speaking, 1, a_message("1", WORDS, by=zebulon()))  # type: ignore[arg-type]
    assert (CANARY,) in ask(speaking, "SELECT name FROM identity")


def test_a_backup_made_from_then_on_holds_nothing_of_them(speaking: SqliteStore, tmp_path: Path) -> None:
    identity = lived(speaking)
    speaking.write(lambda write: write.erase_person(identity, may_return=False))
    (tmp_path / "copies").mkdir()
    speaking.backup(str(tmp_path / "copies" / "backup.sqlite"))
    assert traces(tmp_path / "copies") == []


def test_nobody_erases_themselves_or_somebody_who_is_not_here(speaking: SqliteStore) -> None:
    lived(speaking)
    baker = int(ask(speaking, "SELECT id FROM identity WHERE is_me")[0][0])
    with pytest.raises(Refused, match="That is you"):
        speaking.write(lambda write: write.erase_person(baker, may_return=False))
    with pytest.raises(NotHere):
        speaking.write(lambda write: write.erase_person(9_999, may_return=False))


def test_nobody_is_erased_while_words_to_them_are_in_the_air(speaking: SqliteStore, clock: FrozenClock) -> None:
    identity = lived(speaking)
    delivery = int(ask(speaking, "SELECT id FROM delivery WHERE state = 'waiting'")[0][0])
    clock.pass_time(2 * HOUR)

    def claim(write: Session) -> object:
        return write.claim(delivery, b"bytes", clock.now())

    speaking.write(claim)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="on its way"):
        speaking.write(lambda write: write.erase_person(identity, may_return=False))
    assert ask(speaking, f"SELECT name FROM identity WHERE id = {identity}") == [(CANARY,)]


def test_two_thousand_messages_of_one_person_go_in_one_step(speaking: SqliteStore) -> None:
    place = a_place(speaking)
    for start in range(0, 2_000, 250):
        take_in(
            speaking,
            place,
            *(a_message(str(n), f"word{n}", on=f"p{n // 40}", at=NOON - n * HOUR) for n in range(start, start + 250)),
        )
    ann = int(ask(speaking, "SELECT id FROM identity WHERE name = 'Ann'")[0][0])
    speaking.write(lambda write: write.erase_person(ann, may_return=False))
    assert ask(speaking, "SELECT count(*) FROM message") == [(0,)]
    assert speaking.check() == []
