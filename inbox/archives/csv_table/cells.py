"""Cells of a table that a spreadsheet will open: what begins like a formula is made plain words.

OWASP, "CSV Injection": a cell that begins with = + - @ tab or carriage return is carried out by spreadsheets, also
behind a quotation mark. An apostrophe before it makes it text; reading takes just that apostrophe away again.
"""

from __future__ import annotations

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SEVERAL = "; "
"""Between values of one cell."""


def harmless(text: str) -> str:
    """A cell as it is written."""
    bare = text.lstrip("'")
    return f"'{text}" if text.startswith(_DANGEROUS) or (text != bare and bare.startswith(_DANGEROUS)) else text


def meant(cell: str) -> str:
    """What such a cell means."""
    bare = cell.lstrip("'")
    return cell[1:] if cell != bare and bare.startswith(_DANGEROUS) else cell
