"""Sheets in a small window with text of double size: no button is cut, no line lies on another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.buttons import Button
from inbox.ui.look.flow import Flow
from inbox.ui.look.theme import Look
from tests.desk import Desk, called, running

SHEETS = (
    "app.change_keys", "app.keys", "app.rules", "people.erase", "people.owed", "people.promises", "people.segment_new",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as made:
        made.sees(lambda: made.is_idle() and made.window.inbox.model.rowCount() > 5)
        yield made


def test_the_buttons_of_a_sheet_are_whole_and_its_lines_apart(desk: Desk) -> None:
    desk.window.resize(960, 600)
    desk.opening.look.set_scale(2.0)
    wrong: list[str] = []
    for command in SHEETS:
        desk.opening.desk.run(command)
        QApplication.processEvents()
        sheet = desk.window.overlay.sheet
        assert sheet is not None, command
        assert desk.window.rect().contains(sheet.geometry())
        buttons = [one for one in sheet.findChildren(QAbstractButton) if isinstance(one, Button) and one.isVisible()]
        wrong += [f"{command}: {called(one)}" for one in buttons if one.width() < one.sizeHint().width() - 2]
        wrong += [f"{command}: {called(one)} is low" for one in buttons if one.height() < one.sizeHint().height() - 2]
        desk.window.overlay.close_sheet()
    assert wrong == []


def test_what_does_not_fit_beside_the_others_goes_to_another_line(look: Look, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    flow = Flow(look, gap=8, ends=True)
    buttons = [Button(look, words) for words in ("Keep them", "Erase, may come back", "Erase, never gather again")]
    flow.hold(list(buttons))
    assert not flow.isVisible(), "no window of its own"
    flow.setParent(host)
    host.show()
    flow.show()
    wide = sum(one.sizeHint().width() for one in buttons) + 100
    flow.resize(wide, 200)
    assert [one.y() for one in buttons] == [0, 0, 0]
    assert (buttons[0].x(), buttons[2].geometry().right() + 1) == (0, wide)
    flow.resize(buttons[2].sizeHint().width() + 10, 200)
    assert len({one.y() for one in buttons}) == 3
    assert flow.heightForWidth(flow.width()) >= 3 * buttons[0].height()
