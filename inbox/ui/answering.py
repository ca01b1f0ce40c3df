"""From the conversation at hand to the composer, and from the composer to the outbox."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.model import Can, ConversationView, Draft, Place, Purpose
from inbox.core.person import PersonView
from inbox.core.ports import Writing
from inbox.core.text import first_name
from inbox.networks.api import TextLimit, Unit
from inbox.rules import thanks
from inbox.rules.slow_down import slow_down
from inbox.services.contact import is_private, why_not_privately
from inbox.ui.composer import Answering, Sending
from inbox.ui.look import times

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

NO_LIMIT = TextLimit(0, Unit.CHARACTERS)
"""Of a place where nothing can be written."""


class Answers(QObject):
    """`open(purpose)` is what R and T do."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._composer = desk.window.composer
        self._composer.send_wanted.connect(self._on_send_wanted)
        self._composer.draft_paused.connect(self._on_draft_paused)
        self._composer.way_chosen.connect(self._on_way_chosen)
        self._composer.sign_in_wanted.connect(lambda: desk.run("app.sign_in"))
        desk.window.conversation.message_focused.connect(lambda _: self.show())
        desk.window.conversation.edit_wanted.connect(self._on_edit_wanted)
        self._person: PersonView | None = None
        self._view: ConversationView | None = None
        self._place: Place | None = None
        self._draft: Draft | None = None

    def show_for(self, view: ConversationView, person: PersonView | None, place: Place, draft: Draft | None) -> None:
        self._view, self._person, self._place, self._draft = view, person, place, draft
        self.show()

    def show(self) -> None:
        """The composer as the message in focus wants it."""
        view, place = self._view, self._place
        if view is None or place is None:
            return
        answered = self._desk.window.conversation.answered_message()
        closed, sign_in = self._why_closed(view, place)
        limit = NO_LIMIT if place.is_archive else self._desk.rules.declaration(place.look).limit
        self._composer.show_answering(
            Answering(
                conversation=view.row.id,
                to=answered.id if answered is not None else view.focus,
                name=view.row.called,
                as_whom=view.as_whom,
                limit=limit,
                draft=self._draft,
                last_thanked=self._person.last_thanked if self._person is not None else None,
                closed=closed,
                sign_in=sign_in,
            )
        )

    def _why_closed(self, view: ConversationView, place: Place) -> tuple[str, bool]:
        """Why no answer can be given here, as a sentence, and whether signing in would help."""
        if place.is_archive:
            return f"{place.title} was read in from an archive: nobody can be answered there. Write another way.", False
        if Can.REPLY not in place.can:
            if place.signed_in:
                return f"{place.title} does not let {place.user or 'you'} answer there.", False
            return f"You read {place.title} without signing in. Sign in to answer from here.", True
        if view.muted:
            return "This conversation is muted. Unmute it to answer.", False
        if view.focus is None:
            return "There is no message here that could be answered.", False
        answered = self._desk.window.conversation.answered_message()
        if answered is not None and is_private(answered.kind):
            return self._desk.read(
                lambda reading: why_not_privately(reading, answered.identity, view.row.called)
            ), False
        return "", False

    def open(self, purpose: Purpose) -> None:
        self._composer.open(purpose)
        if purpose is Purpose.THANK:
            self._offer_thanks()

    def _on_way_chosen(self, purpose: object) -> None:
        if purpose is Purpose.THANK:
            self._offer_thanks()
        self._composer.open(Purpose(str(purpose)))

    def _offer_thanks(self) -> None:
        view = self._view
        if view is None or not self._composer.is_open:
            return
        identity = view.row.identity
        said = self._desk.read(lambda reading: reading.thanks_given(identity))
        own = [line for line in self._desk.setting("thanks", "").splitlines() if line.strip()]
        opening = thanks.next_opening(
            name=first_name(view.row.name),
            about=view.thread_title,
            said_before=said,
            openings=own or thanks.DEFAULT_OPENINGS,
            turn=view.row.id,
        )
        self._composer.offer(opening.text, opening.cursor)

    def _on_draft_paused(self, draft: object) -> None:
        if not isinstance(draft, Draft):
            return
        self._draft = draft if draft.text.strip() else None
        kept = draft

        def work(write: Writing) -> Changes:
            return write.keep_draft(kept) if kept.text.strip() else write.drop_draft(kept.conversation)

        self._desk.act(work, quiet=True)

    def _on_send_wanted(self, sending: object) -> None:
        if not isinstance(sending, Sending):
            return
        identity = self._view.row.identity if self._view is not None else 0
        pause = self._pause(identity)
        if not pause:
            self._send(sending)
            return
        from inbox.ui.question_sheet import Answer, QuestionSheet

        self._composer.take_back(sending.text, sending.purpose)  # they stand there until it is decided
        about = ("They may be busy, or may not want to. It can wait, and stays as a draft.",)
        go_on = Answer("Send it", lambda: self._go_on(sending), is_main=True)
        self._desk.window.overlay.open(QuestionSheet(self._desk.window.look, pause, about, (go_on,), "Let it wait"))

    def _pause(self, identity: int) -> str:
        """Why to slow down before writing once more, or ""."""
        if not identity:
            return ""
        unanswered = self._desk.read(lambda reading: reading.unanswered(identity))
        now = self._desk.clock.now()
        return slow_down(unanswered, lambda at: times.date(at, now))

    def _go_on(self, sending: Sending) -> None:
        self._composer.clear_sent()
        self._send(sending)

    def _send(self, sending: Sending) -> None:
        from inbox.services import replies

        desk, leaves = self._desk, self._desk.leaves_at()
        self._draft = None
        if not sending.then_done:
            desk.window.inbox.model.stay(sending.conversation)
        work = partial(
            replies.reply,
            desk.store,
            sending.conversation,
            sending.text,
            rules=desk.rules,
            to=sending.to,
            purpose=sending.purpose,
            not_before=leaves,
            then_done=sending.then_done,
            remind=sending.remind,
        )
        desk.engine_now().call(
            lambda: work()[1], lambda changes: self._on_queued(sending, changes), partial(self._on_refused, sending)
        )
        if sending.then_done:
            desk.window.inbox.model.take_away((sending.conversation,))
        desk.screen.one_level_out()

    def _on_queued(self, sending: Sending, changes: Changes) -> None:
        seconds = self._desk.undo_seconds()
        what = "Your thanks" if sending.purpose is Purpose.THANK else "Your answer"
        are = "leave" if sending.purpose is Purpose.THANK else "leaves"
        said = f"{what} {are} in {seconds} seconds." if seconds else f"{what} {are} now."
        self._desk.queued(replace(changes, sentence=said))

    def _on_refused(self, sending: Sending, error: InboxError) -> None:
        """The words are not lost: they stand in the field again, or wait as a draft."""
        desk = self._desk
        desk.window.inbox.model.put_back((sending.conversation,))
        draft = Draft(sending.conversation, sending.to, sending.purpose, sending.text, len(sending.text))
        if desk.current() == sending.conversation:
            self._composer.take_back(sending.text, sending.purpose)
        else:
            self._desk.act(lambda write: write.keep_draft(draft), quiet=True)
        desk.say(str(error))

    def _on_edit_wanted(self, delivery: object) -> None:
        """Take it out of the outbox; its words come back as the draft."""
        if isinstance(delivery, int):
            self._desk.act(lambda write: write.cancel_delivery(delivery))
            self._composer.setFocus()
