from __future__ import annotations

import pytest
from PySide6.QtCore import QMarginsF, QSizeF, Qt, QThread
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from inbox.core.between_us import BetweenUs, Said, Talk
from inbox.core.model import SafeHtml
from inbox.rules import between_us
from inbox.ui.giving import GiveSheet, as_pdf, document, file_name
from inbox.ui.look import times
from inbox.ui.look.controls import Paragraph
from inbox.ui.look.theme import Look
from tests.ui import values

SAID = Said(values.NOW, False, "Amara", "Which flour? \u7c73\u7c89", SafeHtml(""))
EVERYTHING = BetweenUs("Amara", (), (Talk("Soup", "Blog", "", (SAID,) * 40),), (), left_out={"notes": 2})
HTML = between_us.page(EVERYTHING, values.NOW, times.full)


def test_a_long_page_is_a_pdf_of_several_pages(qapp: object) -> None:
    data = as_pdf(HTML, "Everything")
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") > 1, "forty messages stand on more than one page"


def test_a_pdf_is_on_the_paper_that_was_chosen(qapp: object) -> None:
    small = QPageLayout(QPageSize(QPageSize.PageSizeId.A6), QPageLayout.Orientation.Portrait, QMarginsF())
    assert as_pdf(HTML, "Everything", small).count(b"/Type /Page\n") > as_pdf(HTML, "").count(b"/Type /Page\n")


def test_a_long_page_is_laid_out_for_the_printer(qapp: object) -> None:
    laid_out = document(HTML, QSizeF(595, 842))
    assert laid_out.pageCount() > 1
    assert laid_out.thread() is QThread.currentThread()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amara Okafor", "Everything between Amara Okafor and me"),
        ("../a:b*?", "Everything between .. a b and me"),
        ("\x00", "Everything between them and me"),
    ],
)
def test_the_file_has_a_name_that_every_system_takes(name: str, said: str) -> None:
    assert file_name(name) == said


def test_the_sheet_says_what_is_in_it_and_what_is_not(look: Look, qtbot: QtBot) -> None:
    sheet = GiveSheet(look, EVERYTHING)
    qtbot.addWidget(sheet)
    heard: list[str] = []
    sheet.saved.connect(heard.append)
    said = [one.text() for one in sheet.findChildren(Paragraph)]
    assert said == [
        "One page to give to them: 40 messages in 1 conversation, oldest first.",
        "Not in here: 2 notes.",
    ]
    for button in sheet.findChildren(QAbstractButton):
        if button.text().startswith("Save"):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert sorted(heard) == ["html", "pdf"]
