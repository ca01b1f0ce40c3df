"""Reading in that does not come to its end: stopped, broken off, taken back on the way, half a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inbox.core.moving import ImportState
from inbox.services import reading_in
from inbox.store.writer import SqliteStore
from tests.archives.reading import DATA, opened, written
from tests.clocks import FrozenClock
from tests.services.read_in import ME, a_card, tables, take_cards
from tests.store.looking import ask


def test_a_stop_leaves_whole_slices_and_reading_again_goes_on(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = "".join(f"BEGIN:VCARD\nVERSION:4.0\nFN:Person {n}\nUID:{n}\nEND:VCARD\n" for n in range(130))
    file = written(tmp_path / "many.vcf", cards)
    asked = iter([False, True])
    stopped = reading_in.read_in(store, opened(file), frozenset(), clock, stop=lambda: next(asked, True))
    assert (stopped.state, stopped.people) == (ImportState.STOPPED, 50)
    assert stopped.sentence == "Stopped: 50 new people are in. Read the file in again to go on."
    rest_of_it = reading_in.read_in(store, opened(file), frozenset(), clock)
    assert rest_of_it.people == 80
    assert ask(store, "SELECT count(*) FROM identity") == [(130,)]
    store.write(lambda write: write.undo())
    assert ask(store, "SELECT count(*) FROM identity") == [(50,)]


def test_an_import_that_an_end_broke_off_is_said_to_be_so_and_can_be_taken_back(
    store: SqliteStore, clock: FrozenClock
) -> None:
    take_cards(store, a_card())  # begun, and never ended
    reading_in.read_in(store, opened(DATA / "three.vcf"), frozenset(), clock)
    with store.reading() as reading:
        newest, broken_off = reading.imports()
    assert (newest.state, broken_off.state) == (ImportState.DONE, ImportState.STOPPED)
    assert "ended before the end of the file" in broken_off.sentence
    store.write(lambda write: write.undo(broken_off.batch))
    assert ask(store, "SELECT count(*) FROM identity") == [(2,)]


def test_taking_it_back_while_it_runs_ends_it(store: SqliteStore, clock: FrozenClock, tmp_path: Path) -> None:
    cards = "".join(f"BEGIN:VCARD\nVERSION:4.0\nFN:Person {n}\nUID:{n}\nEND:VCARD\n" for n in range(130))
    rounds = iter(range(10))

    def stop() -> bool:
        if next(rounds) == 1:
            store.write(lambda write: write.undo())
        return False

    report = reading_in.read_in(store, opened(written(tmp_path / "many.vcf", cards)), frozenset(), clock, stop=stop)
    assert report.state is ImportState.BROKEN
    assert "taken back meanwhile" in report.troubles[0]
    assert ask(store, "SELECT count(*) FROM identity") == [(0,)]


def test_half_a_file_is_in_up_to_where_it_breaks_and_can_be_taken_back(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    text = (DATA / "wordpress.xml").read_text("utf-8")
    before = tables(store)
    half = written(tmp_path / "half.xml", text[: text.index("<wp:comment_id>103")])
    report = reading_in.read_in(store, opened(half), ME, clock)
    assert (report.state, report.messages) == (ImportState.BROKEN, 2)
    assert report.sentence == "2 messages and 2 new people are in, up to where the file could be read."
    store.write(lambda write: write.undo())
    assert tables(store) == before


def test_progress_tells_how_long_it_will_take(store: SqliteStore, tmp_path: Path) -> None:
    clock = FrozenClock()
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:4.0\nFN:Person {n}\nUID:{n}\nNOTE:{'x' * 900}\nEND:VCARD\n" for n in range(400)
    )
    heard = []

    def stop() -> bool:
        clock.pass_time(timedelta(seconds=2))
        return False

    reading_in.read_in(
        store, opened(written(tmp_path / "many.vcf", cards)), frozenset(), clock, stop=stop, heard=heard.append
    )
    assert [one.people for one in heard] == [50, 100, 150, 200, 250, 300, 350, 400]
    assert heard[0].left_s is not None
    assert heard[-1].share == 1.0
