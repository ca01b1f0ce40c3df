"""The one room of HTTP against servers that misbehave: every ending is one of the five errors, with one sentence."""

from __future__ import annotations

import gzip
import json
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from inbox.core.errors import NetworkError, OutcomeUnknown, RateLimited, Rejected, Unreachable
from inbox.networks.http import Http, Limits
from inbox.networks.wire import Resolve
from tests.networks.bad_servers import (
    CERTIFICATES,
    Asked,
    BadServer,
    Log,
    answer,
    close,
    free_port,
    redirect,
    reset,
    routes,
    surroundings,
)

pytestmark = pytest.mark.network_loopback

QUICK = Limits(connect_s=1, silence_s=0.6, total_s=1.5, most_bytes=100_000)
Make = Callable[..., Http]


@pytest.fixture
def make() -> Iterator[Make]:
    """Rooms of HTTP that are closed at the end; they may enter loopback unless told otherwise."""
    made: list[Http] = []

    def one(
        *,
        local: bool = True,
        log: Log | None = None,
        stop: Callable[[], bool] = lambda: False,
        resolve: Resolve = socket.getaddrinfo,
    ) -> Http:
        made.append(Http(surroundings(stop=stop, log=log), local=local, limits=QUICK, resolve=resolve))
        return made[-1]

    yield one
    for each in made:
        each.close()


def _fails(kind: type[NetworkError], words: str, act: Callable[[], object]) -> NetworkError:
    with pytest.raises(kind, match=words) as caught:
        act()
    sentence = str(caught.value)
    assert type(caught.value) is kind
    assert sentence.endswith(".")
    assert "urllib3" not in sentence
    assert "Error(" not in sentence
    return caught.value


