"""The part of the ports (`core/ports.py`) that is about manners: promises, thanks that are due, consent, being left
alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from inbox.core.changes import Changes
from inbox.core.consent import ConsentView, NewEntry, Newsletter
from inbox.core.manners import Owed, Pays, Promise, PromiseOffer, Said, StopOffer
from inbox.core.record import Record


class MannersReading(Protocol):
    def promises(self, identity: int | None = None, *, settled: bool = False, limit: int = 200) -> list[Promise]:
        """Of one person or of all: open ones, what falls due first coming first; `settled`: kept and dropped ones too,
        behind them."""

    def promise(self, promise: int) -> Promise: ...
    def promise_offers(self, identity: int | None = None, *, limit: int = 50) -> list[PromiseOffer]:
        """What I wrote lately that sounds like a promise and was not answered yes or no, newest first."""

    def stop_offer(self, identity: int) -> StopOffer | None:
        """Their newest wish to be left alone, unless it was heeded or turned down."""

    def owed(self, pays: Sequence[Pays] | None = None, *, limit: int = 200) -> list[Owed]:
        """Who gave something in the last months and has heard nothing, newest gift first; `pays` None: as the setting
        says. Reads many messages: on a thread of its own."""

    def unanswered(self, identity: int, *, limit: int = 20) -> list[Said]:
        """What I wrote to somebody since they last said anything, oldest first."""

    def may_not_contact(self, identity: int) -> bool:
        """The flag "do not contact" of the person."""

    def consent(self, identity: int) -> ConsentView: ...
    def full_record(self, identity: int) -> Record:
        """Everything that is kept about a person, private notes included. On a thread of its own. Raises NotHere."""

    def newsletter(self) -> Newsletter:
        """Reads everybody: on a thread of its own."""


class MannersWriting(Protocol):
    def promise_to(
        self,
        identity: int,
        words: str,
        *,
        due: datetime | None = None,
        message: int | None = None,
        first: int | None = None,
    ) -> Changes:
        """`message` and `first`: of the offer it was. Raises Refused for no words, or one that is written down."""

    def change_promise(self, promise: int, words: str, due: datetime | None) -> Changes: ...
    def settle_promise(self, promise: int, *, kept: bool) -> Changes:
        """Kept, or dropped."""

    def turn_down_promise(self, message: int, first: int) -> Changes:
        """It was none: it is not offered again."""

    def turn_down_stop(self, message: int) -> Changes:
        """They did not mean that: the flag is not offered again because of this message."""

    def do_not_contact(self, identity: int, flagged: bool) -> Changes: ...
    def acknowledge(self, identity: int) -> Changes:
        """Everything they gave until now was acknowledged, in whichever way."""

    def erase_person(self, identity: int, *, may_return: bool) -> Changes:
        """Everything that could tell of them goes, for good; `may_return`: what networks still have may be gathered
        again. Not undoable. Raises Refused for oneself, and while something to them is on its way."""

    def note_consent(self, identity: int, entry: NewEntry) -> Changes:
        """Add an entry to the record. Raises Refused where it makes no sense: given without an address, withdrawn
        although never given, a mistake where there is nothing, a time to come."""
