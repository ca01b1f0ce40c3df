from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.text import (
    ANONYMOUS,
    TOKENIZER,
    clean_name,
    comparable,
    first_name,
    highlight_spans,
    initials,
    name_key,
    plain_line,
    query_terms,
    segment,
    shortened,
    snippet,
    split_at_web_addresses,
    unescape_once,
    web_addresses,
    without_controls,
    words,
)

ANYTHING = st.text(st.characters(codec=None), max_size=60) | st.text(
    st.sampled_from("ab é\u0301\u202e\u2066\u200d\u200b\ufe0f😀👩東京한국กิ&;<>#x0\n\t\ud800\ufffc\u3164"), max_size=40
)


# ---------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Gwen &amp; Sons", "Gwen & Sons"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<b onclick=x>Bob</b>", "<b onclick=x>Bob</b>"),
        ("  Ann \n\t Lee ", "Ann Lee"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066\u200fAnn\u2069", "Ann"),
        ("A\u00ad\u200bn\ufeffn", "Ann"),
        ("\x00\x1b[31mred", "[31mred"),
        ("\ud83d broken", "broken"),
        ("\u0301\u0301Ann", "Ann"),
        ("👩\u200d🚀 Sally", "👩\u200d🚀 Sally"),
        ("", ANONYMOUS),
        (None, ANONYMOUS),
        (" \u3164\u2800 ", ANONYMOUS),
        ("\u200d\u200c", ANONYMOUS),
        ("&#x202e;&#0;", "\ufffd"),
        ("نرگس\u200cخانم", "نرگس\u200cخانم"),
    ],
)
def test_a_name_shows_what_it_says_and_hides_nothing(raw: str | None, shown: str) -> None:
    assert clean_name(raw) == shown


def test_a_number_that_never_ends_is_no_character() -> None:
    assert unescape_once("&#" + "9" * 5000 + ";Ann &#x" + "f" * 5000 + " &amp;amp;") == "\ufffdAnn \ufffd &amp;"


def test_a_tower_of_accents_is_cut_to_three() -> None:
    assert clean_name("q" + "\u0302" * 50) == "q" + "\u0302" * 3


def test_a_long_name_ends_in_an_ellipsis_at_80_characters() -> None:
    assert clean_name("x" * 81) == "x" * 79 + "…"
    assert len(clean_name("Ann " * 50)) <= 80


@given(ANYTHING)
def test_every_name_is_one_visible_harmless_line(raw: str) -> None:
    name = clean_name(raw)
    assert 0 < len(name) <= 80
    assert name == name.strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in name)
    assert not any(unicodedata.category(char) == "Cf" and char not in "\u200c\u200d" for char in name)
    assert any(unicodedata.category(char)[0] not in "ZCM" for char in name)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Amara Okafor", "Amara"),
        ("JOHN SMITH", "John"),
        ("Okafor, Amara", "Amara"),
        ("Dr. Weber", "Dr. Weber"),
        ("Dr. Ann Weber", "Ann"),
        ("J. Robert Oppenheimer", "Robert"),
        ("J. Smith", "J. Smith"),
        ("Anne-Marie Dubois", "Anne-Marie"),
        ("Ana (she/her)", "Ana"),
        ("Zoë 🌻", "Zoë"),
        ("田中 太郎", "田中 太郎"),
        ("김민수", "김민수"),
        ("محمد علي", "محمد"),
        ("Gwen & Sons", ""),
        ("The Slow Oven", ""),
        ("bread_77", ""),
        ("@robin", ""),
        ("https://x.example", ""),
        ("shop.example.com", ""),
        ("Anonymous", ""),
        ("🌻", ""),
        ("", ""),
    ],
)
def test_people_are_called_by_their_first_name_and_others_by_none(name: str, called: str) -> None:
    assert first_name(name) == called


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amara Okafor", "AO"),
        ("amara", "A"),
        ("田中 太郎", "田"),
        ("محمد علي", "م"),
        ("Ana (she/her)", "A"),
        ("🌻", "?"),
        ("ßeta", "ß"),
        ("Gwen & Sons", "GS"),
        ("Лев Толстой", "ЛТ"),
        ("ანა ბერიძე", "აბ"),
    ],
)
def test_avatars_carry_letters_of_the_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(ANYTHING)
def test_first_names_and_initials_never_fail(raw: str) -> None:
    assert len(initials(raw)) in (1, 2)
    assert len(first_name(raw)) <= 80


