"""What is written out about people because somebody has a right to it: the full record, the list for the newsletter."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from inbox.core.errors import Refused
from inbox.core.ports import Store
from inbox.rules import newsletter, record_page

# Windows would turn every line break into two characters.
_AS_IT_IS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Written:
    paths: tuple[Path, ...]
    number: int
    sentence: str


def write_record(store: Store, identity: int, path: Path) -> Written:
    """Everything that is kept about a person, as JSON and as a page, side by side; `path` names both. Readable by their
    owner only. Raises Refused where it cannot be written, NotHere for an unknown identity."""
    with store.reading() as reading:
        record = reading.full_record(identity)
    # "ann.smith" is a name, not a name with an ending.
    stem = path.with_suffix("") if path.suffix.lower() in (".json", ".html", ".htm") else path
    paths = tuple(stem.with_name(f"{stem.name}{suffix}") for suffix in (".json", ".html"))
    for target, text in zip(paths, (record_page.as_json(record), record_page.as_html(record)), strict=True):
        write_whole(target, text.encode("utf-8"))
    number = sum(len(section.rows) for section in record.sections)
    return Written(
        paths, number, f"All that is kept about {record.name} was written to {paths[0].name} and {paths[1].name}."
    )


def write_newsletter(store: Store, path: Path) -> Written:
    """Only those who agreed, with the proof. Raises Refused where it cannot be written."""
    with store.reading() as reading:
        found = reading.newsletter()
    target = path if path.suffix.lower() == ".csv" else path.with_name(f"{path.name}.csv")
    write_whole(target, newsletter.as_table(found).encode("utf-8"))
    return Written((target,), len(found.readers), f"{newsletter.said(found)} Written to {target.name}.")


def write_whole(path: Path, data: bytes) -> None:
    """There whole or not at all, and readable by its owner only. Raises Refused where it cannot be written."""
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        with open(os.open(unfinished, _AS_IT_IS, 0o600), "wb") as out:
            out.write(data)
        unfinished.replace(path)
    except OSError as error:
        # What could not be made cannot always be removed either (a folder that is a file).
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        why = error.strerror or type(error).__name__
        raise Refused(f"Nothing could be written to {path.parent} ({why}). Choose another folder.") from error
