"""The list of those who agreed to the newsletter, as a table that a spreadsheet may open, and who is not in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from inbox.core.consent import LeftOut, Newsletter

COLUMNS = ("E-mail", "Name", "Agreed on", "Where", "Their words", "Proof", "Entered on")
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP, "CSV Injection": a cell that begins so is carried out by spreadsheets."""
_WHY = {
    LeftOut.NEVER_ASKED: ("was never asked", "were never asked"),
    LeftOut.NO_ANSWER: ("was asked and has not answered", "were asked and have not answered"),
    LeftOut.WITHDRAWN: ("withdrew it", "withdrew it"),
    LeftOut.DO_NOT_CONTACT: ("is not to be contacted", "are not to be contacted"),
    LeftOut.NO_ADDRESS: ("gave no address", "gave no address"),
    LeftOut.TWICE: ("has an address that is in it already", "have an address that is in it already"),
}


def as_table(newsletter: Newsletter) -> str:
    """RFC 4180. "Proof" is the link to their message, where there is one."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for reader in newsletter.readers:
        entry = reader.entry
        cells = (
            reader.email,
            reader.name,
            entry.at.isoformat(timespec="minutes"),
            entry.place,
            entry.words,
            entry.url,
            entry.made_at.isoformat(timespec="minutes"),
        )
        table.writerow([harmless(cell) for cell in cells])
    return MARK + out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet carries out: an apostrophe before it makes it words."""
    return f"'{cell}" if cell.lstrip("' ").startswith(_BEGINS_A_FORMULA) or cell.startswith(_BEGINS_A_FORMULA) else cell


def said(newsletter: Newsletter) -> str:
    """How many agreed, and how many are left out and why."""
    count = len(newsletter.readers)
    agreed = "Nobody has agreed yet." if not count else f"{count} {'person' if count == 1 else 'people'} agreed."
    left = _listed([f"{n} {_WHY[why][n != 1]}" for why, n in newsletter.left_out])
    return f"{agreed} Left out: {left}." if left else agreed


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
