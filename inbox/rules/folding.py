"""Which messages of a long conversation are looked at first: around the one to answer; the others fold."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inbox.core.model import ConversationView, Direction, Message

JOINED_SHOWN = 3
"""Newest messages of a joined thread that are not folded."""


def what_matters(view: ConversationView, *, newest: int) -> set[int]:
    """Ids: the newest few, the message to answer with its parent, my last answer with its parent.

    A parent may be somebody else's, of the rest of the thread. Of a thread that is joined: the newest few, and the
    message whose link joined it.
    """
    joined = [message for thread in view.joined for message in thread.messages]
    known = {message.id: message for message in (*view.others, *view.messages, *joined)}
    own = sorted(view.messages, key=lambda message: (message.sort_at, message.id))
    mine = [message for message in own if message.direction is Direction.OUT]
    wanted = [message.id for message in own[-newest:]]
    for message in (known.get(view.focus) if view.focus is not None else None, mine[-1] if mine else None):
        if message is not None:
            wanted += [message.id, *([message.parent] if message.parent is not None else [])]
    for thread in view.joined:
        wanted += [message.id for message in thread.messages[-JOINED_SHOWN:]]
        wanted += [thread.linking_message] if thread.linking_message is not None else []
    return {id for id in wanted if id in known}


def runs(messages: Sequence[Message], shown: Collection[int]) -> list[tuple[int, tuple[Message, ...]]]:
    """What is folded, as (place of the message that follows, the folded ones), in order."""
    found: list[tuple[int, tuple[Message, ...]]] = []
    start: int | None = None
    for at, message in enumerate(messages):
        if message.id in shown and start is not None:
            found.append((at, tuple(messages[start:at])))
            start = None
        elif message.id not in shown and start is None:
            start = at
    if start is not None:
        found.append((len(messages), tuple(messages[start:])))
    return found
