"""What it costs to take in the first comments of a blog: many people who were never here before.

    python -m bench.intake [--messages N] [--people N] [--rounds N] [--beside DIR] [--profile]

Tells the seconds of the processor that the store's thread needed, of the fastest round. `--beside`: the folder of
another Parlour, which takes the same in turns; `--profile`: where the time goes, by function.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

_PAGE = 100
_SAID = (
    "What a wonderful recipe, thank you so much! My bread came out an hour ago and the kitchen smells of it.",
    "Wie lange muss der Teig bei kühlem Wetter ruhen? Bei mir ist er nach acht Stunden noch recht fest.",
    "I wrote about the same flour last year: https://flour.example/rye-{n} has the pictures. What do you think?",
    "Gracias por la receta. La hice ayer con mi hija y nos encantó a las dos.",
    "Nice post",
    "Merci beaucoup pour cet article. Est-ce que la farine de seigle marche aussi ?",
    "Number {n} from me: it worked at the second try, with less water and more heat. Could you say what yours weighs?",
    "Danke schön! Ich habe es meiner Mutter geschickt, sie backt seit vierzig Jahren und kannte den Trick nicht.",
)


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    options.add_argument("--messages", type=int, default=8_000)
    options.add_argument("--people", type=int, default=4_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--beside", type=Path)
    options.add_argument("--profile", action="store_true")
    options.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args(arguments)
    if given.once or given.profile:
        print(_once(given.messages, given.people, profiled=given.profile))
        return 0
    here = Path(__file__).parents[1]
    trees = {"here": here} | ({"beside": given.beside.resolve()} if given.beside else {})
    times: dict[str, list[float]] = {name: [] for name in trees}
    for _ in range(given.rounds):
        for name, tree in trees.items():
            times[name].append(_of(tree, given.messages, given.people))
    for name, several in times.items():
        print(f"{name:8}{min(several):7.2f} s   ({', '.join(f'{one:.2f}' for one in several)})")
    return 0


def _of(tree: Path, messages: int, people: int) -> float:
    """In a process of its own, with the code of that tree and this bench."""
    command = [sys.executable, __file__, "--once", "--messages", str(messages), "--people", str(people)]
    around = os.environ | {"PYTHONPATH": str(tree)}
    return float(subprocess.run(command, env=around, cwd=tree, check=True, capture_output=True, text=True).stdout)


def _once(count: int, people: int, *, profiled: bool) -> float:
    import cProfile
    import pstats
    import time

    from inbox.core.clock import SystemClock
    from inbox.rules.kindness import kind_words
    from inbox.rules.languages import Heard, read_languages
    from inbox.rules.please_stop import please_stop
    from inbox.rules.spam_signs import spam_signs
    from inbox.rules.thresholds import read_thresholds
    from inbox.store.writer import open_store
    from tests.builders import a_place, taken

    resources = Path.cwd() / "resources"
    languages = read_languages({file.stem: file.read_text("utf-8") for file in (resources / "words").glob("*.toml")})
    thresholds = read_thresholds((resources / "thresholds.toml").read_text("utf-8"))
    watch = cProfile.Profile()
    needed = 0.0
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), SystemClock(), languages=languages, thresholds=thresholds)
        place = a_place(store)
        for said in _SAID:
            # The patterns of each language are made ready at their first use, which is no cost of a message.
            please_stop(heard := Heard(said, languages))
            kind_words(heard)
            spam_signs("A", "", said, languages, heard=heard)
        for page in _pages(count, people):

            def take(write, page=page):  # type: ignore[no-untyped-def]
                began = time.thread_time()
                if profiled:
                    watch.enable()
                write.take_in(place, taken(*page))
                watch.disable()
                return time.thread_time() - began

            needed += store.write(take)
        store.close()
    if profiled:
        pstats.Stats(watch).sort_stats("tottime").print_stats(45)
        pstats.Stats(watch).sort_stats("cumtime").print_stats(60)
    return needed


def _pages(count: int, people: int) -> Iterator[list]:  # type: ignore[type-arg]
    from tests.builders import NOON, a_message, a_person

    page = []
    for number in range(count):
        who = number % people
        name = f"Person {who} of {who % 97}"
        author = a_person(
            name,
            email_hash=f"{who:064x}",
            site_url=f"https://site-{who}.example/about" if who % 3 == 0 else "",
            avatar_url=f"https://avatar.example/{who}",
        )
        text = _SAID[number % len(_SAID)].format(n=number)
        at = NOON - timedelta(minutes=count - number)
        page.append(a_message(str(number), text, by=author, on=f"post-{number % 5}", at=at))
        if len(page) == _PAGE:
            yield page
            page = []
    if page:
        yield page


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
