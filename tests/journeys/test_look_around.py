"""Looking around with the sample people, by keys: whatever was mute, lost or in the wrong place once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.core.changes import Changes
from inbox.core.model import PlaceStatus, State
from inbox.core.ports import Writing
from inbox.ui.leaving import LeaveSheet
from inbox.ui.look.tokens import HIGH_DARK, HIGH_LIGHT
from inbox.ui.place_care import RemoveSheet
from inbox.ui.safe import SafeBrowser
from tests.desk import Desk, running


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as made:
        made.window.resize(1440, 900)
        made.sees(lambda: made.is_idle() and made.window.inbox.model.rowCount() > 5)
        made.sees(made.window.conversation.isVisible)
        yield made


def stands_on(desk: Desk, pane: object) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))  # type: ignore[attr-defined]


def test_marks_stay_while_one_reads_and_all_of_them_are_done(desk: Desk) -> None:
    waiting = desk.window.inbox.model.rowCount()
    desk.press("X", "J", "J", "Shift+X")
    unread = desk.selected()
    assert unread is not None
    desk.sees(lambda: not desk.engine.read(lambda reading: reading.rows([unread]))[0].unread)
    assert len(desk.window.inbox.model.marked) == 3
    desk.press("E")
    desk.sees(lambda: desk.window.inbox.model.rowCount() == waiting - 3)
    desk.press("Z")
    desk.sees(lambda: desk.window.inbox.model.rowCount() == waiting)


def test_a_star_leaves_the_row_where_the_eyes_are(desk: Desk) -> None:
    desk.press("J", "J", "J")
    before = desk.window.inbox.model.ids()
    desk.press("S")
    desk.sees(lambda: desk.notice() == "Starred.")
    assert desk.window.inbox.model.ids() == before


def test_undo_in_a_text_belongs_to_the_text(desk: Desk) -> None:
    waiting = desk.window.inbox.model.rowCount()
    desk.press("E")
    desk.sees(lambda: desk.notice().startswith("Done: "))
    desk.press("R")
    desk.type("Hello")
    QTest.keyClick(desk.focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.bot.wait(200)
    assert desk.window.composer.words() == ""
    assert desk.window.inbox.model.rowCount() == waiting - 1


def test_ctrl_enter_keeps_a_note_and_gives_the_keys_back_to_the_list(desk: Desk) -> None:
    desk.press("I")
    desk.type("Two kids, opens at six")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: desk.notice() == "Note added.")
    assert stands_on(desk, desk.window.inbox)


def test_esc_keeps_a_note_as_well(desk: Desk) -> None:
    desk.press("I")
    desk.type("Two kids, opens at six")
    desk.press("Esc")
    desk.sees(lambda: desk.notice() == "Note added.")
    assert stands_on(desk, desk.window.inbox)


def test_f6_goes_through_every_pane_and_the_arrows_of_the_sidebar_stay_in_it(desk: Desk) -> None:
    window = desk.window
    for pane in (window.conversation, window.composer, window.person, window.sidebar):
        desk.press("F6")
        assert stands_on(desk, pane)
    desk.press("Down")
    assert (window.inbox.model.state, stands_on(desk, window.sidebar)) == (State.THEM, True)
    desk.press("Enter")
    assert stands_on(desk, window.inbox)


def test_a_click_into_the_words_of_a_message_swallows_no_key(desk: Desk) -> None:
    browser = next(one for one in desk.window.conversation.findChildren(SafeBrowser) if one.isVisible())
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    here = desk.selected()
    desk.press("J")
    assert desk.selected() != here


def test_enter_on_a_button_presses_the_button(desk: Desk) -> None:
    desk.press("/")  # in the list Tab changes the part of the view
    desk.tab_to("Commands")
    desk.press("Enter")
    assert desk.window.overlay.sheet is not None
    desk.press("Esc")


def test_what_is_behind_the_welcome_page_hears_no_key(desk: Desk) -> None:
    waiting = desk.window.inbox.model.rowCount()
    desk.opening.desk.run("app.add_place")
    assert "Back to your own people" in desk.page_words()
    desk.press("E", "X", "H", "R")
    desk.bot.wait(200)
    assert desk.window.overlay.sheet is None
    desk.press("Esc")
    assert desk.window.frame.page is None
    assert desk.window.inbox.model.rowCount() == waiting
    assert stands_on(desk, desk.window.inbox)


def test_esc_ends_on_the_list_also_where_nothing_is_in_it(desk: Desk) -> None:
    desk.press("G", "Z")
    desk.sees(lambda: desk.window.inbox.model.rowCount() == 0)
    assert "Snoozed" in desk.window.nothing.accessibleName()
    desk.press("/")
    desk.type("nobody wrote this")
    desk.sees(lambda: "Nothing found" in desk.window.nothing.accessibleName())
    desk.press("Esc")
    assert stands_on(desk, desk.window.inbox)
    desk.press("G", "I")
    desk.sees(lambda: desk.window.inbox.model.rowCount() > 5)


def test_the_outbox_does_not_say_that_nobody_waits(desk: Desk) -> None:
    desk.press("G", "O")
    desk.sees(lambda: "outbox" in desk.window.nothing.accessibleName())


def test_a_like_that_cannot_be_says_why(desk: Desk) -> None:
    desk.press("L")
    desk.sees(lambda: desk.notice() == "WordPress has no likes.")


def test_two_people_are_thanked_in_different_words(desk: Desk) -> None:
    words = []
    for _ in range(2):
        desk.press("T")
        words.append(desk.window.composer.words())
        desk.press("Esc", "J")
        desk.sees(lambda: desk.window.composer.words() == "")
    assert all(words)
    assert words[0].split(",")[1:] != words[1].split(",")[1:]


def test_closing_with_something_waiting_asks_first(desk: Desk) -> None:
    desk.press("R")
    desk.type("Thank you, that helps.")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: "leaves in 10 seconds" in desk.notice())
    assert not desk.window.close()
    assert isinstance(desk.window.overlay.sheet, LeaveSheet)
    desk.press("Esc")
    assert desk.window.isVisible()
    desk.press("Z")
    desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 0)


def test_a_place_is_paused_and_removed_by_command(desk: Desk) -> None:
    first = desk.engine.read(lambda reading: reading.places())[0]
    desk.opening.desk.views.show_state(State.WAITING, first.id)
    desk.opening.desk.run("place.pause")
    desk.sees(lambda: desk.engine.read(lambda reading: reading.place(first.id)).status is PlaceStatus.PAUSED)
    desk.opening.desk.run("place.remove")
    assert isinstance(desk.window.overlay.sheet, RemoveSheet)
    desk.tab_to("forget")
    desk.press("Enter")
    desk.sees(lambda: first.id not in [one.id for one in desk.engine.read(lambda reading: reading.places())])
    desk.sees(lambda: first.title in desk.notice())


def test_the_status_bar_follows_the_keys(desk: Desk) -> None:
    assert "people you know" in desk.window.status.accessibleName()
    desk.press("R")
    assert "send" in desk.window.status.accessibleDescription()
    desk.press("Esc")
    assert "snooze" in desk.window.status.accessibleDescription()


def test_in_the_sample_the_window_says_so_and_one_can_go_back(desk: Desk) -> None:
    assert desk.window.windowTitle() == "Parlour · sample people"
    assert "app.leave_sample" in desk.opening.desk.known
    assert "app.sample" not in desk.opening.desk.known
    desk.opening.desk.run("app.leave_sample")
    assert desk.opening.goes_on_with == []


def test_the_next_start_opens_the_view_that_was_left(tmp_path: Path, qtbot: QtBot) -> None:
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as desk:
        desk.sees(lambda: desk.is_idle() and desk.window.inbox.model.rowCount() > 5)
        desk.press("G", "T")
        desk.press("Ctrl+-")
        desk.window.setGeometry(20, 40, 700, 500)  # on the 800 pixels of a screen that is none
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as desk:
        desk.sees(lambda: desk.window.inbox.model.state is State.THEM)
        assert (desk.window.width(), desk.window.height()) == (700, 500)
        assert round(desk.window.look.scale * 100) == 90


def test_high_contrast_is_there_again_at_the_next_start(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "sample"
    for high in (False, True):
        with running(folder, qtbot, "--sample", sample=True) as desk:
            desk.sees(lambda desk=desk: desk.is_idle() and desk.window.inbox.model.rowCount() > 5)
            assert (desk.opening.look.tokens in (HIGH_LIGHT, HIGH_DARK)) is high
            if not high:
                desk.press("Ctrl+K")
                desk.type("high contrast")
                desk.press("Enter")
                assert desk.opening.look.tokens is HIGH_LIGHT


def test_in_the_sample_no_page_is_opened_and_that_is_said(desk: Desk) -> None:
    desk.press("O")
    desk.sees(lambda: "its addresses lead nowhere" in desk.notice())


def test_a_picture_of_the_sample_stays_where_it_is(desk: Desk) -> None:
    desk.opening.desk.pictures.want("https://pictures.example/oven.jpg")
    desk.sees(lambda: "fetches nothing from the internet" in desk.notice())


def test_an_empty_view_of_a_place_that_needs_me_offers_to_sign_in(desk: Desk) -> None:
    first = desk.engine.read(lambda reading: reading.places())[0]
    desk.press("F5")  # or the look at the start finds later that all is fine
    desk.sees(lambda: desk.engine.read(lambda r: r.place(first.id)).last_sync_at != first.last_sync_at)
    desk.sees(desk.is_idle)

    def needs_me(write: Writing) -> Changes:
        write.finish([key.id for key in write.reading.keys(State.WAITING)])
        sentence = "The application password is no longer accepted. Sign in again."
        later = desk.opening.desk.clock.now() + timedelta(minutes=10)
        return write.note_sync(first.id, PlaceStatus.NEEDS_YOU, sentence, next_at=later, failures=1, done=False)

    desk.opening.desk.act(needs_me)
    desk.opening.desk.views.show_state(State.WAITING, first.id)
    desk.sees(lambda: "needs you" in desk.window.nothing.accessibleName())
    desk.tab_to("Sign in")
    desk.press("Enter")
    desk.sees(lambda: desk.window.frame.page is not None)
