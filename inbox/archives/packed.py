"""Files to be read in that come inside of a zip or tar archive: WordPress.com packs its export, Google all it has.

Nothing is unpacked: each is read as a stream where it lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from inbox.archives.api import Archive, Format
from inbox.archives.source import Member, Source
from inbox.core.errors import Refused
from inbox.core.model import Found
from inbox.core.moving import Entry

MOST_LOOKED_AT = 100
_SUFFIXES = (".xml", ".mbox", ".mbx", ".vcf", ".vcard", ".csv", ".tsv")


def readable(source: Source, format_of: Callable[[Source], Format | None]) -> list[tuple[Member, Format]]:
    """Files in it that are of a known format, in order of their names; the first hundred are looked at. Raises Refused
    for an archive that is not whole."""
    found: list[tuple[Member, Format]] = []
    for name in [name for name in sorted(source.names) if _is_looked_at(name)][:MOST_LOOKED_AT]:
        try:
            member = source.inside(name)
        except Refused:
            continue  # this one is damaged; another may be what is meant
        format = format_of(member) if member.head else None
        if format is not None:
            found.append((member, format))
    return found


class Joined:
    """Several files of one format as one: the parts of a large export."""

    def __init__(self, archives: Sequence[Archive]) -> None:
        self._archives = archives

    def place(self, mine: frozenset[str]) -> Found | None:
        return self._archives[0].place(mine)

    @property
    def guesses(self) -> frozenset[str]:
        return frozenset().union(*(one.guesses for one in self._archives))

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        many = len(self._archives)
        for at, one in enumerate(self._archives):
            for entry in one.entries(mine):
                yield replace(entry, share=(at + entry.share) / many, ends=entry.ends and at == many - 1)


def _is_looked_at(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.casefold() in _SUFFIXES and "__MACOSX" not in path.parts and not path.name.startswith("._")
