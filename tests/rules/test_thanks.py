from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.thanks import DEFAULT_OPENINGS, Opening, next_opening

NAMES = st.sampled_from(["", "Amara", "Dr. Weber", "田中 太郎", "o'neil"]) | st.text(max_size=20)
TITLES = st.sampled_from(["", "Why we stopped buying ads", "“Quoted”", "{name} [x]"]) | st.text(max_size=80)


def test_it_begins_with_their_name_and_what_they_wrote_about() -> None:
    opening = next_opening(name="Amara", about="Why we stopped buying ads", said_before=[])
    assert opening.text == "Amara, thank you for taking the time to write about “Why we stopped buying ads”. "
    assert opening.cursor == len(opening.text)


def test_the_cursor_stands_where_the_personal_sentence_goes() -> None:
    opening = next_opening(name="Amara", about="Bread", said_before=[], turn=1)
    assert opening.text[: opening.cursor] == "Thank you so much, Amara. "
    assert opening.text[opening.cursor :].strip() == "It means a lot to me that you wrote about “Bread”."


@pytest.mark.parametrize("turn", range(4))
def test_without_a_name_or_a_title_it_is_still_good_english(turn: int) -> None:
    text = next_opening(name="", about="", said_before=[], turn=turn).text
    assert text[0].isupper()
    assert not re.search(r"[{}\[\]“”]|,,| ,| \.|^\W", text)
    assert all(sentence[0].isupper() for sentence in re.split(r"\.\s+", text) if sentence)


def test_one_person_never_reads_the_same_words_twice() -> None:
    sent: list[str] = []
    for number in range(len(DEFAULT_OPENINGS)):
        opening = next_opening(name="Amara", about=f"Post {number}", said_before=sent)
        assert not any(opening.text[:30] == earlier[:30] for earlier in sent)
        sent.append(f"{opening.text[: opening.cursor]}I baked it on Sunday.{opening.text[opening.cursor :]}")
    assert next_opening(name="Amara", about="Post", said_before=sent) == Opening("Amara, ", 7)
    assert next_opening(name="", about="Post", said_before=sent) == Opening("", 0)


def test_an_opening_that_was_half_kept_counts_as_read() -> None:
    before = ["Hi Amara, Thank you for taking the time to write, I was so glad!"]
    assert "taking the time" not in next_opening(name="Amara", about="x", said_before=before).text


def test_different_people_can_be_given_different_beginnings() -> None:
    texts = {next_opening(name="Amara", about="Bread", said_before=[], turn=turn).text for turn in range(4)}
    assert len(texts) == 4
    assert next_opening(name="Amara", about="Bread", said_before=[], turn=4).text in texts


def test_own_openings_are_used_and_need_no_place_for_the_sentence() -> None:
    assert next_opening(name="Jo", about="", said_before=[], openings=["Cheers {name}!"]) == Opening("Cheers Jo! ", 11)


def test_no_opening_speaks_of_reach() -> None:
    assert not any("reach" in opening.casefold() for opening in DEFAULT_OPENINGS)


@given(NAMES, TITLES, st.lists(st.text(max_size=60), max_size=3), st.integers(0, 100))
def test_whatever_names_and_titles_hold_the_cursor_is_inside(
    name: str, about: str, before: list[str], turn: int
) -> None:
    opening = next_opening(name=name, about=about, said_before=before, turn=turn)
    assert 0 <= opening.cursor <= len(opening.text)
    assert "\ufdd0" not in opening.text
