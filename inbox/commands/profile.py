"""The profile page, and what is written down about somebody: conversations elsewhere, fields, who introduced them."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command("people.profile", "Profile page", Group.PEOPLE, needs=Needs.PERSON, words="person history everything open")
def profile(at: Context) -> None:
    at.screen.toggle_profile()


@command(
    "people.log",
    "Write down a conversation elsewhere…",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="log call meeting stall letter phone met talked contact",
)
def log(at: Context) -> None:
    at.screen.ask_contact()


@command("people.field", "Add a field about them", Group.PEOPLE, needs=Needs.PERSON, words="phone birthday own know")
def field(at: Context) -> None:
    at.screen.ask_field()


@command(
    "people.intention", "What I mean to do for them", Group.PEOPLE, needs=Needs.PERSON, words="intention plan idea"
)
def intention(at: Context) -> None:
    at.screen.ask_intention()


@command("people.call", "Call them otherwise", Group.PEOPLE, needs=Needs.PERSON, words="name rename nickname called")
def call(at: Context) -> None:
    at.screen.ask_name()


@command("people.zone", "Set their time zone…", Group.PEOPLE, needs=Needs.PERSON, words="local time clock hour there")
def zone(at: Context) -> None:
    at.screen.ask_zone()


@command("people.introduced", "Introduced by…", Group.PEOPLE, needs=Needs.PERSON, words="introduction brought together")
def introduced(at: Context) -> None:
    at.screen.ask_introducer()


@command(
    "people.search_history",
    "Search their history",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="filter find words between us lines",
)
def search_history(at: Context) -> None:
    at.screen.search_history()


@command(
    "people.everything",
    "Open everything between us…",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="export print pdf html give save page",
)
def everything(at: Context) -> None:
    at.screen.open_everything()


@command("people.lately", "Look at what they posted lately", Group.PEOPLE, needs=Needs.PERSON, words="recent posts new")
def lately(at: Context) -> None:
    at.screen.ask_lately()
