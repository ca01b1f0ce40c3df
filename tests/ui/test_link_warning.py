"""Does a link go where it says?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.ui.link_warning import is_opened, link_warning, real_host


@pytest.mark.parametrize(
    ("shown", "href"),
    [
        ("the recipe", "https://a.example/bread"),
        ("a.example", "https://a.example/bread"),
        ("A.Example", "https://www.a.example/"),
        ("www.a.example/bread", "http://a.example"),
        ("https://a.example/bread.", "https://a.example/bread"),
        ("a.example", "https://blog.a.example/"),
        ("see www.a.example for more", "https://a.example/"),
        ("README.md", "https://code.example/readme"),
        ("v1.2", "https://code.example/"),
        ("münchen.example", "https://xn--mnchen-3ya.example/"),
        ("日本語.example", "https://日本語.example/"),
        ("пример.рф", "https://пример.рф/"),
        ("jo@a.example", "mailto:jo@a.example"),
        ("write to me", "mailto:jo@a.example"),
    ],
)
def test_a_link_that_is_what_it_says_has_no_warning(shown: str, href: str) -> None:
    assert link_warning(shown, href) is None


@pytest.mark.parametrize(
    ("shown", "href", "names"),
    [
        ("a.example", "https://evil.example/", "evil.example"),
        ("https://a.example/login", "https://a.example.evil.example/login", "a.example.evil.example"),
        ("(a.example)", "https://evil.example/a.example", "evil.example"),
        ("a.exam\u200bple", "https://evil.example/", "evil.example"),
        ("go to https://a.example now", "https://evil.example/", "evil.example"),
        ("blog.a.example", "https://a.example/", "a.example"),
        ("a.example", "https://evila.example/", "evila.example"),
        ("my page", "https://a.example@evil.example/", "evil.example"),
        ("my page", "http://127.1/x", "127.0.0.1"),
        ("my page", "http://2130706433/x", "127.0.0.1"),
        ("my page", "http://[::1]/x", "::1"),
        ("my page", "https://\u0430pple.com/", "xn--pple-43d.com"),
        ("my page", "https://xn--pple-43d.com/", "xn--pple-43d.com"),
        ("my page", "https://\u0430\u0440\u0440\u0435.com/", "xn--"),
        ("jo@a.example", "mailto:eve@evil.example", "eve@evil.example"),
        ("my page", "smb://evil.example/x", "smb"),
        ("my page", "javascript:alert(1)", "javascript"),
        ("my page", "file:///etc/passwd", "file"),
        ("my page", "x.html", "no kind"),
        ("my page", "https://a.example\\@evil.example/", "not written properly"),
        ("my page", "https:///x", "not written properly"),
    ],
)
def test_a_link_that_goes_elsewhere_says_where(shown: str, href: str, names: str) -> None:
    warning = link_warning(shown, href)
    assert warning is not None
    assert names in warning
    assert warning.endswith(".")


@given(st.text(), st.text())
def test_any_words_and_any_address_get_an_answer(shown: str, href: str) -> None:
    warning = link_warning(shown, href)
    assert warning is None or warning.endswith(".")
    assert warning is not None or is_opened(href)


def test_the_host_is_shown_in_ascii_and_without_a_user() -> None:
    assert real_host("https://google.com@\u0430pple.com:8080/x") == "xn--pple-43d.com"
    assert real_host("mailto:jo@a.example?subject=x") == "jo@a.example"
