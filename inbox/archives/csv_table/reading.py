"""Rows of a CSV (RFC 4180; also with semicolons or tabs, as spreadsheets in Europe write it) as people, by what the
first row calls the columns: our own headings, those of Google Contacts ("E-mail 1 - Value") and of Outlook ("E-mail
Address").
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator

from inbox.archives.csv_table.cells import meant
from inbox.archives.source import Source, Stream
from inbox.core.clock import zone_named
from inbox.core.errors import Refused
from inbox.core.moving import Card, Entry
from inbox.core.text import plain_line

LONGEST_CELL = 100_000
MOST_COLUMNS = 300
_MEANS = {
    "name": "name", "full name": "name", "display name": "name", "fn": "name",
    "first name": "given", "given name": "given", "last name": "family", "family name": "family", "surname": "family",
    "e-mail": "email", "email": "email", "e-mail address": "email", "email address": "email", "e-mails": "email",
    "phone": "phone", "phone number": "phone", "phones": "phone", "mobile phone": "phone", "home phone": "phone",
    "business phone": "phone", "web site": "url", "website": "url", "web page": "url", "url": "url", "profiles": "url",
    "handles": "handle", "birthday": "birthday", "company": "organisation", "organization": "organisation",
    "organisation": "organisation", "organization name": "organisation", "time zone": "zone", "zone": "zone",
    "notes": "note", "note": "note", "tags": "tag", "labels": "tag", "categories": "tag", "group membership": "tag",
    "relations": "related", "related": "related", "id": "uid", "uid": "uid", "stage": "stage",
    "photo": "", "starred": "", "first met": "", "last contact": "", "they wrote": "", "i wrote": "", "networks": "",
}  # fmt: skip
_NUMBERED = re.compile(r"(e-mail|email|phone|website|web site|relation|organization)(?: address)?(?: \d+)?(?: - (.+))?")
_SEVERAL = re.compile(r"\s*(?::::|;|\n)\s*")
_TAGS = re.compile(r"\s*(?::::|;|\n|,)\s*")
_LISTS = ("email", "phone", "url", "handle", "related")


def recognises(source: Source) -> bool:
    """Where the first row has a column of names or e-mail addresses."""
    if source.head[:4] in (b"PK\x03\x04", b"%PDF") or b"\0" in source.head[:1000]:
        return False
    try:
        row = next(csv.reader([_first_line(source.head)], delimiter=_delimiter(source.head)), [])
    except csv.Error:
        return False
    means = {_meaning(cell) for cell in row[:MOST_COLUMNS]}
    return len(row) > 1 and bool(means & {"name", "given", "email"})


def open_archive(source: Source) -> Sheet:
    return Sheet(source)


class Sheet:
    guesses: frozenset[str] = frozenset()

    def __init__(self, source: Source) -> None:
        self._source = source

    def place(self, mine: frozenset[str]) -> None:
        return None

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        with self._source.open() as stream:
            csv.field_size_limit(LONGEST_CELL)
            rows = csv.reader(_lines(stream), delimiter=_delimiter(self._source.head))
            try:
                headings = [plain_line(cell, 80) for cell in next(rows)[:MOST_COLUMNS]]
                for row in rows:
                    if any(map(str.strip, row)):
                        yield _entry(headings, row, rows.line_num, stream.share)
            except csv.Error:
                yield Entry(
                    stream.share, trouble=f"Row {rows.line_num:,} is no row of a table. Reading ended there.", ends=True
                )
            except Refused as error:
                yield Entry(stream.share, trouble=str(error), ends=True)


def _entry(headings: list[str], row: list[str], line: int, share: float) -> Entry:
    found: dict[str, list[str]] = {}
    own: list[tuple[str, str]] = []
    for heading, cell in zip(headings, row, strict=False):
        text = meant(cell).strip()
        means = _meaning(heading)
        if not text or not heading:
            continue
        if means is None:
            own.append((heading, text))
        elif means in _LISTS:
            found.setdefault(means, []).extend(part for part in _SEVERAL.split(text) if part)
        elif means == "tag":
            found.setdefault(means, []).extend(tag for tag in _TAGS.split(text) if tag and not tag.startswith("* "))
        elif means:
            found.setdefault(means, []).append(text)
    card = _card(found, own)
    if card is None:
        return Entry(
            share, trouble=f"The row at line {line:,} has neither a name nor an e-mail address. It was left out."
        )
    return Entry(share, card=card)


def _card(found: dict[str, list[str]], own: list[tuple[str, str]]) -> Card | None:
    def one(name: str) -> str:
        return found.get(name, [""])[0]

    def all_of(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found.get(name, [])))

    emails = tuple(mail for mail in all_of("email") if "@" in mail)
    name = plain_line(one("name") or f"{one('given')} {one('family')}", 200) or (emails[0] if emails else "")
    if not name:
        return None
    zone = one("zone")
    return Card(
        name=name,
        uid=one("uid"),
        given=one("given"),
        family=one("family"),
        emails=emails,
        phones=all_of("phone"),
        urls=tuple(url for url in all_of("url") if url.startswith(("http://", "https://"))),
        handles=all_of("handle"),
        birthday=one("birthday"),
        organisation=one("organisation"),
        zone=zone if zone_named(zone) else "",
        note="\n\n".join(all_of("note")),
        tags=all_of("tag"),
        related=all_of("related"),
        stage=one("stage").casefold(),
        fields=tuple(own),
    )


def _meaning(heading: str) -> str | None:
    """What a column holds; "" for one that is left out, None for a field of one's own."""
    clean = " ".join(heading.replace("\ufeff", "").split()).casefold()
    if clean in _MEANS:
        return _MEANS[clean]
    numbered = _NUMBERED.fullmatch(clean)
    if numbered is None:
        return None
    kind, part = numbered.groups()
    if part not in (None, "value", "name"):
        return ""
    return {"e-mail": "email", "relation": "related", "website": "url", "web site": "url"}.get(
        kind, _MEANS.get(kind, kind)
    )


def _lines(stream: Stream) -> Iterator[str]:
    """Lines with their ends, in UTF-8 or UTF-16 by its mark, else in Windows-1252, which spreadsheets write."""
    rest = ""
    decoder: codecs.IncrementalDecoder | None = None
    while True:
        piece = stream.read(64 * 1024)
        if decoder is None:
            decoder = codecs.getincrementaldecoder(_encoding(piece))("replace")
        *lines, rest = (rest + decoder.decode(piece, not piece)).split("\n")
        yield from (f"{line}\n" for line in lines)
        if len(rest) > 10 * LONGEST_CELL:
            raise Refused("The table has a line without end. What came before it is read.")
        if not piece and rest:
            yield rest
        if not piece:
            return


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        # The last bytes may be half of a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _first_line(head: bytes) -> str:
    return head.decode(_encoding(head), "replace").lstrip("\ufeff").split("\n", 1)[0]


def _delimiter(head: bytes) -> str:
    line = _first_line(head)
    return max(",;\t", key=line.count)
