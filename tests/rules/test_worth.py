from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.model import Stage
from inbox.rules.markup import make_safe
from inbox.rules.phrases import StockPhrases
from inbox.rules.worth import (
    ConversationFacts,
    Said,
    Worth,
    WorthPoints,
    asks_question,
    what_they_said,
    worth,
)

SINCE = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOBODY = ConversationFacts(now=SINCE, waiting_since=SINCE)
PHRASES = StockPhrases.of({"en": ("great post", "thanks for sharing", "nice"), "ja": ("いいね",)})


def after(age: timedelta) -> Worth:
    return worth(replace(NOBODY, now=SINCE + age))


def points_of(facts: ConversationFacts) -> dict[str, int]:
    return {reason.code: reason.points for reason in worth(facts).reasons}


def test_a_stranger_who_just_said_something_has_no_points_yet() -> None:
    assert worth(NOBODY) == Worth(0, (), SINCE + DAY)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(NOBODY, said=Said(asks=True, words=3)), {"question": 30}),
        (replace(NOBODY, starred=True), {"starred": 25}),
        (replace(NOBODY, stage=Stage.FRIEND), {"friend": 20}),
        (replace(NOBODY, stage=Stage.CUSTOMER), {"customer": 20}),
        (replace(NOBODY, stage=Stage.REGULAR), {"regular": 15}),
        (replace(NOBODY, stage=Stage.ACQUAINTANCE), {}),
        (replace(NOBODY, first_time=True), {"first_time": 15}),
        (replace(NOBODY, addressed=True), {"addressed": 10}),
        (replace(NOBODY, said=Said(words=40)), {}),
        (replace(NOBODY, said=Said(words=41)), {"many_words": 5}),
        (replace(NOBODY, said=Said(links=1, is_only_link=True)), {"only_link": -20}),
        (replace(NOBODY, said=Said(words=2, is_stock_phrase=True)), {"stock_phrase": -20}),
        (replace(NOBODY, said=Said(words=2, links=1, is_only_link=True, is_stock_phrase=True)), {"only_link": -20}),
        (replace(NOBODY, held=True), {"held": 0}),
    ],
)
def test_each_thing_counts_what_the_manual_says(facts: ConversationFacts, expected: dict[str, int]) -> None:
    assert points_of(facts) == expected


@pytest.mark.parametrize(
    ("age", "points", "label"),
    [
        (23 * HOUR, 0, None),
        (24 * HOUR, 10, "Waiting 1 day"),
        (49 * HOUR, 10, "Waiting 2 days"),
        (72 * HOUR, 15, "Waiting 3 days"),
        (14 * DAY, 15, "Waiting 14 days"),
        (21 * DAY, 8, "Waiting 21 days"),
        (27 * DAY + 23 * HOUR, 1, "Waiting 27 days"),
        (28 * DAY, 0, None),
        (400 * DAY, 0, None),
    ],
)
def test_waiting_counts_more_then_falls_off_over_a_fortnight(age: timedelta, points: int, label: str | None) -> None:
    found = after(age)
    assert found.points == points
    assert [reason.label for reason in found.reasons] == ([label] if label else [])


def test_a_message_from_the_future_has_not_waited() -> None:
    assert after(-DAY) == Worth(0, (), SINCE + DAY)


def test_nothing_that_waits_never_changes_by_itself() -> None:
    assert worth(replace(NOBODY, waiting_since=None, starred=True)).changes_at is None


@given(st.timedeltas(timedelta(0), timedelta(days=40)), st.integers(0, 40), st.integers(0, 40))
def test_worth_stays_until_it_says_it_changes_and_changes_then(age: timedelta, short: int, long: int) -> None:
    points = WorthPoints(waiting=short, waiting_long=long)
    facts = replace(NOBODY, now=SINCE + age)
    found = worth(facts, points)
    if found.changes_at is None:
        assert age >= 28 * DAY
        assert not found.reasons
        return
    assert found.changes_at > facts.now
    just_before = worth(replace(facts, now=found.changes_at - timedelta(microseconds=1)), points)
    assert just_before.reasons == found.reasons
    if short and long:
        assert worth(replace(facts, now=found.changes_at), points).reasons != found.reasons or short == long


