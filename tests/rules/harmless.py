"""What must hold of whatever `make_safe` gives out, seen by another parser."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from inbox.rules.markup import HTML_LIMIT, Safe, make_safe

HERE = "https://blog.example/2026/bread/#comment-7"
TAGS = set(re.findall(r"\w+", "a b i u s em strong p br blockquote ul ol li code pre hr"))
HREF = re.compile(r"(https?://[^/?#\s]+|mailto:[^@]+@[^@]+)[^\s\\\"'<>]*")


class Structure(HTMLParser):
    """An eye of its own: html.parser, which the code under test does not use."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = self.deepest = 0
        self.tags: list[str] = []
        self.hrefs: list[str] = []
        self.text = ""
        self.oddities: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.text += "\n" if tag in ("p", "br", "pre", "li", "blockquote", "ul", "ol", "hr") else ""
        if tag not in ("br", "hr"):
            self.depth += 1
            self.deepest = max(self.depth, self.deepest)
        if [name for name, _ in attrs] != (["href"] if tag == "a" else []):
            self.oddities.append(f"{tag} {attrs}")
        self.hrefs += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.oddities.append(data)

    def handle_decl(self, decl: str) -> None:
        self.oddities.append(decl)

    def handle_pi(self, data: str) -> None:
        self.oddities.append(data)

    def unknown_decl(self, data: str) -> None:
        self.oddities.append(data)


def assert_harmless(safe: Safe) -> Structure:
    seen = Structure(safe.html)
    assert set(seen.tags) <= TAGS
    assert not seen.oddities
    assert seen.depth == 0
    assert seen.deepest <= 41
    assert len(safe.html) <= HTML_LIMIT
    assert all(HREF.fullmatch(href) for href in seen.hrefs), seen.hrefs
    assert all(re.match(r"https?://[^/]", image.url) for image in safe.images)
    steering = set("\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufdd0\ufdd1")
    assert not steering & set(html.unescape(safe.html) + safe.text + safe.spoken)
    assert max(map(len, re.split(r"[\s\u200b]+", seen.text)), default=0) <= 200
    assert all(safe.text[image.position :].startswith("[image") for image in safe.images)
    safe.html.encode()
    safe.text.encode()
    return seen


def safe_of(source: str) -> Safe:
    safe = make_safe(source, base_url=HERE)
    assert_harmless(safe)
    assert make_safe(safe.html, base_url=HERE).html == safe.html
    return safe