def test_a_name_nobody_has_is_unreachable_and_says_so(make: Make) -> None:
    def nobody(*asked: object, **more: object) -> list[tuple[object, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    room = make(resolve=nobody)
    _fails(Unreachable, "nowhere.invalid was not found", lambda: room.get("http://nowhere.invalid/", "/"))
    _fails(Unreachable, "was not found", lambda: room.post("http://nowhere.invalid/", "/", b"{}"))


def test_a_refused_connection_is_unreachable_for_reading_and_for_writing(make: Make) -> None:
    with free_port() as port:
        address = f"http://127.0.0.1:{port}/"
        _fails(Unreachable, "does not take connections", lambda: make().get(address, "/"))
        _fails(Unreachable, "does not take connections", lambda: make().post(address, "/", b"{}"))


def test_a_reset_leaves_a_write_unknown_and_a_read_unreachable(make: Make) -> None:
    for act in (reset, close):
        with BadServer(act) as server:
            _fails(Unreachable, "broke off", lambda url=server.url: make().get(url, "/"))
            _fails(OutcomeUnknown, "no clear answer", lambda url=server.url: make().post(url, "/", b"{}"))
            assert [each.method for each in server.asked] == ["GET", "POST"]


def test_a_server_that_never_answers_ends_in_time(make: Make) -> None:
    with BadServer(lambda connection, asked: server.wait(30)) as server:
        _fails(Unreachable, "did not answer in time", lambda: make().get(server.url, "/"))
        server.over.set()


def test_an_answer_that_drips_ends_at_the_deadline_although_it_is_never_silent(make: Make) -> None:
    def drip(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
        while not server.over.is_set():
            connection.sendall(b"X-More: 1\r\n")
            server.wait(0.2)

    with BadServer(drip) as server:
        _fails(OutcomeUnknown, "no clear answer", lambda: make().post(server.url, "/", b"{}"))
        assert not server.over.is_set()


def test_a_cut_body_is_no_answer(make: Make) -> None:
    with BadServer(answer(b'{"id": 1, "wor', length=200)) as server:
        _fails(Unreachable, "broke off", lambda: make().get(server.url, "/"))
        _fails(OutcomeUnknown, "no clear answer", lambda: make().post(server.url, "/", b"{}"))


def test_half_a_json_document_is_no_answer(make: Make) -> None:
    with BadServer(answer(b'[{"id": 1}, {"id"')) as server:
        _fails(Unreachable, "only a part", lambda: make().get(server.url, "/").json())
        _fails(OutcomeUnknown, "no clear answer", lambda: make().post(server.url, "/", b"{}").json())


def test_a_web_page_where_data_was_expected_is_named(make: Make) -> None:
    with BadServer(answer(b"<!DOCTYPE html><p>Hello", kind="text/html")) as server:
        error = _fails(Rejected, "web page where data", lambda: make().get(server.url, "/").json())
        assert isinstance(error, Rejected)
        assert error.code == "html"
        _fails(OutcomeUnknown, "no clear answer", lambda: make().post(server.url, "/", b"{}").json())


def test_json_nested_without_end_is_no_crash(make: Make) -> None:
    with BadServer(answer(b"[" * 90_000)) as server:
        _fails(Unreachable, "only a part", lambda: make().get(server.url, "/").json())


def test_an_answer_over_the_limit_is_not_read_also_when_it_is_packed(make: Make) -> None:
    big = json.dumps(["x" * 300_000]).encode()
    for act in (answer(big), answer(gzip.compress(big), headers=["Content-Encoding: gzip"])):
        with BadServer(act) as server:
            error = _fails(Rejected, "sent more at once", lambda url=server.url: make().get(url, "/"))
            assert isinstance(error, Rejected)
            assert error.code == "too_large"
            _fails(OutcomeUnknown, "endless", lambda url=server.url: make().post(url, "/", b"{}"))


def test_only_as_much_as_is_enough_is_read(make: Make) -> None:
    with BadServer(answer(b"<html>" + b"x" * 5_000_000, kind="text/html")) as server:
        page = make().get(server.url, "/", enough=1000)
        assert page.body.startswith(b"<html>")
        assert len(page.body) < 200_000


def test_redirects_are_followed_for_reading_and_never_for_writing(make: Make) -> None:
    with BadServer(routes({"/new": answer(b'{"here": true}')}, redirect("/new"))) as server:
        there = make().get(f"{server.url}/old", "/")
        assert there.json() == {"here": True}
        assert there.url == f"{server.url}/new"
        _fails(Rejected, "has moved", lambda: make().post(f"{server.url}/old", "/", b"{}"))
        assert [each.target for each in server.asked] == ["/old", "/new", "/old"]


def test_a_redirect_loop_and_an_endless_chain_end(make: Make) -> None:
    def on_and_on(connection: socket.socket, asked: Asked) -> None:
        redirect(f"/{len(server.asked)}")(connection, asked)

    with BadServer(redirect("/")) as server:
        _fails(Rejected, "round in circles", lambda: make().get(server.url + "/", "/"))
        assert len(server.asked) == 1
    with BadServer(on_and_on) as server:
        _fails(Rejected, "round in circles", lambda: make().get(server.url + "/", "/"))
        assert len(server.asked) == 6


def test_no_way_into_a_private_network_that_was_not_typed(make: Make) -> None:
    with BadServer(answer()) as server:
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"):
            address = f"http://{host}:{server.port}/"
            _fails(Rejected, "private network", lambda address=address: make(local=False).get(address, "/"))
        assert server.asked == []


def test_a_public_name_that_leads_into_a_private_network_is_refused(make: Make) -> None:
    def rebound(*asked: object, **more: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]

    _fails(Rejected, "private network", lambda: make(local=False, resolve=rebound).get("http://blog.example/", "/"))


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("http://192.168.1.1/", "private network"),
        ("http://169.254.169.254/latest", "private network"),
        ("http://router.local/", "private network"),
        ("http://user:secret@example.com/", "Leave the user name"),
        ("ftp://example.com/", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
    ],
)
def test_a_redirect_to_where_nobody_should_go_is_refused(make: Make, there: str, words: str) -> None:
    with BadServer(redirect(there)) as server:
        room = make()
        room._local = False  # the typed address was let in; what it leads to is not
        _fails(Rejected, words, lambda: room.get(server.url, "/"))


def test_a_bad_certificate_is_named_and_nothing_is_sent(make: Make) -> None:
    with BadServer(answer(), certificate="localhost.pem") as server:
        for write in (False, True):
            room = make()
            error = _fails(
                Unreachable,
                "could not prove that it is 127.0.0.1",
                lambda room=room, write=write: (
                    room.post(server.url, "/", b"{}") if write else room.get(server.url, "/")
                ),
            )
            assert "certificate" in str(error) or "signed" in str(error)
        assert server.asked == []


def test_a_server_without_encryption_behind_https_is_unreachable(make: Make) -> None:
    with BadServer(close) as server:
        _fails(Unreachable, "No encrypted connection", lambda: make().get(f"https://127.0.0.1:{server.port}", "/"))


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere the system's own store decides, not a variable"
)
class TestTrusted:
    """With a certificate that the system trusts."""

    @pytest.fixture
    def trust(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
        def one(name: str) -> Path:
            monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / name))
            return CERTIFICATES / name

        return one

    def test_https_works_and_the_system_decides(self, make: Make, trust: Callable[[str], Path]) -> None:
        trust("localhost.pem")
        with BadServer(answer(b'{"safe": 1}'), certificate="localhost.pem") as server:
            assert make().get(server.url, "/").json() == {"safe": 1}

    def test_a_certificate_for_another_name_and_one_that_ran_out_are_told_apart(
        self, make: Make, trust: Callable[[str], Path]
    ) -> None:
        for name, words in (("other-name.pem", "belongs to another name"), ("expired.pem", "has run out")):
            trust(name)
            with BadServer(answer(), certificate=name) as server:
                _fails(Unreachable, words, lambda url=server.url: make().get(url, "/"))

    def test_no_redirect_down_to_plain_http(self, make: Make, trust: Callable[[str], Path]) -> None:
        trust("localhost.pem")
        with BadServer(answer()) as plain, BadServer(redirect(plain.url), certificate="localhost.pem") as server:
            _fails(Rejected, "to an unencrypted address", lambda: make().get(server.url, "/"))
            assert plain.asked == []

    def test_a_deadline_holds_inside_tls_too(self, make: Make, trust: Callable[[str], Path]) -> None:
        trust("localhost.pem")
        with BadServer(lambda connection, asked: server.wait(30), certificate="localhost.pem") as server:
            _fails(OutcomeUnknown, "no clear answer", lambda: make().post(server.url, "/", b"{}"))
            server.over.set()


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_patience_is_read_in_seconds_and_as_a_date(make: Make, status: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    for said, seconds in (("120", 120.0), (later, 90.0), ("999999999", 86400.0)):
        with BadServer(answer(b"{}", status, [f"Retry-After: {said}"])) as server:
            for ask in (lambda url: make().get(url, "/"), lambda url: make().post(url, "/", b"{}")):
                error = _fails(RateLimited, "asks for patience", lambda url=server.url, ask=ask: ask(url))
                assert isinstance(error, RateLimited)
                assert error.retry_after_s == pytest.approx(seconds, abs=3)


def test_429_without_a_time_is_still_patience(make: Make) -> None:
    for headers in ([], ["Retry-After: soon"], ["Retry-After: -5"]):
        with BadServer(answer(b"{}", "429 Too Many Requests", headers)) as server:
            error = _fails(RateLimited, "patience", lambda url=server.url: make().post(url, "/", b"{}"))
            assert isinstance(error, RateLimited)
            assert error.retry_after_s is None


@pytest.mark.parametrize(
    "status", ["500 Oops", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "408 Slow"]
)
def test_a_server_error_leaves_a_write_unknown(make: Make, status: str) -> None:
    with BadServer(answer(b"<h1>oops</h1>", status)) as server:
        _fails(OutcomeUnknown, "failed", lambda: make().post(server.url, "/", b"{}"))
        _fails(Unreachable, "has a problem", lambda: make().get(server.url, "/"))


def test_stopping_ends_a_read_at_once_and_gives_a_write_its_last_word(make: Make) -> None:
    stopped: list[bool] = []

    def late(connection: socket.socket, asked: Asked) -> None:
        stopped.append(True)
        server.wait(0.5 if asked.method == "POST" else 30)
        answer(b'{"there": 1}')(connection, asked)

    with BadServer(late) as server:
        room = make(stop=lambda: bool(stopped))
        assert room.post(server.url, "/", b"{}").json() == {"there": 1}
        _fails(Unreachable, "Stopped before anything", lambda: room.get(server.url, "/"))
        stopped.clear()
        _fails(Unreachable, "Stopped before the answer", lambda: room.get(server.url, "/"))
        server.over.set()


def test_the_password_goes_to_its_own_origin_only(make: Make) -> None:
    with BadServer(answer()) as other, BadServer(redirect(other.url)) as server:
        room = make()
        room.sign_in(server.url, "robin", "päss: word")
        room.get(server.url, "/")
        room.get(other.url, "/")
        room.get(server.url, "/", anonymous=True)
        assert "authorization" in server.asked[0].headers
        assert "authorization" not in server.asked[1].headers
        assert all("authorization" not in each.headers for each in other.asked)
        assert server.asked[0].headers["authorization"] == "Basic cm9iaW46cMOkc3M6IHdvcmQ="


def test_plain_http_outside_takes_no_password(make: Make) -> None:
    _fails(Rejected, "sends no password", lambda: make(local=False).sign_in("http://example.com/", "robin", "x"))


def test_no_cookies_no_netrc_and_a_name_of_our_own(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login spy password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    with BadServer(answer(headers=["Set-Cookie: track=1; Path=/"])) as server:
        room = make()
        room.get(server.url, "/")
        room.get(server.url, "/")
        for each in server.asked:
            assert "cookie" not in each.headers
            assert "authorization" not in each.headers
            assert each.headers["user-agent"].startswith("Parlour/")
            assert "referer" not in each.headers


def test_a_proxy_of_the_system_is_used_but_not_for_this_house(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with BadServer(answer(b'{"by": "proxy"}')) as proxy, BadServer(answer(b'{"by": "itself"}')) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert make().get(server.url, "/").json() == {"by": "itself"}
        assert make(local=False).get("http://198.51.100.7.example/", "/").json() == {"by": "proxy"}
        assert [each.target for each in proxy.asked] == ["http://198.51.100.7.example/"]


def test_the_log_holds_templates_never_queries_or_bodies(make: Make) -> None:
    log = Log()
    with BadServer(answer(b'{"a": 1}')) as server, free_port() as port:
        room = make(log=log)
        room.get(f"{server.url}/wp-json/x?key=secret", "/x", {"author_email": "a@example.com"})
        room.post(f"{server.url}/wp-json/x/7", "/x/ID", b"words")
        with pytest.raises(Unreachable):
            room.get(f"http://127.0.0.1:{port}/secret", "/x")
    assert log.lines == [
        ("GET", "127.0.0.1", "/x", 200, 8),
        ("POST", "127.0.0.1", "/x/ID", 200, 8),
        ("GET", "127.0.0.1", "/x", 0, 0),
    ]


def test_the_difference_of_the_clocks_is_known_after_an_answer(make: Make) -> None:
    ahead = format_datetime(datetime.now(UTC) + timedelta(hours=3), usegmt=True)
    with BadServer(answer(headers=[f"Date: {ahead}"])) as server:
        room = make()
        room.get(server.url, "/")
        assert abs(room.skew - timedelta(hours=3)) < timedelta(seconds=5)
    with BadServer(answer(headers=["Date: yesterday"])) as server:
        room.get(server.url, "/")
        assert abs(room.skew - timedelta(hours=3)) < timedelta(seconds=5)
