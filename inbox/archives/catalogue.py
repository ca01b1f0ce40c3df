"""The manual's page of archives, written from their declarations (`docs/archives.md`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from inbox.archives.api import Format
from inbox.archives.registry import formats
from inbox.core.moving import Holds

_INTRODUCTION: Final = """# Archives and address books

Written from the declarations in `inbox/archives/*/__init__.py` by `python3 -m tests.docs`; a test fails when this page
is stale. A file is recognised by what is in it, looked through first, and changes nothing until you say so. What is
here already is left as it is; reading the same file twice changes nothing; each import is one step of the undo history.

Messages of an archive are history: they are found and read, and never wait. A place that only an archive is known of
rests: nothing is fetched or sent there. A WordPress export joins the blog that is listened to.

Files may come packed: a .gz, or a zip or tar archive with one kind of them in it, such as the export of WordPress.com.
Files are read as a stream: an XML file with a document type is not followed, an archive that unpacks to more than two
hundred times its size is left alone, and one over-long message becomes a sentence that says so.

People go out as vCard 4.0, as a table (CSV) in which no cell begins a formula, and as JSON; conversations as a mailbox
(mbox, Unix line ends, lines that begin with "From " quoted). Private notes go out only when you ask for them.
"""
_HOLDS: Final = {Holds.MESSAGES: "conversations", Holds.PEOPLE: "people"}


def page(known: Iterable[Format] | None = None) -> str:
    """Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(each) for each in (formats() if known is None else known))])


def _section(format: Format) -> str:
    rows = [
        ("Holds", _HOLDS[format.holds]),
        ("Files", ", ".join(suffix or "(no suffix)" for suffix in format.suffixes)),
        ("Where it comes from", format.how_to_get),
        ("What is read", format.reads),
        ("What is not", format.cannot),
        ("Which author is you", "asked" if format.asks_who_is_me else "known from the file"),
        ("Facts from", format.source),
    ]
    shown = [row for row in rows if format.holds is Holds.MESSAGES or row[0] != "Which author is you"]
    lines = [f"## {format.title}", "", "| | |", "| --- | --- |", *(f"| {name} | {text} |" for name, text in shown), ""]
    return "\n".join(lines)
