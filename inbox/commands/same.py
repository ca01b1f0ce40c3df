"""One person, many handles: merging, parting, suggestions, and "this is me"."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command("people.merge", "Merge with somebody", Group.PEOPLE, needs=Needs.PERSON, words="same person join handles")
def merge(at: Context) -> None:
    at.screen.ask_merge()


@command("people.part", "Part handles", Group.PEOPLE, needs=Needs.PERSON, words="unmerge split separate not the same")
def part(at: Context) -> None:
    at.screen.ask_part()


@command("people.suggestions", "Same person?", Group.PEOPLE, words="suggestions duplicates handles merge mine me")
def suggestions(at: Context) -> None:
    at.screen.show_same_people()


@command("people.this_is_me", "This is me", Group.PEOPLE, needs=Needs.PERSON, words="own handle anonymous claim mine")
def this_is_me(at: Context) -> None:
    identity = at.person()
    if identity is not None:
        at.act(lambda write: write.this_is_me(identity, True))


@command(
    "people.check_website",
    "Check their website for links back",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="rel=me verify same person",
)
def check_website(at: Context) -> None:
    at.screen.check_website()
