"""What is worn now: the colours, fonts and lengths that every painter asks for, and the switch between them.

Nothing needs a restart. A change of colours is one palette event, which repaints every widget. A change of the text
size is not an event in Qt, so whoever sets a length in pixels says it through `Look.fit` (or uses the rows and columns
of `layouts`): it is applied at once and again whenever the size changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QStyleFactory, QWidget

from inbox.ui.look.tokens import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Tokens, Type, palette_of, tokens_of

SMALLEST, LARGEST = 0.8, 2.0
_FITS = "_fits_of_the_look"


class Look(QObject):
    """The colours, fonts and lengths of now. One for the whole app, handed to every widget.

    `recoloured` and `rescaled` come after every widget was told; most widgets need neither, because they ask while
    painting and say their lengths through `fit`.
    """

    recoloured = Signal()
    rescaled = Signal()

    def __init__(self, tokens: Tokens = LIGHT, scale: float = 1.0) -> None:
        super().__init__()
        self.tokens = tokens
        self.scale = scale
        self._base = _system_font()
        self._fonts: dict[tuple[Type, bool], QFont] = {}
        self._keys: dict[str, str] = {}

    def px(self, length: float) -> int:
        """A length at 100 % in pixels of now."""
        return round(length * self.scale)

    def font(self, kind: Type) -> QFont:
        """Shared: copy before changing it. The same object until the text size changes, so it may key a cache."""
        return self._font(kind, with_figures=False)

    def figures(self, kind: Type) -> QFont:
        """Digits of one width, for numbers under each other; in running text they look torn apart."""
        return self._font(kind, with_figures=True)

    def _font(self, kind: Type, *, with_figures: bool) -> QFont:
        if (kind, with_figures) not in self._fonts:
            size, weight, _ = kind.value
            font = QFont(self._base)
            font.setPixelSize(self.px(size))
            font.setWeight(weight)
            if with_figures:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[kind, with_figures] = font
        return self._fonts[kind, with_figures]

    def line_height(self, kind: Type) -> int:
        return self.px(kind.value[2])

    def color(self, token: str) -> QColor:
        color: QColor = getattr(self.tokens, token)
        return color

    def key(self, command: str) -> str:
        """The key of now of a command ("triage.done"), as a person reads it; "" when it has none."""
        return self._keys.get(command, "")

    def name_keys(self, keys: dict[str, str]) -> None:
        """By command, as a person reads them; keycaps follow at once."""
        if keys != self._keys:
            self._keys = keys
            self._refit_all()

    def fit(self, widget: QWidget, apply: Callable[[], object]) -> None:
        """Runs `apply` now and after every change of the text size, as long as `widget` lives.

        For what Qt keeps in pixels: fixed sizes, fonts set on a widget, section sizes, anything cached.
        """
        fits: list[Callable[[], object]] = widget.__dict__.setdefault(_FITS, [])
        fits.append(apply)
        apply()

    def set_scale(self, scale: float) -> None:
        """0.8 to 2.0; values outside are taken to the nearer end."""
        scale = min(LARGEST, max(SMALLEST, scale))
        if scale == self.scale:
            return
        self.scale = scale
        self._fonts.clear()
        self._refit_all()
        self.rescaled.emit()

    def _refit_all(self) -> None:
        everything = QApplication.allWidgets()
        for widget in everything:
            for apply in widget.__dict__.get(_FITS, ()):
                apply()
            _refit(widget.layout())
        for widget in everything:
            widget.updateGeometry()
            widget.update()

    def wear(self, tokens: Tokens, palette: QPalette) -> None:
        """Other colours: the palette's event repaints every widget, whose painters ask for the new tokens."""
        self.tokens = tokens
        QApplication.setPalette(palette)
        self.recoloured.emit()


