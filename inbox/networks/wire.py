"""Connections that know how far a request got, check where they lead, and keep one deadline for everything.

`requests` bounds each silence, not the whole, resolves names out of sight, and tells a refused connection from a lost
answer only by the type of nested errors. Here the socket itself says it: "nothing was sent" rests on `Wire.stage`.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import truststore
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool

from inbox.core.errors import Rejected
from inbox.networks.addresses import is_public, literal

SLICE_S = 0.25
"""How long a wait lasts before `stop` is asked again."""
LAST_WORD_S = 5.0
"""After `stop`, how long an answer to something that was written is still waited for."""


Resolve = Callable[..., list[tuple[Any, ...]]]
"""As `socket.getaddrinfo`."""


class Stage(IntEnum):
    """How far a request got. From SENT on the server may have acted."""

    NAME = 0
    CONNECT = 1
    TLS = 2
    SENT = 3


class Stopped(OSError):
    """`stop` said so; nothing is wrong with the server."""


@dataclass(slots=True)
class Wire:
    """One request at a time. `local`: private and loopback addresses are the person's choice."""

    local: bool
    stop: Callable[[], bool]
    silence_s: float = 25.0
    connect_s: float = 10.0
    stage: Stage = Stage.NAME
    writing: bool = False
    deadline: float = 0.0
    resolve: Resolve = socket.getaddrinfo

    def begin(self, total_s: float, *, writing: bool) -> None:
        self.stage = Stage.NAME
        self.writing = writing
        self.deadline = time.monotonic() + total_s

    def connect(self, host: str, port: int, options: Any, *, to_proxy: bool) -> socket.socket:
        """A connection to an address that was checked: it is not looked up again between check and use."""
        found = self.resolve(str(literal(host) or host), port, type=socket.SOCK_STREAM)
        if not self.local and not to_proxy and not all(is_public(str(each[4][0])) for each in found):
            raise Rejected(
                f"{host} leads to an address inside a private network, so Parlour did not go there.", code="private"
            )
        self.stage = Stage.CONNECT
        failed: OSError = OSError("no address")
        for family, kind, protocol, _, address in found:
            sock = socket.socket(family, kind, protocol)
            try:
                for option in options or ():
                    sock.setsockopt(*option)
                sock.settimeout(self.patience(self.connect_s))
                sock.connect(address)
            except OSError as error:
                sock.close()
                failed = error
                continue
            self.stage = Stage.TLS
            return sock
        raise failed

    def patience(self, most_s: float) -> float:
        """Seconds until a wait must end. Raises TimeoutError when the deadline has passed."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return min(most_s, left)

    def asked_to_stop(self) -> None:
        """Reading ends at once; for what was written the answer is given a last moment. Raises Stopped."""
        if not self.stop():
            return
        if not (self.writing and self.stage is Stage.SENT):
            raise Stopped("stopped")
        self.deadline = min(self.deadline, time.monotonic() + LAST_WORD_S)


class _Incoming(io.RawIOBase):
    """What arrives at a socket, under the wire's deadline. Holds the socket open until it is closed itself."""

    def __init__(self, wire: Wire, sock: socket.socket, holder: io.BufferedIOBase) -> None:
        self._wire = wire
        self._sock = sock
        self._holder = holder

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        quiet_until = time.monotonic() + self._wire.silence_s
        while True:
            self._wire.asked_to_stop()
            self._sock.settimeout(self._wire.patience(SLICE_S))
            try:
                return self._sock.recv_into(buffer)
            except TimeoutError:
                if time.monotonic() >= quiet_until:
                    raise

    def close(self) -> None:
        if not self.closed:
            self._holder.close()
        super().close()


class SystemTrust(HTTPAdapter):
    """Certificates are judged by the system, as its browser does; connections are the wire's. Never tries twice."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(max_retries=0, pool_connections=4, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        super().init_poolmanager(connections, maxsize, block=block, ssl_context=self._context, **more)
        self.poolmanager.pool_classes_by_scheme = _pools(self._wire, to_proxy=False)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **more)
        manager.pool_classes_by_scheme = _pools(self._wire, to_proxy=True)
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """requests would load its own list of authorities beside the system's."""
        conn.cert_reqs = "CERT_REQUIRED"

    def forget_connections(self) -> None:
        """The next request opens a new one: an old one may be closed by the server just as it is used."""
        self.poolmanager.clear()


def _pools(wire: Wire, *, to_proxy: bool) -> dict[str, type[ConnectionPool]]:
    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp: Any = io.BufferedReader(_Incoming(wire, sock, self.fp))

    class Plain(HTTPConnection):
        response_class = Response

        def _new_conn(self) -> socket.socket:
            return wire.connect(self._dns_host, self.port, self.socket_options, to_proxy=to_proxy)

        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()
            self.sock.settimeout(wire.patience(wire.silence_s))
            wire.stage = Stage.SENT
            super().send(data)

    class Encrypted(HTTPSConnection):
        response_class = Response

        def _new_conn(self) -> socket.socket:
            return wire.connect(self._dns_host, self.port, self.socket_options, to_proxy=to_proxy)

        def _tunnel(self) -> None:
            super()._tunnel()
            wire.stage = Stage.TLS

        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()
            self.sock.settimeout(wire.patience(wire.silence_s))
            wire.stage = Stage.SENT
            super().send(data)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
