"""Asking websites where they link to as the same person: what is found is kept, one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from inbox.core.errors import Unreachable
from inbox.services.links_back import check
from inbox.store.writer import SqliteStore, open_store
from tests.builders import a_message, a_person, a_place, take_in
from tests.clocks import FrozenClock

NINA, SHOP = "https://weber.example", "https://shop.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path, FrozenClock())
    fedi = a_person("nina", handle="@nina@baking.example", profile_url="https://baking.example/@nina")
    nina = a_person("Nina Weber", site_url=NINA)
    take_in(opened, a_place(opened), a_message("1", by=nina), a_message("2", by=fedi, on="x"))
    yield opened
    opened.close()


def test_what_is_found_is_kept_and_speaks_for_it(store: SqliteStore) -> None:
    def fetch(address: str) -> Sequence[str]:
        if address == SHOP:
            raise Unreachable("Silence.")
        return ["https://baking.example/@nina"]

    assert check(store, [(1, SHOP), (1, NINA)], fetch) == 1
    with store.reading() as reading:
        assert "rel=me" in reading.same_as(1)[0].clues[0].words


def test_where_none_answers_it_says_so(store: SqliteStore) -> None:
    def silent(_: str) -> Sequence[str]:
        raise Unreachable("Silence.")

    with pytest.raises(Unreachable, match="Silence"):
        check(store, [(1, NINA)], silent)
