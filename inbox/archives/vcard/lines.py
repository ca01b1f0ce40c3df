"""Lines of a vCard (RFC 6350, section 3): folded at 75 octets, a name, parameters, a value; and escaping of values.

The one well-known library is vobject: it knows vCard 3.0 only, and had its last release in 2024. This is what is needed
of two short chapters of the standard.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

FOLD = 75
"""Octets of a line, without its end."""
LONGEST = 400_000
"""Characters of an unfolded line that are kept; pictures inside the file are longer, and are not read."""
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)(?:=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))?')
_NAME = re.compile(r"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)")
_ESCAPED = re.compile(r"\\([\\,;nN:])")
_COMPOUND = ("N", "ADR", "ORG")
_SPLITS = {",": re.compile(r"(?<!\\)((?:\\\\)*),"), ";": re.compile(r"(?<!\\)((?:\\\\)*);")}


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    name: str
    """In capitals, without its group."""
    value: str
    """As it stands: still escaped."""
    parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By name in capitals; values in small letters."""
    group: str = ""
    """What it belongs together with: "item1" of "item1.EMAIL", in small letters."""

    @property
    def text(self) -> str:
        return unescaped(self.value)

    def parts(self, mark: str) -> list[str]:
        """A compound value, split at `mark` ("," or ";") where it is not escaped."""
        pieces = _SPLITS[mark].sub(lambda found: found.group(1) + "\0", self.value).split("\0")
        return [unescaped(piece).strip() for piece in pieces]


def read(lines: Iterable[tuple[int, str]]) -> Iterator[Line | int]:
    """Unfolded lines; the number of one that is none. `lines`: (number, text without its end)."""
    began, folded, length = 0, list[str](), 0
    for number, line in lines:
        more = line if folded and _is_soft(folded) else line[1:] if folded and line[:1] in (" ", "\t") else None
        if more is not None:
            if _is_soft(folded):
                folded[-1] = folded[-1][:-1]
            length += len(more)
            if length <= LONGEST:
                folded.append(more)
            continue
        yield from _unfolded(began, folded)
        began, folded, length = number, [line], len(line)
    yield from _unfolded(began, folded)


def _unfolded(number: int, folded: list[str]) -> Iterator[Line | int]:
    text = "".join(folded)
    if text.strip():
        yield _line(number, text) or number


def written(name: str, value: str, **parameters: str) -> str:
    """One line with its end, folded; `value` is escaped by the caller where its kind wants that."""
    line = name + "".join(f";{key.replace('_', '-')}={_quoted(said)}" for key, said in parameters.items()) + f":{value}"
    pieces: list[str] = []
    piece, length = "", 0
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if length + size > FOLD:
            pieces.append(piece)
            piece, length = " ", 1
        piece, length = piece + char, length + size
    return "\r\n".join([*pieces, piece]) + "\r\n"


def escaped(text: str) -> str:
    """RFC 6350, section 3.4."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    return clean.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


def _line(number: int, text: str) -> Line | None:
    name = _NAME.match(text)
    if name is None:
        return None
    at = name.end()
    parameters: dict[str, tuple[str, ...]] = {}
    while found := _PARAMETER.match(text, at):
        at = found.end()
        said = found.group(2)
        # Version 2.1 has values without a name: ";HOME" means ";TYPE=HOME".
        key, values = ("TYPE", found.group(1)) if said is None else (found.group(1).upper(), said)
        split = tuple(value.strip('"').casefold() for value in values.split(","))
        parameters[key] = parameters.get(key, ()) + split
    if text[at : at + 1] != ":":
        return None
    value = text[at + 1 :]
    coding = (*parameters.get("ENCODING", ()), *parameters.get("TYPE", ()))
    if "quoted-printable" in coding:
        charset = (parameters.get("CHARSET") or ("utf-8",))[0]
        plain = _printable(value, charset)
        value = plain if name.group(2).upper() in _COMPOUND else escaped(plain)
    return Line(number, name.group(2).upper(), value, parameters, (name.group(1) or "").casefold())


def _is_soft(folded: list[str]) -> bool:
    """Version 2.1 ends a line that goes on with "="."""
    return folded[-1].endswith("=") and "QUOTED-PRINTABLE" in folded[0].partition(":")[0].upper()


def _printable(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("ascii", "replace"))
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _quoted(value: str) -> str:
    clean = "".join(char for char in value if char.isprintable() and char != '"')
    return f'"{clean}"' if any(mark in clean for mark in ",;:") else clean
