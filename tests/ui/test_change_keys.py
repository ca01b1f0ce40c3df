"""The page to change keys, by keys alone and by mouse; a change counts at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inbox.commands import keymap, registry
from inbox.commands.own_keys import OwnKeys
from inbox.ui.change_keys import ChangeKeysSheet
from inbox.ui.key_choice import Keys
from inbox.ui.key_rows import LINE, KeyRow
from inbox.ui.keys import KeyRouter
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.overlay import Overlay
from inbox.ui.look.segments import Segment
from inbox.ui.look.theme import Look

KNOWN = registry.commands()
FEW_KEYS = Path(__file__).parents[1] / "commands" / "few_keys.toml"
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class House:
    """A window with the router, and the page over it, wired as the desk does it."""

    def __init__(self, look: Look, bot: QtBot, folder: Path) -> None:
        self.bot, self.ran = bot, list[str]()
        self.host, self.place = QWidget(), QWidget()
        self.place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QVBoxLayout(self.host).addWidget(self.place)
        self.overlay = Overlay(look, self.host)
        bot.addWidget(self.host)
        self.host.resize(960, 640)
        self.host.show()
        self.host.activateWindow()
        bot.waitUntil(self.host.isActiveWindow)
        self.place.setFocus()
        self.keys = Keys(FEW_KEYS, folder / keymap.FILE, set(KNOWN))
        self.router = KeyRouter(
            self.host, self.keys.keymap, self.ran.append, lambda: ("window",), lambda: self.overlay.sheet is not None
        )
        self.keys.changed.connect(lambda: self.router.use(self.keys.keymap))
        self.single: list[bool] = []
        self.sheet = ChangeKeysSheet(look, KNOWN, self.keys, self.router.listen, single_keys=True)
        self.sheet.changed.connect(self._change)
        self.sheet.single_keys_wanted.connect(self.single.append)
        self.overlay.open(self.sheet)
        QApplication.processEvents()

    def _change(self, own: OwnKeys) -> None:
        self.keys.change(own)
        self.keys.save(own)

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), words)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, held)

    def find(self, words: str) -> None:
        field = self.sheet.first_focus()
        assert field.hasFocus()
        self.press(Qt.Key.Key_A, CTRL)
        self.type(words)

    def waits(self, look: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(look()))

    def said(self) -> str:
        return self.sheet.accessibleDescription()

    def rows(self) -> list[tuple[str, str]]:
        model = self.list.model()
        found = [model.index(at, 0).data(LINE) for at in range(model.rowCount())]
        return [(row.title, row.key) for row in found if isinstance(row, KeyRow)]

    @property
    def list(self) -> QListView:
        return next(one for one in self.sheet.findChildren(QListView) if one.accessibleName() == "Commands and keys")

    def button(self, words: str) -> PaintedButton:
        return next(one for one in self.sheet.findChildren(PaintedButton) if one.text() == words)


@pytest.fixture
def house(look: Look, qtbot: QtBot, tmp_path: Path) -> House:
    return House(look, qtbot, tmp_path)


def test_every_command_is_there_with_its_keys(house: House) -> None:
    titles = {title for title, _ in house.rows()}
    assert titles == {one.title for one in KNOWN.values()}
    assert ("Done", "E") in house.rows()
    assert ("Next conversation", "J") in house.rows()
    assert ("Next conversation", "↓") in house.rows()
    assert ("Not for me", "") in house.rows()


def test_rows_are_found_by_words_or_by_key(house: House) -> None:
    house.find("snooz")
    assert ("Snooze…", "H") in house.rows()
    assert ("Done", "E") not in house.rows()
    house.find("g i")
    assert house.rows() == [("Go to Waiting on me", "G I")]


def test_enter_and_a_free_key_change_it_at_once_and_the_file_says_so(house: House) -> None:
    house.find("finish")
    house.press(Qt.Key.Key_Return)
    house.type("y")
    house.waits(lambda: house.rows() == [("Done", "Y")])
    assert house.said() == "Y is “Done” now."
    assert '"Y" = "triage.done"' in house.keys.file.read_text("utf-8")
    assert '"E" = ""' in house.keys.file.read_text("utf-8")
    house.press(Qt.Key.Key_Escape)
    house.type("ey")
    assert house.ran == ["triage.done"]


def test_a_sequence_is_taken_as_it_is_typed(house: House) -> None:
    house.find("not for me")
    house.press(Qt.Key.Key_Return)
    house.type("y")
    house.press(Qt.Key.Key_Q, SHIFT)
    house.waits(lambda: house.rows() == [("Not for me", "Y ⇧ Q")])
    assert house.keys.keymap.find(("Y", "Shift+Q"), ("window",)) == ("people.ignore", False)


def test_a_key_that_is_taken_is_named_and_taken_over_with_enter(house: House) -> None:
    house.find("finish")
    house.press(Qt.Key.Key_Return)
    house.type("s")
    house.waits(lambda: house.said().startswith("S is “Star” now."))
    assert house.keys.own == OwnKeys()
    house.press(Qt.Key.Key_Return)
    assert house.rows() == [("Done", "S")]
    assert house.keys.keymap.keys_of("people.star") == []


def test_other_keys_can_be_tried_and_esc_leaves_it(house: House) -> None:
    house.find("finish")
    house.press(Qt.Key.Key_Return)
    house.type("g")
    house.waits(lambda: "G begins G I" in house.said())
    house.type("y")
    house.waits(lambda: house.rows() == [("Done", "Y")])
    house.press(Qt.Key.Key_Return)
    house.type("s")
    house.waits(lambda: "“Star”" in house.said())
    house.press(Qt.Key.Key_Escape)
    assert house.overlay.sheet is house.sheet
    assert house.rows() == [("Done", "Y")]
    house.press(Qt.Key.Key_Escape)
    assert house.overlay.sheet is None


def test_keys_that_nobody_should_give_away_are_refused_with_the_reason(house: House) -> None:
    house.find("finish")
    house.press(Qt.Key.Key_Return)
    house.press(Qt.Key.Key_Tab)
    house.waits(lambda: house.said().startswith("Tab moves between fields"))
    assert house.keys.own == OwnKeys()


def test_a_second_key_is_added_and_one_is_taken_away(house: House) -> None:
    house.find("finish")
    house.press(Qt.Key.Key_Return, SHIFT)
    house.type("y")
    house.waits(lambda: house.rows() == [("Done", "Y"), ("Done", "E")])
    house.press(Qt.Key.Key_Down)
    house.press(Qt.Key.Key_Delete)
    assert house.rows() == [("Done", "Y")]
    assert house.said() == "E means nothing now."
    house.press(Qt.Key.Key_Delete)
    assert house.rows() == [("Done", "")]
    house.button("As in the scheme").click()
    assert house.rows() == [("Done", "E")]
    assert house.keys.own == OwnKeys()


def test_esc_stays_where_it_is(house: House) -> None:
    house.find("one level out")
    house.press(Qt.Key.Key_Delete)
    assert "It stays." in house.said()
    assert house.keys.own == OwnKeys()


def test_another_scheme_counts_at_once_and_own_keys_lie_over_it_too(house: House) -> None:
    house.find("finish")
    house.press(Qt.Key.Key_Return, SHIFT)
    house.type("y")
    house.waits(lambda: ("Done", "Y") in house.rows())
    next(one for one in house.sheet.findChildren(Segment) if one.text() == "Gmail-like").click()
    house.find("snooze")
    assert ("Snooze…", "B") in house.rows()
    house.press(Qt.Key.Key_Escape)
    house.type("byu")
    assert house.ran == ["triage.snooze", "triage.done", "navigate.back"]
    assert 'scheme = "gmail"' in house.keys.file.read_text("utf-8")


def test_single_letter_keys_are_switched_here_too(house: House) -> None:
    house.button("Single-letter keys").click()
    assert house.single == [False]


def test_it_works_by_mouse(house: House) -> None:
    house.find("finish")
    house.button("Change").click()
    house.type("s")
    house.waits(lambda: house.button("Take it over").isVisible())
    QTest.mouseClick(house.button("Take it over"), Qt.MouseButton.LeftButton)
    assert house.rows() == [("Done", "S")]
    house.button("Take away").click()
    assert house.rows() == [("Done", "")]


def test_a_page_that_is_closed_while_a_key_is_chosen_gives_the_keys_back(house: House) -> None:
    house.find("finish")
    house.press(Qt.Key.Key_Return)
    house.overlay.close_sheet()
    house.type("e")
    assert house.ran == ["triage.done"]


def test_a_row_says_what_it_is_to_a_screen_reader(house: House) -> None:
    house.find("finish")
    assert house.sheet.first_focus().accessibleDescription() == "Done, key E"
    assert house.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Done, key E"
