"""Links by keyboard, with the host they really go to."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.link_sheet import LinkSheet
from inbox.ui.look.controls import Button
from inbox.ui.look.overlay import Overlay
from inbox.ui.look.theme import Look
from inbox.ui.safe import Link, link_warning

GOOD = Link("the recipe", "https://a.example/bread")
BAD = Link("a.example", "https://evil.example/x", link_warning("a.example", "https://evil.example/x"))
ODD = Link("call", "smb://evil.example/x", link_warning("call", "smb://evil.example/x"))


@pytest.fixture
def overlay(look: Look, qtbot: QtBot) -> Overlay:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(960, 600)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    made = Overlay(look, host)
    host.overlay = made  # type: ignore[attr-defined]
    return made


def _open(overlay: Overlay, look: Look, *links: Link) -> LinkSheet:
    sheet = LinkSheet(look, links)
    overlay.open(sheet)
    QApplication.processEvents()
    return sheet


def _buttons(sheet: LinkSheet) -> list[str]:
    return [button.text() for button in sheet.findChildren(Button)]


def test_each_link_shows_its_host_and_its_warning(overlay: Overlay, look: Look) -> None:
    said = [label.text() for label in _open(overlay, look, GOOD, BAD).findChildren(QLabel)]
    for words in ("the recipe", "a.example", "evil.example", BAD.warning):
        assert words in said


def test_the_focus_is_on_open_but_for_a_link_with_a_warning_on_copy(overlay: Overlay, look: Look) -> None:
    for link, words in ((GOOD, "Open"), (BAD, "Copy the address")):
        _open(overlay, look, link)
        focused = QApplication.focusWidget()
        assert isinstance(focused, Button)
        assert focused.text() == words


def test_what_is_not_web_or_mail_can_only_be_copied(overlay: Overlay, look: Look) -> None:
    assert _buttons(_open(overlay, look, ODD)) == ["Copy the address"]
    assert _buttons(_open(overlay, look, BAD)) == ["Copy the address", "Open it anyway"]


def test_a_choice_closes_the_sheet_and_carries_the_link(overlay: Overlay, look: Look, qtbot: QtBot) -> None:
    sheet = _open(overlay, look, GOOD)
    with qtbot.waitSignal(sheet.open_wanted) as wanted:
        sheet.first_focus().click()  # type: ignore[attr-defined]
    assert wanted.args == [GOOD]
    assert overlay.sheet is None


def test_a_message_without_links_says_so(overlay: Overlay, look: Look) -> None:
    said = [label.text() for label in _open(overlay, look).findChildren(QLabel)]
    assert "There is no link in this message." in said
