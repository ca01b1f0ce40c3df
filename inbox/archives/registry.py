"""Which formats there are: every folder beside this file whose `__init__` declares a `FORMAT`.

Declarations are light and read at once; a reader is imported when a file is looked at.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import cast

import inbox.archives
from inbox.archives import packed
from inbox.archives.api import Archive, Format, Reader
from inbox.archives.source import Source
from inbox.core.errors import Refused
from inbox.rules import address_book

_SHEET = "is a spreadsheet. Save it as CSV, then choose that file."
_HINTS = {
    ".xlsx": _SHEET, ".xls": _SHEET, ".ods": _SHEET, ".numbers": _SHEET,
    ".pst": "belongs to Outlook. Export its contacts there as CSV; for its mail choose an mbox of Thunderbird.",
    ".olm": "belongs to Outlook for Mac. Export its contacts as vCard or CSV.",
    ".abbu": "belongs to Contacts on the Mac. Choose Export vCard there instead.",
    ".eml": "is a single e-mail. Export the whole mailbox as mbox.",
}  # fmt: skip


@cache
def formats() -> tuple[Format, ...]:
    """In order of their titles."""
    found = (importlib.import_module(name).FORMAT for name in _packages())
    return tuple(sorted(found, key=lambda each: each.title.casefold()))


def reader(format: str) -> Reader:
    """Raises KeyError for a format that is not installed."""
    if format not in {each.id for each in formats()}:
        raise KeyError(format)
    return cast("Reader", importlib.import_module(f"{inbox.archives.__name__}.{format}.reading"))


def network_title(network: str) -> str:
    """How a network is called of which only archives or address books are known; "" for others."""
    if network == address_book.NETWORK:
        return "Address book"
    return next((each.network_title for each in formats() if each.network == network), "")


def open_file(path: Path) -> tuple[Format, Archive]:
    """Find out what a file is, or what is in a zip or tar archive. Raises Refused with one sentence when it is nothing
    that can be read."""
    source = Source(path)
    format = _format_of(source)
    if format is not None:
        return format, reader(format.id).open_archive(source)
    found = packed.readable(source, _format_of) if source.holds_files else []
    kinds = {format for _, format in found}
    if len(kinds) == 1:
        archives = [reader(format.id).open_archive(one) for one, format in found]
        return kinds.pop(), archives[0] if len(archives) == 1 else packed.Joined(archives)
    if found:
        names = ", ".join(f"{one.name} ({format.title})" for one, format in found[:4])
        raise Refused(f"{path.name} holds several things: {names}. Unpack it and choose one of them.")
    if hint := _HINTS.get(path.suffix.casefold()):
        raise Refused(f"{path.name} {hint}")
    if b"<!doctype html" in source.head[:1000].lower() or source.head[:1000].lstrip().lower().startswith(b"<html"):
        raise Refused(f"{path.name} is a web page, not the file that was meant. Sign in there and download it again.")
    known = ", ".join(each.title for each in formats())
    raise Refused(f"{path.name} is nothing that Parlour can read in. It reads: {known}.")


def _format_of(source: Source) -> Format | None:
    return next((format for format in formats() if reader(format.id).recognises(source)), None)


def _packages() -> list[str]:
    """pkgutil also lists what a frozen app carries in its archive, where a look at the folder would find nothing."""
    folders = pkgutil.iter_modules(inbox.archives.__path__, f"{inbox.archives.__name__}.")
    return sorted(module.name for module in folders if module.ispkg)
