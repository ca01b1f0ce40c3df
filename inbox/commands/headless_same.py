"""Headless commands about one person with many handles."""

from __future__ import annotations

from argparse import Namespace

from inbox.commands import shapes
from inbox.commands.headless_reading import Answers
from inbox.commands.workshop import Workshop
from inbox.core.changes import Changes
from inbox.core.errors import Refused
from inbox.core.person import PersonView
from inbox.rules import naming


def same(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        found = reading.same_people(limit=options.limit)
    lines: list[str] = []
    for one in found:
        asked = (
            f"Is {one.one.name} ({one.one.id}) you?" if one.is_me else f"{_called(one.one)} and {_called(one.other)}?"
        )
        lines += [asked, *(f"    {clue.words}" for clue in one.clues)]
    out.answer([shapes.suggestion(one) for one in found], lines or ["Nobody seems to be here twice."])
    return 0


def merge(at: Workshop, options: Namespace, out: Answers) -> int:
    _known(at, options.id, options.other)
    with at.store.reading() as reading:
        both = reading.person(options.id), reading.person(options.other)
    name = options.called or naming.names_of(*both)[0]
    changes = at.store.write(lambda write: write.merge(options.id, options.other, name))
    return _said(at, options.id, changes, out)


def part(at: Workshop, options: Namespace, out: Answers) -> int:
    _known(at, *options.id)
    changes = at.store.write(lambda write: write.part(options.id))
    return _said(at, options.id[0], changes, out)


def me(at: Workshop, options: Namespace, out: Answers) -> int:
    _known(at, options.id)
    changes = at.store.write(lambda write: write.this_is_me(options.id, not options.take_back))
    return _said(at, options.id, changes, out)


def _said(at: Workshop, identity: int, changes: Changes, out: Answers) -> int:
    with at.store.reading() as reading:
        person = reading.person(identity)
    out.answer(shapes.person(person), [changes.sentence or "It was so already."])
    return 0


def _called(person: PersonView) -> str:
    return f"{person.name} ({person.id})"


def _known(at: Workshop, *identities: int) -> None:
    with at.store.reading() as reading:
        for identity in identities:
            try:
                reading.person(identity)
            except KeyError as error:
                raise Refused(f"There is nobody with the number {identity}.") from error
