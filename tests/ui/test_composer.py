from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from inbox.core.model import Draft, Purpose
from inbox.networks.api import TextLimit, Unit
from inbox.ui.composer import Answering, Composer, Sending
from inbox.ui.look.controls import Pill
from inbox.ui.look.theme import Look
from tests.ui import values

HERE, THERE, TO = values.LARGE, values.LARGE + 1, values.LARGE + 2


def answering(conversation: int = HERE, text: str = "", **other: object) -> Answering:
    draft = Draft(conversation, TO, Purpose.REPLY, text) if text else None
    settings: dict[str, object] = {"limit": TextLimit(500, Unit.CHARACTERS), "draft": draft, **other}
    return Answering(conversation, TO, "Amara Okafor", "The Slow Oven", **settings)  # type: ignore[arg-type]


@pytest.fixture
def composer(qtbot: QtBot, look: Look) -> Iterator[Composer]:
    pane = Composer(look, values.now)
    qtbot.addWidget(pane)
    pane.resize(560, 190)
    pane.show()
    yield pane
    pane.hide()


def sent(pane: Composer) -> list[Sending]:
    heard: list[Sending] = []
    pane.send_wanted.connect(heard.append)
    return heard


def drafts(pane: Composer) -> list[Draft]:
    heard: list[Draft] = []
    pane.draft_paused.connect(heard.append)
    return heard


def button(pane: Composer, words: str) -> QAbstractButton:
    return next(one for one in pane.findChildren(QAbstractButton) if one.text() == words and one.isVisible())


def test_what_is_written_is_sent_to_the_message_as_the_chosen_kind(composer: Composer, qtbot: QtBot) -> None:
    heard = sent(composer)
    composer.show_answering(answering())
    composer.open(Purpose.THANK)
    qtbot.keyClicks(composer.box.text, "  Thank you!  ")
    qtbot.mouseClick(button(composer, "Send"), Qt.MouseButton.LeftButton)
    assert heard == [Sending(HERE, TO, "Thank you!", Purpose.THANK, then_done=False)]
    assert composer.words() == ""


def test_send_and_done_says_so(composer: Composer, qtbot: QtBot) -> None:
    heard = sent(composer)
    composer.show_answering(answering(text="Yes."))
    qtbot.mouseClick(button(composer, "Send and done"), Qt.MouseButton.LeftButton)
    assert [one.then_done for one in heard] == [True]


def test_nothing_is_sent_without_words(composer: Composer, qtbot: QtBot) -> None:
    heard = sent(composer)
    composer.show_answering(answering())
    qtbot.keyClicks(composer.box.text, "   ")
    assert not composer.send(then_done=False)
    assert not button(composer, "Send").isEnabled()
    assert heard == []


def test_a_word_that_an_input_method_is_composing_is_not_sent(composer: Composer) -> None:
    heard = sent(composer)
    composer.show_answering(answering(text="会"))
    QApplication.sendEvent(composer.box.text, QInputMethodEvent("かいわ", []))
    assert composer.is_composing
    assert not composer.send(then_done=False)
    done = QInputMethodEvent("", [])
    done.setCommitString("話")
    QApplication.sendEvent(composer.box.text, done)
    assert composer.send(then_done=False)
    assert [one.text for one in heard] == ["会話"]


def test_a_draft_is_offered_at_a_pause_and_only_when_it_changed(composer: Composer, qtbot: QtBot) -> None:
    heard = drafts(composer)
    composer.show_answering(answering(text="A paper"))
    composer.keep_draft()
    assert heard == []
    qtbot.keyClicks(composer.box.text, " notebook")
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard == [Draft(HERE, TO, Purpose.REPLY, "A paper notebook", 16)]


def test_going_to_another_conversation_offers_the_draft_first(composer: Composer, qtbot: QtBot) -> None:
    heard = drafts(composer)
    composer.show_answering(answering())
    qtbot.keyClicks(composer.box.text, "Half a th")
    composer.show_answering(answering(THERE, text="Other words"))
    assert [(one.conversation, one.text) for one in heard] == [(HERE, "Half a th")]
    assert composer.words() == "Other words"


def test_an_emptied_draft_is_offered_as_empty(composer: Composer) -> None:
    heard = drafts(composer)
    composer.show_answering(answering(text="No"))
    composer.box.text.selectAll()
    composer.box.text.cut()
    composer.keep_draft()
    assert [one.text for one in heard] == [""]


def test_words_typed_meanwhile_stay_when_the_same_conversation_is_shown_again(composer: Composer, qtbot: QtBot) -> None:
    composer.show_answering(answering(text="Old"))
    qtbot.keyClicks(composer.box.text, " and new")
    composer.show_answering(answering(text="Old"))
    assert composer.words() == "Old and new"


def test_a_draft_of_before_that_is_told_late_takes_nothing_away(composer: Composer, qtbot: QtBot) -> None:
    composer.show_answering(answering())
    for part, whole in (("One", "One"), (" two", "One two")):
        qtbot.keyClicks(composer.box.text, part)
        composer.keep_draft()
        composer.show_answering(answering())
        assert composer.words() == whole
    composer.show_answering(answering(text="One"))
    assert composer.words() == "One two"


