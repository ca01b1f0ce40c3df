from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from inbox.core.model import Can, DeliveryState, Message, RemoteState, SafeHtml
from inbox.ui import message_words
from inbox.ui.bubble import Bubble
from inbox.ui.look.layouts import MEASURE
from inbox.ui.look.theme import Look
from inbox.ui.message_pictures import Picture
from inbox.ui.thread import ThreadView
from inbox.ui.thread_shown import FIRST, SLICE
from tests.ui import values


@pytest.fixture
def pane(qtbot: QtBot, look: Look) -> Iterator[ThreadView]:
    view = ThreadView(look, values.faces(), values.now)
    qtbot.addWidget(view)
    view.resize(540, 700)
    view.show()
    yield view
    view.hide()


def shown(view: ThreadView) -> list[Message]:
    return [bubble.message for bubble in view._bubbles if bubble.message is not None]


def bubble_of(view: ThreadView, message: Message) -> Bubble:
    bubble = view._bubble_of(message.id)
    assert bubble is not None
    return bubble


def buttons(bubble: Bubble) -> dict[str, QAbstractButton]:
    found = bubble.findChildren(QAbstractButton)
    return {one.accessibleName() or one.text(): one for one in found if one.isVisible()}


def press(qtbot: QtBot, bubble: Bubble, name: str) -> None:
    qtbot.mouseClick(buttons(bubble)[name], Qt.MouseButton.LeftButton)


def commands(view: ThreadView) -> list[str]:
    heard: list[str] = []
    view.commanded.connect(heard.append)
    return heard


def many(count: int, author: str = "Amara Okafor") -> list[Message]:
    return [values.message(author, f"Number {at}", sort_at=values.ago(hours=count - at)) for at in range(count)]


def test_messages_stand_from_oldest_to_newest_and_the_answered_one_is_in_focus(pane: ThreadView) -> None:
    first, second = values.message(sort_at=values.ago(hours=5)), values.message(sort_at=values.ago(hours=1))
    pane.show_conversation(values.conversation([second, first], focus=first.id))
    assert shown(pane) == [first, second]
    assert pane.focused_message() == pane.answered_message() == first


def test_the_heading_says_what_it_is_and_its_buttons_stand_for_commands(pane: ThreadView, qtbot: QtBot) -> None:
    pane.show_conversation(values.conversation(thread_count=14, of=values.row(starred=True)))
    heard = commands(pane)
    assert pane.heading.title.text() == "Why we stopped buying ads"
    said = pane.heading.about.text().replace("\u2068", "").replace("\u2069", "")
    assert said == "Comment thread · The Slow Oven · 14 comments"
    for name in ("Take the star away", "Snooze", "Done", "Profile"):
        button = next(one for one in pane.findChildren(QAbstractButton) if one.accessibleName() == name)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(pane.heading.browser, Qt.MouseButton.LeftButton)
    assert heard == ["people.star", "triage.snooze", "triage.done", "people.panel", "navigate.browser"]


def test_others_of_the_thread_are_folded_until_they_are_asked_for(pane: ThreadView, qtbot: QtBot) -> None:
    own = values.message()
    others = [values.message(f"Person {at % 6}", sort_at=values.ago(days=9 - at)) for at in range(9)]
    pane.show_conversation(values.conversation([own], others))
    assert shown(pane) == [own]
    assert pane._fold.text() == "9 earlier comments by 6 people"
    qtbot.mouseClick(pane._fold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(pane) == [*others, own])
    assert not pane._fold_row.isVisible()


def test_others_that_are_not_all_older_are_called_so() -> None:
    own = values.message(sort_at=values.ago(hours=3))
    later = values.message("Tom", sort_at=values.ago(hours=1))
    view = values.conversation([own], [later])
    assert message_words.folded_words(view, [later], own.sort_at) == "1 other comment by 1 person"


def test_a_long_conversation_opens_with_its_end_and_unfolds_in_slices(pane: ThreadView, qtbot: QtBot) -> None:
    messages = many(2_000)
    pane.show_conversation(values.conversation(messages))
    assert shown(pane) == messages[-FIRST:]
    assert pane._fold.text() == "1,980 earlier comments by 1 person"
    qtbot.mouseClick(pane._fold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown(pane)) == FIRST + SLICE)
    assert shown(pane) == messages[-FIRST - SLICE :]
    assert pane._fold.text() == "1,930 earlier comments by 1 person"


