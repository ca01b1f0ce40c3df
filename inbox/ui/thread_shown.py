"""Which messages of a conversation are shown, which are folded, which come with the next frames. Knows no widget."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inbox.core.model import ConversationView, Message
from inbox.rules import folding

FIRST, SLICE, AT_ONCE = 20, 50, 10
"""Messages shown when a conversation opens, by one more press of the fold, and in one go between two frames."""


class Shown:
    def __init__(self) -> None:
        self._view: ConversationView | None = None
        self._others_asked_for = False
        self._let_in: set[int] = set()  # of the others in the thread, by themselves
        self.all: list[Message] = []
        """All that may be shown, oldest first: the others of the thread once they were asked for."""
        self.ids: set[int] = set()
        """Of those that are shown."""
        self.coming: list[int] = []
        """To be shown in the next frames, the last ones first."""

    def begin(self, view: ConversationView) -> None:
        """Another conversation: what matters of it, the rest folded."""
        self._view, self._others_asked_for, self._let_in, self.coming = view, False, set(), []
        self._gather(view)
        self.ids = folding.what_matters(view, newest=FIRST)

    def renew(self, view: ConversationView) -> None:
        """The same conversation again: beside what is shown, what came since after the first of it, and what matters
        now."""
        known = {message.id for message in self.all}
        self._view = view
        self._gather(view)
        ids = [message.id for message in self.all]
        first = next((at for at, id in enumerate(ids) if id in self.ids), 0)
        self.ids |= {id for id in ids[first:] if id not in known} | folding.what_matters(view, newest=1)

    def _gather(self, view: ConversationView) -> None:
        let_in = self._let_in | folding.what_matters(view, newest=FIRST)
        others = view.others if self._others_asked_for else tuple(one for one in view.others if one.id in let_in)
        self.all = _in_order((*view.messages, *others, *_joined(view)))

    def messages(self) -> list[Message]:
        """Those that are shown, oldest first."""
        return [message for message in self.all if message.id in self.ids]

    def everything(self) -> list[Message]:
        """All of the thread, also what may not be shown yet, oldest first."""
        view = self._view
        return _in_order((*view.messages, *view.others, *_joined(view))) if view is not None else []

    def find(self, message: int | None) -> Message | None:
        """Among all that may be shown."""
        return next((one for one in self.all if one.id == message), None)

    def others_hidden(self) -> list[Message]:
        """The others of the thread that nobody asked for yet."""
        known = {message.id for message in self.all}
        return [message for message in self._view.others if message.id not in known] if self._view is not None else []

    def folded_above(self, before: int | None) -> list[int]:
        """A slice of what is folded above message `before`, oldest first; None: of what is older than all that is
        shown, and with the first call the others of the thread."""
        view = self._view
        if view is None:
            return []
        others: Collection[int] = ()
        if before is None and not self._others_asked_for and view.others:
            others = {message.id for message in view.others}
            self._others_asked_for = True
            self._gather(view)
        runs = folding.runs(self.all, self.ids)
        end = next((at for at, message in enumerate(self.all) if message.id == before), runs[0][0] if runs else 0)
        return [one.id for at, run in runs for one in run if at == end or one.id in others][-SLICE:]

    def folded_between(self, message: int, by: int) -> list[int]:
        """A slice of what is folded between `message`, which is shown, and the shown one that stands `by` from it
        (above `message` where there is none): those nearest to `message`, oldest first."""
        ids = [one.id for one in self.all]
        shown = [id for id in ids if id in self.ids]
        at = shown.index(message)
        start, end = sorted((ids.index(message), ids.index(shown[max(0, min(at + by, len(shown) - 1))])))
        hidden = ids[:start] if at + by < 0 else ids[start + 1 : end]
        return hidden[-SLICE:] if by < 0 else hidden[:SLICE]

    def reveal(self, ids: Sequence[int]) -> bool:
        """These are to come, oldest first; also those of others in the thread. False where all of them are shown."""
        view = self._view
        if view is None:
            return False
        strangers = set(ids) & {message.id for message in self.others_hidden()}
        if strangers:
            self._let_in |= strangers
            self._gather(view)
        self.coming = [id for id in ids if id not in self.ids]
        return bool(self.coming)

    def next_slice(self) -> bool:
        """Shows some of what is to come; False when all of it is there."""
        if not self.coming:
            return False
        self.ids.update(self.coming[-AT_ONCE:])
        del self.coming[-AT_ONCE:]
        return True


def _joined(view: ConversationView) -> list[Message]:
    return [message for thread in view.joined for message in thread.messages]


def _in_order(messages: Sequence[Message]) -> list[Message]:
    return sorted(messages, key=lambda message: (message.sort_at, message.id))
