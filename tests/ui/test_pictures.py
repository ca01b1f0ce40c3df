"""Pictures from outside: decoded only when small, whole, and what they were recognised as."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from pytestqt.qtbot import QtBot

from inbox.core.errors import Rejected
from inbox.ui.look.theme import Look
from inbox.ui.pictures import MOST_PIXELS, WIDEST, ask_for_chosen, decode
from inbox.ui.thread import ThreadView
from tests.ui import values


def encoded(width: int, height: int, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x1A7056)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    return bytes(buffer.data().data())


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("kind", "name"), [("PNG", "png"), ("JPG", "jpeg")])
def test_a_picture_keeps_its_size(qtbot: QtBot, kind: str, name: str) -> None:
    image = decode(encoded(60, 40, kind), name)
    assert (image.width(), image.height()) == (60, 40)


def test_a_wide_picture_is_made_smaller_while_it_is_decoded(qtbot: QtBot) -> None:
    image = decode(encoded(WIDEST * 2, 100), "png")
    assert (image.width(), image.height()) == (WIDEST, 50)


def test_a_bomb_is_refused_by_its_size_alone(qtbot: QtBot) -> None:
    side = int(MOST_PIXELS**0.5) + 1
    with pytest.raises(Rejected, match="too large"):
        decode(png_that_claims(side, side), "png")


def test_half_a_picture_is_called_damaged(qtbot: QtBot) -> None:
    with pytest.raises(Rejected, match="damaged"):
        decode(encoded(60, 40)[:20], "png")


def test_no_other_decoder_is_tried_than_the_one_that_fits(qtbot: QtBot) -> None:
    with pytest.raises(Rejected, match="damaged"):
        decode(encoded(60, 40, "BMP"), "png")


def test_pictures_of_people_one_chose_are_asked_for_by_themselves(look: Look, qtbot: QtBot) -> None:
    pane = ThreadView(look, values.faces(), values.now)
    qtbot.addWidget(pane)
    heard: list[str] = []
    pane.picture_wanted.connect(heard.append)
    loaf, broken = ("https://x.example/loaf.png", "a loaf"), ("https://x.example/broken.png", "nothing")
    theirs = values.message("Amara", identity=7, images=(loaf, broken))
    other = values.message("Tom", identity=8, images=(("https://x.example/tom.png", "Tom"),))
    pane.show_conversation(values.conversation([theirs, other]))
    assert ask_for_chosen(pane.bubbles(), {7}, {broken[0]}) == {loaf[0], broken[0]}
    assert heard == [loaf[0]]
