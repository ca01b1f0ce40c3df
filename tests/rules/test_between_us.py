from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from inbox.core.between_us import BetweenUs, Did, Said, Talk
from inbox.core.consent import Consent, Entry
from inbox.core.model import SafeHtml
from inbox.rules.between_us import left_out, page

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NASTY = "<script>alert(1)</script><img src=x onerror=y>\"'&"
words = st.text(max_size=40) | st.just(NASTY)


class Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def read(everything: BetweenUs) -> Read:
    found = Read()
    found.feed(page(everything, NOON, lambda at: f"{at:%d %b %Y}"))
    return found


def said(text: str = "Which flour?", *, mine: bool = False, author: str = "Ann", **more: object) -> Said:
    return Said(NOON, mine, author, text, SafeHtml(str(more.pop("html", ""))), **more)  # type: ignore[arg-type]


def test_the_page_tells_both_sides_under_what_they_talked_about() -> None:
    talk = Talk("Sunday soup", "The Slow Oven", "https://bread.example/soup", (said(), said("Rye", mine=True)))
    shown = read(BetweenUs("Ann", (("Blog", "ann.example"),), (talk,), (Did(NOON, "like", "Sunday soup"),)))
    for part in ("Everything between Ann and me", "2 messages in 1 conversation", "Sunday soup", "The Slow Oven",
                 "Which flour?", "Rye", "Ann is here as ann.example (Blog)", "Ann liked “Sunday soup”",
                 "https://bread.example/soup"):  # fmt: skip
        assert part in shown.words


def test_what_is_left_out_is_listed_as_left_out() -> None:
    everything = BetweenUs("Ann", (), (), (), left_out={"notes": 3, "tags": 2, "promises": 1, "fields": 0})
    assert left_out(everything) == "Not in here: 3 notes, 2 tags, 1 promise."
    assert "Not in here: 3 notes, 2 tags, 1 promise." in read(everything).words
    assert left_out(BetweenUs("Ann", (), (), ())) == ""


def test_what_was_agreed_about_the_newsletter_is_told_with_when_where_and_in_whose_words() -> None:
    asked = Entry(1, Consent.ASKED, NOON, "", "", "", NOON)
    given = Entry(2, Consent.GIVEN, NOON, NASTY, "Yes, please", "ann@example.org", NOON, url="https://soup.example/#c2")
    shown = read(BetweenUs("Ann", (), (), (), (asked, given)))
    assert "The newsletter" in shown.words
    assert "I asked 21 Nov 2026" in shown.words
    said = f"Ann agreed 21 Nov 2026, {NASTY}, for ann@example.org: “Yes, please” · https://soup.example/#c2"
    assert said in shown.words
    assert "newsletter" not in read(BetweenUs("Ann", (), (), ())).words


def test_nothing_of_it_is_fetched_and_nothing_runs() -> None:
    picture = ("https://tracker.example/pixel.gif", "a loaf")
    talk = Talk(NASTY, NASTY, "javascript:alert(1)", (said(images=(picture,), html="<p>With <b>weight</b></p>"),))
    shown = read(BetweenUs("Ann", (), (talk,), ()))
    assert not {"img", "script", "link", "iframe", "object"} & set(shown.tags)
    assert "src" not in dict(shown.attributes)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in shown.attributes
    assert "Picture: a loaf" in shown.words
    assert not any((value or "").startswith("javascript:") for _, value in shown.attributes)


@given(words, words, words, words)
def test_whatever_somebody_is_called_or_writes_is_only_words(name: str, title: str, text: str, handle: str) -> None:
    plain = read(BetweenUs("Ann", (("Blog", "ann"),), (Talk("T", "P", "", (said(),)),), (Did(NOON, "like", "T"),)))
    talk = Talk(title or "T", name or "P", "", (said(text or "x", author=name or "A"),))
    shown = read(BetweenUs(name or "N", (("Blog", handle or "h"),), (talk,), (Did(NOON, "like", title or "T"),)))
    assert [tag for tag in shown.tags if tag != "br"] == plain.tags
