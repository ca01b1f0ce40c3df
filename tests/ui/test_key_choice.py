"""Other keys in the real app: everything that names or hears a key follows at once, and the next start remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.change_keys import ChangeKeysSheet
from inbox.ui.keysheet import KeySheet
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import IconButton, PlainLabel
from inbox.ui.look.segments import Segment
from tests.desk import Desk, running


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as made:
        made.window.resize(1440, 900)
        made.sees(lambda: made.is_idle() and made.window.inbox.model.rowCount() > 5)
        made.sees(made.window.conversation.isVisible)
        yield made


def choose_gmail(desk: Desk) -> None:
    desk.press("?", "Enter")
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, ChangeKeysSheet)
    next(one for one in sheet.findChildren(Segment) if one.text() == "Gmail-like").click()
    desk.press("Esc")


def menu_key(desk: Desk, title: str) -> str:
    actions = [action for menu in desk.opening.desk.menus for action in menu.actions()]
    return next(action.shortcut().toString() for action in actions if action.text() == title)


def test_router_menus_hints_and_keycaps_follow_at_once(desk: Desk) -> None:
    snooze = next(one for one in desk.window.findChildren(IconButton) if one.accessibleName() == "Snooze")
    assert ("H", "snooze") in desk.window.status.shown_hints()
    assert "H" in snooze.toolTip()
    choose_gmail(desk)
    assert menu_key(desk, "Snooze…") == "B"
    assert ("B", "snooze") in desk.window.status.shown_hints()
    assert "Snooze  B" in snooze.toolTip()
    desk.press("H")
    assert desk.window.overlay.sheet is None
    desk.press("B")
    assert desk.window.overlay.sheet is not None


def test_the_key_sheet_names_the_scheme_and_its_keys(desk: Desk) -> None:
    choose_gmail(desk)
    desk.press("?")
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, KeySheet)
    said = {label.text() for label in sheet.findChildren(PlainLabel)}
    assert "Scheme: Gmail-like" in said
    assert "Mute the conversation" in said


def test_settings_lead_to_the_page_too(desk: Desk) -> None:
    desk.press("Ctrl+,")
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, QWidget)
    next(one for one in sheet.findChildren(PaintedButton) if one.text() == "Change keys").click()
    assert isinstance(desk.window.overlay.sheet, ChangeKeysSheet)


def test_the_next_start_has_the_keys_that_were_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "sample"
    with running(folder, qtbot, "--sample", sample=True) as desk:
        desk.sees(lambda: desk.is_idle() and desk.window.inbox.model.rowCount() > 5)
        choose_gmail(desk)
        desk.sees((folder / "keymap.toml").exists)
    with running(folder, qtbot, "--sample", sample=True) as again:
        assert again.opening.keys.own.scheme == "gmail"
        again.sees(lambda: again.window.inbox.model.rowCount() > 5)
        again.press("B")
        assert again.window.overlay.sheet is not None


def test_a_line_that_is_no_command_is_told_of_and_the_window_opens(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "keymap.toml").write_text('scheme = "superhuman"\n[keys.window]\n"E" = "triage.dnoe"\n', "utf-8")
    with running(folder, qtbot, "--sample", sample=True) as desk:
        assert "E names triage.dnoe, which is no command." in desk.notice()
        assert desk.opening.keys.keymap.keys_of("triage.mute") == ["Shift+M"]
