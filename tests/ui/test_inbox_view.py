from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from inbox.core.changes import RowChange
from inbox.core.model import DeliveryState, Kind, Reason, RemoteState, Row, Sort, State
from inbox.ui import row_words
from inbox.ui.empty import Emptiness
from inbox.ui.inbox_view import InboxView
from inbox.ui.look.theme import Look, Theme, Wish
from tests.ui import values

A, B, C, D = (values.LARGE + number for number in range(4))
NAMES = {A: "Amara Okafor", B: "Bea <b>Bold</b>", C: "田中 美咲", D: "ليلى حداد"}


def read(ids: Sequence[int]) -> list[Row]:
    return [values.row(id, NAMES[id]) for id in ids if id in NAMES]


@pytest.fixture
def inbox(qtbot: QtBot, look: Look) -> Iterator[InboxView]:
    view = InboxView(look, values.faces(), values.now, read)
    qtbot.addWidget(view)
    view.resize(372, 700)
    view.show()
    yield view
    view.hide()


def show(view: InboxView, *ids: int, select: int | None = None) -> None:
    keys = [values.key(id, at=-place) for place, id in enumerate(ids)]
    view.show_view("Waiting on me", State.WAITING, 0, Sort.NEWEST, keys, select=select)


def told(view: InboxView) -> list[object]:
    heard: list[object] = []
    view.current_changed.connect(heard.append)
    return heard


def test_the_first_row_is_chosen_when_a_view_opens(inbox: InboxView) -> None:
    heard = told(inbox)
    show(inbox, A, B)
    assert inbox.current() == A
    assert heard == [A]


def test_reading_the_view_anew_stays_on_the_conversation(inbox: InboxView) -> None:
    show(inbox, A, B, C)
    inbox.select(C)
    show(inbox, B, C)
    assert inbox.current() == C
    show(inbox, A, B)
    assert inbox.current() == A
    show(inbox, A, B, select=B)
    assert inbox.current() == B


def test_after_a_row_leaves_the_next_one_is_chosen_and_the_last_one_after_the_last(
    inbox: InboxView, qtbot: QtBot
) -> None:
    show(inbox, A, B, C)
    inbox.select(B)
    heard = told(inbox)
    inbox.model.take_away((B,))
    qtbot.waitUntil(lambda: heard[-1:] == [C])
    inbox.model.take_away((C,))
    qtbot.waitUntil(lambda: heard[-1:] == [A])
    inbox.model.take_away((A,))
    qtbot.waitUntil(lambda: heard[-1:] == [None])
    assert inbox.rows.selectionModel().selectedIndexes() == []


def test_an_answered_row_goes_when_the_reader_moves_on(inbox: InboxView, qtbot: QtBot) -> None:
    show(inbox, A, B)
    inbox.model.stay(A)
    inbox.model.apply([values.change(A, values.key(A, state=State.DONE))])
    assert inbox.model.ids() == [A, B]
    inbox.step(1)
    qtbot.waitUntil(lambda: inbox.model.ids() == [B])
    assert inbox.current() == B


def test_steps_end_at_the_ends(inbox: InboxView) -> None:
    show(inbox, A, B)
    inbox.step(-1)
    assert inbox.current() == A
    inbox.step(5)
    assert inbox.current() == B
    inbox.edge(last=False)
    assert inbox.current() == A


def test_news_wait_behind_a_button_while_the_list_has_the_focus(inbox: InboxView, qtbot: QtBot) -> None:
    show(inbox, B)
    inbox.activateWindow()
    inbox.rows.setFocus()
    qtbot.waitUntil(inbox.rows.hasFocus)
    inbox.model.apply([values.change(A, values.key(A, at=9))])
    assert inbox.model.ids() == [B]
    assert inbox._news.isVisible()
    assert inbox._news.text() == "1 new"
    qtbot.mouseClick(inbox._news, Qt.MouseButton.LeftButton)
    assert inbox.model.ids() == [A, B]
    assert inbox.current() == B
    assert not inbox._news.isVisible()


def test_thousands_that_waited_come_at_once_and_the_current_row_stays_where_it_is_seen(
    inbox: InboxView, qtbot: QtBot
) -> None:
    show(inbox, *range(1, 60), select=20)
    inbox.rows.scrollTo(inbox.rows.currentIndex())
    inbox.model.hold(True)
    heard = told(inbox)
    top = inbox.rows.visualRect(inbox.rows.currentIndex()).top()
    news = [values.key(1_000 + number, at=number) for number in range(3_000)]
    inbox.model.apply([RowChange(key.id, None, key) for key in news])
    resets: list[object] = []
    inbox.model.modelReset.connect(lambda: resets.append(None))
    inbox.merge()
    qtbot.wait(1)
    assert len(resets) == 1
    assert inbox.model.rowCount() == 59 + 3_000
    assert inbox.current() == 20
    assert inbox.rows.currentIndex().row() == 3_000 + 19
    assert inbox.rows.visualRect(inbox.rows.currentIndex()).top() == top
    assert heard == []