def test_what_is_read_stays_in_place_while_older_messages_come_above(pane: ThreadView, qtbot: QtBot) -> None:
    messages = many(100)
    pane.show_conversation(values.conversation(messages))
    qtbot.wait(20)
    bubble = bubble_of(pane, messages[-1])
    before = bubble.mapTo(pane, bubble.rect().topLeft()).y()
    pane.unfold()
    qtbot.waitUntil(lambda: len(shown(pane)) == FIRST + SLICE)
    qtbot.wait(20)
    assert bubble_of(pane, messages[-1]) is bubble
    assert abs(bubble.mapTo(pane, bubble.rect().topLeft()).y() - before) <= 2


def test_the_focus_walks_over_messages_and_unfolds_at_the_top(pane: ThreadView, qtbot: QtBot) -> None:
    messages = many(FIRST + 5)
    pane.show_conversation(values.conversation(messages))
    heard: list[object] = []
    pane.message_focused.connect(heard.append)
    for _ in range(FIRST):
        pane.step_message(-1)
    assert heard[0] == messages[-2].id
    assert pane.focused_message() == messages[4]
    pane.step_message(500)
    assert pane.focused_message() == messages[-1]


def test_an_answer_never_goes_to_my_own_message(pane: ThreadView) -> None:
    theirs, own = values.message(sort_at=values.ago(hours=2)), values.mine(sort_at=values.ago(hours=1))
    pane.show_conversation(values.conversation([theirs, own]))
    pane.step_message(1)
    assert pane.focused_message() == own
    assert pane.answered_message() == theirs


def test_the_same_conversation_again_keeps_the_focus_and_its_cards(pane: ThreadView) -> None:
    messages = many(3)
    view = values.conversation(messages)
    pane.show_conversation(view)
    pane.step_message(-1)
    before = list(pane._bubbles)
    changed = replace(messages[0], edited_at=values.NOW)
    pane.show_conversation(replace(view, messages=(changed, *messages[1:])))
    assert pane.focused_message() == messages[1]
    assert pane._bubbles == before
    assert shown(pane)[0] == changed


def test_another_conversation_reuses_the_cards(pane: ThreadView) -> None:
    pane.show_conversation(values.conversation(many(3)))
    before = set(pane._bubbles)
    other = many(2, "Tom Becker")
    pane.show_conversation(values.conversation(other, of=values.row(2)))
    assert set(pane._bubbles) < before
    assert shown(pane) == other
    assert [bubble.isVisible() for bubble in pane._spare] == [False]


