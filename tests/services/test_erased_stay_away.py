"""Whoever was erased for good does not come back with an archive or an address book, whatever they are called there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.services import reading_in
from inbox.store.writer import SqliteStore, open_store
from tests.archives.reading import DATA, opened, written
from tests.clocks import FrozenClock
from tests.services.read_in import ME
from tests.store.looking import ask


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[SqliteStore]:
    opened_store = open_store(tmp_path / "profile", clock)
    yield opened_store
    opened_store.close()


def erase(store: SqliteStore, name: str) -> None:
    ((identity,),) = ask(store, f"SELECT id FROM identity WHERE name = '{name}'")
    store.write(lambda write: write.erase_person(identity, may_return=False))


def test_a_commenter_stays_away_though_the_export_of_today_has_another_hash_of_their_address(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(DATA / "wordpress.xml"), ME, clock)
    erase(store, "Ann Ebert")
    text = (DATA / "wordpress.xml").read_text("utf-8").replace("?v=6.1.1", "?v=6.8.1").replace(">105<", ">999<")
    reading_in.read_in(store, opened(written(tmp_path / "again.xml", text)), ME, clock)
    assert ask(store, "SELECT count(*) FROM identity WHERE name = 'Ann Ebert'") == [(0,)]


def test_somebody_of_an_address_book_comes_in_neither_with_another_card_nor_with_a_mailbox(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(DATA / "google-contacts.csv"), frozenset(), clock)
    erase(store, "Ann M. Ebert")
    reading_in.read_in(store, opened(DATA / "google-contacts.vcf"), frozenset(), clock)
    mail = (
        "From x Mon Mar 04 09:00:00 2024\nFrom: Annie <ann@example.org>\nDate: Mon, 4 Mar 2024 09:00:00 +0000\n\nHi\n"
    )
    reading_in.read_in(store, opened(written(tmp_path / "a.mbox", mail)), frozenset(), clock)
    assert ask(store, "SELECT name FROM identity ORDER BY name") == [("Mill & Sons",), ("only@example.org",)]