def _refit(layout: QLayout | None) -> None:
    """Rows and columns of `layouts` keep their lengths at 100 %.

    Inner layouts are reached as children of the outer one: asking for them item by item makes PySide 6.11 free some of
    them twice when the app ends.
    """
    if layout is None:
        return
    for each in (layout, *layout.findChildren(QLayout)):
        refit = getattr(each, "refit", None)
        if refit is not None:
            refit()


def _system_font() -> QFont:
    """The desktop's own font; where the desktop has none of its own, Inter if it is there, then CJK and emoji."""
    font = QFont(QApplication.font())
    if sys.platform not in ("darwin", "win32"):
        wanted = ("Inter", "Noto Sans", font.family(), "Noto Sans CJK SC", "Noto Color Emoji")
        installed = set(QFontDatabase.families())
        font.setFamilies([family for family in wanted if family in installed] or [font.family()])
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class Wish(StrEnum):
    """What the person chose; `SYSTEM` follows the desktop while the app runs."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Dresses the app: follows the desktop or a wish.

    High contrast is asked for by the desktop or by hand. Windows brings colours that the person chose, and they are
    kept; elsewhere the desktop's palette is the usual one, and the app has two sets of its own.

    Made once, before the first window. Fusion is the style on every desktop, so that one set of drawings is enough.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        look: Look,
        wish: Wish = Wish.SYSTEM,
        *,
        contrast: bool = False,
        system: str = sys.platform,
    ) -> None:
        super().__init__(app)
        self._app, self._look, self._wish = app, look, wish
        self._contrast, self._has_own_colours = contrast, system == "win32"
        app.setStyle(QStyleFactory.create("Fusion"))
        self._hints = app.styleHints()
        # Kept: where nobody holds it, PySide gives out a wrapper whose object is gone (6.11).
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._dress)
        self._accessibility.contrastPreferenceChanged.connect(self._dress)
        look.rescaled.connect(self._set_font)
        self._set_font()
        self.choose(wish)

    @property
    def wish(self) -> Wish:
        return self._wish

    @property
    def is_dark(self) -> bool:
        return self._look.tokens.win.lightnessF() < 0.5

    @property
    def contrast(self) -> bool:
        """High contrast by hand; the desktop may ask for it too."""
        return self._contrast

    def choose_contrast(self, high: bool) -> None:
        self._contrast = high
        self._dress()

    def choose(self, wish: Wish) -> None:
        """Also tells the desktop, so that title bars and file dialogs follow."""
        self._wish = Wish(wish)
        if self._wish is Wish.SYSTEM:
            self._hints.unsetColorScheme()
        else:
            self._hints.setColorScheme(Qt.ColorScheme.Dark if self._wish is Wish.DARK else Qt.ColorScheme.Light)
        self._dress()

    def switch(self) -> Wish:
        """The other one of light and dark, from what is seen now; returns the new wish."""
        self.choose(Wish.LIGHT if self.is_dark else Wish.DARK)
        return self._wish

    def _dress(self) -> None:
        if self._desktop_wants_contrast() and self._has_own_colours:
            system = QPalette()  # an empty palette is filled in by the desktop's own
            QApplication.setPalette(system)
            self._look.wear(tokens_of(QApplication.palette()), system)
        else:
            is_high = self._contrast or self._desktop_wants_contrast()
            light, dark = (HIGH_LIGHT, HIGH_DARK) if is_high else (LIGHT, DARK)
            tokens = dark if self._wants_dark() else light
            self._look.wear(tokens, palette_of(tokens))
        self.changed.emit()

    def _desktop_wants_contrast(self) -> bool:
        return self._accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast

    def _wants_dark(self) -> bool:
        if self._wish is not Wish.SYSTEM:
            return self._wish is Wish.DARK
        return self._hints.colorScheme() is Qt.ColorScheme.Dark

    def _set_font(self) -> None:
        """For what the style draws itself: menus, tooltips, fields that were given no font."""
        self._app.setFont(self._look.font(Type.BODY))
