"""The first page, step by step, with keys only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Paragraph, PlainLabel
from inbox.ui.look.paint import face_of
from inbox.ui.look.segments import Segment
from inbox.ui.look.theme import Look
from inbox.ui.welcome import NetworkTile, PlaceTile, Welcome
from inbox.ui.welcome_found import FoundPlace, ReadWish, SignInField, WaitChoice, how_much

FIELDS = (SignInField("user", "User name"), SignInField("password", "Application password", secret=True))
FOUND = FoundPlace(
    "The <b>Slow</b> Oven",
    "WordPress blog",
    face_of("The Slow Oven", "slow"),
    comments=214,
    people=96,
    people_is_floor=True,
    choices=(WaitChoice(7, 3), WaitChoice(30, 12), WaitChoice(90, 31), WaitChoice(None, 96)),
    fields=FIELDS,
    sign_in_page="https://slow.example/wp-admin/authorize-application.php",
    sign_in_words="Make an application password on your blog, under Users, Profile. It can be taken back at any time.",
)
WRONG = "WordPress did not take this user name and password. Check both, and try again."


@pytest.fixture
def page(look: Look, qtbot: QtBot) -> Welcome:
    made = Welcome(look)
    qtbot.addWidget(made)
    made.resize(960, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.focus_field()
    return made


def _type(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def _press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def _said(page: QWidget) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def _button(page: QWidget, words: str) -> PaintedButton:
    return next(each for each in page.findChildren(PaintedButton) if each.text() == words and each.isVisible())


def test_enter_asks_about_what_was_typed(page: Welcome, qtbot: QtBot) -> None:
    _type("  slowoven.example ")
    with qtbot.waitSignal(page.address_entered) as asked:
        _press(Qt.Key.Key_Return)
    assert asked.args == ["slowoven.example"]


def test_an_empty_field_asks_nothing(page: Welcome, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.address_entered):
        _type("   ")
        _press(Qt.Key.Key_Return)
    assert not _button(page, "Look").isEnabled()


def test_while_looking_it_says_so_and_can_be_stopped(page: Welcome, qtbot: QtBot) -> None:
    _type("slowoven.example")
    page.show_looking("slowoven.example")
    assert "Looking at slowoven.example" in _said(page)
    with qtbot.waitSignal(page.looking_cancelled):
        _button(page, "Stop").click()
    assert "Looking" not in _said(page)


def test_what_was_found_is_read_with_enter(page: Welcome, qtbot: QtBot) -> None:
    _type("slowoven.example")
    page.show_found(FOUND)
    assert "The <b>Slow</b> Oven" in _said(page)
    assert "214 comments by at least 96 people." in _said(page)
    with qtbot.waitSignal(page.read_wanted) as wanted, qtbot.assertNotEmitted(page.address_entered):
        _press(Qt.Key.Key_Return)
    assert wanted.args == [ReadWish(30)]


def test_how_far_back_is_chosen_with_the_arrows(page: Welcome, qtbot: QtBot) -> None:
    _type("slowoven.example")
    page.show_found(FOUND)
    chosen = next(segment for segment in page.findChildren(Segment) if segment.isChecked())
    assert chosen.text() == "30 days · 12"
    chosen.setFocus(Qt.FocusReason.TabFocusReason)
    _press(Qt.Key.Key_Right)
    _press(Qt.Key.Key_Right)
    _press(Qt.Key.Key_Right)
    with qtbot.waitSignal(page.read_wanted) as wanted:
        _button(page, "Read it").click()
    assert wanted.args == [ReadWish(None)]


def test_typing_again_forgets_what_was_found(page: Welcome, qtbot: QtBot) -> None:
    _type("slowoven.example")
    page.show_found(FOUND)
    _type("x")
    assert "The <b>Slow</b> Oven" not in _said(page)
    with qtbot.waitSignal(page.address_entered), qtbot.assertNotEmitted(page.read_wanted):
        _press(Qt.Key.Key_Return)


def test_an_error_stands_at_the_field_until_something_is_typed(page: Welcome) -> None:
    sentence = "There is no blog at slowoven.example. Check the address."
    page.show_error(sentence)
    assert sentence in _said(page)
    assert page.address.line.accessibleDescription() == sentence
    assert QApplication.focusWidget() is page.address.line
    _type("x")
    assert sentence not in _said(page)
    assert page.address.line.accessibleDescription() == ""


def test_signing_in_is_closed_at_first_and_needs_every_field(page: Welcome, qtbot: QtBot) -> None:
    page.show_found(FOUND)
    assert "User name" not in _said(page)
    _button(page, "Sign in to answer from here").click()
    assert "User name" in _said(page)
    _type("ann")
    with qtbot.assertNotEmitted(page.sign_in_wanted):
        _press(Qt.Key.Key_Return)
    _type("abcd efgh")
    with qtbot.waitSignal(page.sign_in_wanted) as wanted:
        _press(Qt.Key.Key_Return)
    assert wanted.args == [ReadWish(30, {"user": "ann", "password": "abcd efgh"})]
    assert not _button(page, "Signing in …").isEnabled()


def test_a_wrong_password_is_said_at_its_field_which_keeps_the_words(page: Welcome) -> None:
    page.show_found(FOUND)
    _button(page, "Sign in to answer from here").click()
    _type("ann")
    page.show_sign_in_error(WRONG)
    assert WRONG in _said(page)
    user, password = (page.findChildren(QLineEdit)[1:])[:2]
    assert user.text() == "ann"
    assert password.echoMode() is QLineEdit.EchoMode.Password
    assert user.accessibleDescription() == WRONG
    assert _button(page, "Sign in and read").isEnabled()


def test_a_place_without_a_sign_in_shows_none(page: Welcome) -> None:
    page.show_found(FoundPlace("A blog", "blog", face_of("A", "a")))
    assert not [button for button in page.findChildren(PaintedButton) if "Sign in" in button.text()]


@pytest.mark.parametrize(
    ("comments", "people", "said"),
    [
        (None, None, ""),
        (0, 0, "No comments yet."),
        (1, 1, "1 comment by 1 person."),
        (3, None, "3 comments."),
        (214, 96, "214 comments by 96 people."),
    ],
)
def test_counts_are_said_in_words(comments: int | None, people: int | None, said: str) -> None:
    assert how_much(FoundPlace("A", "blog", face_of("A", "a"), comments, people)) == said


def test_networks_are_offered_only_where_there_is_a_choice(look: Look, qtbot: QtBot) -> None:
    blog = NetworkTile("wordpress", "WordPress", "globe", "blog.example")
    mail = NetworkTile("mail", "E-mail", "mail", "you@mail.example")
    one, two = Welcome(look, (blog,)), Welcome(look, (blog, mail))
    for page in (one, two):
        qtbot.addWidget(page)
    assert one.findChildren(PlaceTile) == []
    two.findChildren(PlaceTile)[1].click()
    assert two.address.line.placeholderText() == "you@mail.example"


def test_sample_people_are_one_press_away(page: Welcome, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.sample_wanted):
        _button(page, "Look around with sample people").click()


STATES = ("asked", "looking", "error", "found", "sign in")


def _bring_to(page: Welcome, state: str) -> None:
    page.address.line.setText("slowoven.example")
    if state == "looking":
        page.show_looking("slowoven.example")
    elif state == "error":
        page.show_error("There is no WordPress at slowoven.example. Check the address, or paste the address of a post.")
    elif state in ("found", "sign in"):
        page.show_found(FOUND)
    if state == "sign in":
        page.show_sign_in_error(WRONG)


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25, 1.5])
@pytest.mark.parametrize("state", STATES)
def test_no_word_is_cut_at_960_by_600(page: Welcome, look: Look, qtbot: QtBot, scale: float, state: str) -> None:
    look.set_scale(scale)
    _bring_to(page, state)
    qtbot.wait(20)
    for label in page.findChildren(PlainLabel):
        if label.isVisible():
            assert label.width() >= label.sizeHint().width() - 2, label.text()
    for words in page.findChildren(Paragraph):
        if words.isVisible():
            assert words.height() >= words.heightForWidth(words.width()), words.text()
    for button in page.findChildren(PaintedButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            assert button.mapTo(page, button.rect().topRight()).x() < page.width(), button.text()


def test_what_has_the_focus_can_be_seen(page: Welcome, look: Look, qtbot: QtBot) -> None:
    look.set_scale(1.5)
    page.show_found(FOUND)
    page.show_sign_in_error(WRONG)
    qtbot.wait(30)
    focused = QApplication.focusWidget()
    assert page.rect().contains(focused.mapTo(page, focused.rect().center()))


def test_the_page_that_makes_an_application_password_is_one_press_away(page: Welcome, qtbot: QtBot) -> None:
    address = "https://slow.example/wp-admin/authorize-application.php"
    page.show_found(replace(FOUND, sign_in_page=address))
    page.open_sign_in()
    button = next(one for one in page.findChildren(PaintedButton) if one.text().startswith("Make an application"))
    assert button.isVisible()
    with qtbot.waitSignal(page.page_wanted) as wanted:
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert wanted.args == [address]
