"""What I wrote that I would do for somebody: offered as a promise, never made one by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from inbox.core.clock import WallTime
from inbox.core.text import plain_line, shortened
from inbox.rules.languages import Find, Heard, Language
from inbox.rules.when import parse_when

MOST: Final = 5
"""Of one message."""
LONGEST: Final = 140


@dataclass(frozen=True, slots=True)
class PromiseFind:
    """`find` is the whole of it, up to the end of the sentence: "I'll send you the recipe tomorrow"; `due` is what
    `rules/when.py` makes of its time, "" where it names none."""

    find: Find
    due: str = ""


def find_promises(heard: Heard) -> tuple[PromiseFind, ...]:
    """In order, one a sentence. Questions ("Shall I send it?") and denials ("I won't send it") promise nothing."""
    said = heard.said
    by_code = {language.code: language for language in heard.languages}
    found: list[PromiseFind] = []
    for one in heard.find("promises"):
        at = said.place_of(one.start)
        if said.is_question(at) or (found and one.start < found[-1].find.end):
            continue
        start, end = said.clause_start(at), said.sentence_end(at)
        whole = said.between(start, end)
        first, last = said.where(start, end)
        whole_find = replace(one, start=first, end=last, words=plain_line(shortened(whole, LONGEST), LONGEST))
        found.append(PromiseFind(whole_find, _due(said.joined[start:end], by_code[one.language])))
        if len(found) == MOST:
            break
    return tuple(found)


def due_at(due: str, written: WallTime) -> WallTime | None:
    """When a promise falls due that was written then; None where its words name no time."""
    if not due:
        return None
    return parse_when(due, written) or (parse_when("later_today", written) if due == "this_evening" else None)


def _due(sentence: str, language: Language) -> str:
    """The first time that is named."""
    named: list[tuple[int, int, str]] = []
    for pattern, code in language.when:
        found = pattern.search(f" {sentence}")
        if found is None:
            continue
        number = next((group for group in found.groups() if group), "")
        count = language.numbers.get(number, int(number) if re.fullmatch("[0-9]{1,2}", number) else 0)
        named.append((found.start(), -found.end(), f"in {count} {code}" if number else code))
    return min(named)[2] if named else ""
