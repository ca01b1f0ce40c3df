"""People as a table (RFC 4180) that a spreadsheet may open: no cell begins a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from inbox.archives.csv_table.cells import SEVERAL, harmless
from inbox.core.moving import Exported

COLUMNS = ("Id", "Name", "First name", "Last name", "E-mail", "Phone", "Web site", "Handles", "Networks", "Birthday",
           "Company", "Time zone", "Stage", "Starred", "Tags", "Relations", "First met", "Last contact", "They wrote",
           "I wrote", "Notes")  # fmt: skip
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def as_rows(people: Iterable[Exported], own: Sequence[str]) -> Iterator[str]:
    """The lines of the table, the first with the headings. `own`: names of fields of one's own, a column each."""
    yield MARK + _line([*COLUMNS, *own])
    for person in people:
        yield _line(_cells(person, own))


def _cells(person: Exported, own: Sequence[str]) -> list[str]:
    card, fields = person.card, dict(person.card.fields)
    networks = [f"{network} {handle}".strip() for network, _, handle, _ in person.identities]
    return [
        card.uid,
        card.name,
        card.given,
        card.family,
        SEVERAL.join(card.emails),
        SEVERAL.join(card.phones),
        SEVERAL.join(card.urls),
        SEVERAL.join(card.handles),
        SEVERAL.join(networks),
        card.birthday,
        card.organisation,
        card.zone,
        card.stage,
        "yes" if person.starred else "",
        SEVERAL.join(card.tags),
        SEVERAL.join(card.related),
        person.first_met.date().isoformat() if person.first_met else "",
        person.last_contact.date().isoformat() if person.last_contact else "",
        str(person.messages_in),
        str(person.messages_out),
        "\n\n".join(note for note in (card.note, *person.notes) if note),
        *(fields.get(name, "") for name in own),
    ]


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return out.getvalue()
