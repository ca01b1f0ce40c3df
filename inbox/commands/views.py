"""Searches that are kept as views."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, command


@command("view.save", "Save this search as a view", Group.MOVE, words="keep query sidebar segment")
def save(at: Context) -> None:
    at.screen.save_view()


@command("view.rename", "Rename the view…", Group.MOVE, words="saved search name")
def rename(at: Context) -> None:
    at.screen.rename_view()


@command("view.key", "Give the view a key…", Group.MOVE, words="saved search digit number shortcut")
def key(at: Context) -> None:
    at.screen.choose_view_key()


@command("view.up", "Move the view up", Group.MOVE, words="saved search reorder")
def up(at: Context) -> None:
    at.screen.move_view(-1)


@command("view.down", "Move the view down", Group.MOVE, words="saved search reorder")
def down(at: Context) -> None:
    at.screen.move_view(1)


@command("view.remove", "Remove the view", Group.MOVE, words="saved search delete forget")
def remove(at: Context) -> None:
    at.screen.remove_view()


@command(
    "view.parts", "Change the parts of the view…", Group.MOVE, words="splits tabs pills questions add rename reorder"
)
def parts(at: Context) -> None:
    at.screen.change_splits()
