"""Whoever is written out comes in again as they were, whatever their name is made of; and no cell begins a formula."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.archives.csv_table.cells import harmless, meant
from inbox.archives.csv_table.writing import COLUMNS, as_rows
from inbox.archives.vcard.lines import FOLD
from inbox.archives.vcard.writing import as_vcard
from inbox.core.moving import Card, Exported
from inbox.core.text import plain_line
from tests.archives.reading import cards, written

PLAIN_SIGNS = "aZ0ß é日本語🌻👩🏽\u200d🌾עברית.!?-+=@'\"<>&%/()[]{}|~`^_*#\u0301"
SIGNS = PLAIN_SIGNS + ";:,\\"
WORDS = st.text(SIGNS, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
DANGEROUS = st.sampled_from(["=1+1", "+49 30 1", "-2", "@SUM(A1)", "'=cmd|' /C calc'!A0", "＝1", "''-x"])
TEXT = WORDS | DANGEROUS
NOTES = st.lists(TEXT, min_size=1, max_size=4).map("\n".join)
MAIL = st.from_regex(r"[a-z0-9+_-]{1,20}@[a-z]{1,20}\.example", fullmatch=True)
URL = st.from_regex(r"https://[a-z]{1,20}\.example/[a-z0-9/?=,-]{0,60}", fullmatch=True)
NAMES = WORDS.filter(lambda text: plain_line(text, 200) == text)
PLAIN = st.text(PLAIN_SIGNS, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
OWN = st.dictionaries(
    st.text("abcäß日 ", min_size=1, max_size=20).map(lambda name: " ".join(f"My{name}".split())), TEXT, max_size=3
)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


CARDS = st.builds(
    Card,
    name=NAMES,
    uid=st.just("") | st.uuids().map(str),
    given=PLAIN,
    family=PLAIN,
    emails=several(MAIL),
    phones=several(st.from_regex(r"\+?[0-9 -]{3,20}[0-9]", fullmatch=True).map(str.strip)),
    urls=several(URL),
    handles=several(st.from_regex(r"xmpp:[a-z]{1,10}@[a-z]{1,10}\.example", fullmatch=True)),
    birthday=st.just("") | st.dates().map(lambda day: day.isoformat()) | st.dates().map(lambda day: f"--{day:%m-%d}"),
    organisation=st.just("") | PLAIN,
    zone=st.sampled_from(["", "Europe/Berlin", "America/New_York"]),
    note=st.just("") | NOTES,
    tags=several(st.from_regex(r"[a-zäß日]{1,12}( [a-z]{1,5})?", fullmatch=True)),
    related=several(PLAIN),
    stage=st.sampled_from(["", "friend", "customer"]),
    fields=OWN.map(lambda own: tuple(own.items())),
)


def back(name: str, text: str) -> list[Card]:
    with tempfile.TemporaryDirectory() as folder:
        return cards(written(Path(folder) / name, text))


@settings(max_examples=100)
@given(card=CARDS)
def test_a_vcard_comes_in_as_it_went_out(card: Card) -> None:
    assert back("people.vcf", as_vcard(Exported(card))) == [card]


@settings(max_examples=100)
@given(card=CARDS)
def test_a_row_comes_in_as_it_went_out(card: Card) -> None:
    own = [name for name, _ in card.fields]
    assert back("people.csv", "".join(as_rows([Exported(card)], own))) == [card]


@settings(max_examples=25)
@given(card=CARDS)
def test_no_line_of_a_vcard_is_longer_than_the_standard_allows(card: Card) -> None:
    for line in as_vcard(Exported(card)).split("\r\n"):
        assert len(line.encode()) <= FOLD


@settings(max_examples=100)
@given(
    text=st.text(st.characters(codec="utf-8"), max_size=30) | DANGEROUS,
    before=st.sampled_from(["", "=", "+", "-", "@", "\t", "\r"]),
)
def test_no_cell_begins_a_formula_and_all_mean_what_they_meant(text: str, before: str) -> None:
    cell = harmless(before + text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert meant(cell) == before + text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_name_that_is_a_formula_is_words_in_a_spreadsheet(start: str) -> None:
    evil = Card(name=f'{start}HYPERLINK("https://evil.example")', emails=("a@b.example",), tags=(f"{start}1",))
    table = "".join(as_rows([Exported(evil, notes=(f"{start}2",))], [f"{start}3"]))
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 2
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row)
    assert rows[0][: len(COLUMNS)] == list(COLUMNS)


def test_a_person_goes_out_with_their_profiles_and_only_the_notes_asked_for() -> None:
    person = Exported(
        Card(name="Ann", emails=("ann@example.org",)),
        identities=(("mastodon", "masto.example", "@ann@masto.example", "https://masto.example/@ann"),),
    )
    text = as_vcard(person)
    assert (
        "SOCIALPROFILE;SERVICE-TYPE=mastodon;USERNAME=@ann@masto.example:https://masto.example/@ann\r\n"
        in text.replace("\r\n ", "")
    )
    assert "NOTE" not in text
