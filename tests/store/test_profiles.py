"""Fields of one's own, a line of intention, their zone, conversations elsewhere, who introduced whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from inbox.core.changes import Changes
from inbox.core.errors import Refused
from inbox.core.ports import Writing
from inbox.core.profile import Contact, How, Profile, TheirZone, ZoneSource
from inbox.store.profile_reading import KEEPS_PICTURES
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask, dump
from tests.store.test_all_taken_back import rebuild

TABLES = ("person_field", "contact", "introduction", "identity")


@pytest.fixture
def ann(store: SqliteStore) -> int:
    place = a_place(store)
    take_in(store, place, a_message("1", "Which flour?", by="Ann"), a_message("2", "Rye!", by="Bob"))
    return who(store, "Ann")


def who(store: SqliteStore, name: str) -> int:
    return int(ask(store, f"SELECT id FROM identity WHERE name = '{name}'")[0][0])


def profile(store: SqliteStore, identity: int) -> Profile:
    with store.reading() as reading:
        return reading.profile(identity)


def does(store: SqliteStore, work: Callable[[Writing], Changes]) -> Changes:
    return store.write(work)


def test_fields_are_added_changed_and_taken_away(store: SqliteStore, ann: int) -> None:
    done = does(store, lambda write: write.set_field(ann, "phone", "+44 113 4960000"))
    assert (done.sentence, done.people) == ("Field added.", {ann})
    does(store, lambda write: write.set_field(ann, "Dog", "Pip"))
    does(store, lambda write: write.set_field(ann, "DOG", "Pepper"))
    assert [(one.name, one.value) for one in profile(store, ann).fields] == [
        ("Phone", "+44 113 4960000"),
        ("Dog", "Pepper"),
    ]
    does(store, lambda write: write.set_field(ann, "Phone", ""))
    assert [one.name for one in profile(store, ann).fields] == ["Dog"]


def test_a_field_that_makes_no_sense_is_refused_with_a_reason(store: SqliteStore, ann: int) -> None:
    with pytest.raises(Refused, match="is no birthday"):
        does(store, lambda write: write.set_field(ann, "Birthday", "soon"))
    with pytest.raises(Refused, match="needs a name"):
        does(store, lambda write: write.set_field(ann, " ", "x"))


def test_a_field_put_back_while_another_of_its_name_stands_is_not_lost(store: SqliteStore, ann: int) -> None:
    does(store, lambda write: write.set_field(ann, "Dog", "Pip"))
    removed = does(store, lambda write: write.set_field(ann, "Dog", ""))
    does(store, lambda write: write.set_field(ann, "Dog", "Pepper"))
    assert removed.undo is not None
    batch = removed.undo.batch
    with pytest.raises(Refused):
        does(store, lambda write: write.undo(batch))
    assert [one.value for one in profile(store, ann).fields] == ["Pepper"]


def test_an_intention_and_a_zone_are_one_line_a_person(store: SqliteStore, ann: int) -> None:
    does(store, lambda write: write.set_intention(ann, " introduce to\nBob "))
    does(store, lambda write: write.set_zone(ann, "Europe/London"))
    shown = profile(store, ann)
    assert shown.intention == "introduce to Bob"
    assert shown.zone is not None
    assert (shown.zone.source, shown.zone.zone) == (ZoneSource.HAND, "Europe/London")
    with pytest.raises(Refused, match="No time zone is called"):
        does(store, lambda write: write.set_zone(ann, "Europe/Nowhere"))
    does(store, lambda write: write.undo())
    assert profile(store, ann).zone is None


def test_pictures_of_somebody_are_kept_by_choice(store: SqliteStore, ann: int) -> None:
    does(store, lambda write: write.keep_pictures(ann, keeps=True))
    assert profile(store, ann).keeps_pictures
    with store.reading() as reading:
        assert reading.keeps_pictures() == {ann}
    plan = store._raw.execute(f"EXPLAIN QUERY PLAN {KEEPS_PICTURES}").fetchall()
    assert any("ix_identity_keeps_pictures" in row[3] for row in plan), plan
    does(store, lambda write: write.keep_pictures(ann, keeps=False))
    assert not profile(store, ann).keeps_pictures


def test_a_conversation_elsewhere_is_written_down_changed_and_taken_back(store: SqliteStore, ann: int) -> None:
    met = Contact(How.STALL, NOON - timedelta(days=2), 20, "Talked about rye")
    done = does(store, lambda write: write.log_contact(ann, met))
    assert done.sentence == "Conversation noted."
    kept = profile(store, ann).contacts[0]
    assert (kept.how, kept.at, kept.minutes, kept.words) == (How.STALL, met.at, 20, "Talked about rye")
    does(store, lambda write: write.change_contact(Contact(How.CALL, met.at, None, "Rye", kept.id)))
    assert profile(store, ann).contacts == (Contact(How.CALL, met.at, None, "Rye", kept.id),)
    does(store, lambda write: write.remove_contact(kept.id))
    assert profile(store, ann).contacts == ()
    for _ in range(3):
        does(store, lambda write: write.undo())
    assert ask(store, "SELECT * FROM contact") == []


def test_a_conversation_to_come_or_of_two_days_is_refused(store: SqliteStore, ann: int, clock: FrozenClock) -> None:
    late = clock.now() + timedelta(minutes=5)
    with pytest.raises(Refused, match="still to come"):
        does(store, lambda write: write.log_contact(ann, Contact(How.CALL, late)))
    with pytest.raises(Refused, match="between a minute and a day"):
        does(store, lambda write: write.log_contact(ann, Contact(How.CALL, NOON - timedelta(days=9), 3000)))


def test_an_introduction_shows_on_both_and_can_be_thanked_for(store: SqliteStore, ann: int) -> None:
    bob = who(store, "Bob")
    done = does(store, lambda write: write.introduce(ann, bob, "at the market"))
    assert done.people == {ann, bob}
    made, given = profile(store, ann).introductions[0], profile(store, bob).introductions[0]
    assert (made.other, made.name, made.by_them, made.words) == (bob, "Bob", False, "at the market")
    assert (given.other, given.name, given.by_them) == (ann, "Ann", True)
    does(store, lambda write: write.thank_introducer(made.id, thanked=True))
    assert profile(store, bob).introductions[0].thanked_at is not None
    with pytest.raises(Refused, match="written down already"):
        does(store, lambda write: write.introduce(ann, bob, ""))
    with pytest.raises(Refused, match="introduces themselves"):
        does(store, lambda write: write.introduce(ann, ann, ""))
    does(store, lambda write: write.remove_introduction(made.id))
    assert profile(store, bob).introductions == ()


def test_the_last_time_is_said_for_each_way_of_theirs(store: SqliteStore, ann: int) -> None:
    assert profile(store, ann).last == {ann: NOON}


def test_the_log_alone_gives_all_of_it_again(store: SqliteStore, ann: int) -> None:
    bob = who(store, "Bob")
    does(store, lambda write: write.set_field(ann, "Phone", "+44 113 4960000"))
    does(store, lambda write: write.set_field(ann, "Dog", "Pip"))
    does(store, lambda write: write.set_field(ann, "Dog", ""))
    does(store, lambda write: write.set_intention(ann, "introduce to Bob"))
    does(store, lambda write: write.log_contact(ann, Contact(How.LETTER, NOON - timedelta(days=1))))
    does(store, lambda write: write.introduce(ann, bob, "at the market"))
    before = dump(store, *TABLES)
    does(store, rebuild)
    assert dump(store, *TABLES) == before


def test_the_offset_of_their_newest_words_tells_their_zone_until_it_is_set_by_hand(store: SqliteStore) -> None:
    place = a_place(store)
    newer, older = a_person("Cleo", utc_offset=-210), a_person("Cleo", utc_offset=60)
    take_in(store, place, a_message("7", "Hello", by=newer))
    take_in(store, place, a_message("8", "Long ago", by=older, at=NOON - timedelta(days=90)))
    cleo = who(store, "Cleo")
    assert profile(store, cleo).zone == TheirZone(ZoneSource.MESSAGES, offset=-210, seen_at=NOON)
    does(store, lambda write: write.set_zone(cleo, "Asia/Tokyo"))
    assert profile(store, cleo).zone == TheirZone(ZoneSource.HAND, "Asia/Tokyo")
