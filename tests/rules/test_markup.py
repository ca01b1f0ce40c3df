"""What hostile, broken and huge markup becomes."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.rules.markup import (
    NOTE_ACTIVE,
    NOTE_LINK,
    NOTE_PLAIN,
    NOTE_SHORTENED,
    Image,
    make_safe,
    plain_to_safe,
    same_as_plain,
)
from tests.rules.harmless import HERE, Structure, assert_harmless, safe_of
from tests.rules.payloads import PAYLOADS

# ------------------------------------------------------------------------------------------------- what is hostile


@pytest.mark.parametrize(
    "payload", [pytest.param(payload, id=f"{kind}-{at}") for at, (kind, payload) in enumerate(PAYLOADS)]
)
def test_no_payload_gets_through(payload: str) -> None:
    safe_of(payload)
    assert_harmless(plain_to_safe(payload))


@pytest.mark.parametrize("payload", [payload for kind, payload in PAYLOADS if kind == "words"])
def test_words_that_look_like_an_attack_stay_words(payload: str) -> None:
    assert "evil()" in safe_of(payload).text


def test_there_are_a_hundred_and_twenty_payloads_and_each_is_another() -> None:
    assert len(PAYLOADS) >= 120
    assert len({payload for _, payload in PAYLOADS}) == len(PAYLOADS)


BITS = st.sampled_from(
    re.findall(
        r"\S+",
        "p div b i a ul ol li table tr td th blockquote pre code h1 svg math style script title textarea template "
        "select option form input img br hr span font q iframe noscript foreignObject mtext "
        "annotation-xml dl dt dd P DIV x-y em",
    )
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' href="https://a.example/?b=1&amp;c"',
        " href=javascript:evil()",
        " href='/there'",
        ' href="//host/share"',
        " title='<b>'",
        " onclick=evil()",
        ' src="/p.png" alt="a &quot; b"',
        " style='x:url(file:///a)'",
        ' href="https://exa%%mple.."',
        " a='unclosed",
        " lang=en",
    ]
)
WORDS = st.sampled_from(
    [
        "words",
        " ",
        "\n",
        "&amp;",
        "&lt;b&gt;",
        "<",
        ">",
        "&nbsp;",
        "&#x202e;",
        "\u202e",
        "é",
        "東京",
        "x" * 250,
        "-->",
        "<!--",
        "]]>",
    ]
) | st.text(max_size=8)
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, attributes, content, ending: f"<{tag}{attributes}>{''.join(content)}{ending.format(tag)}",
        BITS,
        ATTRIBUTES,
        st.lists(inner, max_size=5),
        st.sampled_from(["</{0}>", "</{0}>", "", "</b>", "</p>", "</{0} >"]),
    ),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=6).map("".join))
@settings(max_examples=300)
def test_whatever_comes_the_result_is_harmless_and_stays_as_it_is(source: str) -> None:
    safe_of(source)


@given(st.text(st.sampled_from("<>/!-='\"& \nabpliu#x;?[]") | st.characters(codec=None), max_size=80))
@settings(max_examples=300)
def test_noise_is_read_without_complaint(source: str) -> None:
    safe_of(source)
    plain = plain_to_safe(source)
    assert_harmless(plain)
    assert make_safe(plain.html, base_url=HERE).html == plain.html


@given(
    st.text(st.sampled_from("htps:/jav\\.@#? \t&;%[]\u202eé0"), max_size=30),
    st.sampled_from([HERE, "", "file:///x", "http://[", "x"]),
)
def test_any_address_against_any_base_is_a_good_one_or_none(address: str, base: str) -> None:
    assert_harmless(
        make_safe(f'<a href="{html.escape(address)}">here</a><img src="{html.escape(address)}">', base_url=base)
    )


# ---------------------------------------------------------------------------------------------------- what is huge


@pytest.mark.parametrize(
    "source",
    [
        "<p>hello there</p>" * 600_000,
        "<div>" * 5_000 + "words",
        "<b>" * 5_000 + "words" + "</b>" * 5_000,
        "<blockquote>" * 5_000 + "words",
        "<ul><li>" * 3_000 + "words",
        "<table><tr><td>" * 20 + "words" + "</td></tr></table>" * 20,
        "<i>x</i>" * 6_000 + "words",
        "<a href=x>" * 5_000 + "words",
        "<svg>" * 6_000 + "</svg>" * 6_000 + "words",
    ],
    ids=["10 MB", "divs", "bolds", "quotes", "lists", "tables", "many", "links", "svg"],
)
def test_what_is_too_big_or_too_deep_is_shown_as_plain_text(source: str) -> None:
    safe = safe_of(source)
    assert Structure(safe.html).deepest <= 2
    assert NOTE_PLAIN in safe.notes or NOTE_SHORTENED in safe.notes
    assert ("words" in safe.text) == (len(source) < 100_000)


@pytest.mark.parametrize(
    "unit",
    [
        *[
            "<",
            "<a ",
            "<!--",
            "<title>",
            "<textarea>",
            "<!",
            "<?",
            "</b>",
            "&",
            "&#",
            "&nbsp;",
            "<a href='",
            "<a b=\"'>",
            "<br>x",
        ],
        *[
            "<script></",
            "<li>",
            "<p>x",
            "x",
            "東",
            "e\u0301",
            "\u0301",
            "<!-->",
            "<svg><style>",
            "]]>",
            "\n",
            "<x/",
            "=",
            "<td>",
        ],
        *["<a <a =' ", "&amp;", "<plaintext>", "<q>", "</q>", "<pre>\n", "> ", "\u202e", "<hr>", "<img src=x>"],
    ],
)
def test_a_hundred_thousand_characters_of_anything_end_within_the_limits(unit: str) -> None:
    source = unit * (110_000 // len(unit))
    safe_of(source)
    assert_harmless(plain_to_safe(source))


def test_a_message_of_ten_megabytes_keeps_its_beginning_and_says_so() -> None:
    safe = plain_to_safe("Dear Robin, " + "and so on " * 1_000_000)
    assert safe.text.startswith("Dear Robin, and so on")
    assert safe.notes == (NOTE_SHORTENED,)


def test_lists_in_lists_count_with_the_items_they_imply() -> None:
    assert Structure(safe_of("<ul>" * 19 + "words").html).deepest == 38
    assert safe_of("<ul>" * 21 + "words").html == "<p>words</p>"


def test_thirteen_tables_are_no_tables_any_more() -> None:
    safe = safe_of("<table><tr><td>" * 13 + "words" + "</td></tr></table>" * 13)
    assert safe.html == "<p>words</p>"


# ----------------------------------------------------------------------------------------------- what is understood


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One</p>\n<p>Two <b>bold</b></p>", "<p>One</p><p>Two <b>bold</b></p>"),
        ("one<br />\ntwo", "<p>one<br>two</p>"),
        ("one<br><br>two", "<p>one</p><p>two</p>"),
        ("<h2>Head</h2>text", "<p><strong>Head</strong></p><p>text</p>"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "<p>a | b<br>c</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<p>b</p></li></ol>"),
        ("<li>alone", "<ul><li>alone</li></ul>"),
        ("<ul>words<li>a</ul>", "<ul><li>words</li><li>a</li></ul>"),
        ("<blockquote>q</blockquote>mine", "<blockquote><p>q</p></blockquote><p>mine</p>"),
        ("<pre>\n  a\n    b</pre>", "<pre>  a\n    b</pre>"),
        ("<p>use <code>x &lt; y</code></p>", "<p>use <code>x &lt; y</code></p>"),
        ("<b>a<p>b</b>c", "<p><b>a</b></p><p><b>b</b></p><p>c</p>"),
        ("<b><i>x</b>y</i>", "<p><b><i>x</i></b>y</p>"),
        ("3 < 5 and a > b <3", "<p>3 &lt; 5 and a &gt; b &lt;3</p>"),
        ("<p>&nbsp;</p>", ""),
        ("<q>said</q>", "<p>“said”</p>"),
        ("<del>no</del><ins>yes</ins>", "<p><s>no</s><u>yes</u></p>"),
        ("a<!-- c -->b<![CDATA[x]]>", "<p>ab</p>"),
        ("a <!-- never <b>ends</b>", "<p>a never <b>ends</b></p>"),
        ("a <b", "<p>a &lt;b</p>"),
        ("<p title='<img src=x>' lang=en class=x style=y>t</p>", "<p>t</p>"),
        ("<a href='https://x.example' title=t target=_blank>t</a>", '<p><a href="https://x.example">t</a></p>'),
        ("<a href='x.html'>t</a>", '<p><a href="https://blog.example/2026/bread/x.html">t</a></p>'),
        ("<a href='/?p=1&copy=2'>t</a>", '<p><a href="https://blog.example/?p=1&amp;copy=2">t</a></p>'),
        ("<a href='//other.example/x'>t</a>", '<p><a href="https://other.example/x">t</a></p>'),
        ("<a href='https://bank.example@evil.example/'>t</a>", '<p><a href="https://evil.example/">t</a></p>'),
        ("<a href='mailto:jo@x.example?attach=/etc/passwd'>t</a>", '<p><a href="mailto:jo@x.example">t</a></p>'),
        ("<a href='https://x.example/a b\"c'>t</a>", '<p><a href="https://x.example/a%20b%22c">t</a></p>'),
        ("<img class='wp-smiley' alt=':-)' src=x>", "<p>:-)</p>"),
        ("x" * 201, f"<p>{'x' * 200}\u200bx</p>"),
        ("", ""),
    ],
)
def test_markup_is_read_as_it_was_meant(source: str, expected: str) -> None:
    assert safe_of(source).html == expected


@pytest.mark.parametrize(
    "href",
    [
        *[
            "javascript:evil()",
            "JaVa\tScRiPt:evil()",
            "&#106;avascript:evil()",
            " javascript:evil()",
            "vbscript:x",
            "data:text/html,x",
        ],
        *[
            "file:///etc/passwd",
            "FILE:/x",
            "\\\\host\\share",
            "https:\\\\host",
            "smb://host/x",
            "ms-msdt:x",
            "https:///x",
            "https:x",
        ],
        *[
            "https://ho\u200bst/",
            "https://host/\u202egpj.exe",
            "http://[::1",
            "mailto:",
            "mailto:a",
            "tel:1",
            "x" * 3000,
            "about:blank",
        ],
        *[
            "https://exa%%mple..",
            "https://\uff0f.example",
            "blob:https://x",
            "view-source:https://x",
            "https://a\u00adb.example",
        ],
    ],
)
def test_a_link_that_is_not_safe_leaves_its_words_and_a_note(href: str) -> None:
    safe = safe_of(f'<a href="{href}">the words</a>')
    assert safe.text == "the words"
    assert "<a" not in safe.html


def test_an_unsafe_link_is_mentioned_once() -> None:
    assert safe_of("<a href='javascript:1'>a</a><a href='javascript:2'>b</a>").notes == (NOTE_LINK,)


def test_pictures_are_listed_with_their_place_in_the_text() -> None:
    safe = safe_of(
        '<p>Look <img src="/a.png" alt="My &lt;b&gt; loaf"> and <img src="data:image/png;base64,x"></p>'
        '<img src="b.png">'
    )
    assert safe.text == "Look [image: My <b> loaf] and [image]\n\n[image]"
    assert safe.images == (
        Image("https://blog.example/a.png", "My <b> loaf", 5),
        Image("https://blog.example/2026/bread/b.png", "", 39),
    )
    assert "[image: My &lt;b&gt; loaf]" in safe.html


def test_a_picture_that_only_counts_readers_is_not_there() -> None:
    assert safe_of('a<img src="https://count.example/p.gif" width=1 height="1">b') == make_safe("ab", base_url="")


def test_the_text_keeps_paragraphs_quotes_and_lists() -> None:
    safe = safe_of(
        "<blockquote><p>Why?</p><p>How?</p></blockquote><p>Because:</p><ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol>"
    )
    assert safe.text == "> Why?\n>\n> How?\n\nBecause:\n\n1. one\n  - deep\n2. two"
    assert safe.spoken == "Because:\none\ndeep\ntwo"


def test_their_own_words_are_without_quotes_code_and_the_words_of_links() -> None:
    safe = safe_of(
        "<blockquote>Why?</blockquote>I <b>see</b> <code>a?b</code> <a href='/x'>What is bread?</a><pre>c?</pre>"
    )
    assert "?" not in safe.spoken
    assert safe.spoken.split() == ["I", "see"]


def test_active_content_is_taken_out_and_mentioned() -> None:
    safe = safe_of("<script>evil()</script><form action=x><input value=y>hello</form><style>p{}</style>")
    assert (safe.text, safe.notes) == ("hello", (NOTE_ACTIVE,))


def test_a_title_that_never_ends_loses_no_words() -> None:
    assert safe_of("<title>all <b>these</b> words").text == "all these words"


def test_text_in_an_unclosed_drawing_is_kept() -> None:
    assert safe_of("<svg><b>words").text == "words"


# -------------------------------------------------------------------------------------------------------- plain text


def test_plain_text_keeps_its_angle_brackets_lines_and_paragraphs() -> None:
    safe = plain_to_safe("From Jo <jo@example.org>\r\nHi\n\n\nsee https://x.example/a.")
    assert safe.html == (
        '<p>From Jo &lt;jo@example.org&gt;<br>Hi</p><p>see <a href="https://x.example/a">https://x.example/a</a>.</p>'
    )
    assert safe.text == "From Jo <jo@example.org>\nHi\n\n\nsee https://x.example/a."
    assert make_safe(safe.html, base_url="").html == safe.html


def test_quoted_lines_of_plain_text_are_a_quote() -> None:
    assert plain_to_safe("> yours?\n> and\nmine").html == "<blockquote><p>yours?<br>and</p></blockquote><p>mine</p>"


def test_html_is_only_kept_where_it_says_more_than_the_text() -> None:
    plain, marked = safe_of("<p>one<br>two</p>\n<p>three</p>"), safe_of("<p>one <b>two</b></p>")
    assert same_as_plain(plain.html, plain.text)
    assert not same_as_plain(marked.html, marked.text)


@given(st.lists(st.text("ab .\n", min_size=1, max_size=20), max_size=4))
def test_html_made_of_plain_paragraphs_says_no_more_than_its_text(paragraphs: list[str]) -> None:
    safe = safe_of("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))
    assert same_as_plain(safe.html, safe.text)
