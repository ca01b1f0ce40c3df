from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.rules.naming import names_of
from tests.ui import values


def somebody(*names: str, called: str = "") -> values.PersonView:
    handles = tuple(replace(values.identity(at), name=name) for at, name in enumerate(names, 1))
    return replace(values.person(), name=called or names[0], identities=handles)


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        ("gethin_r", "Gethin Rees", "Gethin Rees"),
        ("Gethin Rees", "gethin_r", "Gethin Rees"),
        ("Anonymous", "Amara Okafor", "Amara Okafor"),
        ("amara", "Amara", "Amara"),
        ("@amara@baking.example", "amara99", "@amara@baking.example"),
        ("Ann Smith", "Anne Smith", "Ann Smith"),
        ("bob", "Siobhán O’Neill-Byrne", "Siobhán O’Neill-Byrne"),
        ("x1", "田中 美咲", "田中 美咲"),
        ("ليلى حداد", "layla", "ليلى حداد"),
    ],
)
def test_what_looks_like_a_name_and_a_surname_is_better_than_a_handle(one: str, other: str, best: str) -> None:
    assert names_of(somebody(one), somebody(other))[0] == best


def test_what_was_chosen_comes_first_and_each_name_once() -> None:
    chosen = somebody("Amara Okafor", "AO", called="Amara (bakery)")
    assert names_of(somebody("Ann Lee", "AO"), chosen) == ("Amara (bakery)", "Ann Lee", "Amara Okafor", "AO")


def test_no_more_names_than_one_looks_through() -> None:
    assert len(names_of(somebody(*(f"Ann {letter}" for letter in "abcdefgh")))) == 5
