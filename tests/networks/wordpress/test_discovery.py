"""What a typed address turns out to be: the real blog, one behind what hosts and plugins do, or no blog at all."""

from __future__ import annotations

import json

import pytest

from inbox.core.errors import Rejected, SignInNeeded, Unreachable
from inbox.core.model import Can
from inbox.networks.wordpress.discovery import canonical
from tests.conftest import WordPress
from tests.networks.bad_servers import BadServer, answer, free_port, redirect, routes
from tests.networks.wordpress.visits import find, proxy, somebody

INDEX = {"name": "A &amp; B", "namespaces": ["wp/v2"], "authentication": []}


@pytest.mark.parametrize(
    ("home", "key"),
    [
        ("https://example.com", "example.com"),
        ("http://www.Example.com/", "example.com"),
        ("https://example.com/blog/", "example.com/blog"),
        ("https://example.com:8443", "example.com:8443"),
        ("http://127.0.0.1:18080", "127.0.0.1:18080"),
        ("https://[::1]:443/x", "[::1]/x"),
        ("https://müller.example", "xn--mller-kva.example"),
    ],
)
def test_the_key_of_a_blog_is_its_home_without_scheme_and_www(home: str, key: str) -> None:
    assert canonical(home) == key


class TestRealBlog:
    def test_a_public_blog_is_found_from_whatever_address_people_have_at_hand(self, wordpress: WordPress) -> None:
        post = "/2026/09/why-my-shop-runs-on-debian/"
        for path in (
            "",
            "/",
            post,
            "/wp-admin/edit-comments.php",
            "/wp-login.php",
            "/?p=5",
            "/wp-json/",
            "/nothing-here/",
        ):
            found = find(f"http://127.0.0.1:{wordpress.port}{path}")
            assert found.canonical == f"127.0.0.1:{wordpress.port}", path
            assert found.title == "Notes from the Workshop"
            assert found.can == Can.READ
        assert find(f"127.0.0.1:{wordpress.port}").canonical == found.canonical

    def test_it_says_how_many_wrote_and_when(self, wordpress: WordPress) -> None:
        found = find(wordpress.url)
        assert found.messages == 69
        assert found.people == 14
        assert not found.people_is_floor
        assert len(found.ages_days) < 69
        assert all(0 <= days < 400 for days in found.ages_days)
        assert "application password" in found.sentence
        assert found.settings["authorize"].endswith("/wp-admin/authorize-application.php")
        assert found.settings["local"] == "yes"

    def test_people_are_counted_from_the_newest_pages_only(self, wordpress: WordPress) -> None:
        wordpress.seed(400)
        found = find(wordpress.url)
        assert found.people_is_floor
        assert len(found.ages_days) <= 300
        assert found.messages is not None
        assert found.messages > 400

    def test_signing_in_adds_what_that_user_may(self, wordpress: WordPress) -> None:
        everything = Can.READ | Can.REPLY | Can.MODERATE
        for user, can in (
            ("admin", everything),
            ("editor", everything),
            ("author", Can.READ | Can.REPLY),
            ("reader", Can.READ | Can.REPLY),
        ):
            who = somebody(wordpress, user)
            found = find(wordpress.url, user, who.app_password)
            assert (found.can, found.signed_in_as, found.user_remote_id) == (can, user, str(who.id))
            assert find(wordpress.url, who.email, who.app_password.replace(" ", "")).signed_in_as == user

    def test_each_wrong_sign_in_is_told_apart(self, wordpress: WordPress) -> None:
        right = wordpress.app_password
        for user, password, words in (
            ("admin", "aBcD " * 6, "does not know this user name"),
            ("nobody", right, "does not know this user name"),
            ("admin", wordpress.login_password, "looks like a login password"),
            ("admin", "hunter2", "looks like a login password"),
            ("admin", "", "both needed"),
            ("", right, "both needed"),
        ):
            with pytest.raises(SignInNeeded, match=words):
                find(wordpress.url, user, password)

    def test_a_web_server_that_strips_the_password_is_told_from_a_wrong_one(self, wordpress: WordPress) -> None:
        with proxy(wordpress, strip=True) as server:
            with pytest.raises(SignInNeeded, match="The password is right, but the web server"):
                find(server.url, "admin", wordpress.app_password)
            with pytest.raises(SignInNeeded, match="does not know this user name"):
                find(server.url, "admin", "aBcD " * 6)
        with (
            proxy(wordpress, strip=True, wishes="no-xmlrpc") as server,
            pytest.raises(SignInNeeded, match="is wrong, or the web server"),
        ):
            find(server.url, "admin", wordpress.app_password)

    def test_application_passwords_switched_off_are_named(self, wordpress: WordPress) -> None:
        with proxy(wordpress, wishes="no-application-passwords") as server:
            assert "switched off" in find(server.url).sentence
            with pytest.raises(SignInNeeded, match="Application passwords are switched off"):
                find(server.url, "admin", wordpress.app_password)

    def test_a_closed_api_is_named_and_one_for_members_opens_with_a_password(self, wordpress: WordPress) -> None:
        with proxy(wordpress, wishes="rest-off") as server:
            for user, password in (("", ""), ("admin", wordpress.app_password)):
                with pytest.raises(Rejected, match=r"REST API of \S+ is closed"):
                    find(server.url, user, password)
        with proxy(wordpress, wishes="rest-members") as server:
            with pytest.raises(SignInNeeded, match="Sign in with an application password"):
                find(server.url)
            assert find(server.url, "admin", wordpress.app_password).signed_in_as == "admin"

    def test_a_blog_without_pretty_links_is_found_and_read(self, wordpress: WordPress) -> None:
        with proxy(wordpress, wishes="plain-links") as server:
            found = find(server.url)
            assert "rest_route=/" in found.settings["api"]
            assert found.messages == 69


