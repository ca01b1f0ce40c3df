"""Visits to the real test blog, through a proxy where it is to misbehave, and what somebody would know afterwards."""

from __future__ import annotations

import base64
import http.client
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from inbox.core.fetched import Batch, FetchedMessage
from inbox.core.model import Found, Moderation, Place, RemoteState, Verb
from inbox.networks.api import NetworkSession, Op, Surroundings, Target
from inbox.networks.wordpress import client
from tests.conftest import BlogUser, WordPress
from tests.networks.bad_servers import Asked, BadServer, Log


@dataclass
class Secrets:
    password: str

    def get(self, name: str) -> str | None:
        return self.password if name == "app_password" else None

    def put(self, name: str, value: str) -> None:
        raise AssertionError("a blog never changes a password")


@dataclass
class Visit:
    """One place with its session; `known` is what an inbox would hold after what was fetched."""

    place: Place
    password: str = ""
    ahead: timedelta = timedelta(0)
    log: Log = field(default_factory=Log)
    cursors: dict[str, str] = field(default_factory=dict)
    known: dict[str, FetchedMessage] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    stopped: bool = False

    def __post_init__(self) -> None:
        self.around = Surroundings(self.now, lambda: self.stopped, self.log, local_allowed=True)
        self.session: NetworkSession = client.open_place(self.place, Secrets(self.password), self.around)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def fetch(self, *, fully: bool = False, most: int | None = None) -> list[Batch]:
        """Takes in as an inbox does, `most` batches of it (then the power goes)."""
        taken: list[Batch] = []
        for batch in self.session.fetch(dict(self.cursors), fully=fully):
            self.take_in(batch)
            taken.append(batch)
            if most is not None and len(taken) >= most:
                break
        return taken

    def take_in(self, batch: Batch) -> None:
        self.known.update((each.remote_id, each) for each in batch.messages)
        self.gone -= {each.remote_id for each in batch.messages}
        if batch.cursor is not None:
            self.cursors[batch.stream] = batch.cursor
        if batch.sweep is not None:
            look = batch.sweep
            self.gone |= {
                each.remote_id
                for each in self.known.values()
                if look.since <= each.created_at < look.until and each.remote_id not in look.seen
            }

    def op(
        self, target: str, verb: Verb = Verb.REPLY, text: str = "", moderation: Moderation | None = None, **more: Any
    ) -> Op:
        message = self.known[target]
        return Op(
            key="key",
            verb=verb,
            place=self.place,
            target=Target(
                kind_space=message.kind_space,
                remote_id=message.remote_id,
                thread_root=message.thread.root,
                version=message.version,
                author_instance=message.author.instance,
                author_stable_id=message.author.stable_id,
                remote_state=message.remote_state,
                created_at=message.created_at,
                fields=json.loads(message.raw),
            ),
            text=text,
            moderation=moderation,
            **{"queued_at": self.now(), **more},
        )

    def in_state(self, state: RemoteState) -> set[str]:
        return {name for name, each in self.known.items() if each.remote_state is state}


def find(url: str, user: str = "", password: str = "", *, local: bool = True) -> Found:
    fields = {"user": user, "app_password": password} if user or password else {}
    return client.find(url, fields, Surroundings(lambda: datetime.now(UTC), lambda: False, Log(), local_allowed=local))


def somebody(blog: WordPress, user: str) -> BlogUser:
    return next(each for each in blog.users if each.user == user)


def visit(blog: WordPress, user: str = "", *, url: str = "") -> Visit:
    """Finds the blog (at `url`: through a proxy) as `user`, or without a password, and opens it."""
    password = somebody(blog, user).app_password if user else ""
    found = find(url or blog.url, user, password)
    return Visit(place_of(found), password)


def place_of(found: Found) -> Place:
    return Place(
        id=1,
        network="wordpress",
        canonical=found.canonical,
        address=found.address,
        title=found.title,
        look="wordpress",
        user=found.signed_in_as,
        user_remote_id=found.user_remote_id,
        can=found.can,
        signed_in=bool(found.signed_in_as),
        settings=dict(found.settings),
    )


def api(blog: WordPress, method: str, route: str, body: Mapping[str, object] | None = None, user: str = "admin") -> Any:
    """What somebody does to the blog from elsewhere, by REST."""
    who = somebody(blog, user)
    proof = base64.b64encode(f"{who.user}:{who.app_password}".encode()).decode()
    headers = {"Authorization": f"Basic {proof}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", blog.port, timeout=20)
    try:
        connection.request(
            method, f"/wp-json/wp/v2{route}", json.dumps(body or {}) if body is not None else None, headers
        )
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


@contextmanager
def proxy(
    blog: WordPress, *, wishes: str = "", strip: bool = False, spoil: Callable[[Asked, bytes], bytes] | None = None
) -> Iterator[BadServer]:
    """The blog under another port. `wishes` are those of the blog's own test plugin; `strip` removes Authorization, as
    some web servers do; `spoil` gets the whole answer and gives what is sent instead."""

    def act(connection: socket.socket, asked: Asked) -> None:
        headers = {
            **asked.headers,
            "host": f"127.0.0.1:{blog.port}",
            "connection": "close",
            "accept-encoding": "identity",
        }
        if wishes:
            headers["x-parlour-test"] = wishes
        if strip:
            headers.pop("authorization", None)
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        ours, theirs = str(server.port).encode(), str(blog.port).encode()
        with socket.create_connection(("127.0.0.1", blog.port), timeout=20) as there:
            there.sendall(f"{asked.method} {asked.target} HTTP/1.0\r\n{head}\r\n".encode("latin-1") + asked.body)
            said = b""
            while part := there.recv(65536):
                said += part
        said = said.replace(b"127.0.0.1:" + theirs, b"127.0.0.1:" + ours)
        connection.sendall(spoil(asked, said) if spoil else said)

    with BadServer(act) as server:
        yield server
