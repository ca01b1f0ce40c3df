"""Moving: rows, messages, panes, views."""

from __future__ import annotations

from functools import partial

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command
from inbox.core.model import State


@command("navigate.next", "Next conversation", Group.MOVE)
def next_row(at: Context) -> None:
    at.screen.step_row(1)


@command("navigate.previous", "Previous conversation", Group.MOVE)
def previous_row(at: Context) -> None:
    at.screen.step_row(-1)


@command("navigate.next_message", "Next message", Group.MOVE)
def next_message(at: Context) -> None:
    at.screen.step_message(1)


@command("navigate.previous_message", "Previous message", Group.MOVE)
def previous_message(at: Context) -> None:
    at.screen.step_message(-1)


@command("navigate.next_person", "Next person", Group.MOVE)
def next_person(at: Context) -> None:
    at.screen.step_person(1)


@command("navigate.previous_person", "Previous person", Group.MOVE)
def previous_person(at: Context) -> None:
    at.screen.step_person(-1)


@command("navigate.first", "First conversation", Group.MOVE)
def first_row(at: Context) -> None:
    at.screen.edge_row(last=False)


@command("navigate.last", "Last conversation", Group.MOVE)
def last_row(at: Context) -> None:
    at.screen.edge_row(last=True)


@command("navigate.open", "Open the conversation", Group.MOVE)
def open_row(at: Context) -> None:
    at.screen.open_row()


@command("navigate.browser", "Open in the browser", Group.MOVE, needs=Needs.MESSAGE, words="web page link")
def open_in_browser(at: Context) -> None:
    message = at.message()
    if message is None or not message.url:
        at.say("This message has no address of its own to open.")
        return
    at.open_link(message.url)


@command("navigate.next_pane", "Next pane", Group.MOVE)
def next_pane(at: Context) -> None:
    at.screen.next_pane(1)


@command("navigate.previous_pane", "Previous pane", Group.MOVE)
def previous_pane(at: Context) -> None:
    at.screen.next_pane(-1)


@command("navigate.back", "One level out", Group.MOVE)
def back(at: Context) -> None:
    at.screen.one_level_out()


@command("navigate.merge", "Show what is new", Group.MOVE)
def merge(at: Context) -> None:
    at.screen.merge_new()


@command("navigate.peek", "Peek at the newest message", Group.MOVE, needs=Needs.CONVERSATION, words="preview look")
def peek(at: Context) -> None:
    at.screen.peek()


@command("navigate.find", "Find in the conversation", Group.MOVE, needs=Needs.CONVERSATION, words="search words thread")
def find(at: Context) -> None:
    at.screen.find_in_conversation()


@command("navigate.quotes", "Quoted words: show or hide", Group.MOVE, needs=Needs.MESSAGE, words="signature show hide")
def quotes(at: Context) -> None:
    at.screen.unfold_quotes()


@command("navigate.unfold", "Show folded messages", Group.MOVE, needs=Needs.MESSAGE, words="earlier expand unfold")
def unfold(at: Context) -> None:
    at.screen.unfold_thread()


@command("navigate.focus", "Focus: one conversation at a time", Group.MOVE, words="zen single full concentrate")
def focus(at: Context) -> None:
    at.screen.toggle_focus()


@command("navigate.sort", "Sort another way", Group.MOVE, words="order newest oldest worth person")
def sort_next(at: Context) -> None:
    at.screen.sort_next()


def _show(state: State, at: Context) -> None:
    at.screen.show_view(state)


def _show_nth(number: int, at: Context) -> None:
    at.screen.show_nth_view(number)


for _name, _title, _state in (
    ("waiting", "Go to Waiting on me", State.WAITING),
    ("them", "Go to Waiting on them", State.THEM),
    ("snoozed", "Go to Snoozed", State.SNOOZED),
    ("done", "Go to Done", State.DONE),
    ("earlier", "Go to Earlier, unanswered", State.EARLIER),
    ("quiet", "Go to Quiet", State.QUIET),
):
    command(f"navigate.{_name}", _title, Group.MOVE)(partial(_show, _state))

for _number in range(1, 10):
    command(f"navigate.view_{_number}", f"Go to view {_number}", Group.MOVE)(partial(_show_nth, _number))


@command("navigate.outbox", "Go to Outbox", Group.MOVE, words="queue sending")
def outbox(at: Context) -> None:
    at.screen.show_outbox()


@command("navigate.drafts", "Go to Drafts", Group.MOVE, words="begun unfinished")
def drafts(at: Context) -> None:
    at.screen.show_drafts()


@command("navigate.next_split", "Next part of the view", Group.MOVE, words="split tab questions first starred")
def next_split(at: Context) -> None:
    at.screen.step_split(1)


@command("navigate.previous_split", "Previous part of the view", Group.MOVE, words="split tab")
def previous_split(at: Context) -> None:
    at.screen.step_split(-1)


@command("navigate.by_person", "One row a person, or a conversation", Group.MOVE, words="group together people")
def by_person(at: Context) -> None:
    at.screen.toggle_by_person()