# --------------------------------------------------------------------------------------------------- lines of text


def test_a_snippet_leaves_out_what_is_quoted() -> None:
    assert snippet("> You wrote this\n> and this\n\nYes,\nI agree.") == "Yes, I agree."
    assert snippet("> only a quote") == "> only a quote"


def test_a_snippet_is_cut_between_words() -> None:
    text = snippet("word " * 100, 40)
    assert len(text) <= 40
    assert text.endswith("word…")


@given(ANYTHING, st.integers(1, 50))
def test_nothing_is_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(snippet(text, limit)) <= limit
    assert len(plain_line(text, limit)) <= limit


def test_an_emoji_made_of_several_is_not_cut_apart() -> None:
    assert shortened("abcde👩\u200d🚀xyz", 8) == "abcde…"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Hello, how are you?", 4),
        ("don't stop — ever", 3),
        ("see https://a.example/b?c=d#e now", 3),
        ("— … !!! 🌻", 0),
        ("東京に行きたいです", 5),
        ("हिन्दी में लिखो", 3),
        ("한국어를 배워요", 2),
        ("это просто текст", 3),
        ("هذا نص", 2),
        ("สวัสดีครับ", 2),
    ],
)
def test_words_are_counted_in_any_script(text: str, count: int) -> None:
    assert words(text) == count


def test_web_addresses_end_before_the_punctuation_of_the_sentence() -> None:
    text = "See (https://a.example/x), or https://en.example/wiki/A_(b). www.c.example!"
    assert web_addresses(text) == ("https://a.example/x", "https://en.example/wiki/A_(b)", "www.c.example")


@given(ANYTHING)
def test_a_text_split_at_its_addresses_joins_again(text: str) -> None:
    text = f"a https://x.example/{text} (www.b.example)"
    assert "".join(piece for piece, _ in split_at_web_addresses(text)) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Great  POST\n", "great post"),
        ("Ｇｒｅａｔ", "great"),
        ("e\u0301te\u0301", "été"),
        ("a\u200bb", "ab"),
        ("Straße", "STRASSE"),
    ],
)
def test_the_same_words_compare_equal(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@given(ANYTHING)
def test_comparing_forms_are_stable(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


@given(ANYTHING)
def test_text_for_drawing_has_nothing_that_steers_it(text: str) -> None:
    drawn = without_controls(text)
    assert not set(drawn) & set("\x00\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufdd0\ufdd1")
    drawn.encode()


# ------------------------------------------------------------------------------------------------------ looking up


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(f'CREATE VIRTUAL TABLE t USING fts5(body, tokenize="{TOKENIZER}")')
    return connection


def found(index: sqlite3.Connection, text: str, query: str) -> bool:
    index.execute("DELETE FROM t")
    index.execute("INSERT INTO t VALUES (?)", (segment(text),))
    terms = query_terms(query)
    return bool(terms) and bool(index.execute("SELECT 1 FROM t WHERE t MATCH ?", (terms,)).fetchone())


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Über Zoë und die Straße", "uber"),
        ("Über Zoë und die Straße", "zoe strasse"),
        ("Über Zoë und die Straße", "ZOË"),
        ("cafe\u0301", "café"),
        ("昨日東京都へ行った", "東京"),
        ("昨日東京都へ行った", "東京都"),
        ("昨日東京都へ行った", "京"),
        ("これは関東", "東"),
        ("PySide東京", "pyside"),
        ("PySide東京", "東京"),
        ("PySide東京", "pyside東京"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("한국어를 배워요", "한국어"),
        ("สวัสดีครับ", "สวัสดี"),
        ("हिन्दी में", "हिन्दी"),
        ("I 🌻 bread", "🌻"),
        ("good 👍🏽", "👍"),
        ("👩\u200d🚀", "🚀"),
        ("I don't know", "don't"),
        ("mail jo@example.org", "jo@example.org"),
        ("release notes", "rel"),
        ("release notes", "rel* notes"),
        ("release notes", '"release notes"'),
        ("release notes", '"release no'),
        ("release notes", "notes -cat"),
        ("to be OR not", "OR"),
        ("NEAR here", "NEAR(here)"),
        ("السَّلام عليكم", "السلام"),
        ("שָׁלוֹם", "שלום"),
        ("Łódź Ørsted", "lodz orsted"),
        ("İstanbul ılık", "istanbul ilik"),
        ("a b", "b"),
    ],
)
def test_what_was_written_is_found(index: sqlite3.Connection, text: str, query: str) -> None:
    assert found(index, text, query)
    assert highlight_spans(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("release notes", "lease"),
        ("release notes", '"notes release"'),
        ("release notes", "release -notes"),
        ("release notes", "rel "),
        ("release notes", "n"),
        ("release notes", "-cat"),
        ("release notes", ""),
        ("東 京", "東京"),
        ("昨日東京", "京東"),
        ("I 🌻 bread", "🌼"),
        ("release", "!!!"),
    ],
)
def test_what_was_not_written_is_not_found(index: sqlite3.Connection, text: str, query: str) -> None:
    assert not found(index, text, query)


