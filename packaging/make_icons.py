"""Draws every icon file from resources/icons/parlour.svg: python packaging/make_icons.py

PNG for Linux and the window, ICO for Windows, ICNS for the Mac. Both containers are lists of PNG pictures and are
written here: ICO as Microsoft's "Icons in Win32" describes it (PNG entries since Vista), ICNS as four-letter types
with a length (the `ic..` types hold PNG since Mac OS X 10.7).
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# Type: side in pixels. ic11 to ic14 are the double-resolution pictures of 16, 32, 128 and 256 points.
ICNS_TYPES = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}


def ico(pictures: dict[int, bytes]) -> bytes:
    """An ICO file of PNG pictures by side length."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries = b""
    for side, png in sorted(pictures.items()):
        # 256 is written as 0: the field is one byte.
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(png), at)
        at += len(png)
    return head + entries + b"".join(png for _, png in sorted(pictures.items()))


def icns(pictures: dict[int, bytes]) -> bytes:
    """An ICNS file; `pictures` needs every side length of `ICNS_TYPES`."""
    body = b"".join(
        name + struct.pack(">I", 8 + len(pictures[side])) + pictures[side] for name, side in ICNS_TYPES.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def draw(svg: Path, side: int) -> bytes:
    """The drawing as a PNG of `side` pixels."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication([])
    svg = ICONS / "parlour.svg"
    pictures = {side: draw(svg, side) for side in {*ICO_SIZES, *ICNS_TYPES.values(), 512}}
    (ICONS / "parlour.png").write_bytes(pictures[512])
    (ICONS / "parlour.ico").write_bytes(ico({side: pictures[side] for side in ICO_SIZES}))
    (ICONS / "parlour.icns").write_bytes(icns(pictures))
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
