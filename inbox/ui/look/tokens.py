"""Colours and type. The only file that knows a hex value; names say what a colour is for, never what it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QFont, QPalette


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Treat the colours as read-only: they are shared by every painter."""

    win: QColor  # list, conversation
    side: QColor  # sidebar, top bar, status bar
    panel: QColor  # profile, composer
    card: QColor  # cards, fields, pop-ups
    line: QColor  # hairlines (decoration, never the only sign of anything)
    hover: QColor  # under the pointer; quiet chips
    sel: QColor  # selected row, chosen segment, good chips
    mine: QColor  # messages written by you
    text: QColor
    soft: QColor  # second reading: snippets, values' names
    faint: QColor  # third reading: times, headings of cards
    accent: QColor  # action, focus, what is chosen
    on_accent: QColor
    warn: QColor  # a question, something to know
    warn_soft: QColor
    bad: QColor  # failed, needs you
    star: QColor
    scrim: QColor


def _tokens(**hexes: str) -> Tokens:
    return Tokens(**{name: QColor(value) for name, value in hexes.items()})


LIGHT = _tokens(
    win="#fbfaf8", side="#f3f1ec", panel="#f7f5f1", card="#ffffff", line="#e4e0d8", hover="#ece8e0",
    sel="#e3efe9", mine="#eaf3ef", text="#1f1d1a", soft="#57524a", faint="#6b655b", accent="#1a7056",
    on_accent="#ffffff", warn="#93480a", warn_soft="#fbeedd", bad="#b3362b", star="#b87a0c", scrim="#521e1a14",
)  # fmt: skip
DARK = _tokens(
    win="#1b1a18", side="#151412", panel="#201e1b", card="#262420", line="#37342e", hover="#2e2b27",
    sel="#20362e", mine="#1f2f29", text="#ece8e1", soft="#b8b1a6", faint="#a09a8f", accent="#5cc39f",
    on_accent="#0d1f19", warn="#e9ab66", warn_soft="#3a2c1a", bad="#f0887c", star="#e7b549", scrim="#73000000",
)  # fmt: skip
HIGH_LIGHT = _tokens(
    win="#ffffff", side="#ffffff", panel="#ffffff", card="#ffffff", line="#000000", hover="#e4e4e4",
    sel="#d3efe2", mine="#eeeeee", text="#000000", soft="#161616", faint="#2a2a2a", accent="#00402b",
    on_accent="#ffffff", warn="#5a2800", warn_soft="#ffeed8", bad="#7c0a04", star="#7a4a00", scrim="#99000000",
)  # fmt: skip
HIGH_DARK = _tokens(
    win="#000000", side="#000000", panel="#000000", card="#000000", line="#ffffff", hover="#2b2b2b",
    sel="#0c3d2b", mine="#1f1f1f", text="#ffffff", soft="#f2f2f2", faint="#e2e2e2", accent="#7df2cb",
    on_accent="#000000", warn="#ffd095", warn_soft="#2e1e00", bad="#ffb9ae", star="#ffd862", scrim="#b3000000",
)  # fmt: skip
"""For who asks for high contrast where the desktop brings no colours of its own: every ink at least 7 to 1."""

WHITE = QColor("#ffffff")
AVATAR_HUES = tuple(
    QColor(hue)
    for hue in ("#a4583c", "#3a7552", "#5767a5", "#94578a", "#706d26", "#357380", "#a85645", "#6b5b95")
)  # fmt: skip


class Type(Enum):
    """The type scale: pixels at 100 %, weight, line height in pixels at 100 %."""

    HERO = (30, QFont.Weight.Bold, 40)
    FIGURE = (28, QFont.Weight.DemiBold, 38)
    PAGE = (20, QFont.Weight.Bold, 28)
    HEAD = (16, QFont.Weight.DemiBold, 23)
    TITLE = (15, QFont.Weight.DemiBold, 22)
    INTRO = (15, QFont.Weight.Normal, 22)
    READ = (14, QFont.Weight.Normal, 22)
    FIELD = (16, QFont.Weight.Normal, 23)
    STRONG = (13, QFont.Weight.DemiBold, 19)
    MEDIUM = (13, QFont.Weight.Medium, 19)
    BODY = (13, QFont.Weight.Normal, 19)
    SMALL_STRONG = (12, QFont.Weight.DemiBold, 17)
    SMALL = (12, QFont.Weight.Normal, 17)
    TINY_STRONG = (11, QFont.Weight.DemiBold, 16)
    TINY = (11, QFont.Weight.Normal, 16)


def palette_of(tokens: Tokens) -> QPalette:
    """Everything that Fusion draws by itself: fields, menus, selections, tooltips, placeholders."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.win, role.WindowText: tokens.text, role.Base: tokens.card,
        role.AlternateBase: tokens.panel, role.Text: tokens.text, role.PlaceholderText: tokens.faint,
        role.Button: tokens.card, role.ButtonText: tokens.text, role.BrightText: tokens.bad,
        role.Highlight: tokens.accent, role.HighlightedText: tokens.on_accent, role.Accent: tokens.accent,
        role.Link: tokens.accent, role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.card, role.ToolTipText: tokens.text,
        role.Light: tokens.card, role.Midlight: tokens.hover, role.Mid: tokens.line,
        role.Dark: tokens.line, role.Shadow: tokens.line,
    }  # fmt: skip
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, colour)
    for name in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, tokens.faint)
    return result


def tokens_of(system: QPalette) -> Tokens:
    """Tokens drawn from a high-contrast system palette: few colours, chosen by the person, kept as they are.

    Inks of second and third reading become the window's text, grounds become its window or base, and the selection
    is the highlight mixed into the window only as far as text on it stays readable.
    """
    role = QPalette.ColorRole
    window, base, ink = (system.color(name) for name in (role.Window, role.Base, role.WindowText))
    link = _readable(system.color(role.Link), window, ink)
    chosen = system.color(role.Highlight)
    tint = next(
        (mixed for share in (0.3, 0.2, 0.1) if contrast(ink, mixed := mix(chosen, window, share)) >= ENOUGH), window
    )
    return Tokens(
        win=window, side=window, panel=window, card=base, line=ink, hover=window, sel=tint, mine=window,
        text=ink, soft=ink, faint=ink, accent=link, on_accent=_readable(window, link, ink),
        warn=ink, warn_soft=window, bad=ink, star=ink, scrim=QColor(0, 0, 0, 140),
    )  # fmt: skip


def _readable(wish: QColor, ground: QColor, instead: QColor) -> QColor:
    return wish if contrast(wish, ground) >= ENOUGH else instead


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of the first colour, the rest of the second; opaque, so that nothing shines through."""
    pairs = ((one.redF(), other.redF()), (one.greenF(), other.greenF()), (one.blueF(), other.blueF()))
    return QColor.fromRgbF(*(a * share + b * (1 - share) for a, b in pairs))


ENOUGH = 4.5  # WCAG 2.2, 1.4.3, for text below 24 px


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


INKS_ON_GROUNDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("text", ("win", "side", "panel", "card", "hover", "sel", "mine", "warn_soft")),
    ("soft", ("win", "side", "panel", "card", "hover", "sel", "mine")),
    ("faint", ("win", "side", "panel", "card", "hover", "sel", "mine")),
    ("accent", ("win", "side", "panel", "card", "hover", "sel", "mine")),
    ("warn", ("warn_soft", "card", "panel", "side", "win")),
    ("bad", ("win", "side", "panel", "card")),
    ("on_accent", ("accent",)),
)
"""Every text colour with every ground it may stand on; a test holds each pair to `ENOUGH`."""
