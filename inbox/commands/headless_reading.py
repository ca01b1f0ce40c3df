"""Headless commands that only read: they work while the window is open."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from inbox.commands import keymap, registry, shapes
from inbox.commands.workshop import Workshop
from inbox.core.errors import Refused
from inbox.core.model import Row, Sort, State
from inbox.core.relation import Relation
from inbox.rules import automation, between_us
from inbox.services.giving_out import write_whole


class Answers(Protocol):
    @property
    def as_json(self) -> bool: ...
    def answer(self, value: Any, lines: list[str]) -> None: ...
    def sentence(self, text: str) -> None: ...


Reads = Callable[[Workshop, Namespace, Answers], int]


def networks(at: Workshop, options: Namespace, out: Answers) -> int:
    found = [one for one in at.networks() if not one.hidden]
    out.answer([shapes.network(one) for one in found], [f"{one.id:12} {one.title}: {one.reads}" for one in found])
    return 0


def commands(at: Workshop, options: Namespace, out: Answers) -> int:
    known = registry.commands()
    schemes = keymap.load(at.resources / keymap.FILE, set(known))
    answer = [
        {"id": one.id, "title": one.title, "keys": {name: scheme.keys_of(one.id) for name, scheme in schemes.items()}}
        for one in known.values()
    ]
    keys = schemes[keymap.SCHEME]
    out.answer(answer, [f"{one.id:28} {one.title:32} {', '.join(keys.keys_of(one.id))}" for one in known.values()])
    return 0


def places(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        found = reading.places()
    out.answer(
        [shapes.place(one) for one in found],
        [f"{one.id:4} {one.network:10} {one.title}  {one.address}  {one.sentence or one.status}" for one in found],
    )
    return 0


def listing(at: Workshop, options: Namespace, out: Answers) -> int:
    if options.view == "outbox":
        return outbox(at, options, out)
    view = State(options.view)
    with at.store.reading() as reading:
        if view is State.SNOOZED:
            soonest = sorted(reading.keys(view), key=lambda key: (key.wakes, key.id))
            rows = reading.rows([key.id for key in soonest[: options.limit]])
        else:
            rows = reading.page(view, Sort.WORTH, limit=options.limit)
    out.answer([shapes.row(one) for one in rows], [_line(one) for one in rows])
    return 0


def show(at: Workshop, options: Namespace, out: Answers) -> int:
    try:
        with at.store.reading() as reading:
            view = reading.conversation(options.conversation)
    except KeyError as error:
        raise Refused(f"There is no conversation {options.conversation}.") from error
    lines = [f"{view.row.subject} · {view.row.place_title} · {view.row.state}", view.url]
    for one in view.messages:
        shape = shapes.message(one)
        lines += ["", f"[{one.id}] {one.author} · {shape['created_at']} · {shape['state']}", one.text]
    out.answer(shapes.conversation(view), lines)
    return 0


def person(at: Workshop, options: Namespace, out: Answers) -> int:
    try:
        with at.store.reading() as reading:
            view, entries = reading.person(options.id), reading.history(options.id)
            relation = reading.relation(options.id)
    except KeyError as error:
        raise Refused(f"There is nobody with the number {options.id}.") from error
    if options.everything:
        return _everything(at, options, out)
    lines = [f"{view.name} · {view.stage} · {view.messages_in} in, {view.messages_out} out"]
    lines += standing_lines(relation)
    lines += [f"note: {note.text}" for note in view.notes]
    lines += [f"{shapes.when(one.at)} {one.direction:3} {one.title}: {one.snippet}" for one in entries]
    out.answer(shapes.person_whole(view, entries) | shapes.relation(relation), lines)
    return 0


def _everything(at: Workshop, options: Namespace, out: Answers) -> int:
    """One page to give to that person."""
    path = Path(options.everything).expanduser()
    with at.store.reading() as reading:
        all_of_it = reading.between_us(options.id)
    page = between_us.page(all_of_it, at.clock.now(), lambda instant: f"{instant:%Y-%m-%d %H:%M} UTC")
    write_whole(path, page.encode("utf-8"))
    missing = between_us.left_out(all_of_it)
    lines = [f"{all_of_it.count:,} messages between {all_of_it.name} and you are in {path}.", missing]
    left_out = {name: count for name, count in all_of_it.left_out.items() if count}
    out.answer({"file": str(path), "messages": all_of_it.count, "left_out": left_out}, lines)
    return 0


def search(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        hits = reading.search(options.query)
    lines = [f"{one.id:5} {one.name}" for one in hits.people] + [_line(one) for one in hits.conversations]
    out.answer(shapes.hits(hits), lines)
    return 0


def outbox(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        found = reading.outbox(settled=getattr(options, "all", False))
    lines = [f"{one.id:5} {one.state:10} {one.name}: {one.text or one.verb}  {one.reason}" for one in found]
    out.answer([shapes.delivery(one) for one in found], lines)
    return 0


def drafts(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        found = reading.drafts_page()
    lines = [f"{one.conversation:5} {one.name}: {one.text}  [{one.subject}]" for one in found]
    out.answer([shapes.draft(one) for one in found], lines)
    return 0


def rules(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        found = reading.rules()
    lines = [f"{one.id:5} {'on ' if one.on else 'off'} {one.name}: {automation.describe(one)}" for one in found]
    out.answer([shapes.rule(one) for one in found], lines)
    return 0


def backup(at: Workshop, options: Namespace, out: Answers) -> int:
    at.store.backup(options.file)
    out.answer({"file": options.file}, [f"A checked copy is in {options.file}."])
    return 0


def check(at: Workshop, options: Namespace, out: Answers) -> int:
    wrong = at.store.check()
    about = dict(at.store.about())
    lines = [f"{name}: {value}" for name, value in about.items()]
    lines.append("Everything is in order." if not wrong else "Something is wrong:")
    out.answer({"about": about, "wrong": wrong}, lines + wrong)
    for sentence in wrong:
        out.sentence(sentence)
    return 1 if wrong else 0


def standing_lines(relation: Relation) -> list[str]:
    """What is between us and what follows from it, with the reasons."""
    facts = relation.facts
    over = f"{facts.exchanges} exchanges over {facts.exchange_conversations} conversations"
    lines = [f"{over}, first {shapes.when(facts.first_met)}, last {shapes.when(facts.last_contact)}"]
    lines += [f"stage: {one.stage} since {shapes.when(one.at)}. {one.why}" for one in relation.ladder]
    lines += [f"offered: {one.stage}. {one.why}" for one in relation.offers]
    lines += [f"segment: {one.segment}. {one.why}" for one in relation.segments]
    step = relation.step
    lines.append("next step: none" if step is None else f"next step: {step.title}. {step.why}")
    return lines


def _line(row: Row) -> str:
    reasons = ", ".join(reason.label for reason in row.reasons)
    return f"{row.id:5} {row.worth:4} {row.name}: {row.snippet}  [{row.subject}] {reasons}"
