"""The pictures of one message: a button for each until somebody asks for it, then the picture in its place."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.theme import Look

Images = tuple[tuple[str, str], ...]
"""`Message.images`: (address, what it shows in words) each."""


class Picture(QWidget):
    """A picture that was asked for, never larger than itself or the card."""

    def __init__(self, name: str, picture: QPixmap) -> None:
        super().__init__()
        self._picture = picture
        self.setAccessibleName(f"Picture: {name}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _scaled(self, width: int) -> QSize:
        size = self._picture.size()
        return size if size.width() <= width else QSize(width, max(1, size.height() * width // size.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._scaled(width).height()

    def sizeHint(self) -> QSize:
        return self._scaled(max(self.width(), 200))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRect(QPoint(0, 0), self._scaled(self.width())), self._picture)


class MessagePictures(layouts.Column):
    def __init__(self, look: Look, wanted: Callable[[str], None]) -> None:
        """`wanted` is called with the address of each picture that is asked for."""
        super().__init__(look, spacing=2)
        self._wanted = wanted
        self._images: Images = ()

    def offer(self, images: Images, *, after: QWidget) -> None:
        """Buttons for these, unless they are here already; Tab comes to them from `after`."""
        if images == self._images:
            return
        self._images = images
        while (item := self.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for address, alternative in images:
            button = Button(self._look, _button_words(alternative), icon="image", opens=False, rank="quiet")
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(self._look.px(60))
            button.setAccessibleDescription("Load this picture")
            button.clicked.connect(lambda _=False, address=address: self._want(address))
            self.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            QWidget.setTabOrder(after, button)  # not after all other panes, where a new widget stands
            after = button

    def show(self, address: str, picture: QPixmap) -> None:
        """In the place of the button that asked for it, or of the picture that stood there."""
        for at, (known, alternative) in enumerate(self._images):
            item = self.itemAt(at)
            if known == address and item is not None and (before := item.widget()) is not None:
                self.replaceWidget(before, Picture(alternative, picture))
                before.hide()
                before.deleteLater()

    def want_all(self, without: Container[str]) -> None:
        """All of them that are not here yet, as if each had been asked for."""
        for address, _ in self._images:
            if address not in without and any(True for _ in self._buttons(address)):
                self._want(address)

    def say_failed(self, address: str) -> None:
        """It can be asked for again."""
        for button, alternative in self._buttons(address):
            button.say(_button_words(alternative))
            button.setEnabled(True)

    def _want(self, address: str) -> None:
        for button, _ in self._buttons(address):
            button.say("loading the picture …")
            button.setEnabled(False)
        self._wanted(address)

    def _buttons(self, address: str) -> Iterator[tuple[Button, str]]:
        """(button, what its picture shows): one message may show the same picture twice."""
        for at, (known, alternative) in enumerate(self._images):
            item = self.itemAt(at)
            if known == address and item is not None and isinstance(button := item.widget(), Button):
                yield button, alternative


def _button_words(alternative: str) -> str:
    return f"picture: {alternative or 'without description'}"
