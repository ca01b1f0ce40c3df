"""The one room of HTTP: every request of every network goes through `Http`.

What it promises: certificates as the system judges them; one deadline and one size for each answer; nothing is tried
twice; nothing that writes is redirected; no way into a private network that the person did not type; no cookies, no
netrc, and the password to its own origin only. It raises only the five `NetworkError`s and fit-to-show sentences.
"""

from __future__ import annotations

import base64
import json
import logging
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.utils import get_environ_proxies

from inbox import __version__
from inbox.core.errors import NetworkError, OutcomeUnknown, RateLimited, Rejected, Unreachable
from inbox.networks.addresses import HAS_SIGN_IN, is_worded_local, origin
from inbox.networks.api import Surroundings
from inbox.networks.wire import Resolve, Stage, Stopped, SystemTrust, Wire

# urllib3 writes whole addresses, with their query, into its warnings.
logging.getLogger("urllib3").setLevel(logging.ERROR)

USER_AGENT = f"Parlour/{__version__}"
MOST_WAIT_S = 24 * 3600.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SHORTEST_SECRET = 8
"""Shorter ones are words that people use, and would be torn out of what they write."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one request, redirects included: seconds to connect, of silence, altogether; bytes after decompression."""

    connect_s: float = 10.0
    silence_s: float = 25.0
    total_s: float = 60.0
    most_bytes: int = 10 * 1024 * 1024
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` have small letters; `url` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    writing: bool = False

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def json(self) -> object:
        """What it says. Writing raises OutcomeUnknown, reading Unreachable for half an answer, Rejected for a page."""
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            pass
        is_begun = self.body.lstrip()[:1] in (b"{", b"[")
        if self.writing:
            raise OutcomeUnknown(f"{self.host} gave no clear answer; Parlour looks whether it arrived.")
        if is_begun:
            raise Unreachable(f"{self.host} sent only a part of its answer. Parlour tries again later.")
        raise Rejected(
            f"{self.host} answered with a web page where data was expected. Open it in the browser to see why.",
            code="html",
        )


class Http:
    """One place's way to the net, used by one thread at a time. `local` allows loopback and private addresses."""

    def __init__(
        self,
        around: Surroundings,
        *,
        local: bool = False,
        limits: Limits | None = None,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        self._around = around
        self._local = local
        self._limits = limits or Limits()
        self._wire = Wire(local, around.stop, self._limits.silence_s, self._limits.connect_s, resolve=resolve)
        self._adapter = SystemTrust(self._wire)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.clear()
        self._session.mount("https://", self._adapter)
        self._session.mount("http://", self._adapter)
        self._signed_for: tuple[str, str, int] | None = None
        self._authorization = ""
        self._hidden: tuple[bytes, ...] = ()
        self.skew = timedelta(0)
        """The server's clock minus ours, by its last `Date`."""

    def sign_in(self, url: str, user: str, password: str) -> None:
        """Basic authentication (RFC 7617, UTF-8) to the origin of `url` only. Rejected for plain http outside."""
        if self.plain_outside(url):
            raise Rejected(
                f"{urlsplit(url).hostname} is reached without encryption, so Parlour sends no password there.",
                code="plain_http",
            )
        self._signed_for = origin(url)
        proof = base64.b64encode(f"{user}:{password}".encode())
        self._authorization = f"Basic {proof.decode('ascii')}"
        said = (password, password.replace(" ", ""))
        self._hidden = (proof, *(each.encode() for each in said if len(each) >= _SHORTEST_SECRET))

    def plain_outside(self, url: str) -> bool:
        """True where a password must not go: unencrypted, and not by the person's choice in this house."""
        return origin(url)[0] != "https" and not self._local

    def get(
        self,
        url: str,
        template: str,
        params: Mapping[str, str] | None = None,
        *,
        enough: int = 0,
        anonymous: bool = False,
    ) -> Answer:
        """`template` goes to the network log instead of the path. `enough`: no more bytes than these are read, and that
        is no error. Raises Unreachable (also for silence, cut answers and 5xx), RateLimited, Rejected."""
        deadline = time.monotonic() + self._limits.total_s
        here = with_query(url, params or {})
        seen = {here}
        for _ in range(self._limits.redirects + 1):
            answer = self._once("GET", here, template, None, deadline, enough, anonymous=anonymous)
            place = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not place:
                return self._judged(answer)
            there = urljoin(here, place).split("#", 1)[0]
            self._may_follow(here, there)
            if there in seen:
                break
            seen.add(there)
            here = there
        raise Rejected(f"{answer.host} sends us round in circles. Check the address in the browser.", code="loop")

    def post(self, url: str, template: str, body: bytes, content_type: str = "application/json") -> Answer:
        """Written once: OutcomeUnknown for everything unclear after its first byte, Rejected for a redirect."""
        self._adapter.forget_connections()
        deadline = time.monotonic() + self._limits.total_s
        answer = self._once("POST", url, template, body, deadline, 0, content_type=content_type)
        if answer.status in _REDIRECTS:
            raise Rejected(f"{answer.host} has moved to another address. Add it anew with that address.", code="moved")
        return self._judged(answer)

    def close(self) -> None:
        self._session.close()

    # -------------------------------------------------------------------------------------------------- one request

    def _once(
        self,
        method: str,
        url: str,
        template: str,
        body: bytes | None,
        deadline: float,
        enough: int,
        *,
        content_type: str = "",
        anonymous: bool = False,
    ) -> Answer:
        host = urlsplit(url).hostname or ""
        _refuse_sign_in(url)
        headers = {
            "User-Agent": USER_AGENT,
            "Accept": "application/json, */*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        if content_type:
            headers["Content-Type"] = content_type
        if self._authorization and not anonymous and origin(url) == self._signed_for:
            headers["Authorization"] = self._authorization
        began = time.monotonic()
        self._wire.begin(deadline - began, writing=body is not None)
        status, size = 0, 0
        try:
            self._wire.asked_to_stop()
            with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                allow_redirects=False,
                stream=True,
                timeout=(self._limits.connect_s, self._limits.silence_s),
                proxies=self._proxies(url, host),
            ) as response:
                status = response.status_code
                self._note_clock(response.headers.get("Date", ""))
                content = self._body(response, host, enough)
                size = len(content)
                for secret in self._hidden:
                    # A server in trouble may say back what it was sent, and its words are kept: in sentences, in files.
                    content = content.replace(secret, b"[hidden]")
                return Answer(status, _lower(response.headers), content, url, writing=body is not None)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
            raise self._said(host, error) from error
        finally:
            self._around.log(method, host, template, status, size, (time.monotonic() - began) * 1000)

    def _body(self, response: requests.Response, host: str, enough: int) -> bytes:
        most = self._limits.most_bytes
        parts: list[bytes] = []
        size = 0
        for part in response.iter_content(65536):
            parts.append(part)
            size += len(part)
            if enough and size >= enough:
                break
            if size > most and not enough:
                response.close()
                if self._wire.writing:
                    raise OutcomeUnknown(f"{host} gave an endless answer; Parlour looks whether it arrived.")
                raise Rejected(f"{host} sent more at once than Parlour reads.", code="too_large")
        return b"".join(parts)

    def _judged(self, answer: Answer) -> Answer:
        """429, 503 and other 5xx become errors; everything else is for the network to read."""
        if answer.status in (429, 503):
            wait = self._retry_after(answer.headers.get("retry-after", ""))
            if answer.status == 429 or wait is not None:
                raise RateLimited(f"{answer.host} asks for patience; Parlour tries again by itself.", wait)
        if answer.status >= 500 or answer.status == 408:
            if answer.writing:
                raise OutcomeUnknown(f"{answer.host} failed (error {answer.status}); Parlour looks whether it arrived.")
            raise Unreachable(
                f"{answer.host} has a problem of its own (error {answer.status}). Parlour tries again later."
            )
        return answer

    def _said(self, host: str, error: Exception) -> NetworkError:
        """The error of this request as one of the five; after the first byte of a write it is OutcomeUnknown."""
        why = causes(error)
        if self._wire.stage is Stage.SENT:
            if self._wire.writing:
                return OutcomeUnknown(f"{host} gave no clear answer; Parlour looks whether it arrived.")
            if any(isinstance(each, Stopped) for each in why):
                return Unreachable("Stopped before the answer came.")
            if any(isinstance(each, TimeoutError | requests.Timeout) for each in why):
                return Unreachable(f"{host} did not answer in time. Parlour tries again later.")
            return Unreachable(f"{host} broke off in the middle of its answer. Parlour tries again later.")
        for each in why:
            if isinstance(each, ssl.SSLCertVerificationError):
                return Unreachable(f"{host} could not prove that it is {host}: {_certificate(each)}. Nothing was sent.")
            if isinstance(each, ssl.SSLError):
                return Unreachable(f"No encrypted connection to {host} came about. Nothing was sent.")
            if isinstance(each, Stopped):
                return Unreachable("Stopped before anything was sent.")
        if self._wire.stage is Stage.NAME:
            return Unreachable(f"{host} was not found. Check the address and your connection.")
        if any(isinstance(each, TimeoutError | requests.Timeout) for each in why):
            return Unreachable(f"{host} does not answer. Check your connection; Parlour tries again by itself.")
        return Unreachable(f"{host} does not take connections just now. Parlour tries again by itself.")

    # ------------------------------------------------------------------------------------------------------- details

    def _may_follow(self, here: str, there: str) -> None:
        _refuse_sign_in(there)
        old, new = origin(here), origin(there)
        if new[0] not in ("http", "https"):
            raise Rejected(f"{old[1]} sends us to something that is not a web address.", code="redirect")
        if old[0] == "https" and new[0] == "http":
            raise Rejected(
                f"{old[1]} sends us from an encrypted to an unencrypted address, so Parlour stopped.", code="downgrade"
            )
        if not self._local and is_worded_local(new[1]):
            raise Rejected(
                f"{old[1]} sends us to an address inside a private network, so Parlour did not go there.",
                code="private",
            )

    def _proxies(self, url: str, host: str) -> dict[str, str]:
        """As the system says, but never for this computer and this house. A proxy resolves names itself."""
        found = get_environ_proxies(url, no_proxy=None)
        if not found or not is_worded_local(host):
            return dict(found)
        return {}

    def _note_clock(self, date: str) -> None:
        with suppress(ValueError, TypeError, IndexError):
            self.skew = _aware(parsedate_to_datetime(date)) - self._around.now()

    def _retry_after(self, text: str) -> float | None:
        """Seconds, from either form (RFC 9110 section 10.2.3); None where there is none that can be read."""
        if text.strip().isdigit():
            return min(float(text), MOST_WAIT_S)
        with suppress(ValueError, TypeError, IndexError):
            until = _aware(parsedate_to_datetime(text)) - self._around.now() - self.skew
            return min(max(until.total_seconds(), 0.0), MOST_WAIT_S)
        return None


def with_query(url: str, params: Mapping[str, str]) -> str:
    """`url` with more parameters; those it has stay."""
    return requests.Request("GET", url, params=dict(params)).prepare().url or url


def _refuse_sign_in(url: str) -> None:
    if "@" in urlsplit(url).netloc:
        raise Rejected(HAS_SIGN_IN, code="userinfo")


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)


def causes(error: BaseException) -> list[BaseException]:
    """The error and everything inside it: urllib3 and requests nest by `args`, `reason` and `__cause__`."""
    found: list[BaseException] = []
    todo: list[object] = [error]
    while todo and len(found) < 30:
        each = todo.pop(0)
        if isinstance(each, BaseException) and each not in found:
            found.append(each)
            todo += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
    return found


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    said = (getattr(error, "verify_message", "") or str(error)).lower()
    if "expired" in said:
        return "its certificate has run out"
    if "hostname" in said or "ip address mismatch" in said or "not valid for" in said:
        return "its certificate belongs to another name"
    if "self-signed" in said or "self signed" in said:
        return "it signed its certificate itself"
    return "its certificate was signed by nobody this computer trusts"
