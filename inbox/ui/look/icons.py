"""Line icons as our own paths on a 24-unit grid: no image files, crisp at any scale; and the networks' own signs.

The little language: M x y · L x y · C x1 y1 x2 y2 x y · Z · O centre-x centre-y radius · R x y w h radius.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from math import cos, pi, sin
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

GRID = 24.0
_OWN = Path(__file__).resolve().parents[2]  # the package `inbox`, with every network's icon.svg


def _star() -> str:
    points = [
        (12 + radius * sin(step * pi / 5), 12.8 - radius * cos(step * pi / 5))
        for step in range(10)
        for radius in ((10.0, 4.3)[step % 2],)
    ]
    return "M " + " L ".join(f"{x:.2f} {y:.2f}" for x, y in points) + " Z"


_BUBBLE = (
    "M 6.5 4 L 17.5 4 C 19.4 4 21 5.6 21 7.5 L 21 12.5 C 21 14.4 19.4 16 17.5 16 "
    "L 11 16 L 6.5 20 L 6.5 16 C 4.6 16 3 14.4 3 12.5 L 3 7.5 C 3 5.6 4.6 4 6.5 4 Z"
)

STROKED = {
    # views and segments
    "inbox": "R 3 4 18 16 3 M 3 13.5 L 8 13.5 L 9.5 16.5 L 14.5 16.5 L 16 13.5 L 21 13.5",
    "them": "M 6.5 3 L 17.5 3 M 6.5 21 L 17.5 21 M 8 3 L 8 6.5 C 8 10 12 10.5 12 12 C 12 13.5 8 14 8 17.5 L 8 21 "
    "M 16 3 L 16 6.5 C 16 10 12 10.5 12 12 C 12 13.5 16 14 16 17.5 L 16 21",
    "snooze": "O 12 12 9 M 12 7 L 12 12.3 L 15.5 14.3",
    "outbox": "M 21 3 L 3 10 L 10.5 13.5 L 14 21 Z M 21 3 L 10.5 13.5",
    "done": "M 4.5 12.5 L 10 18 L 20 6.5",
    "people": "O 9 8 3.6 M 2.5 20 C 2.5 12.5 15.5 12.5 15.5 20 M 16 4.8 C 19.6 5.6 19.6 10.6 16 11.4 "
    "M 18.4 14.6 C 20.6 15.4 21.5 17.4 21.5 20",
    "person": "O 12 8 4 M 4 20.5 C 4 12.5 20 12.5 20 20.5",
    "star": _star(),
    "smile": "O 12 12 9 M 8 14 C 9.5 17 14.5 17 16 14 M 9 9.3 L 9 9.8 M 15 9.3 L 15 9.8",
    "cup": "M 4 8.5 L 17 8.5 L 17 14 C 17 18 14.5 20.5 11.5 20.5 L 9.5 20.5 C 6.5 20.5 4 18 4 14 Z "
    "M 17 10.5 L 18.5 10.5 C 21.5 10.5 21.5 15.5 17 15.5 M 8 3 L 8 5 M 13 3 L 13 5",
    "gift": "R 3.5 8 17 4 1 M 5 12 L 5 20.5 L 19 20.5 L 19 12 M 12 8 L 12 20.5 "
    "M 12 8 C 7 8 6.5 3.5 9 3.5 C 11 3.5 12 6 12 8 C 12 6 13 3.5 15 3.5 C 17.5 3.5 17 8 12 8",
    "wind": "M 3 9 L 14 9 C 17.5 9 17.5 4 14.5 4 C 13.2 4 12.4 4.8 12.2 5.8 M 3 13.5 L 18.5 13.5 "
    "C 22 13.5 22 18.8 18.8 18.8 C 17.4 18.8 16.6 18 16.4 17 M 3 18 L 10.5 18",
    "bag": "M 5 8 L 19 8 L 20 20.5 L 4 20.5 Z M 8.5 8 C 8.5 2 15.5 2 15.5 8",
    "chart": "M 3.5 20.5 L 20.5 20.5 M 7 16.5 L 7 11 M 12 16.5 L 12 4.5 M 17 16.5 L 17 8",
    "phone": "M 6 3.5 L 9.3 3.5 L 10.8 8 L 8.8 9.8 C 9.8 12.2 11.8 14.2 14.2 15.2 L 16 13.2 L 20.5 14.7 L 20.5 18 "
    "C 20.5 19.5 19.5 20.5 18 20.5 C 10 20 4 14 3.5 6 C 3.5 4.5 4.5 3.5 6 3.5 Z",
    # actions
    "reply": "M 9.5 5 L 3.5 11 L 9.5 17 M 3.5 11 L 13 11 C 17.5 11 20.5 14 20.5 19",
    "heart": "M 12 20 C 5 15.5 3 12 3 8.8 C 3 4 9.5 2.5 12 7.5 C 14.5 2.5 21 4 21 8.8 C 21 12 19 15.5 12 20 Z",
    "search": "O 10.5 10.5 6.5 M 15.5 15.5 L 20.5 20.5",
    "menu": "M 4 7 L 20 7 M 4 12 L 20 12 M 4 17 L 20 17",
    "up": "M 6 14.5 L 12 8.5 L 18 14.5",
    "down": "M 6 9.5 L 12 15.5 L 18 9.5",
    "right": "M 9.5 6 L 15.5 12 L 9.5 18",
    "external": "M 14 4 L 20 4 L 20 10 M 20 4 L 11 13 M 18 14 L 18 20 L 4 20 L 4 6 L 10 6",
    "globe": "O 12 12 9 M 3 12 L 21 12 M 12 3 C 7 8 7 16 12 21 C 17 16 17 8 12 3",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "video": "R 2.5 6 12.5 12 2.5 M 15 10.5 L 21.5 7.5 L 21.5 16.5 L 15 13.5",
    "pin": "M 12 21 C 7 15.5 5 12.5 5 9.8 C 5 0.8 19 0.8 19 9.8 C 19 12.5 17 15.5 12 21 Z O 12 10 2.6",
    "copy": "R 8 8 12.5 12.5 2.5 M 5 15.5 C 4 15.5 3.5 15 3.5 14 L 3.5 5.5 C 3.5 4.3 4.3 3.5 5.5 3.5 "
    "L 14 3.5 C 15 3.5 15.5 4 15.5 5",
    "note": "M 4 20 L 8 19 L 19.5 7.5 L 16.5 4.5 L 5 16 Z M 14 7 L 17 10",
    "moon": "M 20 14.5 C 13 17.5 6.5 11 9.5 4 C 1 7 2.5 20.5 13 20.5 C 16.5 20.5 19 18 20 14.5 Z",
    "panel": "R 3.5 4.5 17 15 2.5 M 14.5 4.5 L 14.5 19.5",
    "mail": "R 3 5 18 14 2.5 M 3.5 7 L 12 13.5 L 20.5 7",
    "sun": "O 12 12 4.2 M 12 2.5 L 12 4.5 M 12 19.5 L 12 21.5 M 2.5 12 L 4.5 12 M 19.5 12 L 21.5 12 "
    "M 5.3 5.3 L 6.7 6.7 M 17.3 17.3 L 18.7 18.7 M 5.3 18.7 L 6.7 17.3 M 17.3 6.7 L 18.7 5.3",
    "warning": "M 12 3.8 L 21.5 20 L 2.5 20 Z M 12 10 L 12 14.5 M 12 17.2 L 12 17.4",
    "info": "O 12 12 9 M 12 11 L 12 16.5 M 12 7.6 L 12 7.8",
    "cloud": "M 7 19 C 1.5 19 1.5 11.5 6.5 11 C 6.5 4 16.5 3.5 17.5 9.5 C 23 9.5 23 19 17.5 19 Z",
    "cloud-off": "M 7 19 C 1.5 19 1.5 11.5 6.5 11 C 6.5 4 16.5 3.5 17.5 9.5 C 23 9.5 23 19 17.5 19 Z M 4 4 L 20.5 21.5",
    "refresh": "M 20 11 C 19 2.5 7 1.5 4.5 9.5 M 4 4 L 4.3 9.8 L 10 9.5 M 4 13 C 5 21.5 17 22.5 19.5 14.5 "
    "M 20 20 L 19.7 14.2 L 14 14.5",
    "link": "M 9.5 14.5 L 14.5 9.5 M 11 7 L 13 5 C 17 1 23 7 19 11 L 17 13 M 13 17 L 11 19 C 7 23 1 17 5 13 L 7 11",
    "lock": "R 5 10.5 14 10 2.5 M 8 10.5 L 8 7.5 C 8 2.5 16 2.5 16 7.5 L 16 10.5",
    "settings": "M 4 7 L 13 7 M 19 7 L 20 7 O 16 7 2.4 M 4 17 L 5 17 M 11 17 L 20 17 O 8 17 2.4",
    "command": "M 5 7 L 10 12 L 5 17 M 12.5 17.5 L 19.5 17.5",
    "plus": "M 12 5 L 12 19 M 5 12 L 19 12",
    "minus": "M 5 12 L 19 12",
    "undo": "M 8.5 5 L 4 9.5 L 8.5 14 M 4 9.5 L 14 9.5 C 21.5 9.5 21.5 19.5 14 19.5 L 10 19.5",
    "eye": "M 2.5 12 C 7 4.5 17 4.5 21.5 12 C 17 19.5 7 19.5 2.5 12 Z O 12 12 2.8",
    "image": "R 3 4 18 16 2.5 M 3.5 17 L 9 11.5 L 13 15.5 L 16 13 L 20.5 17.5 O 15.8 8.6 1.4",
    "tag": "M 3.5 12.5 L 3.5 4.5 L 11.5 4.5 L 20.5 13.5 L 13 21 Z O 8 9 1.2",
    "spam": "M 8 3 L 16 3 L 21 8 L 21 16 L 16 21 L 8 21 L 3 16 L 3 8 Z M 12 7.5 L 12 13 M 12 16.2 L 12 16.4",
    "trash": "M 4 6.5 L 20 6.5 M 9 6.5 L 9 4 L 15 4 L 15 6.5 M 6 6.5 L 7 20.5 L 17 20.5 L 18 6.5 M 10 10.5 L 10 16.5 "
    "M 14 10.5 L 14 16.5",
    "keyboard": "R 2.5 6 19 12.5 2.5 M 6.5 10 L 6.6 10 M 10.2 10 L 10.3 10 M 13.8 10 L 13.9 10 M 17.4 10 L 17.5 10 "
    "M 8 14.5 L 16 14.5",
    "place": "R 3.5 5 17 14 2.5 M 3.5 9.5 L 20.5 9.5 M 6.5 7.2 L 6.6 7.2",
    "quote": _BUBBLE,
    "house": "M 3.5 11 L 12 4 L 20.5 11 M 6 9.5 L 6 20 L 18 20 L 18 9.5",
    "dots": "O 5.5 12 0.7 O 12 12 0.7 O 18.5 12 0.7",
    "calendar": "R 3.5 5 17 15.5 2.5 M 3.5 10 L 20.5 10 M 8 3 L 8 6.5 M 16 3 L 16 6.5",
}
FILLED = {
    "star-full": _star(),
}


Sign = str | Path
"""The name of an icon of ours, or the file of a network's `icon.svg`."""


