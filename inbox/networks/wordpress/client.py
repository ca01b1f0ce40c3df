"""The WordPress client: what an address is, and one blog opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inbox.core.errors import SignInNeeded
from inbox.core.fetched import Batch
from inbox.core.lately import Posted
from inbox.core.model import Found, Place
from inbox.networks.addresses import read_address
from inbox.networks.api import Ground, NetworkSession, Op, Receipt, Reconciled, SecretSlot, Surroundings, WhoAmI
from inbox.networks.http import Http
from inbox.networks.wordpress import discovery, fetching, lately, sweeping, writing
from inbox.networks.wordpress.blog import Blog, Rights, rights_of
from inbox.networks.wordpress.fetching import Eyes
from inbox.networks.wordpress.reading import User
from inbox.networks.wordpress.signing_in import what_is_wrong, who_is


def find(address: str, fields: Mapping[str, str], around: Surroundings) -> Found:
    """Fields: "user" and "app_password", or none. Raises SignInNeeded for a password that is not accepted."""
    return discovery.find(address, fields, around)


def open_place(place: Place, secrets: SecretSlot, around: Surroundings) -> NetworkSession:
    """Asks nothing of the network yet."""
    return Session(place, secrets, around)


class Session:
    """One blog. The user is asked for at the first need and again at each fetch, as rights change."""

    def __init__(self, place: Place, secrets: SecretSlot, around: Surroundings) -> None:
        self._place = place
        self._secrets = secrets
        self._around = around
        self._http = Http(around, local=around.local_allowed)
        self._eyes: Eyes | None = None
        self._user: User | None = None

    def who_am_i(self) -> WhoAmI:
        user = self._sign_in(explain=True)
        blog = self._open().blog
        return WhoAmI(str(user.id), user.slug or user.name, discovery.what_can(blog.rights))

    def fetch(self, cursors: Mapping[str, str], *, fully: bool = False) -> Iterator[Batch]:
        """News first, then what is still to be gone through, then the sweeps that are due."""
        eyes = self._open()
        if self._place.signed_in:
            self._sign_in()
        eyes.forget_posts()
        was_filled = sweeping.STREAM in cursors and fetching.is_filled(eyes, cursors)
        yield from fetching.news(eyes, cursors.get(fetching.NEWS))
        for status in eyes.blog.statuses():
            yield from fetching.backfill(eyes, status, cursors.get(status))
        now = self._around.now()
        if not was_filled:
            yield sweeping.just_filled(now)
        if was_filled or fully:
            yield from sweeping.due(eyes, cursors.get(sweeping.STREAM), now, fully=fully)

    def lately(self, instance: str, stable_id: str, most: int) -> Sequence[Posted]:
        return lately.lately(self._open().blog, stable_id, most)

    def prepare(self, op: Op) -> bytes:
        return writing.prepare(self._signed(), op)

    def ground(self, op: Op) -> Ground:
        return writing.ground(self._signed(), op)

    def send(self, op: Op, frozen: bytes) -> Receipt:
        return writing.send(self._signed(), op, frozen)

    def reconcile(self, op: Op, frozen: bytes) -> Reconciled:
        return writing.reconcile(self._signed(), op, frozen)

    def close(self) -> None:
        self._http.close()

    def _open(self) -> Eyes:
        if self._eyes is None:
            api = self._place.settings.get("api") or self._look_again()
            self._eyes = Eyes(Blog(self._http, api, self._around.stop), self._place.canonical)
        return self._eyes

    def _look_again(self) -> str:
        return discovery.discover(self._http, read_address(self._place.address), local=self._around.local_allowed).api

    def _signed(self) -> Eyes:
        eyes = self._open()
        if self._user is None:
            self._sign_in()
        return eyes

    def _sign_in(self, *, explain: bool = False) -> User:
        """Raises SignInNeeded: no password here, or one that is no longer accepted."""
        eyes = self._open()
        blog = eyes.blog
        password = self._secrets.get("app_password")
        if not (self._place.user and password):
            raise SignInNeeded(f"The application password for {blog.host} is not in the keychain. Sign in again.")
        name, site = self._place.user, self._place.settings.get("site") or self._place.address

        def why() -> str:
            if explain:
                return what_is_wrong(self._http, blog.host, site, name, password, switched_on=True)
            return f"{blog.host} no longer accepts the application password of {name}. Sign in again."

        blog.rights = Rights.PUBLIC
        user = who_is(blog, name, password, why)
        blog.rights = rights_of(user)
        eyes.me = user.id
        self._user = user
        return user
