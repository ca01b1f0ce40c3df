"""Finding in a conversation and copying of a message, by keys only."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from inbox.core.model import Message
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ids, ready


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def count(desk: Desk) -> str:
    return desk.window.conversation.finder.count.text()


def newest(desk: Desk, conversation: int) -> Message:
    return desk.engine.read(lambda reading: reading.conversation(conversation)).messages[-1]


def test_words_of_a_conversation_are_found_from_the_list_and_while_writing(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        word = max(newest(desk, ids(ready(desk))[0]).text.split(), key=len).strip(".,?!")
        bar = desk.window.conversation.finder
        desk.press("Ctrl+F")
        desk.type(word)
        desk.sees(lambda: count(desk).startswith("1 of "))
        desk.press("Enter", "Shift+Enter")
        desk.press("Esc")
        assert not bar.isVisible()
        assert desk.window.holds_focus(desk.window.inbox)
        desk.press("R")
        desk.type("Yes")
        desk.press("Ctrl+F")
        assert bar.field.line.selectedText() == word
        desk.press("Esc")
        assert desk.window.holds_focus(desk.window.composer)
        desk.press("Esc", "F", "Ctrl+F")
        desk.type(word)
        desk.sees(lambda: count(desk).startswith("1 of "))
        desk.press("Esc")
        assert not desk.window.lists.isVisible()
        desk.press("Esc")
        assert desk.window.lists.isVisible()


def test_a_message_is_copied_whole_unless_words_of_it_are_selected(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        first = ids(ready(desk))[0]
        message = newest(desk, first)
        clipboard = QGuiApplication.clipboard()
        desk.press("Enter", "Ctrl+C")
        assert clipboard.text() == message.text
        desk.press("Ctrl+Shift+C")
        assert clipboard.text() == message.url
        browser = desk.window.conversation.bubbles()[-1].browser
        browser.setFocus()
        cursor = browser.textCursor()
        cursor.setPosition(0)
        cursor.setPosition(5, cursor.MoveMode.KeepAnchor)
        browser.setTextCursor(cursor)
        desk.press("Ctrl+C")
        assert clipboard.text() == message.text[:5]
