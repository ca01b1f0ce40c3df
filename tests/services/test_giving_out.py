"""The full record of a person, and the list of those who agreed to the newsletter."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.core.consent import Consent, LeftOut, NewEntry, Newsletter
from inbox.core.errors import NotHere, Refused
from inbox.rules.newsletter import harmless, said
from inbox.services.giving_out import write_newsletter, write_record
from inbox.services.writing_out import write_out
from inbox.store.writer import SqliteStore, open_store
from tests.builders import a_message, a_person, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.rules.tongues import shipped
from tests.store.looking import ask

FORMULA = "=HYPERLINK(A1)"


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(tmp_path / "profile", FrozenClock(), languages=shipped())
    take_in(
        store,
        a_place(store),
        a_message("1", "Thank you so much! <script>alert(1)</script>", by=a_person("Ann <b>", email="ann@example.org")),
        a_message("2", "I'll send you the recipe", by=me(), parent="1"),
        a_message("3", "Hello from Ben", by="Ben"),
    )
    yield store
    store.close()


def identity(store: SqliteStore, name: str) -> int:
    return int(ask(store, f"SELECT id FROM identity WHERE name LIKE '{name}%'")[0][0])


def test_the_record_holds_everything_and_nothing_of_others(lived: SqliteStore, tmp_path: Path) -> None:
    ann = identity(lived, "Ann")
    lived.write(lambda write: write.add_note(ann, "A private note"))
    lived.write(lambda write: write.promise_to(ann, "Send the recipe"))
    written = write_record(lived, ann, tmp_path / "ann.b.json")
    assert [path.name for path in written.paths] == ["ann.b.json", "ann.b.html"]
    told = json.loads(written.paths[0].read_text("utf-8"))
    assert [one["words"] for one in told["Messages"]] == [
        "Thank you so much! <script>alert(1)</script>",
        "I'll send you the recipe",
    ]
    assert [one["words"] for one in told["Notes"]] == ["A private note"]
    assert [one["what"] for one in told["Found in their words"]] == ["kind", "promise"]
    assert told["Who they are"][0]["email"] == "ann@example.org"
    assert told["Who they are"][0]["first_seen_at"] == "2026-11-21T12:00:00+00:00"
    assert {one["label"] for one in told["What was done here"]} >= {"Note added", "Promise written down"}
    assert told["Drafts"] == []
    assert "Ben" not in written.paths[0].read_text("utf-8")


def test_the_page_is_no_markup_of_theirs_and_fetches_nothing(lived: SqliteStore, tmp_path: Path) -> None:
    page = write_record(lived, identity(lived, "Ann"), tmp_path / "ann").paths[1].read_text("utf-8")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<b>" not in page
    assert "default-src 'none'" in page


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_their_owner_may_read_the_files(lived: SqliteStore, tmp_path: Path) -> None:
    for path in write_record(lived, identity(lived, "Ann"), tmp_path / "ann").paths:
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_newsletter_has_its_proof_and_no_cell_is_a_formula(lived: SqliteStore, tmp_path: Path) -> None:
    ann = identity(lived, "Ann")
    message = int(ask(lived, "SELECT id FROM message WHERE remote_id = '1'")[0][0])
    entry = NewEntry(Consent.GIVEN, place="+fair", words=FORMULA, email="ann@example.org", message=message)
    lived.write(lambda write: write.note_consent(ann, entry))
    written = write_newsletter(lived, tmp_path / "letter")
    (row,) = list(csv.DictReader(io.StringIO(written.paths[0].read_text("utf-8-sig"))))
    assert row == {
        "E-mail": "ann@example.org",
        "Name": "Ann <b>",
        "Agreed on": "2026-11-21T12:00+00:00",
        "Where": "'+fair",
        "Their words": f"'{FORMULA}",
        "Proof": "https://bread.example/#comment-1",
        "Entered on": "2026-11-21T12:00+00:00",
    }
    assert written.sentence.startswith("1 person agreed.")


def test_it_says_how_many_are_left_out_and_why() -> None:
    left = ((LeftOut.NEVER_ASKED, 2), (LeftOut.NO_ANSWER, 1), (LeftOut.WITHDRAWN, 3))
    assert said(Newsletter((), left)) == (
        "Nobody has agreed yet. Left out: 2 were never asked, 1 was asked and has not answered and 3 withdrew it."
    )
    assert said(Newsletter((), ())) == "Nobody has agreed yet."


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\tx", "\r=1", "＝1", " =1", "'=1"])
def test_what_begins_a_formula_is_made_words(cell: str) -> None:
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize("cell", ["Ann", "a=b", "", "ann+news@example.org"])
def test_what_begins_none_is_left_alone(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize("folder", ["nowhere", "a file"])
def test_what_cannot_be_written_is_said(lived: SqliteStore, tmp_path: Path, folder: str) -> None:
    (tmp_path / "a file").write_text("no folder", "utf-8")
    ann = identity(lived, "Ann")
    with pytest.raises(Refused, match="Choose another folder"):
        write_record(lived, ann, tmp_path / folder / "ann.json")
    with pytest.raises(Refused, match="Choose another folder"):
        write_out(lived, tmp_path / folder / "people.vcf")
    with pytest.raises(NotHere):
        write_record(lived, 9_999, tmp_path / "ann.json")
    assert not list(tmp_path.glob("*.tmp"))


def test_all_that_is_kept_on_an_identity_is_listed(lived: SqliteStore) -> None:
    with lived.reading() as reading:
        who = reading.full_record(identity(lived, "Ann")).sections[0]
    kept = {row[0] for row in ask(lived, "SELECT name FROM pragma_table_info('identity')")}
    ids_and_what_lists_them = {"id", "person", "look", "name_key", "keyed"}
    whether_it_is_me = {"is_me", "is_me_there", "claimed"}
    assert kept - set(who.columns) == ids_and_what_lists_them | whether_it_is_me
