"""Cards of people read in: whom they find, what they add, and that the log alone gives all of it again."""

from __future__ import annotations

from pathlib import Path

from inbox.services import reading_in, writing_out
from inbox.store import acts
from inbox.store.writer import SqliteStore
from tests.archives.reading import DATA, opened
from tests.builders import a_person, taken
from tests.clocks import FrozenClock
from tests.services.read_in import ME, a_card, tables, take_cards
from tests.store.looking import ask


def somebody(store: SqliteStore, name: str = "Ann", **more: object) -> int:
    from tests.builders import a_message, a_place

    place = a_place(store)
    store.write(lambda write: write.take_in(place, taken(a_message(by=a_person(name, **more)))))
    return int(ask(store, f"SELECT id FROM identity WHERE name = '{name}'")[0][0])


def test_a_card_finds_whom_it_is_about_by_an_address_that_is_known_to_be_theirs(store: SqliteStore) -> None:
    ann = somebody(store, email="ann@example.org", email_is_claim=False)
    take_cards(store, a_card())
    with store.reading() as reading:
        person = reading.person(ann)
    assert (person.name, person.tags, [note.text for note in person.notes]) == ("Ann", ("market",), ["Rye"])
    assert ask(store, "SELECT identity_id, name, value FROM person_field") == [(ann, "Phone", "123")]
    assert ask(store, "SELECT count(*) FROM identity") == [(1,)]


def test_an_address_that_was_only_typed_matches_nobody_and_neither_does_a_name(store: SqliteStore) -> None:
    somebody(store, "Ann from the phone", email="ann@example.org", email_is_claim=True)
    take_cards(store, a_card())
    assert ask(store, "SELECT network, stable_id FROM identity ORDER BY id") == [
        ("wordpress", "ann from the phone"),
        ("contacts", "mail:ann@example.org"),
    ]


def test_what_is_set_here_stays_and_a_card_only_adds(store: SqliteStore) -> None:
    ann = somebody(store, email="ann@example.org", email_is_claim=False)
    store.write(lambda write: write.set_tags(ann, ["friendly"]))
    take_cards(store, a_card(zone="Europe/Berlin"))
    take_cards(store, a_card(zone="America/New_York", birthday="1980-01-02"))
    with store.reading() as reading:
        assert reading.person(ann).tags == ("friendly", "market")
    assert ask(store, "SELECT zone FROM identity") == [("Europe/Berlin",)]
    assert ask(store, "SELECT name, value FROM person_field ORDER BY position") == [
        ("Phone", "123"),
        ("Birthday", "1980-01-02"),
    ]
    assert ask(store, "SELECT count(*) FROM note") == [(1,)]


def test_the_log_alone_gives_contacts_their_tags_notes_and_fields_again(store: SqliteStore, clock: FrozenClock) -> None:
    reading_in.read_in(store, opened(DATA / "four.vcf"), frozenset(), clock)
    before = tables(store)
    store.write(lambda write: acts.rebuild(write._tx))  # type: ignore[attr-defined]
    after = tables(store)
    for table in ("tag", "note", "person_field"):
        assert [row[1:] for row in after[table]] == [row[1:] for row in before[table]]


def test_people_who_were_written_out_are_known_when_they_come_in_again(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(DATA / "wordpress.xml"), ME, clock)
    once = tables(store)
    for suffix in ("vcf", "csv"):
        writing_out.write_out(store, tmp_path / f"people.{suffix}")
        again = reading_in.read_in(store, opened(tmp_path / f"people.{suffix}"), frozenset(), clock)
        assert again.people == 0
    assert tables(store)["identity"] == once["identity"]


def test_the_same_card_twice_in_one_file_is_one_person(store: SqliteStore) -> None:
    take_cards(store, a_card(), a_card())
    assert ask(store, "SELECT count(*) FROM identity") == [(1,)]