@given(query=st.text(st.sampled_from("ab\"'*-()^:+{}[]\\.,\0 \nORANDNOTNEAR東京🌻é“”\ud800"), max_size=40) | ANYTHING)
def test_every_query_is_understood_by_sqlite(index: sqlite3.Connection, query: str) -> None:
    terms = query_terms(query)
    if terms:
        index.execute("SELECT 1 FROM t WHERE t MATCH ?", (terms,)).fetchall()
    highlight_spans(query, query)


@given(st.text(st.sampled_from("ab eé東京都한국ก"), min_size=1, max_size=20))
def test_a_text_is_found_by_itself_as_a_phrase(index: sqlite3.Connection, text: str) -> None:
    if text.strip():
        assert found(index, f"before {text} after", f'"{text}"')


def test_a_very_long_query_is_cut() -> None:
    assert query_terms("word " * 10_000).count('"word"') == 1
    assert query_terms(" ".join(f"w{number}" for number in range(1000))).count(" AND ") < 40


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Über Zoë: die Straße", "zoe strasse", ["Zoë", "Straße"]),
        ("release, released, lease", "rel", ["rel", "rel"]),
        ("release, released, lease", "release ", ["release"]),
        ("東京都の東", "京", ["京"]),
        ("e\u0301te\u0301 été", "ete", ["e\u0301te\u0301", "été"]),
        ("good 👍🏽", "👍", ["👍"]),
        ("한국", "국", ["국"]),
        ("\u1112\u1161\u11ab x", "한", ["\u1112\u1161\u11ab"]),
        ("cat dog", "cat -dog", ["cat"]),
        ("nothing", "else", []),
        ("aa aaa", "aa", ["aa", "aa"]),
    ],
)
def test_hits_are_marked_where_they_stand(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in highlight_spans(text, query)] == marked


@given(ANYTHING, ANYTHING)
def test_marks_are_ordered_apart_and_inside(text: str, query: str) -> None:
    end_before = -1
    for start, end in highlight_spans(text + query, query):
        assert end_before < start < end <= len(text + query)
        end_before = end


def test_names_sort_without_accents_and_case() -> None:
    assert name_key("Ángel  Ørsted") == "angel orsted"
