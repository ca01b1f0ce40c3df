"""Where strangers' words are shown with their formatting. Loads nothing, follows nothing, runs nothing.

Qt's rich text reads local files through image addresses in many spellings, even where `loadResource` answers with
nothing; only a null image stops it. So both the document and the browser answer with one, and links are only reported.
"""

from __future__ import annotations

import atexit
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit
from shiboken6 import createdByPython

from inbox.core.lookup import highlight_spans
from inbox.core.model import SafeHtml
from inbox.ui.link_warning import is_opened, link_warning, real_host
from inbox.ui.look import paint
from inbox.ui.look.text import in_units
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

__all__ = ["Link", "SafeBrowser", "SafeDocument", "is_opened", "link_warning", "real_host"]

MOST_BLOCKS = 20_000  # more than any message that came through the gate of `rules/markup`
_ADDRESS = re.compile(r"https?://[^\s<>\"\u200b]+[^\s<>\"\u200b.,;:!?)\]}'’”]", re.IGNORECASE)
_LONG = re.compile(r"(\S{200})")
_QUOTED = 40.0  # the left margin that Qt's reader gives to each level of quoting; its level is only on some blocks
_RULER = QTextFormat.Property.BlockTrailingHorizontalRulerWidth.value
_UNKNOWN = QTextDocument.ResourceType.UnknownResource
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_HANGS = 5  # a line of fixed height hangs its letters low, so a box of code needs more room below them


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is shown and where it goes; `warning` says in a sentence what is not as it looks."""

    text: str
    href: str
    warning: str | None = None


class SafeDocument(QTextDocument):
    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        """A null image for everything: pictures, style sheets, documents."""
        return QImage()


class SafeBrowser(QTextBrowser):
    """Selectable words as high as they need. Tab reaches the links in it; `links` lists them for a sheet."""

    link_chosen = Signal(object)  # Link, after a click or Enter; nothing is opened here
    link_pointed = Signal(object)  # Link or None, while the pointer moves

    def __init__(self, look: Look, name: str = "") -> None:
        super().__init__()
        self._look = look
        self._html = SafeHtml("")
        self._links: tuple[Link, ...] = ()
        self._quotes: list[tuple[QTextBlock, int]] = []
        self._code: list[QTextBlock] = []
        self._heights: dict[int, int] = {}
        self._marks: list[tuple[int, int]] = []
        self._marked = ("", -1)
        self._set_up_document()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.anchorClicked.connect(lambda url: self.link_chosen.emit(self._find(url)))
        self.highlighted.connect(lambda url: self.link_pointed.emit(self._find(url) if not url.isEmpty() else None))
        look.fit(self, self._render)

    def _set_up_document(self) -> None:
        document = SafeDocument(self)
        document.setUndoRedoEnabled(False)
        document.setMaximumBlockCount(MOST_BLOCKS)
        document.setDocumentMargin(0)
        option = document.defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.setDocument(document)

    # what is shown

    def show_html(self, html: SafeHtml) -> None:
        """HTML from the store, which `rules/markup` made safe when it came in."""
        self._html = html
        self._render()

    def show_text(self, text: str) -> None:
        """Plain words; web addresses in them become links, line breaks stay."""
        self.show_html(_as_html(text))

    def links(self) -> tuple[Link, ...]:
        """In the order of the text, each once."""
        return self._links

    def words(self) -> str:
        """Everything as plain text, without the marks that only help to break lines."""
        return _plain(self.document().toRawText())

    def mark(self, query: str, chosen: int = -1) -> int:
        """Marks the words of `query` (accents folded, any script), the one at `chosen` more so; how many there are."""
        if (query, chosen) != self._marked:
            self._marked = (query, chosen)
            self._show_marks()
        return len(self._marks)

    def _show_marks(self) -> None:
        query, chosen = self._marked
        raw = self.document().toRawText() if query else ""
        self._marks = in_units(raw, highlight_spans(raw, query)) if query else []
        tokens, selections = self._look.tokens, []
        for at, (start, end) in enumerate(self._marks):
            one: Any = QTextEdit.ExtraSelection()  # its two fields are missing in the stubs of PySide 6.11
            one.cursor = QTextCursor(self.document())
            one.cursor.setPosition(start)
            one.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            one.format.setForeground(tokens.on_accent if at == chosen else tokens.text)
            one.format.setBackground(tokens.accent if at == chosen else tokens.warn_soft)
            one.format.setFontUnderline(at != chosen)  # where colours are few, the line tells
            selections.append(one)
        self.setExtraSelections(selections)

    def mark_place(self, at: int) -> tuple[int, int]:
        """Top and bottom of a mark in this widget."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._marks[at][0])
        box = self.cursorRect(cursor)
        return box.top(), box.bottom()

    def _render(self) -> None:
        look, document = self._look, self.document()
        document.setDefaultFont(look.font(Type.READ))
        document.setIndentWidth(look.px(20))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family().replace("'", "")
        accent, soft = look.tokens.accent.name(), look.tokens.soft.name()
        document.setDefaultStyleSheet(
            f"a {{ color: {accent}; }} blockquote {{ color: {soft}; }} code, pre {{ font-family: '{fixed}'; }}"
        )
        document.setHtml(self._html)
        self._heights.clear()
        self._set_blocks()
        if self._marked[0]:
            self._show_marks()
        self._links = self._find_links()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._links else Qt.FocusPolicy.ClickFocus)
        self.updateGeometry()

    def _set_blocks(self) -> None:
        """Lines of one height, also with emoji in them, and margins by our own measure."""
        self._quotes.clear()
        self._code.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block, after_code = self.document().begin(), False
        while block.isValid():
            spacing, following = block.blockFormat(), block.next()
            is_code = spacing.nonBreakableLines()
            if level := round(spacing.leftMargin() / _QUOTED):
                self._quotes.append((block, level))
            if is_code:
                self._code.append(block)
            self._space(spacing, block, level, starts_code=is_code and not after_code)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(spacing)
            block, after_code = following, is_code
        cursor.endEditBlock()

    def _space(self, spacing: QTextBlockFormat, block: QTextBlock, level: int, *, starts_code: bool) -> None:
        look, following = self._look, block.next()
        is_code = spacing.nonBreakableLines()
        ends_code = is_code and not (following.isValid() and following.blockFormat().nonBreakableLines())
        inside_list = block.textList() is not None and following.isValid() and following.textList() is not None
        inside_code = is_code and not ends_code
        below = 0 if inside_code else 2 if inside_list else 8
        spacing.setLineHeight(look.line_height(Type.READ), _FIXED)
        spacing.setNonBreakableLines(False)
        spacing.setTopMargin(look.px(14) if starts_code else 0)
        spacing.setBottomMargin(
            look.px(below if following.isValid() else 0) + (look.px(6 + _HANGS) if ends_code else 0)
        )
        spacing.setLeftMargin(look.px(14) * level + (look.px(10) if is_code else 0))
        spacing.setRightMargin(look.px(10) if is_code else 0)
        if spacing.hasProperty(_RULER):
            spacing.setBackground(look.tokens.line)

    def _find_links(self) -> tuple[Link, ...]:
        found: list[tuple[str, str]] = []
        block = self.document().begin()
        while block.isValid():
            pieces, before = block.begin(), ""
            while not pieces.atEnd():
                piece = pieces.fragment()
                href = piece.charFormat().anchorHref()
                if href and href == before:  # one link in two formats
                    found[-1] = (found[-1][0] + piece.text(), href)
                elif href:
                    found.append((piece.text(), href))
                before = href
                pieces += 1
            block = block.next()
        return tuple(Link(text, href, link_warning(text, href)) for text, href in dict.fromkeys(found))

    def _find(self, url: QUrl) -> Link:
        """Where two links share an address, the one that deserves a warning."""
        found = sorted((link for link in self._links if QUrl(link.href) == url), key=lambda link: link.warning is None)
        return found[0] if found else Link("", url.toString(), link_warning("", url.toString()))

    # what is refused

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        """As the document does: with None or nothing, Qt would read the file by itself."""
        return QImage()

    def doSetSource(self, name: QUrl | str, kind: QTextDocument.ResourceType = _UNKNOWN) -> None:
        """A link never replaces what is shown."""

    def viewportEvent(self, event: QEvent) -> bool:
        """A `title` attribute would become a tooltip, and tooltips are rich text again."""
        return event.type() == QEvent.Type.ToolTip or super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copying takes the words only."""
        _hand_over_at_the_end()
        data = QMimeData()
        data.setText(_plain(self.textCursor().selectedText()))
        return data

    # how large it is and what it looks like

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self.document().setTextWidth(width)  # QTextEdit takes it back to the width it shows
            self._heights[width] = int(self.document().size().height() + 0.99)
            self.document().setTextWidth(self.viewport().width())  # a layout asks for widths that are never given
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(80), self._look.line_height(Type.READ))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, not its messages

    def changeEvent(self, event: QEvent) -> None:
        """Link colours are written into the document while it is read in."""
        if event.type() == QEvent.Type.PaletteChange and self._html:
            self._render()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._code or self._quotes:
            painter, drawn = QPainter(self.viewport()), self.document().documentLayout()
            for first, last in _runs(self._code):
                box = drawn.blockBoundingRect(first).united(drawn.blockBoundingRect(last))
                edge = self._look.px(6)
                box = QRectF(
                    0, box.top() - edge, self.viewport().width(), box.height() + 2 * edge + self._look.px(_HANGS)
                )
                paint.rounded(painter, box, self._look.px(6), self._look.tokens.hover)
            for block, level in self._quotes:
                box = drawn.blockBoundingRect(block)
                for each in range(level):
                    bar = QRectF(self._look.px(14) * each, box.top(), self._look.px(3), box.height())
                    painter.fillRect(bar, self._look.tokens.line)
            painter.end()
        super().paintEvent(event)


def _runs(blocks: list[QTextBlock]) -> list[tuple[QTextBlock, QTextBlock]]:
    """First and last of each run of neighbours."""
    runs: list[tuple[QTextBlock, QTextBlock]] = []
    for block in blocks:
        if runs and runs[-1][1].next() == block:
            runs[-1] = (runs[-1][0], block)
        else:
            runs.append((block, block))
    return runs


def _as_html(text: str) -> SafeHtml:
    """Escaped, so it is safe by construction; very long words may break (Qt needs a minute for a megabyte of one)."""
    lines = []
    for line in _LONG.sub("\\1\u200b", text).splitlines():
        parts, last = [], 0
        for found in _ADDRESS.finditer(line):
            address = escape(found[0])
            parts += [escape(line[last : found.start()]), f'<a href="{address}">{address}</a>']
            last = found.end()
        lines.append("".join(parts) + escape(line[last:]))
    return SafeHtml('<p style="white-space: pre-wrap">' + "<br>".join(lines) + "</p>")


@cache
def _hand_over_at_the_end() -> None:
    atexit.register(_hand_over)


def _hand_over() -> None:
    """What was copied is Qt's own before Python ends. Where the platform keeps no clipboard itself (offscreen), Qt
    deletes it in the exit handlers of C; of what Python made PySide 6.11 then asks an interpreter that is gone: signal
    11. Ends when PySide looks whether there still is one."""
    if isinstance(QGuiApplication.instance(), QGuiApplication):
        clipboard = QGuiApplication.clipboard()
        data: QMimeData | None = clipboard.mimeData()
        if data is not None and createdByPython(data):
            clipboard.setText(data.text())


def _plain(text: str) -> str:
    return re.sub("[\u2028\u2029]", "\n", text).replace("\u00a0", " ").replace("\u200b", "").replace("\ufffc", "")