@pytest.mark.network_loopback
class TestNoBlog:
    def test_nobody_there(self) -> None:
        with free_port() as port, pytest.raises(Unreachable, match="does not take connections"):
            find(f"127.0.0.1:{port}")

    def test_a_web_site_that_is_no_wordpress(self) -> None:
        for act in (
            answer(b"<html><h1>Hello", kind="text/html"),
            answer(b"not found", "404 Not Found", kind="text/plain"),
            answer(b'{"hello": "world"}'),
            answer(b'["wp/v2"]'),
            answer(b"", "204 No Content"),
        ):
            with BadServer(act) as server, pytest.raises(Rejected, match="not a WordPress blog") as caught:
                find(server.url)
            assert caught.value.code == "not_wordpress"

    def test_half_an_answer_is_said(self) -> None:
        whole = json.dumps(INDEX).encode()
        page = answer(b"<p>", kind="text/html", headers=['Link: </wp-json/>; rel="https://api.w.org/"'])
        bad = routes({"/wp-json": answer(whole[:30])}, page)
        with BadServer(bad) as server, pytest.raises(Unreachable, match="only a part"):
            find(server.url)

    def test_redirects_for_ever_and_to_a_private_address(self) -> None:
        with BadServer(redirect("/")) as server, pytest.raises(Rejected, match="round in circles"):
            find(server.url)

    def test_a_bad_certificate_is_not_got_around_by_plain_http(self) -> None:
        with BadServer(answer(), certificate="localhost.pem") as server:
            with pytest.raises(Unreachable, match="could not prove"):
                find(server.url)
            assert server.asked == []

    def test_a_wordpress_whose_api_is_gone_is_named(self) -> None:
        page = answer(b'<link href="/wp-content/themes/x.css"><p>Hi', kind="text/html")
        closed = answer(b"<h1>Forbidden", "403 Forbidden", kind="text/html")
        missing = answer(b"<h1>Nothing", "404 Not Found", kind="text/html")
        with BadServer(closed) as server, pytest.raises(Rejected, match="turned Parlour away"):
            find(server.url)
        for says, words in ((closed, "security plugin there, turned"), (missing, r"the WordPress blog .* is closed")):
            bad = routes({"/wp-json": says}, page)
            with BadServer(bad) as server, pytest.raises(Rejected, match=words):
                find(server.url)

    def test_an_empty_blog_is_a_blog(self) -> None:
        def act(connection, asked):  # type: ignore[no-untyped-def]
            says = json.dumps({**INDEX, "home": server.url, "url": server.url}).encode()
            body = b"[]" if "comments" in asked.target else says
            answer(body, headers=["X-WP-Total: 0", "X-WP-TotalPages: 0"])(connection, asked)

        with BadServer(act) as server:
            found = find(server.url)
            assert (found.messages, found.people, found.ages_days, found.title) == (0, 0, (), "A & B")

    @pytest.mark.parametrize("address", ["", "two words", "ftp://x.example", "user:pw@x.example", "robin@blog.example"])
    def test_what_is_no_address(self, address: str) -> None:
        with pytest.raises(Rejected):
            find(address)

    def test_a_private_address_that_the_person_did_not_type(self) -> None:
        with BadServer(answer()) as server, pytest.raises(Rejected, match="private network"):
            find(server.url, local=False)
