"""Their last public posts at the desk: looked at when asked, and taken up to be answered or liked from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.lately import Posted
from inbox.core.model import Place, Verb
from inbox.services import lately, replies
from inbox.ui.profile.lately import LatelyCard

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


class Lately(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._place: Place | None = None
        """From where the posts that are shown were seen."""

    def ask(self) -> None:
        """Nothing is asked of a network before this."""
        identity, desk = self._desk.person(), self._desk
        if identity is None:
            return
        person, places = desk.read(lambda reading: (reading.person(identity), reading.places()))
        seen = lately.seen_from(person.identities, places, lambda network: desk.faces.dress(network).lately)
        card = desk.profiles.deck().card(LatelyCard)
        if card is None or seen is None:
            desk.say(f"Where {person.name} writes, nobody's posts can be looked at.", tone="warn")
            return
        if not desk.profiles.is_open:
            desk.screen.show_panel()
        engine, (place, whose) = desk.engine_now(), seen
        sessions, self._place = engine.parts.reading_sessions, place
        card.say_looking(person.id)

        def found(posts: tuple[Posted, ...]) -> None:
            card.show_posts(person.id, posts, lately.doors(place, posts, desk.rules))

        engine.runner.run(
            f"read-{place.id}",
            lambda: lately.lately(sessions, place, whose),
            found,
            lambda error: card.say_failed(person.id, str(error)),
            alive=lambda: not engine.closed and isValid(card),  # the page may have been left meanwhile
        )

    def take_up(self, post: object, verb: object) -> None:
        """The post becomes a message of theirs, and is answered in the composer, or liked."""
        desk, place = self._desk, self._place
        if not isinstance(post, Posted) or place is None:
            return
        engine, store, rules, leaves = desk.engine_now(), desk.store, desk.rules, desk.leaves_at()
        likes = verb is Verb.LIKE

        def work() -> tuple[int, int, Changes | None]:
            conversation, message = lately.take_up(store, place, post)
            liked = replies.like(store, message, rules=rules, not_before=leaves)[1] if likes else None
            return conversation, message, liked

        def done(kept: tuple[int, int, Changes | None]) -> None:
            conversation, message, liked = kept
            if liked is not None:
                desk.queued(liked)
            else:
                desk.acts.open_at(conversation, message)
                desk.run("reply.reply")

        def failed(error: InboxError) -> None:
            desk.say(str(error), tone="warn")

        engine.runner.run("lately", work, done, failed, alive=lambda: not engine.closed)
