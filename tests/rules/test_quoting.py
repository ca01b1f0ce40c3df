"""Long quotations and signatures fold; nothing else does, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.model import SafeHtml
from inbox.rules.markup import make_safe
from inbox.rules.quoting import GAP, fold_html, fold_text

LONG = "".join(f"<p>line {number}</p>" for number in range(5))
QUOTED = "<br>".join(f"&gt; line {number}" for number in range(5))


@pytest.mark.parametrize(
    ("html", "shown", "lines"),
    [
        ("<p>Hello</p>", "<p>Hello</p>", 0),
        (f"<p>Hello</p><blockquote>{LONG}</blockquote>", "<p>Hello</p>", 5),
        (f"<blockquote>{LONG}</blockquote><p>Hello</p>", f"<p>{GAP}</p><p>Hello</p>", 5),
        ("<blockquote><p>short</p></blockquote><p>Yes</p>", "<blockquote><p>short</p></blockquote><p>Yes</p>", 0),
        (f"<p>Ann wrote:<br>{QUOTED}<br>Yes.</p>", f"<p>Ann wrote:</p><p>{GAP}</p><p>Yes.</p>", 5),
        (f"<p>{QUOTED}</p><p>&gt; and more</p><p>Yes.</p>", f"<p>{GAP}</p><p>Yes.</p>", 6),
        ("<p>Bye</p><p>-- <br>Ann<br>The Slow Oven</p>", "<p>Bye</p>", 3),
        ("<p>Bye<br>--<br>Ann</p><p>Leeds</p>", "<p>Bye</p>", 3),
        (f"<blockquote>{LONG}</blockquote>", f"<blockquote>{LONG}</blockquote>", 0),
        (f"<p><b>{QUOTED}<br>x</b></p>", f"<p><b>{QUOTED}<br>x</b></p>", 0),
        (f"<blockquote><p>{'word ' * 80}</p></blockquote><p>Yes</p>", f"<p>{GAP}</p><p>Yes</p>", 6),
    ],
)
def test_what_folds_of_formatted_words(html: str, shown: str, lines: int) -> None:
    assert fold_html(SafeHtml(html)) == (shown, lines)


@pytest.mark.parametrize(
    ("text", "shown", "lines"),
    [
        ("Hello\nthere", "Hello\nthere", 0),
        ("Hello\n> a\n> b\n> c\n> d", "Hello", 4),
        ("> a\n> b\n> c\n> d\nHello", f"{GAP}\nHello", 4),
        ("> a\nyes\n> b\nno", "> a\nyes\n> b\nno", 0),
        ("Bye\n-- \nAnn", "Bye", 2),
        ("-- \nAnn", "-- \nAnn", 0),
        ("a -- b\n--- \nc", "a -- b\n--- \nc", 0),
        ("Bye\n-- \n" + "line\n" * 40, "Bye\n-- \n" + "line\n" * 40, 0),
    ],
)
def test_what_folds_of_plain_words(text: str, shown: str, lines: int) -> None:
    assert fold_text(text) == (shown, lines)


@given(st.text(alphabet="ab >-\n", max_size=200))
def test_own_words_are_never_folded(text: str) -> None:
    shown, lines = fold_text(text)
    before_the_mark = text.split("\n-- ")[0].split("\n--")[0]
    for line in before_the_mark.split("\n"):
        if line.strip() and not line.lstrip().startswith(">") and lines:
            assert line in shown


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<blockquote>", "</blockquote>", "<b>", "</b>", "<br>", "&gt; x", "y ", "-- "])
    )
)
def test_any_markup_that_came_through_the_gate_folds_or_stays(pieces: list[str]) -> None:
    safe = make_safe("".join(pieces), base_url="https://slowoven.example/").html
    shown, lines = fold_html(safe)
    assert bool(lines) == (shown != safe)
    assert shown.count("<b>") == shown.count("</b>")
