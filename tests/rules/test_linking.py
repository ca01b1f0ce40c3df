"""Who is one person by links, and what it takes to part one."""

from __future__ import annotations

import random

from inbox.rules.linking import groups, part

SEQUENCES = 10_000


def test_whoever_a_chain_of_links_leads_to_is_one_person() -> None:
    assert groups([5, 1, 2, 9, 3], [(9, 3), (3, 1), (2, 77)]) == [[1, 3, 9], [2], [5]]


def test_who_leaves_is_one_person_and_so_is_who_stays() -> None:
    parting = part({"a": (1, 2), "b": (2, 3), "c": (2, 4)}, [1, 2, 3, 4], [2])
    assert (parting.cut, parting.bridges) == (("a", "b", "c"), ((1, 3), (1, 4)))


def test_ten_thousand_random_lives_of_links_end_in_the_people_a_plain_model_has() -> None:
    """The model moves sets around and knows no links."""
    dice = random.Random(20261125)
    everybody = list(range(1, 9))
    for _ in range(SEQUENCES):
        model = [{one} for one in everybody]
        links: dict[int, tuple[int, int]] = {}
        for step in range(dice.randint(2, 12)):
            whole = dice.choice(model)
            if len(whole) > 1 and dice.random() < 0.45:
                leaving = set(dice.sample(sorted(whole), dice.randint(1, len(whole) - 1)))
                parting = part(links, whole, leaving)
                for name in parting.cut:
                    del links[name]
                links |= {100 * (step + 1) + at: pair for at, pair in enumerate(parting.bridges)}
                model = [one for one in model if one is not whole] + [leaving, whole - leaving]
            elif len(model) > 1:
                other = dice.choice([one for one in model if one is not whole])
                links[step] = (dice.choice(sorted(whole)), dice.choice(sorted(other)))
                model = [one for one in model if one is not whole and one is not other] + [whole | other]
            assert groups(everybody, links.values()) == sorted(sorted(one) for one in model)
            assert len(links) == len(everybody) - len(model), "a link that says nothing"
