"""Cards out of a vCard file: 4.0 (RFC 6350), 3.0 (RFC 2426) and most of 2.1, which phones still write."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from inbox.archives.source import Source, Stream
from inbox.archives.vcard.lines import Line, read, unescaped
from inbox.core.clock import zone_named
from inbox.core.errors import Refused
from inbox.core.moving import Card, Entry
from inbox.core.text import plain_line

OWN_FIELD, OWN_STAGE = "X-PARLOUR-FIELD", "X-PARLOUR-STAGE"
LONGEST_LINE = 200_000
"""Characters; a picture inside the file is longer, and is left out."""
MOST_LINES = 20_000
"""Of one card."""
_DATE = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?")
_NO_YEAR = ("--", "0000", "1604")
"""Years that Apple and others write where they know none."""
_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
_NO_TAGS = ("", "myContacts", "starred")
"""Lists that Google puts everybody into, and what is no word for anybody."""
_MESSENGERS = {"X-AIM": "aim", "X-JABBER": "xmpp", "X-SKYPE": "skype", "X-ICQ": "icq", "X-QQ": "qq", "X-MSN": "msnim"}


def recognises(source: Source) -> bool:
    head = source.head[:400]
    return head.decode(_encoding(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCARD")


def open_archive(source: Source) -> AddressBook:
    return AddressBook(source)


class AddressBook:
    guesses: frozenset[str] = frozenset()

    def __init__(self, source: Source) -> None:
        self._source = source

    def place(self, mine: frozenset[str]) -> None:
        return None

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        card: list[Line] | None = None
        began = 0
        with self._source.open() as stream:
            try:
                for line in read(_lines(stream)):
                    if isinstance(line, int):
                        yield Entry(stream.share, trouble=f"Line {line:,} is no line of a vCard. It was left out.")
                    elif line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
                        if card is not None:
                            yield Entry(
                                stream.share, trouble=f"The card at line {began:,} has no end. It was left out."
                            )
                        card, began = [], line.number
                    elif line.name == "END" and line.value.strip().upper() == "VCARD" and card is not None:
                        yield _entry(card, began, stream.share)
                        card = None
                    elif card is not None and len(card) < MOST_LINES:
                        card.append(line)
            except Refused as error:
                yield Entry(stream.share, trouble=str(error), ends=True)
            if card is not None:
                yield Entry(
                    1.0, trouble=f"The file breaks off in the card at line {began:,}. It was left out.", ends=True
                )


def _lines(stream: Stream) -> Iterator[tuple[int, str]]:
    """Lines in UTF-8, in UTF-16 by its mark, else in Windows-1252, which old programs wrote; an over-long one is left
    out."""
    rest, number, is_long = b"", 0, False
    recoded: codecs.IncrementalDecoder | None = None
    while True:
        piece = stream.read(64 * 1024)
        if not number and recoded is None and (encoding := _encoding(piece)):
            recoded = codecs.getincrementaldecoder(encoding)("replace")
        pieces = (rest + (piece if recoded is None else recoded.decode(piece, not piece).encode())).split(b"\n")
        rest = pieces.pop() if piece else b""
        for raw in pieces:
            number += 1
            if is_long or len(raw) > LONGEST_LINE:
                is_long = False
                continue
            yield number, _decoded(raw.rstrip(b"\r"))
        if len(rest) > LONGEST_LINE:
            rest, is_long = b"", True
        if not piece:
            return


def _encoding(head: bytes) -> str:
    """Of a file in UTF-16; "" for others."""
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


def _decoded(raw: bytes) -> str:
    text = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")


def _entry(lines: list[Line], began: int, share: float) -> Entry:
    if any(line.name in _KINDS and line.value.strip().casefold() == "group" for line in lines):
        return Entry(share)  # a list of people, who have cards of their own
    card = as_card(lines)
    if card is None:
        return Entry(share, trouble=f"The card at line {began:,} has neither a name nor an address. It was left out.")
    return Entry(share, card=card)


def as_card(lines: list[Line]) -> Card | None:
    """None where nobody can be made of it."""
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        by_name.setdefault(line.name, []).append(line)

    def first(name: str) -> str:
        return next((line.text.strip() for line in by_name.get(name, []) if line.text.strip()), "")

    def several(*names: str) -> tuple[str, ...]:
        found = sorted((line for name in names for line in by_name.get(name, [])), key=_preference)
        return tuple(dict.fromkeys(text for line in found if (text := line.text.strip())))

    family, given = (*_names(by_name.get("N", [])), "", "")[:2]
    emails = tuple(mail for said in several("EMAIL") if "@" in (mail := said.removeprefix("mailto:")))
    name = plain_line(first("FN") or f"{given} {family}", 200) or first("NICKNAME") or first("ORG")
    if not name:
        name = emails[0] if emails else ""
    if not name:
        return None
    return Card(
        name=name,
        uid=first("UID").removeprefix("urn:uuid:"),
        given=given,
        family=family,
        emails=emails,
        phones=tuple(said.removeprefix("tel:").replace(";ext=", " ext. ") for said in several("TEL")),
        urls=tuple(
            url for url in several("URL", "SOCIALPROFILE", "X-SOCIALPROFILE") if url.startswith(("http:", "https:"))
        ),
        handles=_handles(several("IMPP"), by_name),
        birthday=_day(first("BDAY")) or first("BDAY")[:100],
        organisation=", ".join(part for line in by_name.get("ORG", [])[:1] for part in line.parts(";") if part),
        zone=zone if zone_named(zone := first("TZ")) else "",
        note="\n\n".join(several("NOTE")),
        tags=tuple(
            dict.fromkeys(t for line in by_name.get("CATEGORIES", []) for t in line.parts(",") if t not in _NO_TAGS)
        ),
        related=(
            *(said for said in several("RELATED") if not said.startswith("urn:")),
            *_labelled("X-ABRELATEDNAMES", by_name),
        ),
        photo=next((url for url in several("PHOTO") if url.startswith("https://")), ""),
        stage=first(OWN_STAGE).casefold(),
        fields=tuple(dict.fromkeys(_fields(name, by_name))),
    )


def _names(lines: list[Line]) -> tuple[str, ...]:
    return tuple(lines[0].parts(";")) if lines else ()


def _preference(line: Line) -> int:
    """1 to 100 (RFC 6350, section 5.3); version 3 has a type for the preferred one."""
    said = (line.parameters.get("PREF") or ("",))[0]
    return int(said) if said.isdecimal() else 1 if "pref" in line.parameters.get("TYPE", ()) else 101


def _handles(impp: tuple[str, ...], by_name: dict[str, list[Line]]) -> tuple[str, ...]:
    older = [f"{scheme}:{line.text.strip()}" for name, scheme in _MESSENGERS.items() for line in by_name.get(name, [])]
    return tuple(dict.fromkeys([*(said for said in impp if ":" in said), *older]))


def _day(said: str) -> str:
    found = _DATE.fullmatch(said)
    if found is None:
        return ""
    year, month, day = found.groups()
    return f"--{month}-{day}" if year in _NO_YEAR else f"{year}-{month}-{day}"


def _fields(name: str, by_name: dict[str, list[Line]]) -> Iterator[tuple[str, str]]:
    """What has no place of its own here, and fields that were written out here."""
    for line in by_name.get(OWN_FIELD, []):
        if (pair := _own_field(line)) is not None:
            yield pair
    for called, known in (("NICKNAME", "Nickname"), ("TITLE", "Job title"), ("ROLE", "Role")):
        said = next((line.text.strip() for line in by_name.get(called, []) if line.text.strip()), "")
        if said and said != name:
            yield known, said
    addresses = [", ".join(part for part in line.parts(";")[:7] if part) for line in by_name.get("ADR", [])]
    for number, address in enumerate(filter(None, dict.fromkeys(addresses)), 1):
        yield ("Address" if number == 1 else f"Address {number}"), address.replace("\n", ", ")
    for line in (*by_name.get("ANNIVERSARY", []), *by_name.get("X-ANNIVERSARY", []), *by_name.get("X-ABDATE", [])):
        if line.text.strip():
            yield _label(line, by_name) or "Anniversary", _day(line.text.strip()) or line.text.strip()


def _labelled(name: str, by_name: dict[str, list[Line]]) -> Iterator[str]:
    """Texts with what Apple calls them: "Cleo (Friend)"."""
    for line in by_name.get(name, []):
        if text := line.text.strip():
            label = _label(line, by_name)
            yield f"{text} ({label})" if label else text


def _label(line: Line, by_name: dict[str, list[Line]]) -> str:
    """What Apple's address book calls a line, in a line of the same group."""
    said = next((one.text for one in by_name.get("X-ABLABEL", []) if line.group and one.group == line.group), "")
    found = _LABEL.fullmatch(said)
    return plain_line(found.group(1) if found else said, 40)


def _own_field(line: Line) -> tuple[str, str] | None:
    name, _, value = line.value.partition(";")
    return (unescaped(name), unescaped(value)) if name and value else None
