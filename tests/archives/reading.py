"""The samples of `tests/data/archives`, opened as a person would: by choosing a file."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

from inbox.archives import registry
from inbox.core.fetched import FetchedMessage
from inbox.core.moving import Card, Entry
from inbox.services.reading_in import Opened

DATA = Path(__file__).parents[1] / "data" / "archives"


def zipped(folder: str, into: Path) -> Path:
    """A download as a zip file, as it comes."""
    path = into / f"{folder}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((DATA / folder).rglob("*.*")):
            archive.write(file, file.relative_to(DATA / folder).as_posix())
    return path


def tarred(folder: str, into: Path) -> Path:
    path = into / f"{folder}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for file in sorted((DATA / folder).rglob("*.*")):
            archive.add(file, file.relative_to(DATA / folder).as_posix())
    return path


def opened(path: Path) -> Opened:
    return Opened(path.name, *registry.open_file(path))


def entries(path: Path, *mine: str) -> list[Entry]:
    return list(registry.open_file(path)[1].entries(frozenset(mine)))


def messages(path: Path, *mine: str) -> list[FetchedMessage]:
    return [entry.message for entry in entries(path, *mine) if entry.message is not None]


def cards(path: Path) -> list[Card]:
    return [entry.card for entry in entries(path) if entry.card is not None]


def troubles(path: Path, *mine: str) -> list[str]:
    return [entry.trouble for entry in entries(path, *mine) if entry.trouble]


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
