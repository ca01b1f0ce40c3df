"""Headless commands that list people: everybody, a segment, whom a search finds."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from inbox.commands import shapes
from inbox.commands.headless_reading import Answers
from inbox.commands.workshop import Workshop
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.core.ports import Reading
from inbox.core.relation import PeopleSort, Segment
from inbox.core.segments import COUNTED, PeopleOf


def people(at: Workshop, options: Namespace, out: Answers) -> int:
    """Everybody by name, the ignored ones too; with an option those whom the window's lists would show."""
    with at.store.reading() as reading:
        if not (options.segment or options.sort or options.search):
            found = reading.people(limit=options.limit)
            lines = [f"{one.id:5} {one.name}  ({one.messages_in} in, {one.messages_out} out)" for one in found]
            out.answer([shapes.person(one) for one in found], lines)
            return 0
        of = which(reading, options.segment, options.search)
        ids = reading.people_ids(of, PeopleSort(options.sort or PeopleSort.CONTACT), limit=options.limit)
        rows = reading.people_rows(ids, of.segment)
        answer: list[Any] = [
            shapes.person(reading.person(row.id))
            | {
                "waiting": row.waiting,
                "first_met": shapes.when(row.first_met),
                "last_contact": shapes.when(row.last_contact),
                "why": row.why,
            }
            for row in rows
        ]
    lines = [f"{row.id:5} {row.name}  ({row.messages_in} in, {row.messages_out} out)  {row.why}" for row in rows]
    out.answer(answer, [line.rstrip() for line in lines])
    return 0


def segments(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        counts, own = reading.segment_counts(), reading.segments()
        counted = {one.id: str(reading.people_count(one.query)) for one in own}
    answer: list[dict[str, Any]] = [{"name": COUNTED, "people": str(counts.get(COUNTED, 0)), "search": None}]
    answer += [{"name": str(one), "people": str(counts.get(one, 0)), "search": None} for one in Segment]
    answer += [{"name": one.name, "people": counted[one.id], "search": one.query} for one in own]
    out.answer(answer, [f"{one['people']:>6} {one['name']:14} {one['search'] or ''}".rstrip() for one in answer])
    return 0


def which(reading: Reading, name: str, search: str) -> PeopleOf:
    """Whom `--segment` and `--search` mean. Raises Refused for a segment that nobody knows, or one of the built-in ones
    together with a search."""
    wanted = name_key(name)
    if wanted in ("", COUNTED):
        return PeopleOf(query=search)
    if wanted in set(Segment):
        if search:
            raise Refused(f"Take one of them: --segment {wanted}, or --search with is: in it.")
        return PeopleOf(Segment(wanted))
    own = next((one for one in reading.segments() if name_key(one.name) == wanted), None)
    if own is None:
        raise Refused(f"There is no segment \u201c{name}\u201d. `segments` lists those that are there.")
    return PeopleOf(query=f"{search} {own.query}".strip())