def draw_sign(painter: QPainter, sign: Sign, box: QRectF, colour: QColor, weight: float = 1.5) -> None:
    """Whichever of the two; `weight` has no meaning for a file."""
    if isinstance(sign, Path):
        draw_svg(painter, sign, box, colour)
    else:
        draw_icon(painter, sign, box, colour, weight)


def draw_icon(painter: QPainter, name: str, box: QRectF, colour: QColor, weight: float = 1.5) -> None:
    """Paints into a square box; `weight` is the line's width in device-independent pixels."""
    scale = box.width() / GRID
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    if name in FILLED:
        painter.fillPath(_path(FILLED[name]), colour)
    else:
        pen = QPen(colour, weight / scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(_path(STROKED[name]), pen)
    painter.restore()


def draw_svg(painter: QPainter, source: Path, box: QRectF, colour: QColor) -> None:
    """The white sign of a network's `icon.svg`, without its coloured tile, in one colour.

    Raises ValueError for a file outside the app: SVG is a language with loops and includes, and nothing that came from
    outside is ever handed to the renderer.
    """
    ratio = painter.device().devicePixelRatio()
    size = max(1, round(box.width() * ratio))
    painter.drawPixmap(box.topLeft(), _sign_of(source, size, ratio, colour.rgba()))


@lru_cache(maxsize=256)
def _sign_of(source: Path, size: int, ratio: float, rgba: int) -> QPixmap:
    pixmap = QPixmap.fromImage(_tinted(_white_of(_middle_of(source, size, kept=24)), QColor.fromRgba(rgba)))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=64)
