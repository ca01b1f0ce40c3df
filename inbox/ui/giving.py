"""Everything between one person and me as a page: saved as HTML or PDF, or printed, to give to that person.

What takes long (reading, writing, laying out) is done in a lane; only printing itself is the interface's own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QMarginsF, QObject, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QWidget

from inbox.core.between_us import BetweenUs
from inbox.core.errors import InboxError, Refused
from inbox.rules import between_us
from inbox.ui.look import times
from inbox.ui.look.controls import Button, Column, Paragraph, PlainLabel, Row
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

T = TypeVar("T")
POINTS_A_INCH = 72
MARGIN_MM = 18
_FORBIDDEN = '<>:"/\\|?*'


def file_name(name: str) -> str:
    """A name for the file that every system takes."""
    plain = "".join(" " if letter in _FORBIDDEN or not letter.isprintable() else letter for letter in name)
    return f"Everything between {' '.join(plain.split())[:60].rstrip('. ') or 'them'} and me"


def document(html: str, size: QSizeF) -> QTextDocument:
    """Laid out for a page of this size in points. On any thread; it belongs to the interface's afterwards."""
    _dispatched = QEventLoop()  # a long document starts a timer, which a bare thread has no dispatcher for
    laid_out = QTextDocument()
    laid_out.setPageSize(size)
    laid_out.setHtml(html)
    laid_out.pageCount()  # lays out now, where there is time for it
    app = QCoreApplication.instance()
    if app is not None:
        laid_out.moveToThread(app.thread())
    return laid_out


def write_pdf(html: str, path: Path, title: str) -> None:
    """Raises Refused where the file cannot be written."""
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    writer.setResolution(POINTS_A_INCH * 4)
    _dispatched = QEventLoop()  # as in `document`
    laid_out = QTextDocument()
    laid_out.documentLayout().setPaintDevice(writer)
    laid_out.setPageSize(QSizeF(writer.width(), writer.height()))
    laid_out.setHtml(html)
    laid_out.print_(writer)
    if not path.exists() or path.stat().st_size == 0:
        raise Refused(f"{path.name} could not be written there. Choose another folder.")


def write_html(html: str, path: Path) -> None:
    """Raises Refused where the file cannot be written."""
    try:
        path.write_text(html, "utf-8")
    except OSError as error:
        raise Refused(f"{path.name} could not be written there. Choose another folder.") from error


class GiveSheet(Sheet):
    saved = Signal(str)
    """ "html" or "pdf"."""
    printed = Signal()
    wish = (500, 268)

    def __init__(self, look: Look, everything: BetweenUs) -> None:
        super().__init__(look, f"Everything between {everything.name} and you")
        count, talks = everything.count, len(everything.talks)
        said = f"{count:,} message{'' if count == 1 else 's'} in {talks:,} conversation{'' if talks == 1 else 's'}"
        did = f", and {len(everything.did):,} likes and shares" if everything.did else ""
        left_out = between_us.left_out(everything)
        title = PlainLabel(look, f"Everything between {isolate(everything.name)} and you", Type.TITLE)
        words = Paragraph(look, f"One page to give to them: {said}{did}, oldest first.", Type.BODY, "soft")
        missing = Paragraph(look, left_out or "Nothing is left out.", Type.BODY, "soft")
        self._html = Button(look, "Save as a page", icon="globe", rank="main")
        pdf, paper = Button(look, "Save as PDF", icon="copy"), Button(look, "Print…")
        self._html.clicked.connect(lambda: self._leave(lambda: self.saved.emit("html")))
        pdf.clicked.connect(lambda: self._leave(lambda: self.saved.emit("pdf")))
        paper.clicked.connect(lambda: self._leave(self.printed.emit))
        cancel = Button(look, "Cancel")
        cancel.clicked.connect(self.done)
        buttons = Row(look, cancel, None, paper, pdf, self._html, spacing=8)
        self.setLayout(Column(look, title, words, missing, None, buttons, spacing=12, margins=(20, 18, 20, 18)))

    def first_focus(self) -> QWidget:
        return self._html

    def wished_height(self, width: int) -> int:
        layout = self.layout()
        return max(layout.heightForWidth(width), self.look.px(190)) if layout is not None else self.look.px(190)

    def _leave(self, then: Callable[[], object]) -> None:
        self.done.emit()
        then()


class Giving(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def ask(self) -> None:
        """What there is, and how it shall be given."""
        desk, identity = self._desk, self._desk.person()
        if identity is None:
            return
        store = desk.store

        def look() -> BetweenUs:
            with store.reading() as reading:
                return reading.between_us(identity)

        self._in_a_lane(look, self._on_read)

    def _on_read(self, everything: BetweenUs) -> None:
        sheet = GiveSheet(self._desk.window.look, everything)
        sheet.saved.connect(lambda kind: self._save(everything, kind))
        sheet.printed.connect(lambda: self._print(everything))
        self._desk.window.overlay.open(sheet)

    def _html(self, everything: BetweenUs) -> str:
        return between_us.page(everything, self._desk.clock.now(), times.full)

    def _save(self, everything: BetweenUs, kind: str) -> None:
        title, suffix = "Save everything between you", f".{kind}"
        kinds = "PDF (*.pdf)" if kind == "pdf" else "Page (*.html)"
        chosen, _ = QFileDialog.getSaveFileName(self._desk.window, title, file_name(everything.name) + suffix, kinds)
        if chosen:
            path = Path(chosen)
            self.save(everything, path if path.suffix.lower() == suffix else path.with_name(path.name + suffix))

    def save(self, everything: BetweenUs, path: Path) -> None:
        """As PDF where the name ends so, else as a page."""

        def write() -> Path:
            html = self._html(everything)
            if path.suffix.lower() == ".pdf":
                write_pdf(html, path, file_name(everything.name))
            else:
                write_html(html, path)
            return path

        self._in_a_lane(write, lambda done: self._desk.say(f"Saved as {done.name}."))

    def _print(self, everything: BetweenUs) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._desk.window)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        size = printer.pageRect(QPrinter.Unit.Point).size()

        def printed(laid_out: QTextDocument) -> None:
            laid_out.print_(printer)
            self._desk.say(f"On its way to {printer.printerName() or 'the printer'}.")

        self._in_a_lane(lambda: document(self._html(everything), size), printed)

    def _in_a_lane(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        engine = self._desk.engine_now()

        def failed(error: InboxError) -> None:
            self._desk.say(str(error), tone="warn")

        engine.runner.run("giving", work, done, failed, alive=lambda: not engine.closed)
