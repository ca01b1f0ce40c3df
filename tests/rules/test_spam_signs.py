from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.languages import NO_LANGUAGES
from inbox.rules.spam_signs import spam_signs
from tests.rules.tongues import shipped

THREAD = Path(__file__).parents[1] / "data" / "spam-shop-keyword.toml"


@pytest.mark.parametrize(
    ("name", "site", "text", "codes"),
    [
        ("Cheap Oven Mitts Online", "https://oven-mitts-shop.example", "nice post", ["spam_name", "spam_link"]),
        ("Oven Mitts Shop", "https://ovenmittsshop.example", "Great!", ["spam_name", "spam_link"]),
        ("Ofen günstig kaufen", "https://ofen-shop.example", "Schön", ["spam_name", "spam_link"]),
        ("Comprar hornos baratos", "https://tienda-hornos.example", "", ["spam_name", "spam_link"]),
        ("Achat four pas cher", "https://boutique-four.example", "", ["spam_name", "spam_link"]),
        ("Ann", "", "BEST PRICE! >>> https://bestprice24.example <<< no prescription", ["spam_link", "spam_words"]),
        ("Ann", "", "https://a.example/1 https://a.example/2 https://a.example/3 https://a.example/4", ["spam_links"]),
        # People.
        ("Ann Baker", "https://annsbread.example/shop", "I sell bread too", ["spam_link"]),
        ("The Slow Oven Shop", "https://slowoven.example", "Hello there", []),
        ("Best Friends Forever", "", "", []),
        ("Best Pizza Stones", "https://pizza.example/", "", []),
        ("Bookshop Irene", "https://irene.example/workshop", "", []),
        ("Price", "https://price.example", "My name is Price", ["spam_link"]),
        ("Ann", "https://ann.example", "https://a.example https://b.example https://c.example https://d.example", []),
        ("", "", "", []),
    ],
)
def test_each_sign_has_its_reason(name: str, site: str, text: str, codes: list[str]) -> None:
    assert [sign.code for sign in spam_signs(name, site, text, shipped())] == codes


def test_the_thread_of_a_shop_keyword_shows_its_two_signs_and_its_people_none() -> None:
    for said in tomllib.loads(THREAD.read_text("utf-8"))["place"][0]["message"]:
        signs = spam_signs(said["by"], said["site"], said["text"], shipped())
        assert [sign.label for sign in signs] == said["signs"], said["by"]


def test_no_language_makes_no_claim() -> None:
    assert spam_signs("Cheap Mitts Online", "https://mitts-shop.example", "buy now", NO_LANGUAGES) == ()


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200))
def test_nothing_that_can_be_typed_raises(name: str, site: str, text: str) -> None:
    spam_signs(name, site, text, shipped(), links=(site, f"http://[{text}", f"https://{name}"))
