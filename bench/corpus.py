"""People and what they said, made up: the same number gives the same words, at any size with the same proportions.

Authors follow Zipf's law, but the first writes 3,000 messages (at most a third); one message in ten is Japanese,
written without spaces; one in five is my own answer. Words follow Zipf's law too: "the" is in most English ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

MINUTE = 60_000_000
END = 1_795_262_400_000_000
"""Now, in microseconds since 1970."""
SPAN = 8 * 365 * 24 * 60 * MINUTE

RARE, ONE_IN_A_HUNDRED, COMMON, BEGINNING, KANJI = "zephyrine", "invoice", "the", "rel", "東京"
"""What the searches look for: 12 messages, 1 %, most, 5 % ("release"), 1 %."""


def _words(written: str) -> tuple[str, ...]:
    return tuple(written.split())


_TOP = _words("the to and a of in is it you that for this on was with have but be not are my so just at as if me your")
_SYLLABLES = _words(
    "ba bi con ding er fa fi gen gra hi in jo ka lan ly ma men ne no or per ra ri sa se ti tra un ver wi yon"
)
_KANA = "のはをにがでともからまでですしたている"
_GIVEN = _words(
    "Ana Ben Chloé Dmitri Eva Farid Grace Hiro Ines Jürgen Kim Lucía Mei Noor Olaf Priya Quinn Rosa 田中 김"
)
_FAMILY = _words(
    "Almeida Bauer Castillo Dubois Eriksson Fischer García Hansen Ito Jensen Kowalski Müller Nakamura 太郎 민준"
)


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    handle: str


@dataclass(frozen=True, slots=True)
class Said:
    """`author` 0 is me, answering `to`. `thread` counts from 1 in order of beginning."""

    at: int
    thread: int
    author: int
    to: int
    subject: str
    text: str


class Words:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        rest = sorted({"".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(30_000)})
        rng.shuffle(rest)
        latin = [*_TOP, *rest]
        kanji = [chr(0x4E00 + rng.randrange(0x5000)) for _ in range(1800)]
        japanese = [*_KANA, *("".join(rng.choices(kanji, k=2)) for _ in range(8000))]
        self._latin = latin, self._zipf(len(latin))
        self._japanese = japanese, self._zipf(len(japanese))

    @staticmethod
    def _zipf(n: int) -> list[float]:
        return list(accumulate(1 / (rank + 2.0) ** 1.05 for rank in range(1, n + 1)))

    def some(self, count: int, *, japanese: bool) -> list[str]:
        words, weights = self._japanese if japanese else self._latin
        return self._rng.choices(words, cum_weights=weights, k=count)


def people(n: int) -> list[Person]:
    """One for ten messages."""
    rng = random.Random(n)
    names = (f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}" for _ in range(max(3, n // 10)))
    return [Person(id, name, f"@{id}.{name.split()[0].lower()}") for id, name in enumerate(names, 1)]


def messages(n: int) -> Iterator[Said]:
    """`n` messages in the order of writing, denser towards the end."""
    rng = random.Random(n * 31)
    words = Words(rng)
    count = max(3, n // 10)
    ranks = list(accumulate(1 / (rank + 40.0) for rank in range(2, count + 1)))
    faithful = max(3, n // 3000)
    threads: list[tuple[int, str, bool, int]] = []
    for i in range(n):
        at = int(END - SPAN + SPAN * ((i + 1) / n) ** 0.6)
        if threads and rng.random() < 0.55:
            back = min(len(threads), 1 + int(rng.expovariate(1 / 40)))
            thread, subject, japanese, last = threads[-back]
        else:
            thread, japanese, last = (threads[-1][0] + 1 if threads else 1), rng.random() < 0.10, 0
            subject = ("" if japanese else " ").join(words.some(6, japanese=japanese))
            threads.append((thread, subject, japanese, last))
            back = 1
            del threads[:-4000]
        answers = last != 0 and rng.random() < 0.4
        author = 1 if i % faithful == 0 else 2 + rng.choices(range(count - 1), cum_weights=ranks)[0]
        said = words.some(3 + min(300, int(rng.expovariate(1 / 24))), japanese=japanese)
        _plant(said, i, n, japanese)
        threads[-back] = (thread, subject, japanese, 0 if answers else author)
        text = ("" if japanese else " ").join(said)
        yield Said(at, thread, 0 if answers else author, last if answers else 0, subject, text)


def _plant(said: list[str], i: int, n: int, japanese: bool) -> None:
    if i % max(1, n // 12) == 3:
        said.append(RARE)
    if i % 100 == 10:
        said.append(ONE_IN_A_HUNDRED)
    if i % 20 == 17:
        said.append("release")
    if japanese and i % 10 == 1:
        said.append(KANJI)
