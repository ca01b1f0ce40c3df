"""Plain text, laid out: nothing a stranger writes becomes markup, control or overflow."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import inbox
from inbox.ui.look import paint
from inbox.ui.look.controls import IconButton, Paragraph, Pill, PlainLabel, plain_tooltip
from inbox.ui.look.icons import STROKED, draw_svg
from inbox.ui.look.text import isolate, one_line, paragraph, starts_right, two_lines
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import WHITE, Type

NETWORKS = Path(inbox.__file__).parent / "networks"
HOSTILE = '<img src="/x.png"><b>Eve</b>\u202e\x07\n'


def test_a_name_that_is_html_is_shown_letter_by_letter(qtbot: QtBot, look: Look) -> None:
    label = PlainLabel(look, HOSTILE)
    paragraph_of_it = Paragraph(look, HOSTILE)
    qtbot.addWidget(label)
    qtbot.addWidget(paragraph_of_it)
    for widget in (label, paragraph_of_it):
        assert isinstance(widget, QLabel)
        assert widget.textFormat().name == "PlainText"
        assert widget.text().strip() == '<img src="/x.png"><b>Eve</b>'


def test_a_tooltip_with_tags_shows_them(qtbot: QtBot, look: Look) -> None:
    label = PlainLabel(look, "<b>a very long name that will not fit</b>")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == "<span>&lt;b&gt;a very long name that will not fit&lt;/b&gt;</span>"
    label.resize(900, 20)
    assert label.toolTip() == ""
    pill = Pill(look, "as me", name="<i>x</i>")
    qtbot.addWidget(pill)
    assert "&lt;i&gt;" in pill.toolTip()
    assert plain_tooltip("") == ""


def test_a_label_gives_way_unless_it_is_firm(qtbot: QtBot, look: Look) -> None:
    soft, firm = PlainLabel(look, "a long heading"), PlainLabel(look, "a long heading", firm=True)
    for label in (soft, firm):
        qtbot.addWidget(label)
    assert soft.minimumSizeHint().width() < firm.minimumSizeHint().width() == firm.sizeHint().width()


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    said = one_line(text)
    assert len(said.splitlines()) <= 1
    assert "\u202e" not in said


def test_isolates_around_names_survive() -> None:
    assert one_line(f"Thank {isolate('عمر')} now") == "Thank \u2068عمر\u2069 now"


@pytest.mark.parametrize(
    ("text", "right"),
    [("Hello עולם", False), ("שלום hello", True), ("“مرحبا”", True), ("123 שלום", True), ("", False), ("田中", False)],
)
def test_a_line_starts_on_the_side_of_its_first_letter(text: str, right: bool) -> None:
    assert starts_right(text) is right


WORDS = "I tried this with my bakery's blog 🥐🥐 and had three regulars come in and say hello to us all. "


@pytest.mark.parametrize("text", [WORDS * 3, "🥐" * 200, "ж" * 300, "短い" * 100, "one", ""])
def test_two_lines_fit_and_lose_nothing_before_the_ellipsis(qtbot: QtBot, look: Look, text: str) -> None:
    font, width = look.font(Type.BODY), 220.0
    lines = two_lines(text, font, width)
    assert 1 <= len(lines) <= 2
    assert all(QFontMetricsF(font).horizontalAdvance(line) <= width + 1 for line in lines)
    shown = "".join(lines).removesuffix("…").replace(" ", "")
    assert text.replace(" ", "").startswith(shown)
    assert "\ufffd" not in shown


@given(st.text(max_size=300))
def test_two_lines_take_any_text(text: str) -> None:
    assert len(two_lines(text, QFont(), 100.0)) <= 2


def test_a_paragraph_is_as_many_equal_lines_high(qtbot: QtBot, look: Look) -> None:
    font, line = look.font(Type.BODY), look.line_height(Type.BODY)
    assert paragraph("a\nb 🥐\n短い", font, 300, line)[1] == 3 * line


def test_initials_are_one_or_two_letters() -> None:
    names = {
        "Amara Okafor": "AO",
        "田中 美咲": "田",
        "sam": "S",
        "ليلى حداد": "ل",
        "": "?",
        "🥐": "?",
        "Jean-Luc Tour": "JT",
        "“Ann”": "A",
    }
    assert {name: paint.face_of(name, "x").initials for name in names} == names


def test_a_hue_belongs_to_the_key_and_not_to_the_name() -> None:
    assert paint.face_of("Ann", "17").hue == paint.face_of("Anna", "17").hue


@pytest.mark.parametrize(
    ("keys", "here", "mac"),
    [
        ("Ctrl K", "Ctrl K", "⌘ K"),
        ("Ctrl+Shift+Enter", "Ctrl ⇧ ↵", "⌘ ⇧ ↵"),
        ("G I", "G I", "G I"),
        ("+", "+", "+"),
        ("Shift Z", "⇧ Z", "⇧ Z"),
    ],
)
def test_keys_are_written_as_the_desktop_does(keys: str, here: str, mac: str) -> None:
    assert paint.native(keys, mac=False) == here
    assert paint.native(keys, mac=True) == mac


def test_every_icon_can_be_drawn(qtbot: QtBot, look: Look) -> None:
    for name in STROKED:
        button = IconButton(look, name, name)
        qtbot.addWidget(button)
        image = button.grab().toImage()
        ground = image.pixelColor(0, 0)
        points = [(x, y) for x in range(image.width()) for y in range(image.height())]
        assert any(image.pixelColor(x, y) != ground for x, y in points), name


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" color="#21759b"><rect width="24" height="24"/></svg>'


def test_no_svg_from_outside_the_app_is_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    outside = tmp_path / "icon.svg"
    outside.write_text(SVG)
    pixmap = QPixmap(24, 24)
    painter = QPainter(pixmap)
    with pytest.raises(ValueError, match="not a file of the app"):
        draw_svg(painter, outside, QRectF(0, 0, 24, 24), QColor("red"))
    painter.end()


@pytest.mark.parametrize("icon", sorted(NETWORKS.glob("*/icon.svg")), ids=lambda icon: icon.parent.name)
def test_a_networks_sign_is_drawn_in_its_own_colours_and_in_ours(qtbot: QtBot, look: Look, icon: Path) -> None:
    own, ours = QImage(48, 48, QImage.Format.Format_ARGB32), QImage(48, 48, QImage.Format.Format_ARGB32)
    for image in (own, ours):
        image.fill(QColor("black"))
    with QPainter(own) as painter:
        paint.avatar(painter, QRectF(4, 4, 36, 36), paint.face_of("Ann", "1", paint.badge_of(icon)), look, WHITE)
    with QPainter(ours) as painter:
        draw_svg(painter, icon, QRectF(0, 0, 48, 48), QColor("#ff0000"))
    badge = {own.pixelColor(x, y).name() for x in range(28, 41) for y in range(28, 41)}
    assert len(badge) > 4
    red = sum(ours.pixelColor(x, y).red() > 128 for x in range(48) for y in range(48))
    assert 48 < red < 48 * 48 / 2, "the sign, not the whole tile"
    assert all(ours.pixelColor(x, y).green() == 0 for x in range(48) for y in range(48))
