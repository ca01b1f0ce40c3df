"""`core.manners_ports.MannersReading`: the part of `store/reading.py` that is about manners."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from inbox.core.clock import Clock
from inbox.core.consent import ConsentView, Newsletter
from inbox.core.manners import Owed, Pays, Promise, PromiseOffer, Said, StopOffer
from inbox.core.record import Record
from inbox.store import consents, full_record, gifts, leaving_alone, promises


class MannersReader:
    _connection: Connection
    _clock: Clock

    def promises(self, identity: int | None = None, *, settled: bool = False, limit: int = 200) -> list[Promise]:
        return promises.promises(self._connection, identity, settled=settled, limit=limit)

    def promise(self, promise: int) -> Promise:
        return promises.promise(self._connection, promise)

    def promise_offers(self, identity: int | None = None, *, limit: int = 50) -> list[PromiseOffer]:
        return promises.offers(self._connection, identity, self._clock.now(), limit=limit)

    def stop_offer(self, identity: int) -> StopOffer | None:
        return leaving_alone.offer(self._connection, identity, self._clock.now())

    def owed(self, pays: Sequence[Pays] | None = None, *, limit: int = 200) -> list[Owed]:
        return gifts.owed(self._connection, pays, self._clock.now(), limit=limit)

    def unanswered(self, identity: int, *, limit: int = 20) -> list[Said]:
        return gifts.unanswered(self._connection, identity, limit=limit)

    def may_not_contact(self, identity: int) -> bool:
        return leaving_alone.may_not_contact(self._connection, identity)

    def consent(self, identity: int) -> ConsentView:
        return consents.consent(self._connection, identity)

    def full_record(self, identity: int) -> Record:
        return full_record.full_record(self._connection, identity, self._clock.now())

    def newsletter(self) -> Newsletter:
        return consents.newsletter(self._connection)