def test_following_the_changes_ends_after_four_weeks() -> None:
    at, seen = SINCE, 0
    while (step := worth(replace(NOBODY, now=at))).changes_at is not None:
        at, seen = step.changes_at, seen + 1
    assert at == SINCE + 28 * DAY
    assert seen < 60


def test_reasons_come_strongest_first_and_add_up() -> None:
    facts = ConversationFacts(
        now=SINCE + 4 * DAY,
        waiting_since=SINCE,
        said=Said(asks=True, words=60),
        starred=True,
        first_time=True,
        stage=Stage.FRIEND,
        addressed=True,
        held=True,
    )
    found = worth(facts)
    assert found.points == 30 + 25 + 20 + 15 + 10 + 15 + 5
    assert [reason.label for reason in found.reasons] == [
        "Held for you to approve",
        "Asks a question",
        "Starred",
        "Friend",
        "First time here",
        "Waiting 4 days",
        "Speaks to you",
        "Took time to write",
    ]


def test_points_can_be_edited() -> None:
    facts = replace(NOBODY, starred=True, now=SINCE + 5 * HOUR)
    found = worth(facts, WorthPoints(starred=0, waiting=7, waiting_after=4 * HOUR))
    assert [(reason.label, reason.points) for reason in found.reasons] == [("Waiting 5 hours", 7)]


# -------------------------------------------------------------------------------------------------------- questions


@pytest.mark.parametrize(
    "text",
    [
        "Why?",
        "本当ですか？",
        "هل تعرف؟",
        "Τι κάνεις;",
        "Τι κάνεις\u037e",
        "«Τι κάνεις;»",
        "Ինչո՞ւ",
        "ለምን፧",
        "really⸮",
        "what?!",
        "what⁉",
        "> quoted\nWhy?",
        "https://x.example/ – did you see?",
        "¿Por qué?",
    ],
)
def test_a_question_is_found_by_its_mark_in_any_script(text: str) -> None:
    assert asks_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No question.",
        "see https://x.example/?p=1",
        "www.x.example/a?b",
        "> Why?",
        "  > Why?\n>> How?\nThanks",
        "`a ? b : c`",
        "```\nif (a ?? b);\n```\nneat",
        "```\nnever closed ?",
        "first; second",
        "he said;",
    ],
)
def test_links_quotes_and_code_ask_nothing(text: str) -> None:
    assert not asks_question(text)


def test_the_words_of_a_link_ask_nothing() -> None:
    safe = make_safe('<p>Look: <a href="https://x.example">What is bread?</a></p>', base_url="")
    assert not what_they_said(safe.text, PHRASES, spoken=safe.spoken).asks


# ------------------------------------------------------------------------------------------- links and stock phrases


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>https://x.example/post</p>", True),
        ('<a href="https://x.example">My great blog</a>', True),
        ("🔥 https://x.example 🔥", True),
        ("Look https://x.example", False),
        ("<p>Hello</p>", False),
        ("", False),
        ('<a href="https://x.example"><img src="https://x.example/a.png" alt="my cat"></a>', False),
        ("<blockquote>https://x.example</blockquote><p>Yes</p>", False),
    ],
)
def test_only_a_link_is_seen_as_only_a_link(source: str, expected: bool) -> None:
    safe = make_safe(source, base_url="")
    assert what_they_said(safe.text, PHRASES, spoken=safe.spoken).is_only_link is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Great post!", True),
        ("GREAT POST 👍👍", True),
        ("Great post, thanks for sharing.", True),
        ("Great post! https://spam.example", True),
        ("いいね！", True),
        ("Great post about my grandmother", False),
        ("Great post. My dough never rises", False),
        ("👍", False),
        ("", False),
    ],
)
def test_a_stock_phrase_is_known_with_whatever_dots_and_emoji(text: str, expected: bool) -> None:
    assert what_they_said(text, PHRASES).is_stock_phrase is expected


@given(st.text(max_size=80))
def test_any_text_can_be_looked_at(text: str) -> None:
    said = what_they_said(text, PHRASES)
    assert not (said.is_only_link and said.is_stock_phrase)
    assert said.words >= 0


def test_long_letters_count_their_own_words_not_what_they_quote() -> None:
    assert what_they_said("> " + "quoted " * 60 + "\nmine", PHRASES).words == 1