def test_rows_that_come_or_go_above_move_nothing_that_is_seen(inbox: InboxView) -> None:
    show(inbox, *range(1, 101))
    inbox.rows.verticalScrollBar().setValue(50 * inbox.rows.rowHeight(0) + 7)
    seen = inbox.model.id_at(inbox.rows.rowAt(0))
    inbox.model.apply([values.change(id, values.key(id, at=id)) for id in (A, B, C)])
    assert inbox.model.row_of(A) == 2
    assert (inbox.model.id_at(inbox.rows.rowAt(0)), inbox.rows.rowViewportPosition(53)) == (seen, -7)
    inbox.model.take_away((A, B))
    assert (inbox.model.id_at(inbox.rows.rowAt(0)), inbox.rows.rowViewportPosition(51)) == (seen, -7)


def test_a_list_at_its_top_shows_what_comes(inbox: InboxView) -> None:
    show(inbox, *range(1, 101))
    inbox.model.apply([values.change(A, values.key(A, at=9))])
    assert inbox.rows.rowAt(0) == 0
    assert inbox.model.id_at(0) == A


def test_letters_do_not_search_in_the_list(inbox: InboxView, qtbot: QtBot) -> None:
    show(inbox, A, B, C, D)
    inbox.rows.keyboardSearch("d")
    qtbot.keyClicks(inbox.rows, "b")
    assert inbox.current() == A


def test_marks_by_key_and_a_range(inbox: InboxView) -> None:
    show(inbox, A, B, C, D)
    assert inbox.chosen() == (A,)
    inbox.marking.toggle(through=False)
    inbox.select(C)
    inbox.marking.toggle(through=True)
    assert inbox.chosen() == (A, B, C)
    inbox.marking.toggle(through=False)
    assert inbox.chosen() == (A, B)


def test_marks_by_mouse(inbox: InboxView, qtbot: QtBot) -> None:
    show(inbox, A, B, C)
    middle = [inbox.rows.visualRect(inbox.model.index(row, 0)).center() for row in range(3)]
    left, port = Qt.MouseButton.LeftButton, inbox.rows.viewport()
    qtbot.mouseClick(port, left, Qt.KeyboardModifier.ControlModifier, middle[0])
    qtbot.mouseClick(port, left, Qt.KeyboardModifier.ShiftModifier, middle[2])
    assert inbox.chosen() == (A, B, C)
    qtbot.mouseClick(port, left, Qt.KeyboardModifier.ControlModifier, middle[1])
    assert inbox.chosen() == (A, C)


def test_the_icons_under_the_pointer_stand_for_commands(inbox: InboxView, qtbot: QtBot) -> None:
    show(inbox, A, B)
    heard: list[str] = []
    inbox.commanded.connect(heard.append)
    box = inbox.rows.visualRect(inbox.model.index(1, 0))
    look = inbox._look
    done = QPoint(box.right() - look.px(16) - look.px(8), box.top() + look.px(10 + 9))
    qtbot.mouseClick(inbox.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, done)
    assert heard == ["triage.done"]
    assert inbox.current() == B


