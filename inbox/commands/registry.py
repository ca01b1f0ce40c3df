"""The one registry of commands. A command is a function with a name, a title and what it needs to make sense."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inbox.commands.context import Context

MODULES = (
    "navigate", "views", "triage", "threads", "reply", "people", "profile", "same", "segments", "manners", "standing",
    "moderate", "outbox", "rules", "app",
)  # fmt: skip
SEVERAL = "Several people are marked, and together they can only be tagged. Esc takes the marks away."


class Needs(StrEnum):
    """What must be at hand; otherwise the command is shown greyed with this as the reason."""

    NOTHING = ""
    CONVERSATION = "Choose a conversation first."
    MESSAGE = "Choose a message first."
    PERSON = "Choose somebody first."
    COMPOSING = "Write something first."
    DELIVERY = "Choose something in the outbox first."


class Group(StrEnum):
    """Headings of menus and of the key sheet, in this order."""

    MOVE = "Move"
    ANSWER = "Answer"
    TRIAGE = "Triage"
    PEOPLE = "People"
    MODERATE = "Moderate"
    OUTBOX = "Outbox"
    APP = "Parlour"


@dataclass(frozen=True, slots=True)
class Command:
    id: str
    title: str
    group: Group
    needs: Needs
    run: Callable[[Context], None]
    words: str
    """Other words it is found by in the palette."""
    takes_several: bool = False
    """It can be meant for several marked people at once."""


_COMMANDS: dict[str, Command] = {}


def command(
    id: str,
    title: str,
    group: Group,
    *,
    needs: Needs = Needs.NOTHING,
    words: str = "",
    takes_several: bool = False,
) -> Callable[[Callable[[Context], None]], Callable[[Context], None]]:
    """Register the function below under `id` ("triage.done"). Ids are stable: keymaps and manuals name them."""

    def keep(run: Callable[[Context], None]) -> Callable[[Context], None]:
        if id in _COMMANDS:
            raise ValueError(f"two commands are called {id}")
        _COMMANDS[id] = Command(id, title, group, needs, run, words, takes_several)
        return run

    return keep


def commands() -> dict[str, Command]:
    """All commands by id, in the order of their groups and definition."""
    for module in MODULES:
        importlib.import_module(f"inbox.commands.{module}")
    order = list(Group)
    return dict(sorted(_COMMANDS.items(), key=lambda item: order.index(item[1].group)))


def missing(command: Command, at: Context) -> str:
    """Why the command makes no sense now, as a sentence; "" when it does."""
    if command.needs is not Needs.NOTHING and not command.takes_several and len(at.people_chosen()) > 1:
        return SEVERAL
    return "" if _is_at_hand(command.needs, at) else str(command.needs)


def _is_at_hand(needs: Needs, at: Context) -> bool:
    """Asks only for what is needed: each question may read the store, and every key comes through here."""
    match needs:
        case Needs.NOTHING:
            return True
        case Needs.CONVERSATION:
            return bool(at.chosen())
        case Needs.MESSAGE:
            return at.message() is not None
        case Needs.PERSON:
            return at.person() is not None
        case Needs.COMPOSING:
            return at.composing()
        case Needs.DELIVERY:
            return at.delivery() is not None


def run(command: Command, at: Context) -> None:
    """Run it, or say why not. Expected errors become a notice at the context."""
    from inbox.core.errors import InboxError

    reason = missing(command, at)
    if reason:
        at.say(reason)
        return
    try:
        command.run(at)
    except InboxError as error:
        at.say(str(error))
