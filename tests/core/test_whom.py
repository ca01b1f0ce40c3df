from __future__ import annotations

import pytest

from inbox.core.whom import Whom


@pytest.mark.parametrize(
    ("whom", "label", "said"),
    [
        (Whom("Ann"), "Done", "Done: Ann"),
        (Whom("Ann", others=1), "Done (2)", "Done (2): Ann and 1 other"),
        (Whom("Ann", others=1233), "Done (1234)", "Done (1234): Ann and 1,233 others"),
        (Whom("Ann"), "Snoozed until 9:00", "Snoozed until 9:00 \u00b7 Ann"),
        (Whom("Do"), "Done", "Done: Do"),
        (Whom("one"), "Done", "Done: one"),
        (Whom("Ann"), "Ann and Bob are one", "Ann and Bob are one"),
        (Whom(), "Parts changed", "Parts changed"),
        (Whom("\u0644\u064a\u0644\u0649"), "Done", "Done: \u2068\u0644\u064a\u0644\u0649\u2069"),
    ],
)
def test_a_step_says_whom_it_was_about(whom: Whom, label: str, said: str) -> None:
    assert whom.after(label) == said


def test_the_title_is_said_of_one_alone_where_it_is_asked_for() -> None:
    assert Whom("Ann", "Soup").after("Done") == "Done: Ann"
    assert Whom("Ann", "Soup").after("Done", titled=True) == "Done: Ann, on \u201cSoup\u201d"
    assert Whom("Ann", "Soup", others=2).after("Done (3)", titled=True) == "Done (3): Ann and 2 others"
