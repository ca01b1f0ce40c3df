"""Answering: reply, thank, like, send."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command
from inbox.core.model import Purpose
from inbox.services import replies


@command("reply.reply", "Reply", Group.ANSWER, needs=Needs.CONVERSATION, words="answer write")
def reply(at: Context) -> None:
    at.screen.compose(Purpose.REPLY)


@command("reply.thank", "Thank", Group.ANSWER, needs=Needs.CONVERSATION, words="thanks gratitude")
def thank(at: Context) -> None:
    at.screen.compose(Purpose.THANK)


@command("reply.send", "Send", Group.ANSWER, needs=Needs.COMPOSING)
def send(at: Context) -> None:
    at.screen.send(then_done=False)


@command("reply.send_and_done", "Send and done", Group.ANSWER, needs=Needs.COMPOSING)
def send_and_done(at: Context) -> None:
    at.screen.send(then_done=True)


@command(
    "reply.send_and_remind",
    "Send and remind me if they do not answer…",
    Group.ANSWER,
    needs=Needs.COMPOSING,
    words="follow up later no answer",
)
def send_and_remind(at: Context) -> None:
    at.screen.send_and_remind()


@command("reply.like", "Like", Group.ANSWER, needs=Needs.MESSAGE, words="heart favourite")
def like(at: Context) -> None:
    message = at.message()
    if message is None:
        return
    leaves, liked = at.leaves_at(), not message.liked
    at.call(lambda: replies.like(at.store, message.id, liked=liked, rules=at.rules, not_before=leaves)[1], at.queued)


@command("reply.copy_text", "Copy the message", Group.ANSWER, needs=Needs.MESSAGE)
def copy_text(at: Context) -> None:
    message = at.message()
    if message is not None:
        at.copy(message.text)
        at.say("The words are on the clipboard.")


@command("reply.copy_link", "Copy the link of the message", Group.ANSWER, needs=Needs.MESSAGE)
def copy_link(at: Context) -> None:
    message = at.message()
    if message is None or not message.url:
        at.say("This message has no address of its own.")
        return
    at.copy(message.url)
    at.say("The link is on the clipboard.")
