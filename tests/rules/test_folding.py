"""A long conversation is looked at around what is to be answered."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from inbox.rules.folding import runs, what_matters
from tests.ui import values


def test_the_message_to_answer_its_parent_and_my_last_answer_stay() -> None:
    messages = [values.message(sort_at=values.ago(hours=100 - at)) for at in range(40)]
    mine = values.mine(sort_at=values.ago(hours=70, minutes=30), parent=messages[2].id)
    asked = replace(messages[20], parent=messages[5].id)
    view = values.conversation([*messages[:20], asked, *messages[21:], mine], focus=asked.id)
    assert what_matters(view, newest=3) == {
        *(one.id for one in messages[-3:]), asked.id, messages[5].id, mine.id, messages[2].id,
    }  # fmt: skip


def test_a_parent_may_be_somebody_elses() -> None:
    other = values.message("Tom Becker", sort_at=values.ago(days=9))
    unknown = values.message(parent=1)
    own = values.message(parent=other.id)
    assert what_matters(values.conversation([own], [other]), newest=5) == {own.id, other.id}
    assert what_matters(values.conversation([unknown]), newest=5) == {unknown.id}


def test_the_rest_folds_in_runs_before_what_follows() -> None:
    messages = [values.message(sort_at=values.ago(hours=10 - at)) for at in range(6)]
    ids = [one.id for one in messages]
    assert runs(messages, ids) == []
    assert runs(messages, {ids[1], ids[4]}) == [(1, (messages[0],)), (4, tuple(messages[2:4])), (6, (messages[5],))]
    assert all(one < other for one, other in pairwise([at for at, _ in runs(messages, {ids[2]})]))
