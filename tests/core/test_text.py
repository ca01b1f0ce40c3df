from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.text import (
    ANONYMOUS,
    clean_name,
    comparable,
    first_name,
    initials,
    plain_line,
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