def test_a_double_click_opens(inbox: InboxView, qtbot: QtBot) -> None:
    show(inbox, A, B)
    heard: list[object] = []
    inbox.activated.connect(heard.append)
    spot = inbox.rows.visualRect(inbox.model.index(1, 0)).center()
    for press in (qtbot.mouseClick, qtbot.mouseDClick):
        press(inbox.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert heard == [B]


def test_an_empty_view_says_so_and_offers_something(inbox: InboxView, qtbot: QtBot) -> None:
    state = Emptiness("offline", "Nothing can be fetched", "You are offline.", "Try again")
    inbox.say_empty(state)
    show(inbox)
    pressed: list[object] = []
    inbox.empty_acted.connect(pressed.append)
    button = next(one for one in inbox.findChildren(QAbstractButton) if one.text() == "Try again")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [state]
    inbox.model.apply([values.change(A, values.key(A))])
    assert inbox.rows.isVisible()


def test_the_order_is_chosen_in_the_heading(inbox: InboxView) -> None:
    show(inbox, A, B)
    inbox.select(B)
    heard: list[object] = []
    inbox.sort_changed.connect(heard.append)
    oldest = next(action for action in inbox._menu.actions() if action.text() == "Oldest first")
    oldest.trigger()
    assert inbox.model.ids() == [B, A]
    assert inbox.current() == B
    assert heard == [Sort.OLDEST]


def test_assistive_technology_reads_each_row_as_one_sentence_and_headers_have_names(inbox: InboxView) -> None:
    show(inbox, B)
    table = QAccessible.queryAccessibleInterface(inbox.rows)
    assert table is not None
    cells = [table.child(number) for number in range(table.childCount())]
    said = [cell.text(QAccessible.Text.Name) for cell in cells if cell is not None]
    assert "Conversations" in said
    assert "Conversation 1" in said
    assert said[-1].startswith("Bea <b>Bold</b>. on ")


@pytest.mark.parametrize("scale", [0.8, 1.5])
def test_rows_grow_with_the_text(inbox: InboxView, look: Look, scale: float) -> None:
    show(inbox, A)
    before = inbox.rows.rowHeight(0)
    look.set_scale(scale)
    QApplication.processEvents()
    assert inbox.rows.rowHeight(0) == pytest.approx(before * scale, rel=0.03)


def test_a_row_is_painted_anew_when_its_values_its_mark_or_the_colours_change(
    inbox: InboxView, look: Look, theme: Theme
) -> None:
    told = {A: values.row(A, unread=True)}
    inbox.model._read = lambda ids: [told[id] for id in ids]
    show(inbox, A)
    seen = [inbox.rows.grab().toImage()]
    told[A] = values.row(A, unread=False)
    inbox.model.refresh({A})
    seen.append(inbox.rows.grab().toImage())
    inbox.marking.toggle(through=False)
    seen.append(inbox.rows.grab().toImage())
    theme.choose(Wish.DARK)
    seen.append(inbox.rows.grab().toImage())
    look.set_scale(1.1)
    seen.append(inbox.rows.grab().toImage())
    assert all(one != other for one, other in combinations(seen, 2))
    assert inbox.rows.grab().toImage() == seen[-1]


def test_a_row_says_name_and_marks_first() -> None:
    row = values.row(
        unread=True,
        starred=True,
        has_draft=True,
        sending=DeliveryState.WAITING,
        reasons=(values.QUESTION, values.STARRED),
    )
    said = row_words.spoken(row, values.NOW).replace("\u2068", "").replace("\u2069", "")
    assert said == (
        "Amara Okafor, unread, starred, draft, sending, Asks a question. "
        "on “Why we stopped buying ads”, 2 h ago: How do you keep track?"
    )


@pytest.mark.parametrize(
    ("kind", "subject", "expected"),
    [
        (Kind.COMMENT, "Ads", "on “Ads”"),
        (Kind.MENTION, "", "mentioned you · The Slow Oven"),
        (Kind.EMAIL, "A call?", "A call?"),
        (Kind.PINGBACK, "Ads", "linked to “Ads”"),
    ],
)
def test_the_context_line_names_what_was_written_where(kind: Kind, subject: str, expected: str) -> None:
    said = row_words.context_of(values.row(kind=kind, subject=subject))
    assert said.replace("\u2068", "").replace("\u2069", "") == expected


def test_a_row_under_another_handle_names_the_person_and_says_as_whom(qapp: object) -> None:
    row = values.row(name="breadlady", person_name="Amara Okafor", subject="Rye")
    said = row_words.spoken(row, values.NOW).replace("\u2068", "").replace("\u2069", "")
    assert said == "Amara Okafor. as breadlady · on “Rye”, 2 h ago: How do you keep track?"


def test_chips_say_what_is_under_way_before_why_it_stands_here() -> None:
    row = values.row(
        remote_state=RemoteState.HELD, sending=DeliveryState.NEEDS_YOU, reasons=(values.FIRST_TIME,),
        state=State.SNOOZED, snoozed_until=values.ago(days=-1),
    )  # fmt: skip
    words = [words for words, _ in row_words.chips_of(row, values.NOW)]
    assert words[:2] == ["needs you", "held"]
    assert words[2].startswith("back tomorrow ")
    assert words[3] == "First time here"


def test_a_held_comment_is_called_held_once() -> None:
    row = values.row(remote_state=RemoteState.HELD, reasons=(Reason("held", "Held for you to approve", 0),))
    assert row_words.chips_of(row, values.NOW) == [("Held for you to approve", "question")]


def test_the_next_person_is_somebody_else_whatever_the_handle(qtbot: QtBot, look: Look) -> None:
    people = {A: 7, B: 7, C: 8}
    view = InboxView(
        look, values.faces(), values.now, lambda ids: [replace(row, person=people[row.id]) for row in read(ids)]
    )
    qtbot.addWidget(view)
    view.show()
    show(view, A, B, C)
    view.step_person(1)
    assert view.current() == C
    view.step_person(-1)
    assert view.current() == B
    view.hide()
