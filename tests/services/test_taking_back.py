"""A large address book taken back: one step for the person, slices for the store, and nothing left of it at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.core.errors import Refused
from inbox.core.moving import ImportState
from inbox.services import accounts, reading_in
from inbox.store import acts
from inbox.store.writer import SqliteStore, open_store
from tests.archives.reading import DATA, opened, written
from tests.clocks import FrozenClock
from tests.services.read_in import ME, a_card, tables, take_cards
from tests.store.looking import ask

CARD = """BEGIN:VCARD
VERSION:4.0
UID:{n}
FN:Person {n}
EMAIL:person{n}@example.org
TEL:+49 30 {n}
ORG:Firm {n}
TZ:Europe/Berlin
CATEGORIES:market,rye
X-PARLOUR-STAGE:regular
NOTE:Met at the market
END:VCARD
"""


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[SqliteStore]:
    opened_store = open_store(tmp_path / "profile", clock)
    yield opened_store
    opened_store.close()


def a_book(tmp_path: Path, many: int = 60) -> Path:
    return written(tmp_path / "book.vcf", "".join(CARD.format(n=n) for n in range(many)))


def test_a_large_address_book_leaves_in_slices_between_which_acts_go_and_the_program_may_end(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    before = tables(store)
    reading_in.read_in(store, opened(a_book(tmp_path)), frozenset(), clock)
    changes = store.write(lambda write: write.undo())
    assert changes.sentence == "book.vcf is being taken back. You can go on meanwhile."
    left = [store.write(lambda write: write.forget_more()) for _ in range(2)]
    assert 0 < left[1] < left[0]
    assert store.check() == []
    somebody = ask(store, "SELECT id FROM identity WHERE name = 'Person 3'")[0][0]
    store.write(lambda write: write.star(somebody, True))
    with store.reading() as reading:
        step = reading.undo_step()
    assert step is not None
    assert step.label != "book.vcf read in", "it was taken back already"
    store.write(lambda write: write.undo())
    store.close()
    again = open_store(tmp_path / "profile", clock)
    try:
        with again.reading() as reading:
            assert reading.imports()[0].state is ImportState.LEAVING
            assert reading.undo_step() is None
        assert accounts.go_on_forgetting(again) == ""
        assert tables(again) == before
        assert again.check() == []
    finally:
        again.close()


def test_no_slice_takes_more_people_out_than_another(store: SqliteStore, clock: FrozenClock, tmp_path: Path) -> None:
    names = "".join(f"BEGIN:VCARD\nVERSION:4.0\nUID:{n}\nFN:Person {n}\nEND:VCARD\n" for n in range(450))
    reading_in.read_in(store, opened(written(tmp_path / "names.vcf", names)), frozenset(), clock)
    store.write(lambda write: write.undo())
    left = [ask(store, "SELECT count(*) FROM identity")[0][0]]
    while store.write(lambda write: write.forget_more()):
        left.append(ask(store, "SELECT count(*) FROM identity")[0][0])
        assert store.check() == []
    assert left == [350, 250, 150, 50, 0]


def test_what_was_changed_since_stays_and_is_said_when_the_rest_has_left(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(a_book(tmp_path)), frozenset(), clock)
    ((person,),) = ask(store, "SELECT identity_id FROM person_field WHERE value = 'Firm 7'")
    store.write(lambda write: write.set_field(person, "Company", "Firm of seven"))
    with store.reading() as reading:
        batch = reading.imports()[0].batch
    store.write(lambda write: write.undo(batch))
    said = accounts.go_on_forgetting(store)
    assert said == "book.vcf is taken back in part. Person 7: something else was done there since."
    assert ask(store, "SELECT id, name FROM identity") == [(person, "Person 7")]
    assert ask(store, "SELECT value FROM person_field") == [("Firm of seven",)]
    with store.reading() as reading:
        assert reading.imports()[0].sentence == "Person 7: something else was done there since."


def test_doing_a_large_import_again_asks_for_the_file_at_once(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(a_book(tmp_path)), frozenset(), clock)
    store.write(lambda write: write.undo())
    accounts.go_on_forgetting(store)
    with pytest.raises(Refused, match=r"Choose book\.vcf again to read it in once more"):
        store.write(lambda write: write.redo())


def test_a_field_that_came_from_a_card_is_edited_and_removed_like_any_other(store: SqliteStore) -> None:
    take_cards(store, a_card(phones=("+49 30 1234", "+49 40 5678"), birthday="19800102"))
    kept = "SELECT name, value FROM person_field ORDER BY position"
    assert ask(store, kept)[:2] == [("Phone", "+49 30 1234"), ("More phone numbers", "+49 40 5678")]
    store.write(lambda write: write.set_field(1, "phone", "+49 30 4321"))
    assert ask(store, kept)[0] == ("Phone", "+49 30 4321")
    store.write(lambda write: write.set_field(1, "Phone", ""))
    assert ask(store, kept)[0] == ("More phone numbers", "+49 40 5678")
    store.write(lambda write: write.undo())
    store.write(lambda write: write.undo())
    assert ask(store, kept)[0] == ("Phone", "+49 30 1234")


def test_many_cards_at_once_become_what_each_alone_would_and_the_log_says_so(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(a_book(tmp_path, 3)), frozenset(), clock)
    who = "SELECT name, email, zone, stage, stage_by_hand FROM identity ORDER BY name"
    assert ask(store, who)[0] == ("Person 0", "person0@example.org", "Europe/Berlin", "regular", "regular")
    fields = ask(store, "SELECT identity_id, name, value, position FROM person_field ORDER BY identity_id, position")
    assert fields[:2] == [(1, "Phone", "+49 30 0", 0), (1, "Company", "Firm 0", 1)]
    names = ("identity", "tag", "note", "person_field", "person", "person_segment")
    kept = tables(store)
    store.write(lambda write: acts.rebuild(write._tx))  # type: ignore[attr-defined]
    rebuilt = tables(store)
    shape = {name: [row[1:] if name in ("note", "person_field") else row for row in kept[name]] for name in names}
    assert shape == {
        name: [row[1:] if name in ("note", "person_field") else row for row in rebuilt[name]] for name in names
    }
    assert store.check() == []


def test_two_cards_of_one_address_in_one_file_are_one_person_with_all_of_both(store: SqliteStore) -> None:
    take_cards(store, a_card(), a_card(uid="other", birthday="1980-01-02"))
    assert ask(store, "SELECT count(*) FROM identity") == [(1,)]
    assert ask(store, "SELECT name FROM person_field ORDER BY position") == [("Phone",), ("Birthday",)]


def test_a_small_import_is_gone_with_the_step_itself(store: SqliteStore, clock: FrozenClock) -> None:
    reading_in.read_in(store, opened(DATA / "four.vcf"), frozenset(), clock)
    changes = store.write(lambda write: write.undo())
    assert (changes.sentence, changes.imports) == ("Taken back: four.vcf read in.", frozenset())


def test_whom_i_call_otherwise_keeps_both_names_when_an_archive_names_them(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(DATA / "wordpress.xml"), ME, clock)
    ((ann,),) = ask(store, "SELECT id FROM identity WHERE name = 'Ann Ebert'")
    store.write(lambda write: write.call(ann, "Annie from the market"))
    text = (DATA / "wordpress.xml").read_text("utf-8").replace(">105<", ">999<")
    reading_in.read_in(store, opened(written(tmp_path / "more.xml", text)), ME, clock)
    assert ask(store, f"SELECT name, own_name FROM identity WHERE id = {ann}") == [
        ("Annie from the market", "Ann Ebert")
    ]


def test_whom_i_gave_a_name_since_stays_when_the_import_is_taken_back(store: SqliteStore, clock: FrozenClock) -> None:
    reading_in.read_in(store, opened(DATA / "four.vcf"), frozenset(), clock)
    store.write(lambda write: write.call(1, "Annie"))
    with store.reading() as reading:
        batch = reading.imports()[0].batch
    store.write(lambda write: write.undo(batch))
    assert ask(store, "SELECT name FROM identity") == [("Annie",)]
