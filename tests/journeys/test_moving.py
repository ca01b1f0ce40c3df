"""A file read in at the window, by keys: looked through, asked about, read in, seen, taken back; and people out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.services.writing_out import Wish
from inbox.ui.look.controls import Paragraph
from tests.archives.reading import DATA, written
from tests.desk import Desk, called, running

COMMAND = "Read in an archive"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "own"


def open_page(desk: Desk) -> None:
    desk.sees(lambda: desk.window.frame.page is not None)  # nothing is read yet: the welcome page
    desk.press("Esc", "Ctrl+K")
    desk.type(COMMAND)
    desk.press("Enter")
    desk.sees(lambda: "Choose a file" in desk.page_words())


def people(desk: Desk) -> int:
    with desk.engine.store.reading() as reading:
        return len(reading.people())


def test_an_archive_comes_in_is_seen_and_taken_back(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot) as desk:
        open_page(desk)
        desk.opening.desk.moving.look_at(DATA / "wordpress.xml")
        desk.sees(lambda: "4 messages by 3 people." in desk.page_words())
        words = desk.page_words()
        assert "It becomes a place of its own, Slow Oven" in words
        assert "Which of these authors is you?" in words
        assert called(desk.focus()).startswith("Read it in")
        desk.press("Enter")
        desk.sees(lambda: "wordpress.xml is read in: 4 messages and 3 new people." in desk.page_words())
        desk.press("Enter")  # go and see
        desk.sees(lambda: "Ann Ebert" in desk.rows())
        desk.press("Home", "Enter")
        closed = desk.window.composer.findChildren(Paragraph)
        desk.sees(lambda: any("was read in from an archive" in one.text() for one in closed if one.isVisible()))
        desk.press("Esc", "Z")
        desk.sees(lambda: people(desk) == 0)
        desk.sees(lambda: "Taken back: wordpress.xml read in." in desk.notice())


def test_what_cannot_be_read_is_said_on_the_page_and_another_file_can_be_chosen(
    folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    with running(folder, qtbot) as desk:
        open_page(desk)
        desk.opening.desk.moving.look_at(written(tmp_path / "letter.txt", "Dear Ann"))
        desk.sees(lambda: "letter.txt is nothing that Parlour can read in." in desk.page_words())
        assert called(desk.focus()).startswith("Choose a file")


def test_contacts_come_in_while_somebody_reads_on_and_go_out_again(folder: Path, qtbot: QtBot, tmp_path: Path) -> None:
    with running(folder, qtbot) as desk:
        open_page(desk)
        desk.opening.desk.moving.look_at(DATA / "four.vcf")
        desk.sees(lambda: "1 person." in desk.page_words())
        desk.press("Space", "Esc")
        desk.sees(lambda: "four.vcf is read in: 1 new person." in desk.notice())
        desk.opening.desk.moving.write_out(Wish(), tmp_path / "people.csv")
        desk.sees(lambda: "1 person is in people.csv." in desk.notice())
        assert "Dr. Ann M. Ebert" in (tmp_path / "people.csv").read_text("utf-8")


def test_a_large_address_book_is_taken_back_on_its_page_while_the_window_goes_on(
    folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:4.0\nUID:{n}\nFN:Person {n}\nTEL:123 {n}\nORG:Firm\nCATEGORIES:rye\nEND:VCARD\n"
        for n in range(150)
    )
    with running(folder, qtbot) as desk:
        open_page(desk)
        desk.opening.desk.moving.look_at(written(tmp_path / "book.vcf", cards))
        desk.sees(lambda: "150 people." in desk.page_words())
        desk.press("Enter")
        desk.sees(lambda: "book.vcf is read in: 150 new people." in desk.page_words())
        desk.tab_to("Take it back")
        desk.press("Space")
        desk.sees(lambda: "Taking book.vcf back. You can go on meanwhile." in desk.page_words())
        assert called(desk.focus()).startswith("Close")
        desk.sees(lambda: people(desk) == 0)
        desk.sees(lambda: called(desk.focus()).startswith("Choose a file"))


def test_the_sheet_for_writing_out_is_reached_by_keys(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot) as desk:
        desk.sees(lambda: desk.window.frame.page is not None)
        desk.press("Esc", "Ctrl+K")
        desk.type("Write out people")
        desk.press("Enter")
        desk.sees(lambda: desk.window.overlay.sheet is not None)
        assert called(desk.focus()) == "vCard"
        desk.tab_to("With my private notes")
        desk.tab_to("Choose where")
        desk.press("Esc")
        assert desk.window.overlay.sheet is None
