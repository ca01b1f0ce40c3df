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
    "middle name": "middle", "additional name": "middle", "nickname": "nickname",
    "e-mail": "email", "email": "email", "e-mail address": "email", "email address": "email", "e-mails": "email",
    "phone": "phone", "phone number": "phone", "phones": "phone", "mobile phone": "phone", "home phone": "phone",
    "business phone": "phone", "primary phone": "phone", "other phone": "phone", "company main phone": "phone",
    "car phone": "phone",
    "web site": "url", "website": "url", "web page": "url", "personal web page": "url", "url": "url",
    "profiles": "url",
    "handles": "handle", "birthday": "birthday", "company": "organisation", "organization": "organisation",
    "organisation": "organisation", "organization name": "organisation", "time zone": "zone", "zone": "zone",
    "job title": "job", "organization title": "job",
    "notes": "note", "note": "note", "tags": "tag", "labels": "tag", "categories": "tag", "group membership": "tag",
    "relations": "related", "related": "related", "id": "uid", "uid": "uid", "stage": "stage",
    # Outlook writes its headings in its own language.
    "vorname": "given", "nachname": "family", "weitere vornamen": "middle", "e-mail-adresse": "email",
    "e-mail-adresse 2": "email", "e-mail 2: adresse": "email", "mobiltelefon": "phone", "telefon (privat)": "phone",
    "telefon privat": "phone", "telefon (geschäftlich)": "phone", "telefon geschäftlich": "phone",
    "firma": "organisation",
    "position": "job", "geburtstag": "birthday", "notizen": "note", "kategorien": "tag", "webseite": "url",
    "prénom": "given", "nom": "family", "adresse de messagerie": "email", "adresse e-mail": "email",
    "tél. mobile": "phone", "téléphone mobile": "phone", "société": "organisation", "catégories": "tag",
    "nombre": "given", "apellidos": "family", "dirección de correo electrónico": "email", "teléfono móvil": "phone",
    "organización": "organisation", "cumpleaños": "birthday", "notas": "note", "categorías": "tag",
} | dict.fromkeys((
    "photo", "starred", "first met", "last contact", "they wrote", "i wrote", "networks", "file as", "initials",
    "name prefix", "name suffix", "title", "suffix", "phonetic first name", "phonetic middle name",
    "phonetic last name", "given yomi", "given name yomi", "surname yomi", "family name yomi", "company yomi",
    "e-mail type", "e-mail display name", "priority", "private", "sensitivity", "gender", "directory server", "account",
    "billing information", "mileage", "language", "keywords", "organizational id number", "government id number",
), "")  # fmt: skip
"""What columns hold; those for "" are of the program that wrote the file, not about anybody."""
_NUMBERED = re.compile(
    r"(e-mail|email|phone|website|web site|relation|organization|home phone|business phone)"
    r"(?: (\d+))?(?: address)?(?: - (.+)| (?:type|display name))?"
)
_PAIRED = re.compile(r"(custom field|event|address|relation) (\d+) - (label|type|value|formatted|.+)")
_OUTLOOK_ADDRESS = re.compile(r"(home|business|other) (street|city|state|postal code|country|address po box)\b.*")
_NO_DAY = re.compile(r"(?:0+[/.-]){2}0+")
"""How Outlook writes that it knows no day."""
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SEVERAL = re.compile(r"\s*(?::::|;|\n)\s*")
_TAGS = re.compile(r"\s*(?::::|;|\n|,)\s*")
_LISTS = ("email", "phone", "url", "handle", "related")


