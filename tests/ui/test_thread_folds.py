"""A long conversation folds around what matters; quotations and signatures fold; found words unfold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.core.model import Message, SafeHtml
from inbox.ui.look.theme import Look
from inbox.ui.thread import ThreadView
from inbox.ui.thread_find import PAUSE_MS, ThreadFind
from inbox.ui.thread_fold import FoldRow
from inbox.ui.thread_shown import FIRST, SLICE
from tests.ui import values

QUOTED = SafeHtml("<p>Yes, gladly.</p><blockquote><p>one</p><p>two</p><p>three</p><p>crème four</p></blockquote>")


@pytest.fixture
def pane(qtbot: QtBot, look: Look) -> ThreadView:
    pane = ThreadView(look, values.faces(), values.now)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    return pane


def many(number: int, text: str = "Words {}") -> list[Message]:
    return [values.message(text=text.format(at), sort_at=values.ago(minutes=number - at)) for at in range(number)]


def shown(pane: ThreadView) -> list[str]:
    """Messages and folds from the top, as they are read."""
    lines: list[tuple[int, str]] = [
        (bubble.y(), bubble.browser.words()) for bubble in pane.bubbles() if bubble.isVisible()
    ]
    lines += [(fold.y(), fold.button.text()) for fold in pane.findChildren(FoldRow) if fold.isVisible()]
    return [line for _, line in sorted(lines)]


def long_thread(pane: ThreadView, qtbot: QtBot) -> list[Message]:
    """Sixty messages; the tenth answers the fourth and is the one to answer."""
    messages = many(60)
    messages[9] = replace(messages[9], parent=messages[3].id)
    pane.show_conversation(values.conversation(messages, focus=messages[9].id))
    qtbot.wait(30)
    return messages


def test_what_is_to_be_answered_stands_with_its_parent_before_the_newest(pane: ThreadView, qtbot: QtBot) -> None:
    long_thread(pane, qtbot)
    assert shown(pane)[:6] == [
        "3 earlier comments by 1 person", "Words 3", "5 more comments by 1 person", "Words 9",
        "30 more comments by 1 person", "Words 40",
    ]  # fmt: skip
    assert len(pane.bubbles()) == FIRST + 2


def test_a_press_on_the_middle_unfolds_it_in_place(pane: ThreadView, qtbot: QtBot) -> None:
    long_thread(pane, qtbot)
    five = next(one for one in pane.findChildren(FoldRow) if one.button.text().startswith("5 "))
    qtbot.mouseClick(five.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(pane.bubbles()) == FIRST + 7)
    qtbot.wait(30)
    assert shown(pane)[1:9] == [*(f"Words {at}" for at in range(3, 10)), "30 more comments by 1 person"]


def test_the_key_unfolds_above_the_message_in_focus_and_the_focus_stays(pane: ThreadView, qtbot: QtBot) -> None:
    messages = long_thread(pane, qtbot)
    pane.take_focus()
    pane.unfold_next()
    qtbot.waitUntil(lambda: len(pane.bubbles()) == FIRST + 7)
    assert pane.focused_message() == messages[9]
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName().startswith("Amara Okafor")


def test_walking_into_a_fold_unfolds_it(pane: ThreadView, qtbot: QtBot) -> None:
    messages = long_thread(pane, qtbot)
    pane.step_message(1)
    assert pane.focused_message() == messages[10]
    for _ in range(7):
        pane.step_message(-1)
    assert pane.focused_message() == messages[3]
    assert len(pane.bubbles()) == 57


def test_a_line_that_had_the_keys_hands_them_on(pane: ThreadView, qtbot: QtBot) -> None:
    long_thread(pane, qtbot)
    pane._fold.setFocus()
    qtbot.keyClick(pane._fold, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(pane.bubbles()) == FIRST + 5)
    assert QApplication.focusWidget() in pane.bubbles()


def test_the_parent_of_somebody_else_is_shown_and_not_counted_as_folded(pane: ThreadView) -> None:
    others = [values.message("Tom", f"Other {at}", sort_at=values.ago(days=9 - at)) for at in range(3)]
    own = values.message(text="Mine to answer", parent=others[1].id)
    pane.show_conversation(values.conversation([own], others))
    assert [bubble.browser.words() for bubble in pane.bubbles()] == ["Other 1", "Mine to answer"]
    assert pane._fold.text().startswith("2 ")


def test_news_do_not_unfold_anything(pane: ThreadView, qtbot: QtBot) -> None:
    messages = long_thread(pane, qtbot)
    news = values.message(text="New", sort_at=values.NOW)
    pane.show_conversation(values.conversation([*messages, news], focus=news.id))
    assert len(pane.bubbles()) == FIRST + 3


def test_quoted_words_fold_by_mouse_and_key(pane: ThreadView, qtbot: QtBot) -> None:
    message = values.message(html=QUOTED, text="Yes, gladly. one two three crème four")
    pane.show_conversation(values.conversation([message]))
    bubble = pane.bubbles()[0]
    assert bubble.browser.words() == "Yes, gladly."
    assert bubble._quotes.accessibleName() == "Show 4 lines that are quoted or signed"
    qtbot.mouseClick(bubble._quotes, Qt.MouseButton.LeftButton)
    assert "four" in bubble.browser.words()
    assert "four" in bubble.accessibleName()
    assert pane.toggle_quotes()
    assert bubble.browser.words() == "Yes, gladly."
    pane.show_conversation(values.conversation([values.message()], of=values.row(2)))
    assert not pane.toggle_quotes()
    assert not pane.bubbles()[0]._quotes.isVisible()


# ---------------------------------------------------------------------------------------------------- finding


@pytest.fixture
def finder(pane: ThreadView) -> ThreadFind:
    return ThreadFind(pane)


def typed(finder: ThreadFind, qtbot: QtBot, words: str) -> str:
    finder.open()
    finder._bar.field.line.clear()
    qtbot.keyClicks(finder._bar.field.line, words) if words.isascii() else finder._bar.field.line.setText(words)
    qtbot.wait(PAUSE_MS + 150)
    return finder._bar.count.text()


def test_words_are_marked_and_walked_through(pane: ThreadView, finder: ThreadFind, qtbot: QtBot) -> None:
    texts = ["The Café, and the cafe.", "Nothing here", "CAFÉ 🥐 cafés"]
    pane.show_conversation(
        values.conversation(
            [values.message(text=text, sort_at=values.ago(hours=9 - at)) for at, text in enumerate(texts)]
        )
    )
    pane.take_focus()
    before = QApplication.focusWidget()
    assert typed(finder, qtbot, "cafe") == "3 of 4"
    seen = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(finder._bar.field.line, key)
        seen.append(finder._bar.count.text())
    qtbot.keyClick(finder._bar.field.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    seen.append(finder._bar.count.text())
    assert seen == ["4 of 4", "1 of 4", "2 of 4", "1 of 4"]
    marks = [len(bubble.browser.extraSelections()) for bubble in pane.bubbles()]
    assert marks == [2, 0, 2]
    last = pane.bubbles()[2].browser.extraSelections()[1]
    assert last.cursor.selectedText() == "café"
    assert typed(finder, qtbot, "nowhere") == "not found"
    assert finder.close()
    assert not finder.close()
    assert [bubble.browser.extraSelections() for bubble in pane.bubbles()] == [[], [], []]
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize(
    ("text", "query"), [("ありがとうございます", "とう"), ("شُكْرًا لك", "شكرا"), ("Straße", "strasse")]
)
def test_any_script_is_found(pane: ThreadView, finder: ThreadFind, qtbot: QtBot, text: str, query: str) -> None:
    pane.show_conversation(values.conversation([values.message(text=text)]))
    assert typed(finder, qtbot, query) == "1 of 1"


def test_what_is_folded_and_matches_unfolds(pane: ThreadView, finder: ThreadFind, qtbot: QtBot) -> None:
    messages = long_thread(pane, qtbot)
    assert len(messages) > SLICE
    quoted = values.message(html=QUOTED, text="Yes, gladly. one two three crème four", sort_at=values.NOW)
    other = values.message("Tom", "creme brulee", sort_at=values.ago(days=9))
    messages[20] = replace(messages[20], text="Cremeschnitte")
    pane.show_conversation(values.conversation([*messages, quoted], [other], of=values.row(3)))
    assert typed(finder, qtbot, "creme") == "3 of 3"
    assert "Cremeschnitte" in shown(pane)
    assert "creme brulee" in shown(pane)
    assert "four" in pane.bubbles()[-1].browser.words()


def test_another_conversation_ends_it(pane: ThreadView, finder: ThreadFind, qtbot: QtBot) -> None:
    pane.show_conversation(values.conversation(many(3)))
    assert typed(finder, qtbot, "words") == "3 of 3"
    pane.show_conversation(values.conversation(many(3), of=values.row(2)))
    assert not finder.is_open
    assert [bubble.browser.extraSelections() for bubble in pane.bubbles()] == [[], [], []]


def test_a_message_that_is_brought_unfolds_and_leaves_the_answer_where_it_was(pane: ThreadView, qtbot: QtBot) -> None:
    messages = long_thread(pane, qtbot)
    answered = pane.answered_message()
    pane.bring_message(messages[20].id)
    bubble = next(one for one in pane.bubbles() if one.message is not None and one.message.id == messages[20].id)
    assert not bubble.visibleRegion().isEmpty()
    assert pane.answered_message() == answered