def test_what_strangers_write_is_never_markup_outside_the_browser(pane: ThreadView) -> None:
    nasty = "<img src='file:///dev/zero'><b>x</b>"
    row = values.row(name=nasty, subject=nasty, place_title=nasty)
    message = values.message(nasty, nasty, images=(("https://x.example/a.png", nasty),), notes=(nasty,))
    pane.show_conversation(values.conversation([message], of=row, thread_title=nasty))
    assert {label.textFormat() for label in pane.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert bubble_of(pane, message)._text.words() == nasty


def test_html_is_shown_with_its_links_and_a_link_is_only_reported(pane: ThreadView) -> None:
    message = values.message(html=SafeHtml('<p>See <a href="https://amara.example/x">my notes</a></p>'))
    pane.show_conversation(values.conversation([message]))
    text = bubble_of(pane, message)._text
    assert text.words() == "See my notes"
    heard: list[object] = []
    pane.link_chosen.connect(heard.append)
    text.link_chosen.emit(text.links()[0])
    assert heard == [text.links()[0]]


def test_pictures_wait_until_they_are_asked_for(pane: ThreadView, qtbot: QtBot) -> None:
    message = values.message(images=(("https://x.example/a.png", "our oven"),))
    pane.show_conversation(values.conversation([message]))
    heard: list[str] = []
    pane.picture_wanted.connect(heard.append)
    press(qtbot, bubble_of(pane, message), "picture: our oven")
    assert heard == ["https://x.example/a.png"]


def test_a_picture_that_came_stands_in_the_place_of_its_name(pane: ThreadView, qtbot: QtBot) -> None:
    message = values.message(images=(("https://x.example/a.png", "one"), ("https://x.example/b.png", "two")))
    pane.show_conversation(values.conversation([message]))
    picture = QPixmap(900, 300)
    picture.fill(Qt.GlobalColor.red)
    pane.show_picture("https://x.example/b.png", picture)
    qtbot.wait(20)
    bubble = bubble_of(pane, message)
    (shown_picture,) = bubble.findChildren(Picture)
    assert shown_picture.accessibleName() == "Picture: two"
    assert shown_picture.height() == shown_picture.heightForWidth(shown_picture.width()) < 300
    assert [name for name in buttons(bubble) if name.startswith("picture")] == ["picture: one"]


def test_a_click_into_the_words_focuses_their_message(pane: ThreadView, qtbot: QtBot) -> None:
    messages = many(2)
    pane.show_conversation(values.conversation(messages))
    qtbot.mouseClick(bubble_of(pane, messages[0])._text.viewport(), Qt.MouseButton.LeftButton)
    assert pane.focused_message() == messages[0]


def test_an_answer_of_mine_comes_into_sight_and_news_do_not_move_what_is_read(pane: ThreadView, qtbot: QtBot) -> None:
    messages = many(15)
    view = values.conversation(messages)
    pane.show_conversation(view)
    bar = pane._scroll.verticalScrollBar()
    bar.setValue(0)
    news = values.message(sort_at=values.NOW)
    pane.show_conversation(replace(view, messages=(*messages, news)))
    qtbot.wait(20)
    assert bar.value() == 0
    own = values.mine(sort_at=values.NOW + timedelta(seconds=1))
    pane.show_conversation(replace(view, messages=(*messages, news, own)))
    qtbot.wait(20)
    assert bar.value() == bar.maximum() > 0


def test_marks_say_how_a_message_stands() -> None:
    message = values.message(
        remote_state=RemoteState.DELETED, edited_at=values.NOW, notes=("Shortened: this is only the beginning.",)
    )
    assert [words for words, _ in message_words.chips_of(message)] == ["deleted there", "edited", "too large"]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (RemoteState.HELD, {"Approve", "Spam", "Trash"}),
        (RemoteState.SPAM, {"Not spam", "Trash"}),
        (RemoteState.TRASH, {"Restore", "Spam"}),
    ],
)
def test_a_comment_that_waits_for_a_decision_offers_it(pane: ThreadView, state: RemoteState, names: set[str]) -> None:
    message = values.message(remote_state=state)
    pane.show_conversation(values.conversation([message], can=Can.READ | Can.MODERATE))
    assert set(buttons(bubble_of(pane, message))) == names


def test_where_nothing_may_be_moderated_nothing_is_offered(pane: ThreadView) -> None:
    message = values.message(remote_state=RemoteState.HELD)
    pane.show_conversation(values.conversation([message], can=Can.READ | Can.REPLY))
    assert buttons(bubble_of(pane, message)) == {}


def test_a_button_of_a_message_moves_the_focus_there_first(pane: ThreadView, qtbot: QtBot) -> None:
    held = values.message(remote_state=RemoteState.HELD, sort_at=values.ago(hours=9))
    pane.show_conversation(values.conversation([held, values.message()]))
    heard: list[object] = []
    pane.message_focused.connect(heard.append)
    pane.commanded.connect(heard.append)
    press(qtbot, bubble_of(pane, held), "Approve")
    assert heard == [held.id, "moderate.approve"]


def test_a_click_on_a_message_focuses_it(pane: ThreadView, qtbot: QtBot) -> None:
    messages = many(2)
    pane.show_conversation(values.conversation(messages))
    qtbot.mouseClick(bubble_of(pane, messages[0]), Qt.MouseButton.LeftButton)
    assert pane.focused_message() == messages[0]


def test_an_answer_counts_down_until_it_leaves(qtbot: QtBot, look: Look) -> None:
    now = [values.NOW]
    view = ThreadView(look, values.faces(), lambda: now[0])
    qtbot.addWidget(view)
    view.resize(540, 700)
    own = values.mine(delivery=3, delivery_state=DeliveryState.WAITING, sort_at=values.NOW)
    held = values.delivery(own, not_before=values.NOW + timedelta(seconds=8, milliseconds=-1))
    view.show_conversation(values.conversation([own]), [held])
    state = bubble_of(view, own)._state
    assert state.text() == "waiting · leaves in 8 s · Z"
    assert view._clock.isActive()
    now[0] += timedelta(seconds=3)
    view._clock.timeout.emit()
    assert state.text() == "waiting · leaves in 5 s · Z"
    view.show_conversation(values.conversation([replace(own, delivery_state=DeliveryState.SENT)]))
    assert state.text() == "sent"
    assert not view._clock.isActive()


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (DeliveryState.SENDING, "", "sending"),
        (DeliveryState.UNSURE, "", "not sure yet, looking"),
        (DeliveryState.WAITING, "The blog cannot be reached.", "waiting · The blog cannot be reached."),
        (DeliveryState.NEEDS_YOU, "They wrote again.", "needs you: They wrote again."),
    ],
)
def test_an_answer_says_what_became_of_it(state: DeliveryState, reason: str, said: str) -> None:
    own = values.mine(delivery=3, delivery_state=state, delivery_reason=reason)
    words = message_words.delivery_words(own, values.delivery(own, state), values.NOW)
    assert words is not None
    assert words[0] == said


