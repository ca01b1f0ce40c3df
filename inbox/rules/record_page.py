"""Everything that is kept about a person, as one readable page and as JSON: files that need nothing else."""

from __future__ import annotations

import json
from html import escape

from inbox.core.record import Cell, Record, Section

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #222; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } p.none { color: #666; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; padding: .3rem .5rem; }
td { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } th, td { border-color: #444; } }
"""
_SAYS = (
    "All that Parlour keeps about this person on this computer, private notes and what was done here included. Times "
    "are in UTC. Not in it: what is only worked out from the rest in order to list and to find it."
)


def as_json(record: Record) -> str:
    """Each section a list of objects under its title."""
    said = {
        "name": record.name,
        "made_at": record.made_at,
        "what_this_is": _SAYS,
        **{
            section.title: [dict(zip(section.columns, row, strict=True)) for row in section.rows]
            for section in record.sections
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_html(record: Record) -> str:
    """Nothing in it is fetched from anywhere, and nothing that people wrote is markup."""
    title = f"All that is kept about {escape(record.name)}"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        f"<p>{escape(_SAYS)}</p>\n<p>Written on {escape(record.made_at)}.</p>\n",
        *map(_table, record.sections),
        "</body>\n</html>\n",
    ]
    return "".join(parts)


def _table(section: Section) -> str:
    heading = f"<h2>{escape(section.title)} ({len(section.rows)})</h2>\n"
    if not section.rows:
        return f'{heading}<p class="none">Nothing is kept.</p>\n'
    columns = "".join(f'<th scope="col">{escape(column.replace("_", " "))}</th>' for column in section.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>\n" for row in section.rows)
    return f"{heading}<table>\n<tr>{columns}</tr>\n{rows}</table>\n"


def _shown(cell: Cell) -> str:
    return "" if cell is None else escape(str(cell))
