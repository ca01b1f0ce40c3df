"""Sentences about what moves in and out."""

from __future__ import annotations

from inbox.core.moving import Holds, Looked
from inbox.ui.look import times


def what_is_in_it(looked: Looked) -> str:
    if looked.holds is Holds.PEOPLE:
        if not looked.people:
            return "Nobody is in it."
        here = "" if not looked.matched else f" {looked.matched:,} of them are here already and get what is missing."
        return f"{_count(looked.people, 'person', 'people')}.{here}"
    if not looked.messages:
        return "No messages are in it."
    return f"{_count(looked.messages, 'message', 'messages')} by {_count(looked.people, 'person', 'people')}."


def span(looked: Looked) -> str:
    """From when to when."""
    if looked.first is None or looked.last is None:
        return ""
    first, last = times.local(looked.first).date(), times.local(looked.last).date()
    said = [f"{day.day} {times.MONTHS[day.month - 1]} {day.year}" for day in (first, last)]
    return f"Written on {said[0]}." if first == last else f"Written from {said[0]} to {said[1]}."


def place_words(looked: Looked) -> str:
    if looked.holds is Holds.PEOPLE:
        return ""
    if looked.known == looked.messages and looked.messages:
        return f"All of it is here already, at {looked.place}."
    new = looked.messages - looked.known
    known = f" {looked.known:,} are here already, {new:,} are new." if looked.known else ""
    if looked.place_is_live:
        return f"It joins {looked.place}, which you listen to.{known} Old conversations come in as handled."
    if looked.place_is_here:
        return f"It joins {looked.place}, which was read in before.{known}"
    return f"It becomes a place of its own, {looked.place}: found and read, but nothing is fetched or sent there."


def how_long(left_s: float | None) -> str:
    """What is left, as a person would say it."""
    if left_s is None:
        return ""
    if left_s < 60:
        return "less than a minute left"
    minutes = round(left_s / 60)
    return "about a minute left" if minutes == 1 else f"about {minutes} minutes left"


def _count(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many}"
