"""Pictures of messages: loaded when somebody asks for them, decoded beside the interface, never larger than needed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Container, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize
from PySide6.QtGui import QImage, QImageReader, QPixmap

from inbox.core.errors import InboxError, NetworkError, Rejected

if TYPE_CHECKING:
    from inbox.ui.bubble import Bubble
    from inbox.ui.desk import Desk
    from inbox.ui.engine import Engine

MOST_PIXELS = 25_000_000
MOST_MEGABYTES = 64
WIDEST = 1600
KEPT = 16


def decode(data: bytes, kind: str) -> QImage:
    """A still picture at most `WIDEST` wide. Size first: a few kilobytes can claim to be a gigabyte. Raises Rejected.

    May run on any thread. `kind` is what the bytes were recognised as; no other decoder is tried.
    """
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise Rejected("The picture is damaged. Open it in the browser instead.")
    if size.width() * size.height() > MOST_PIXELS:
        raise Rejected("The picture is too large to show here. Open it in the browser instead.")
    if size.width() > WIDEST:
        reader.setScaledSize(QSize(WIDEST, max(1, size.height() * WIDEST // size.width())))
    image = reader.read()
    if image.isNull():
        raise Rejected("The picture is damaged. Open it in the browser instead.")
    return image


def ask_for_chosen(bubbles: Iterable[Bubble], chosen: Container[int], without: Container[str]) -> set[str]:
    """Ask for the pictures of these people, but for those `without`; returns the addresses that are theirs."""
    theirs: set[str] = set()
    for bubble in bubbles:
        message = bubble.message
        if message is not None and message.identity in chosen:
            theirs.update(address for address, _ in message.images)
            bubble.pictures.want_all(without)
    return theirs


class Pictures(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._unasked: set[str] = set()
        """Of people whose pictures are always loaded: these fail without a word."""
        self._failed: set[str] = set()
        desk.window.conversation.drawn.connect(self._keep)

    def _keep(self) -> None:
        """Pictures of people one chose come by themselves, each tried once."""
        desk = self._desk
        if desk.is_sample or desk.engine is None or desk.engine.closed:
            return
        chosen = desk.read(lambda reading: reading.keeps_pictures())
        if chosen:
            self._unasked |= ask_for_chosen(desk.window.conversation.bubbles(), chosen, self._failed)

    def want(self, address: str) -> None:
        desk = self._desk
        if address in self._kept:
            self._kept.move_to_end(address)
            desk.window.conversation.show_picture(address, self._kept[address])
        elif desk.is_sample:
            self._on_failed(address, Rejected("The sample fetches nothing from the internet, pictures included."))
        else:
            engine = desk.engine_now()

            def fetch() -> QImage:
                from inbox.runtime.shelf import Shelf

                kept = Shelf(engine.parts.folder).take(address)
                return decode(*(kept or _fetched(engine, address)))

            engine.runner.run(
                "pictures",
                fetch,
                lambda image: self._on_fetched(address, image),
                lambda error: self._on_failed(address, error),
                alive=lambda: not engine.closed,
            )

    def keeper(self) -> Callable[[str], bool]:
        """For a lane: loads a picture by its address, keeps it for the time offline, and says whether it is here."""
        from inbox.runtime.shelf import Shelf

        engine = self._desk.engine_now()
        shelf = Shelf(engine.parts.folder)

        def keep(address: str) -> bool:
            try:
                if not shelf.has(address):
                    shelf.put(address, *_fetched(engine, address))
            except NetworkError:
                return False  # that picture is not given away; its message is here all the same
            return True

        return keep

    def _on_fetched(self, address: str, image: QImage) -> None:
        picture = QPixmap.fromImage(image)
        self._kept[address] = picture
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._desk.window.conversation.show_picture(address, picture)

    def _on_failed(self, address: str, error: InboxError) -> None:
        self._desk.window.conversation.picture_failed(address)
        self._failed.add(address)
        if address in self._unasked:
            self._unasked.discard(address)
            return
        self._desk.say(str(error), tone="warn")


def _fetched(engine: Engine, address: str) -> tuple[bytes, str]:
    from inbox.networks.pictures import fetch_picture

    return fetch_picture(address, engine.parts.reading_sessions.around(False))