def tile_of(source: Path, size: int) -> QPixmap:
    """A network's tile without its rim and corners, `size` device pixels wide, to be cut round."""
    return QPixmap.fromImage(_middle_of(source, size, kept=28))


def _middle_of(source: Path, size: int, *, kept: int) -> QImage:
    """Of the 32 units of the tile the middle `kept`, in `size` pixels."""
    whole = round(size * 32 / kept)
    image = QImage(whole, whole, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = _renderer(source)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, whole, whole))
    painter.end()
    start = (whole - size) // 2
    return image.copy(start, start, size, size)


def _white_of(image: QImage) -> QImage:
    """How white each pixel is above the tile, whose grey is the most common one, as an opacity."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = bytes(grey.constBits())
    common = Counter(pixels).most_common(2)
    ground = next((value for value, _ in common if value), 0)
    stretch = bytes(max(0, value - ground) * 255 // max(1, 255 - ground) for value in range(256))
    size = image.width()
    return QImage(pixels.translate(stretch), size, size, grey.bytesPerLine(), QImage.Format.Format_Alpha8).copy()


def _tinted(opacity: QImage, colour: QColor) -> QImage:
    image = QImage(opacity.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(colour)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, opacity)
    painter.end()
    return image


@cache
def _renderer(source: Path) -> QSvgRenderer:
    if not source.resolve().is_relative_to(_OWN):
        raise ValueError(f"not a file of the app: {source}")
    renderer = QSvgRenderer(str(source))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer


@cache
def _path(source: str) -> QPainterPath:
    path = QPainterPath()
    words = iter(source.split())
    for letter in words:
        match letter:
            case "M":
                path.moveTo(_point(words))
            case "L":
                path.lineTo(_point(words))
            case "C":
                path.cubicTo(_point(words), _point(words), _point(words))
            case "O":
                path.addEllipse(_point(words), radius := float(next(words)), radius)
            case "R":
                corner, size = _point(words), _point(words)
                radius = float(next(words))
                path.addRoundedRect(QRectF(corner.x(), corner.y(), size.x(), size.y()), radius, radius)
            case "Z":
                path.closeSubpath()
            case _:
                raise ValueError(f"unknown path command {letter!r}")
    return path


def _point(words: Iterator[str]) -> QPointF:
    return QPointF(float(next(words)), float(next(words)))