def recognises(source: Source) -> bool:
    """Where the first row has a column of names or e-mail addresses."""
    if source.head[:4] in (b"PK\x03\x04", b"%PDF"):
        return False
    if b"\0" in source.head[:1000] and _encoding(source.head) != "utf-16":
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
    pairs: dict[tuple[str, str], dict[str, str]] = {}
    places: dict[str, list[str]] = {}
    for heading, cell in zip(headings, row, strict=False):
        text = meant(cell).strip()
        if not text or not heading or _NO_DAY.fullmatch(text):
            continue
        plain = _plain(heading)
        if paired := _PAIRED.fullmatch(plain):
            pairs.setdefault((paired[1], paired[2]), {})[paired[3]] = text
            continue
        if address := _OUTLOOK_ADDRESS.fullmatch(plain):
            places.setdefault(f"{address[1].capitalize()} address", []).append(text.replace("\n", ", "))
            continue
        means = _meaning(heading)
        if means is None:
            own.append((heading, text))
        elif means in _LISTS:
            found.setdefault(means, []).extend(part for part in _SEVERAL.split(text) if part)
        elif means == "tag":
            found.setdefault(means, []).extend(tag for tag in _TAGS.split(text) if tag and not tag.startswith("* "))
        elif means:
            found.setdefault(means, []).append(text)
    own += [(name, ", ".join(parts)) for name, parts in places.items()]
    _take_pairs(pairs, found, own)
    card = _card(found, own)
    if card is None:
        return Entry(
            share, trouble=f"The row at line {line:,} has neither a name nor an e-mail address. It was left out."
        )
    return Entry(share, card=card)


def _take_pairs(
    pairs: dict[tuple[str, str], dict[str, str]], found: dict[str, list[str]], own: list[tuple[str, str]]
) -> None:
    """Google's columns that belong together: "Event 1 - Label" says what "Event 1 - Value" is."""
    for (kind, number), parts in pairs.items():
        label = plain_line(parts.pop("label", "") or parts.pop("type", ""), 40).lstrip("* ")
        if kind == "address":
            whole = parts.get("formatted") or ", ".join(parts.values())
            own.append(("Address" if number == "1" else f"Address {number}", whole.replace("\n", ", ")))
        elif value := parts.get("value", ""):
            if kind == "relation":
                found.setdefault("related", []).append(f"{value} ({label})" if label else value)
            else:
                own.append((label or f"{kind.capitalize()} {number}", value))


def _card(found: dict[str, list[str]], own: list[tuple[str, str]]) -> Card | None:
    def one(name: str) -> str:
        return found.get(name, [""])[0]

    def all_of(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found.get(name, [])))

    emails = tuple(mail for mail in all_of("email") if "@" in mail)
    whole = " ".join(filter(None, (one("given"), one("middle"), one("family"))))
    name = plain_line(one("name") or whole or one("nickname") or one("organisation"), 200)
    if not name and not emails:
        return None
    name = name or emails[0]
    for kept, known in (("nickname", "Nickname"), ("job", "Job title")):
        if one(kept) and one(kept) != name:
            own.append((known, one(kept)))
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
        birthday=_birthday(one("birthday")),
        organisation=one("organisation"),
        zone=zone if zone_named(zone) else "",
        note="\n\n".join(all_of("note")),
        tags=all_of("tag"),
        related=all_of("related"),
        stage=one("stage").casefold(),
        fields=tuple(own),
    )


def _birthday(said: str) -> str:
    """ISO 8601 where the day is sure: whether 4/5/1980 is in April or in May, no table says."""
    found = _SLASHED.fullmatch(said)
    if found is None:
        return said
    one, other, year = map(int, found.groups())
    if one > 12 >= other or one == other:
        one, other = other, one
    return f"{year}-{one:02}-{other:02}" if one <= 12 and (other > 12 or one == other) and other <= 31 else said


def _plain(heading: str) -> str:
    return " ".join(heading.replace("\ufeff", "").split()).casefold()


def _meaning(heading: str) -> str | None:
    """What a column holds; "" for one that is left out, None for a field of one's own."""
    clean = _plain(heading)
    if clean in _MEANS:
        return _MEANS[clean]
    numbered = _NUMBERED.fullmatch(clean)
    if numbered is None:
        return None
    kind, _, part = numbered.groups()
    if part not in (None, "value", "name") or clean.endswith((" type", " display name")):
        return "job" if (kind, part) == ("organization", "title") else ""
    return {"relation": "related"}.get(kind, _MEANS.get(kind, kind))


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
