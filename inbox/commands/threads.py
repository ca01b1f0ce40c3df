"""Threads about one thing at several places: shown as one, or each by itself."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command(
    "threads.join",
    "Join with another conversation…",
    Group.TRIAGE,
    needs=Needs.CONVERSATION,
    words="merge thread across places same question",
)
def join(at: Context) -> None:
    at.screen.ask_join()


@command("threads.part", "Part what is joined", Group.TRIAGE, needs=Needs.CONVERSATION, words="split thread separate")
def part(at: Context) -> None:
    at.screen.part_threads()


@command("threads.same", "The message is the same as before", Group.TRIAGE, needs=Needs.MESSAGE, words="double repeat")
def same(at: Context) -> None:
    message = at.message()
    if message is None or message.perhaps_same is None:
        at.say("Nothing that they wrote before reads nearly like this message.")
        return
    first = message.perhaps_same
    at.act(lambda write: write.say_same(message.id, first))


@command("threads.not_same", "The message is not the same", Group.TRIAGE, needs=Needs.MESSAGE, words="double two")
def not_same(at: Context) -> None:
    message = at.message()
    if message is None or message.perhaps_same is None:
        at.say("Nothing that they wrote before reads nearly like this message.")
        return
    at.act(lambda write: write.say_same(message.id, None))