def test_an_answer_that_needs_me_offers_four_ways(pane: ThreadView, qtbot: QtBot) -> None:
    own = values.mine(
        delivery=values.LARGE, delivery_state=DeliveryState.NEEDS_YOU, delivery_reason="They wrote again."
    )
    pane.show_conversation(values.conversation([own]), [values.delivery(own, DeliveryState.NEEDS_YOU)])
    heard: list[object] = []
    pane.commanded.connect(heard.append)
    pane.edit_wanted.connect(heard.append)
    for name in ("Try again", "It is there", "Edit", "Drop"):
        press(qtbot, bubble_of(pane, own), name)
    assert heard == ["outbox.retry", "outbox.it_is_there", values.LARGE, "outbox.cancel"]


def test_a_message_is_heard_as_one_sentence(pane: ThreadView) -> None:
    message = values.message(text="How?", remote_state=RemoteState.HELD, sort_at=values.NOW)
    pane.show_conversation(values.conversation([message]))
    said = bubble_of(pane, message).accessibleName()
    assert said.startswith("Amara Okafor, Today, ")
    assert said.endswith(", held: How?")


def test_the_keyboard_reaches_the_message_in_focus_and_walks_on(pane: ThreadView, qtbot: QtBot) -> None:
    messages = many(3)
    pane.show_conversation(values.conversation(messages))
    pane.activateWindow()
    pane.take_focus()
    qtbot.waitUntil(bubble_of(pane, messages[2]).hasFocus)
    pane.step_message(-1)
    assert bubble_of(pane, messages[1]).hasFocus()


def test_words_fit_into_the_card_at_every_width(pane: ThreadView, qtbot: QtBot) -> None:
    long = "Thank you for the recipe, we tried it with our children and it was wonderful. " * 6
    message = values.message(text=long)
    pane.show_conversation(values.conversation([message]))
    for width in (540, 260, 420):
        pane.resize(width, 700)
        qtbot.wait(10)
        text = bubble_of(pane, message)._text
        assert text.document().size().height() <= text.height() + 1
        assert text.document().textWidth() == text.viewport().width()


@pytest.mark.parametrize("width", [250, 320, 420])
def test_a_narrow_pane_cuts_no_message_at_its_edge(pane: ThreadView, look: Look, qtbot: QtBot, width: int) -> None:
    """Name and time give way by themselves; icons and the words of the fold must not widen the page."""
    look.set_scale(1.5)
    pane.resize(round(width * 1.5), 700)
    held = values.message("Amara Okafor of Leeds", remote_state=RemoteState.HELD)
    others = tuple(many(14, "Tom Becker"))
    pane.show_conversation(values.conversation([held], others=others, can=Can.REPLY | Can.MODERATE | Can.LIKE))
    qtbot.wait(20)
    bubble = bubble_of(pane, held)
    assert bubble.mapTo(pane, bubble.rect().topRight()).x() < pane.width()


def test_in_a_wide_window_lines_stay_short_enough_to_read(pane: ThreadView, qtbot: QtBot) -> None:
    message = values.message(text="word " * 400)
    pane.resize(2800, 700)
    pane.show_conversation(values.conversation([message]))
    qtbot.wait(20)
    bubble = bubble_of(pane, message)
    left = bubble.mapTo(pane, bubble.rect().topLeft()).x()
    right = pane.width() - bubble.mapTo(pane, bubble.rect().topRight()).x()
    assert bubble.width() <= MEASURE
    assert abs(left - right) <= 2


def test_a_picture_that_did_not_come_can_be_asked_for_again(pane: ThreadView, qtbot: QtBot) -> None:
    message = values.message(images=(("https://example.com/oven.jpg", "an oven"),))
    pane.show_conversation(values.conversation([message]))
    bubble = bubble_of(pane, message)
    with qtbot.waitSignal(pane.picture_wanted):
        press(qtbot, bubble, "picture: an oven")
    assert "loading the picture …" in buttons(bubble)
    pane.picture_failed("https://example.com/oven.jpg")
    assert buttons(bubble)["picture: an oven"].isEnabled()
