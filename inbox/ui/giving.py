"""Everything between one person and me as a page: saved as HTML or PDF, or printed, to give to that person.

What takes long (reading, writing, laying out) is done in a lane; only printing itself is the interface's own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QBuffer, QCoreApplication, QEventLoop, QIODevice, QMarginsF, QObject, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from inbox.core.between_us import BetweenUs
from inbox.core.errors import InboxError
from inbox.rules import between_us
from inbox.services import giving_out
from inbox.ui.file_choice import where_to_save
from inbox.ui.look import times
from inbox.ui.look.controls import Button, Column, Paragraph, PlainLabel
from inbox.ui.look.flow import Flow
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


def as_pdf(html: str, title: str, paper: QPageLayout | None = None) -> bytes:
    """On A4, or on this paper."""
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(data)
    writer.setTitle(title)
    if paper is not None:
        writer.setPageLayout(paper)
    else:
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    writer.setResolution(POINTS_A_INCH * 4)
    _dispatched = QEventLoop()  # as in `document`
    laid_out = QTextDocument()
    laid_out.documentLayout().setPaintDevice(writer)
    laid_out.setPageSize(QSizeF(writer.width(), writer.height()))
    laid_out.setHtml(html)
    laid_out.print_(writer)
    return bytes(data.data().data())


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
        buttons = Flow(look, gap=8, ends=True)
        buttons.hold([cancel, paper, pdf, self._html])
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
        name, kinds = file_name(everything.name) + suffix, "PDF" if kind == "pdf" else "Page"
        path = where_to_save(self._desk, title, name, kinds, suffix)
        if path is not None:
            self.save(everything, path)

    def save(self, everything: BetweenUs, path: Path, paper: QPageLayout | None = None) -> None:
        """As PDF where the name ends so, else as a page."""

        def write() -> Path:
            html = self._html(everything)
            is_pdf = path.suffix.lower() == ".pdf"
            data = as_pdf(html, file_name(everything.name), paper) if is_pdf else html.encode("utf-8")
            giving_out.write_whole(path, data)
            return path

        self._in_a_lane(write, lambda done: self._desk.say(f"Saved as {done.name}."))

    def _print(self, everything: BetweenUs) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._desk.window)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        if printer.outputFileName():  # "print to a file" is saving, with what is said of it
            self.save(everything, Path(printer.outputFileName()).with_suffix(".pdf"), printer.pageLayout())
            return
        size = printer.pageRect(QPrinter.Unit.Point).size()

        def printed(laid_out: QTextDocument) -> None:
            name = printer.printerName() or "The printer"
            laid_out.print_(printer)
            if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
                self._desk.say(f"{name} took nothing. Look whether it is on, then print again.", tone="warn")
            else:
                self._desk.say(f"{name} has it.")

        self._in_a_lane(lambda: document(self._html(everything), size), printed)

    def _in_a_lane(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        engine = self._desk.engine_now()

        def failed(error: InboxError) -> None:
            self._desk.say(str(error), tone="warn")

        engine.runner.run("giving", work, done, failed, alive=lambda: not engine.closed)
