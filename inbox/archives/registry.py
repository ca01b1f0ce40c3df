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
from inbox.archives.api import Archive, Format, Reader
from inbox.archives.source import Source
from inbox.core.errors import Refused
from inbox.rules import address_book


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
    """Find out what a file is. Raises Refused with one sentence when it is nothing that can be read."""
    source = Source(path)
    for format in formats():
        if reader(format.id).recognises(source):
            return format, reader(format.id).open_archive(source)
    known = ", ".join(each.title for each in formats())
    raise Refused(f"{path.name} is nothing that Parlour can read in. It reads: {known}.")


def _packages() -> list[str]:
    """pkgutil also lists what a frozen app carries in its archive, where a look at the folder would find nothing."""
    folders = pkgutil.iter_modules(inbox.archives.__path__, f"{inbox.archives.__name__}.")
    return sorted(module.name for module in folders if module.ispkg)
