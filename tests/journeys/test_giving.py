"""Files and paper through the dialogs that ask where to: what comes after them is one clear sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.export_sheet import ExportSheet
from inbox.ui.giving import GiveSheet
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ready, sheet_name


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile")


@pytest.fixture
def desk(first_start: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(copied(first_start, tmp_path / "profile"), qtbot, "--sample", sample=True) as running_desk:
        ready(running_desk)
        yield running_desk


@contextmanager
def dialogs(*answers: Callable[[QWidget], None]) -> Iterator[list[QWidget]]:
    """The dialogs that open meanwhile, each answered once it is there; those that were."""
    left, seen = list(answers), list[QWidget]()
    looks = QTimer(interval=20)

    def look() -> None:
        modal = QApplication.activeModalWidget()
        if modal is not None and left and seen[-1:] != [modal]:
            seen.append(modal)
            left.pop(0)(modal)

    looks.timeout.connect(look)
    looks.start()
    yield seen
    looks.stop()


def typing(path: Path) -> Callable[[QWidget], None]:
    """Type the path into the dialog and take it."""

    def typed(dialog: QWidget) -> None:
        assert isinstance(dialog, QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(str(path))
        QTimer.singleShot(0, dialog, lambda: QFileDialog.accept(dialog))

    return typed


def refuse(dialog: QWidget) -> None:
    """Esc, whatever it asks."""
    assert isinstance(dialog, QFileDialog | QMessageBox | QPrintDialog)
    dialog.reject()


def give(desk: Desk, button: str) -> None:
    desk.opening.desk.run("people.everything")
    desk.sees(lambda: isinstance(desk.window.overlay.sheet, GiveSheet))
    desk.tab_to(button)
    desk.press("Space")


def test_a_page_is_written_whole_under_the_name_that_was_typed(desk: Desk, tmp_path: Path) -> None:
    with dialogs(typing(tmp_path / "between us")) as seen:
        give(desk, "Save as a page")
    assert len(seen) == 1
    desk.sees(lambda: desk.notice() == "Saved as between us.html.")
    assert "</html>" in (tmp_path / "between us.html").read_text("utf-8")
    if sys.platform != "win32":
        assert (tmp_path / "between us.html").stat().st_mode & 0o077 == 0, "it is private"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["between us.html"]


def test_a_dialog_that_is_left_writes_nothing_and_says_nothing(desk: Desk, tmp_path: Path) -> None:
    with dialogs(refuse) as seen:
        give(desk, "Save as PDF")
    assert len(seen) == 1
    assert desk.notice() == ""
    assert sheet_name(desk) == ""
    desk.window.activateWindow()  # which a window manager does by itself
    assert desk.window.holds_focus(desk.window.inbox)


def test_a_file_that_is_there_is_asked_about_and_kept(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "there.pdf"
    there.write_text("mine", "utf-8")
    with dialogs(typing(there), refuse, refuse) as seen:
        give(desk, "Save as PDF")
    assert [type(one) for one in seen] == [QFileDialog, QMessageBox, QFileDialog]
    assert there.read_text("utf-8") == "mine"


@pytest.mark.parametrize("button", ["Save as a page", "Save as PDF"])
def test_another_ending_never_replaces_a_file_that_was_not_asked_about(desk: Desk, tmp_path: Path, button: str) -> None:
    suffix = ".html" if "page" in button else ".pdf"
    there = tmp_path / f"letter.txt{suffix}"
    there.write_text("mine", "utf-8")
    with dialogs(typing(tmp_path / "letter.txt")):
        give(desk, button)
    desk.sees(lambda: desk.notice() == f"letter.txt{suffix} is there already. Choose another name.")
    assert there.read_text("utf-8") == "mine"


@pytest.mark.parametrize("button", ["Save as a page", "Save as PDF"])
def test_a_folder_that_takes_nothing_is_said_plainly(desk: Desk, tmp_path: Path, button: str) -> None:
    (tmp_path / "folder").write_text("a file", "utf-8")
    giving = desk.opening.desk.screen
    with dialogs(refuse):
        give(desk, button)
    assert giving._giving is not None
    with desk.engine.store.reading() as reading:
        everything = reading.between_us(desk.opening.desk.person() or 0)
    suffix = ".html" if "page" in button else ".pdf"
    giving._giving.save(everything, tmp_path / "folder" / f"a{suffix}")
    desk.sees(lambda: "Nothing could be written to" in desk.notice())
    assert "Choose another folder." in desk.notice()


def test_printing_into_a_file_is_saving_it(desk: Desk, tmp_path: Path) -> None:
    def into_a_file(dialog: QWidget) -> None:
        assert isinstance(dialog, QPrintDialog)
        dialog.printer().setOutputFileName(str(tmp_path / "paper.pdf"))
        dialog.done(int(QPrintDialog.DialogCode.Accepted))

    with dialogs(into_a_file) as seen:
        give(desk, "Print")
    assert len(seen) == 1
    desk.sees(lambda: desk.notice() == "Saved as paper.pdf.")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF-")


def test_the_record_of_a_person_replaces_no_page_beside_it(desk: Desk, tmp_path: Path) -> None:
    beside = tmp_path / "amara.html"
    beside.write_text("mine", "utf-8")
    with dialogs(typing(tmp_path / "amara.json")):
        desk.opening.desk.run("people.export")
    desk.sees(lambda: desk.notice() == "amara.html is there already. Choose another name.")
    assert beside.read_text("utf-8") == "mine"
    with dialogs(typing(tmp_path / "amara okafor")):
        desk.opening.desk.run("people.export")
    desk.sees(lambda: "amara okafor.json and amara okafor.html" in desk.notice())


def test_people_are_written_out_through_the_dialog(desk: Desk, tmp_path: Path) -> None:
    desk.opening.desk.run("app.export")
    desk.sees(lambda: isinstance(desk.window.overlay.sheet, ExportSheet))
    desk.tab_to("Choose where")
    with dialogs(typing(tmp_path / "book")):
        desk.press("Space")
    desk.sees(lambda: "in book.vcf" in desk.notice())
    assert "BEGIN:VCARD" in (tmp_path / "book.vcf").read_text("utf-8")
