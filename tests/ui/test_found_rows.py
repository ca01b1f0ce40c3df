"""What was searched for is marked in the rows and in the names of people."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.core.person import SearchHits
from inbox.ui.found_words import line_spans, subject_spans
from inbox.ui.look.text import draw_marked, two_lines
from inbox.ui.look.theme import Look, Theme, Wish
from inbox.ui.look.tokens import Type
from inbox.ui.results import FoundPerson, Results
from inbox.ui.row_words import context_of
from tests.ui.values import faces, now, row


def marked(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("snippet", "words", "expected"),
    [
        ("The Müller bakery sells bread", "muller", ["Müller"]),
        ("How do you keep the bread fresh", "bre", ["bre"]),
        ("東京都のパン屋を教えてください", "パン", ["パン"]),
        ("شكراً على هذا المقال الجميل", "المقال", ["المقال"]),
        ("🥐🥐 croissants and 🥐", "🥐", ["🥐🥐", "🥐"]),
    ],
)
def test_words_are_marked_in_every_script(look: Look, snippet: str, words: str, expected: list[str]) -> None:
    lines = two_lines(snippet, look.font(Type.BODY), 2000)
    assert [marked(line, spans) for line, spans in zip(lines, line_spans(snippet, lines, words), strict=True)] == [
        expected
    ]


def test_words_in_the_second_line_are_marked_there_and_a_phrase_over_the_edge_in_both(look: Look) -> None:
    text = "I was the quiet one by the window and we talked of bread and of sourdough and of nothing else at all"
    lines = two_lines(text, look.font(Type.BODY), 280)
    first, second = (marked(line, spans) for line, spans in zip(lines, line_spans(text, lines, "of"), strict=True))
    assert first + second == ["of"] * sum(line.split().count("of") for line in lines)
    edge = f'"{lines[0].split()[-1]} {lines[1].split()[0]}"'
    assert all(line_spans(text, lines, edge))


def test_in_the_context_line_only_the_title_is_marked() -> None:
    one = row(subject="Notes on bread")
    said = context_of(one)
    assert marked(said, subject_spans(said, one.subject, "on")) == ["on"]
    assert said.index("on") < subject_spans(said, one.subject, "on")[0][0]
    assert subject_spans(said, one.subject, "") == []


def test_the_title_is_marked_and_not_the_same_word_in_a_name_before_it() -> None:
    one = row(name="Bread", person_name="Amara Okafor", subject="Bread")
    said = context_of(one)
    assert subject_spans(said, "Bread", "bread") == [(said.rindex("Bread"), said.rindex("Bread") + 5)]


def holds(image: QImage, ink: QColor) -> bool:
    return any(image.pixelColor(x, y) == ink for x in range(image.width()) for y in range(0, image.height(), 2))


@pytest.mark.parametrize("wish", [Wish.LIGHT, Wish.DARK])
def test_the_marks_are_painted_and_follow_the_search(qtbot: QtBot, theme: Theme, look: Look, wish: Wish) -> None:
    theme.choose(wish)
    pane = Results(look, faces(), now)
    qtbot.addWidget(pane)
    pane.resize(372, 400)
    pane.show()
    plain = row(snippet="How do you keep the bread fresh?", reasons=())
    pane.show_hits("bread", SearchHits((), (plain,), (1,)))
    QApplication.processEvents()
    assert holds(pane.grab().toImage(), look.tokens.warn_soft)
    pane.show_hits("from:amara", SearchHits((), (plain,), (1,)))
    QApplication.processEvents()
    assert holds(pane.grab().toImage(), look.tokens.warn_soft), "the name is marked too"
    pane.show_rows("Drafts", "", [plain])
    QApplication.processEvents()
    assert not holds(pane.grab().toImage(), look.tokens.warn_soft)


def test_news_of_a_row_leave_the_place_that_was_found(qtbot: QtBot, look: Look) -> None:
    pane = Results(look, faces(), now)
    qtbot.addWidget(pane)
    place = row(snippet="…a jar of lemons")
    pane.show_hits("lemon", SearchHits((), (place,), (1,)))
    pane.refresh([1], lambda ids: [row(snippet="See you on Sunday", starred=True)])
    assert (pane.model.found[0].snippet, pane.model.found[0].starred) == ("…a jar of lemons", True)


def test_people_found_by_name_are_marked(qtbot: QtBot, look: Look) -> None:
    button = FoundPerson(look, "Amára Okafor", "amar")
    qtbot.addWidget(button)
    assert marked("Amára Okafor", button._spans) == ["Amár"]
    assert FoundPerson(look, "Amára Okafor", "from:oka")._spans == [(6, 9)]


@pytest.mark.parametrize("text", ["bread and butter " * 20, "خبز وزبدة " * 20, "🥐 bread " * 20])
def test_a_line_that_is_cut_is_marked_up_to_where_it_is_cut(qtbot: QtBot, look: Look, text: str) -> None:
    image = QImage(200, 24, QImage.Format.Format_RGB32)
    image.fill(look.tokens.win)
    painter = QPainter(image)
    painter.setFont(look.font(Type.BODY))
    spans = [(0, 3), (len(text) - 4, len(text))]
    width = draw_marked(painter, QRectF(0, 0, 200, 24), text, spans, look.tokens.text, look.tokens.warn_soft)
    painter.end()
    assert width <= 201
    assert holds(image, look.tokens.warn_soft)