def test_words_that_were_sent_do_not_come_back_before_the_store_has_heard_of_it(
    composer: Composer, qtbot: QtBot
) -> None:
    composer.show_answering(answering())
    qtbot.keyClicks(composer.box.text, "Yes.")
    composer.keep_draft()
    composer.send(then_done=False)
    composer.show_answering(answering(text="Yes."))
    assert composer.words() == ""


def test_words_that_came_back_from_the_outbox_stand_in_the_empty_field(composer: Composer) -> None:
    composer.show_answering(answering(text="Yes."))
    composer.send(then_done=False)
    composer.show_answering(answering())
    composer.show_answering(answering(text="Yes."))
    assert composer.words() == "Yes."


def test_sending_leaves_no_draft_behind(composer: Composer, qtbot: QtBot) -> None:
    heard = drafts(composer)
    composer.show_answering(answering())
    qtbot.keyClicks(composer.box.text, "Yes.")
    composer.send(then_done=False)
    qtbot.wait(450)
    assert heard == []


def test_an_opening_is_only_offered_to_an_empty_field_with_the_cursor_where_it_belongs(composer: Composer) -> None:
    composer.show_answering(answering())
    assert composer.offer("🥐 Thank you, Amara. ", 2)
    composer.box.text.insertPlainText("| ")
    assert composer.words() == "🥐 | Thank you, Amara. "
    assert not composer.offer("Other", 0)


def test_the_count_warns_near_the_limit_and_refuses_beyond(composer: Composer) -> None:
    composer.show_answering(answering(text="x" * 20, limit=TextLimit(30, Unit.CHARACTERS)))
    assert composer._count.text() == "20 characters"
    composer.box.text.insertPlainText("x" * 8)
    assert composer._count.text() == "2 characters left"
    composer.box.text.insertPlainText("xxx")
    assert composer._count.text() == "1 characters too many"
    assert not composer.send(then_done=False)
    assert not button(composer, "Send").isEnabled()


def test_a_network_that_counts_bytes_is_believed(composer: Composer) -> None:
    composer.show_answering(answering(text="会話のほうが", limit=TextLimit(20, Unit.BYTES)))
    assert composer._count.text() == "2 bytes left"


def test_who_answers_is_always_said(composer: Composer) -> None:
    composer.show_answering(answering())
    assert composer._as.accessibleName() == "Public, as The Slow Oven"
    assert composer._as._text == "as The Slow Oven · public"


def test_it_says_when_they_were_thanked_last(composer: Composer) -> None:
    composer.show_answering(answering(last_thanked=datetime(2026, 10, 3, 12, tzinfo=UTC)))
    assert composer._thanked.text() == "Last thanked on 3 Oct"
    composer.show_answering(answering())
    assert composer._thanked.text() == "Not thanked yet"


def test_a_place_that_cannot_be_answered_says_why_and_how_to_change_that(composer: Composer, qtbot: QtBot) -> None:
    why = "The Slow Oven can be read without a password, but not answered. Sign in to answer here."
    composer.show_answering(answering(text="Kept", closed=why, sign_in=True))
    assert composer._why.text() == why
    assert not composer.box.isVisible()
    assert not composer.send(then_done=False)
    with qtbot.waitSignal(composer.sign_in_wanted):
        qtbot.mouseClick(button(composer, "Sign in"), Qt.MouseButton.LeftButton)
    composer.show_answering(answering(text="Kept"))
    assert composer.box.isVisible()
    assert composer.words() == "Kept"


def test_pasting_takes_the_words_only(composer: Composer) -> None:
    composer.show_answering(answering())
    composer.box.text.insertFromMimeData(_rich("<b>Bold</b><img src='file:///dev/zero'>", "Bold"))
    assert composer.words() == "Bold"


def _rich(html: str, text: str) -> object:
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setHtml(html)
    data.setText(text)
    return data


@pytest.mark.parametrize("width", [280, 360, 480, 560, 900])
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
def test_sending_stays_within_reach_at_every_width(
    composer: Composer, look: Look, qtbot: QtBot, width: int, scale: float
) -> None:
    look.set_scale(scale)
    composer.show_answering(answering(text="Some words of an answer"))
    composer.resize(round(width * scale), composer.sizeHint().height())
    qtbot.wait(5)
    shown = [one for one in composer.findChildren(QAbstractButton) if one.isVisible()]
    assert {"Send"} <= {one.text() for one in shown}
    for one in shown:
        corner = one.mapTo(composer, one.rect().bottomRight())
        assert corner.x() <= composer.width()
        assert one.width() >= one.sizeHint().width() or one.parent() is composer.ways


def test_in_a_low_window_it_is_one_line_until_it_is_written_in(composer: Composer, qtbot: QtBot) -> None:
    composer.show_answering(answering())
    high = composer.sizeHint().height()
    composer.be_low(True)
    assert composer.sizeHint().height() < high - 40
    composer.activateWindow()
    composer.open(Purpose.REPLY)
    qtbot.waitUntil(lambda: composer.sizeHint().height() == high)
    QTest.keyClicks(composer.box.text, "Hello")
    composer.box.text.clearFocus()
    assert composer.sizeHint().height() == high, "what is written is seen"


def test_where_nobody_can_answer_it_does_not_say_as_whom(composer: Composer) -> None:
    composer.show_answering(answering(closed="You read The Slow Oven without signing in.", sign_in=True))
    pill = next(one for one in composer.findChildren(Pill) if "as The Slow Oven" in one.accessibleName())
    assert not pill.isVisible()
