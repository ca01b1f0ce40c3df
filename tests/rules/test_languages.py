from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.kindness import kind_words
from inbox.rules.languages import SECTIONS, Heard, Languages, read_languages
from inbox.rules.please_stop import please_stop
from inbox.rules.promises import find_promises
from inbox.rules.sentences import LONGEST, Sentences
from tests.rules.tongues import heard, shipped

SMALL = """
common = ["the", "you", "and"]
phrases = ["great post"]
not_before = ["not"]
not_only = ["not only"]
[kind]
words = ["so (kind|very nice)", "the (best|finest) ~ bread", "grand*", "[what] a treat", "merci , non"]
idioms = ["so kind as to"]
"""


def small() -> Languages:
    return read_languages({"xx": SMALL})


def test_the_files_that_ship_can_be_read_and_say_everything_once() -> None:
    languages = shipped()
    assert [one.code for one in languages.all] == ["de", "en", "es", "fr"]
    for language in languages.all:
        for name in SECTIONS:
            assert language.section(name).looked_for is not None, f"{language.code} {name}"
            words = language.read[name]["words"]
            assert len(set(words)) == len(words)
        phrases = language.read["phrases"]
        assert len(set(phrases)) == len(phrases) >= 50, language.code
        assert {"tomorrow", "next_week", "days", "monday"} <= {code for _, code in language.when}


@pytest.mark.parametrize(
    "text", ["Thanks for sharing!", "Vielen Dank fürs Teilen", "¡Gracias por compartir!", "Merci pour l’article !"]
)
def test_stock_phrases_of_all_languages_are_known(text: str) -> None:
    assert shipped().stock.are_all_of(text)
    assert not shipped().stock.are_all_of("I baked it and it worked")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I have read this and I liked it", "en"),
        ("Das habe ich gelesen und es war gut", "de"),
        ("Lo he leído y me gusta mucho", "es"),
        ("Je l'ai lu et c'est bien", "fr"),
        ("Liebe Zoë, danke für das Rezept", "de"),
        ("Hi Søren, thanks for the recipe and the photos", "en"),
        ("Ik heb het gelezen en het was goed", ""),
        ("Eu li isso e gostei muito, obrigada", ""),
        ("L'ho letto ed è molto bello, grazie", ""),
        ("Przeczytałem to i bardzo mi się podoba", ""),
        ("読みました。とても良かったです。", ""),
        ("Я прочитала это", ""),
        ("", ""),
        ("🎉🎉", ""),
    ],
)
def test_a_language_is_known_by_its_common_words(text: str, code: str) -> None:
    assert [language.code for language in heard(text).languages] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("you and the bread are so kind", ["so kind"]),
        ("SO   KIND of you", ["SO   KIND"]),
        ("the best white bread and the finest bread", ["the best white bread", "the finest bread"]),
        ("you are not so kind", []),
        ("you are not only so kind, and the rest", ["so kind"]),
        ("Not today. You are so kind", ["so kind"]),
        ("be so kind as to leave and thank the cook", []),
        ("the grandiose and the grand", ["grandiose", "grand"]),
        ("a treat and what a treat you are", ["a treat", "what a treat"]),
        ("merci, non and the rest", ["merci, non"]),
        ("> the so kind you\nand you", []),
        ("the `so kind` and you", []),
        ("the ```\nso kind\n``` and you", []),
        ("the “so kind” and you", []),
        ("the https://example.org/so-kind and you", []),
        ("the so.kind@example.org and you", []),
        ("the best not bread and you", []),
    ],
)
def test_patterns_mean_what_the_files_say(text: str, found: list[str]) -> None:
    assert [text[one.start : one.end] for one in Heard(text, small()).find("kind")] == found


def test_accents_may_be_missing_but_not_be_others() -> None:
    languages = read_languages(
        {"xx": 'letters = "íó"\ncommon = ["te"]\nphrases = []\n[promises]\nwords = ["te envío"]'}
    )
    for text, is_found in (("te envío", True), ("te envio", True), ("te envió", False), ("te envi\u0301o", True)):
        assert bool(Heard(text, languages).find("promises")) is is_found, text


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("phrases = [", "cannot be read"),
        ("other = 1", 'need a list named "common"'),
        ("common = []", 'need a list named "phrases"'),
        ("common = []\nphrases = [1]", 'need a list named "phrases"'),
        ("common = []\nphrases = []\nkind = 3", "need a table"),
        ('common = []\nphrases = []\n[kind]\nwords = ["(a|b"]', "bracket"),
        ('common = []\nphrases = []\n[kind]\nwords = ["a]"]', "bracket"),
        ('common = []\nphrases = []\n[kind]\nwords = ["~"]', "no word"),
        ('common = []\nphrases = []\n[when]\ntomorrow = ["(a"]', "bracket"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(broken: str, says: str) -> None:
    with pytest.raises(ValueError, match="xx") as error:
        read_languages({"xx": broken})
    assert says in str(error.value)


def test_the_version_follows_the_words() -> None:
    assert small().version == small().version != read_languages({"xx": SMALL.replace("kind|", "sweet|")}).version


@pytest.mark.parametrize(
    "text",
    [
        "I'll never send you the great not wonderful post, and that's it. " * 310,
        "“" * 20_000,
        "a@" * 10_000,
        "x" * 20_000,
        "i'll " * 4_000,
        "(" * 20_000,
        "the not the not " * 1_250,
        "` " * 10_000,
        '" ' * 10_000,
        "ich werde dir " * 1_500,
        "je te le la les " * 1_250,
        "a\n" * 10_000,
    ],
    ids=lambda text: text[:12],
)
@pytest.mark.timeout(20)
def test_twenty_thousand_characters_come_to_an_end(text: str) -> None:
    """Where a pattern goes back and forth over them, they do not."""
    one = heard(text)
    find_promises(one)
    kind_words(one)
    please_stop(one)


def test_nobody_reads_more_than_that() -> None:
    assert len(Sentences("a b " * LONGEST).words) == LONGEST // 2


@given(st.text(max_size=500))
def test_words_stand_where_they_are_said_to(text: str) -> None:
    said = Sentences(text)
    assert said.joined.startswith(" ")
    assert len(said.joined) == 1 or said.joined.endswith(" ")
    for at in range(1, len(said.joined)):
        start, end = said.where(at, at + 1)
        assert 0 <= start < end <= len(text)
