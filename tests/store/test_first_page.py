from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.dialects.sqlite import dialect

from inbox.core.errors import StoreError
from inbox.core.model import Sort, State
from inbox.store import first_page, listing
from tests.store.by_hand import reader_at, shelf_at


def evened(sql: str) -> str:
    return "".join(sql.replace(" ( ", "(").split())


def test_the_one_text_is_what_the_listing_compiles_to() -> None:
    compiled = listing.PAGES[Sort.WORTH, False, False].compile(dialect=dialect(paramstyle="named"))
    assert evened(first_page.SQL) == evened(str(compiled))
    counts = listing._COUNTS.compile(dialect=dialect(paramstyle="named"))
    assert evened(first_page.COUNTS) == evened(str(counts))


def test_the_first_page_is_the_page_that_the_reader_gives(tmp_path: Path) -> None:
    path = tmp_path / "parlour.sqlite"
    with shelf_at(path) as shelf:
        place = shelf.place()
        for n in range(60):
            shelf.chat(
                place, f"P{n}", "Hello", worth=n % 7, days_ago=float(n % 3), state="done" if n % 10 == 0 else "waiting"
            )
        shelf.recount()
    rows, counts = first_page.first_page(path)
    with reader_at(path) as reader:
        assert rows == reader.page(State.WAITING, Sort.WORTH, limit=50)
        assert counts == reader.counts()
    assert len(rows) == 50


def test_it_imports_neither_sqlalchemy_nor_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from inbox.store.first_page import first_page; from inbox.core.errors import StoreError\n"
        "try: first_page(sys.argv[1])\n"
        "except StoreError: pass\n"
        "print({name.partition('.')[0] for name in sys.modules} & {'sqlalchemy', 'PySide6', 'keyring', 'requests'})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "none.sqlite")], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "set()"


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 99])
def test_a_missing_empty_or_foreign_file_ends_in_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "parlour.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        first_page.first_page(path)
    assert str(caught.value).endswith((".", str(tmp_path)))
    assert path.exists() == (content is not None)
