from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.lookup import TOKENIZER, highlight_spans, name_key, query_terms, segment

ANYTHING = st.text(st.characters(codec=None), max_size=60) | st.text(
    st.sampled_from("ab é\u0301\u202e\u2066\u200d\u200b\ufe0f😀👩東京한국กิ&;<>#x0\n\t\ud800\ufffc\u3164"), max_size=40
)


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
        ("rye bread", "soup OR rye"),
        ("rye bread", "soup | rye OR salt"),
        ("rye bread", "bread soup OR rye"),
        ("rye bread", "rye OR"),
        ("rye bread", "soup OR ry"),
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
        ("rye bread", "soup OR salt"),
        ("rye bread", "salt rye OR bread"),
        ("rye bread", "rye or bread"),
        ("rye bread", "soup OR rye -bread"),
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
