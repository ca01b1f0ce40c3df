"""Colours that can be read, whatever the theme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from inbox.ui.look.tokens import (
    AVATAR_HUES,
    DARK,
    ENOUGH,
    HIGH_DARK,
    HIGH_LIGHT,
    INKS_ON_GROUNDS,
    LIGHT,
    WHITE,
    Tokens,
    contrast,
    mix,
    palette_of,
    tokens_of,
)

SETS = {"light": LIGHT, "dark": DARK, "high light": HIGH_LIGHT, "high dark": HIGH_DARK}
every_set = pytest.mark.parametrize("tokens", SETS.values(), ids=SETS)
PAIRS = [(ink, ground) for ink, grounds in INKS_ON_GROUNDS for ground in grounds]


@every_set
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_ink_is_readable_on_every_ground_it_may_stand_on(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= ENOUGH


@pytest.mark.parametrize("tokens", [HIGH_LIGHT, HIGH_DARK], ids=["light", "dark"])
def test_in_high_contrast_every_ink_reaches_seven_to_one_and_edges_are_seen(tokens: Tokens) -> None:
    weak = [pair for pair in PAIRS if contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) < 7]
    assert weak == []
    assert all(contrast(tokens.line, getattr(tokens, ground)) >= 7 for ground in ("win", "side", "panel", "card"))


@every_set
def test_a_row_under_the_pointer_stays_readable(tokens: Tokens) -> None:
    ground = mix(tokens.win, tokens.hover, 0.5)
    assert all(contrast(ink, ground) >= ENOUGH for ink in (tokens.text, tokens.soft, tokens.faint))


@every_set
def test_shapes_that_mean_something_reach_three_to_one(tokens: Tokens) -> None:
    for ground in (tokens.win, tokens.side, tokens.sel):
        assert all(contrast(shape, ground) >= 3 for shape in (tokens.star, tokens.accent, tokens.warn, tokens.bad))


@pytest.mark.parametrize("hue", AVATAR_HUES, ids=lambda hue: hue.name())
def test_initials_are_readable_on_every_hue(hue: QColor) -> None:
    assert contrast(WHITE, hue) >= ENOUGH


def test_contrast_is_what_wcag_says() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@every_set
def test_what_qt_draws_itself_is_readable_too(qtbot: QtBot, tokens: Tokens) -> None:
    palette, role = palette_of(tokens), QPalette.ColorRole
    pairs = [
        (role.Text, role.Base), (role.PlaceholderText, role.Base), (role.HighlightedText, role.Highlight),
        (role.ButtonText, role.Button), (role.WindowText, role.Window), (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
    ]  # fmt: skip
    assert all(contrast(palette.color(ink), palette.color(ground)) >= ENOUGH for ink, ground in pairs)


HIGH_CONTRAST = [
    ("#000000", "#ffffff", "#1aebff", "#ffff00"),
    ("#ffffff", "#000000", "#37006e", "#0000ee"),
    ("#202020", "#ffffff", "#8ee3f0", "#75e9fc"),
]


@pytest.mark.parametrize(("window", "ink", "highlight", "link"), HIGH_CONTRAST)
def test_a_high_contrast_palette_is_kept(qtbot: QtBot, window: str, ink: str, highlight: str, link: str) -> None:
    palette, role = QPalette(), QPalette.ColorRole
    for name, colour in (
        (role.Window, window), (role.Base, window), (role.WindowText, ink),
        (role.Highlight, highlight), (role.Link, link),
    ):  # fmt: skip
        palette.setColor(name, QColor(colour))
    tokens = tokens_of(palette)
    assert tokens.win == QColor(window)
    assert tokens.text == QColor(ink)
    assert tokens.line == QColor(ink), "boxes have edges that can be seen"
    for ink_name, ground in PAIRS:
        assert contrast(getattr(tokens, ink_name), getattr(tokens, ground)) >= ENOUGH, (ink_name, ground)
