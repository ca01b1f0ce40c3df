"""People: star, notes, tags, not for me, the panel."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command("people.star", "Star", Group.PEOPLE, needs=Needs.PERSON, words="favourite important")
def star(at: Context) -> None:
    identity = at.person()
    if identity is None:
        return
    starred = at.read(lambda reading: reading.person(identity).starred)
    at.act(lambda write: write.star(identity, not starred))


@command("people.note", "Write a note", Group.PEOPLE, needs=Needs.PERSON, words="remember")
def note(at: Context) -> None:
    at.screen.ask_note()


@command("people.tags", "Change tags", Group.PEOPLE, needs=Needs.PERSON, words="label", takes_several=True)
def tags(at: Context) -> None:
    at.screen.ask_tags()


@command("people.ignore", "Not for me", Group.PEOPLE, needs=Needs.PERSON, words="ignore person quiet")
def ignore(at: Context) -> None:
    identity = at.person()
    if identity is None:
        return
    ignored = at.read(lambda reading: reading.person(identity).ignored)
    at.act(lambda write: write.ignore(identity, not ignored))


@command("people.panel", "Show or hide the profile", Group.PEOPLE, words="panel person side")
def panel(at: Context) -> None:
    at.screen.toggle_panel()
