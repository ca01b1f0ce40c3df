"""Other people's HTML made safe to show: written anew from what was understood, then cleaned by nh3.

nh3 takes the square of the depth of what it gets, and Qt doubles its time with each nested table, so neither ever sees
the original: `make_safe` reads it into paragraphs, lists, quotes and marked words within limits of size, depth and
number, and hands on only that. What exceeds the limits is shown as plain text, with a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import nh3

from inbox.core.model import SafeHtml
from inbox.core.text import plain_line, split_at_web_addresses, without_controls
from inbox.rules.addresses import ALLOWED_SCHEMES, safe_address
from inbox.rules.paragraphs import Block, Mark, TooTangled, Writer, write_html, write_spoken, write_text
from inbox.rules.tags import Piece, What, read_tags

SOURCE_LIMIT: Final = 100_000
TAG_LIMIT: Final = 5_000
HTML_LIMIT: Final = 100_000
IMAGE_LIMIT: Final = 50
NOTE_SHORTENED: Final = "Shortened: this is only the beginning of a very long message."
NOTE_PLAIN: Final = "Shown as plain text: the layout of the original was too tangled to show."
NOTE_LINK: Final = "A link was taken out because it could not be opened safely."
NOTE_ACTIVE: Final = "Active content (a script, a form or a frame) was taken out."


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


ALLOWED_TAGS: Final = _set("a b i u s em strong p br blockquote ul ol li code pre hr")
_CONTENT_DROPPED = _set(
    "script style title head template noscript textarea iframe svg math object embed audio video select noembed"
    " noframes xmp plaintext applet"
)
_VOID = _set("br hr img wbr input meta link col area base source track param embed keygen frame")
_FORM = _set("form input button embed frame frameset")
_BLOCKS = _set(
    "p div section article main aside header footer nav figure figcaption address details summary center form fieldset"
    " legend dl dt dd hgroup search table caption tr body html dialog marquee h1 h2 h3 h4 h5 h6 pre listing blockquote"
    " ul ol menu dir li"
)
_HEADINGS = _set("h1 h2 h3 h4 h5 h6")
_MARKS = {tag: tag for tag in ("b", "i", "u", "s", "em", "strong", "code")}
_MARKS |= {"ins": "u", "del": "s", "strike": "s", "kbd": "code", "samp": "code", "tt": "code"}
_MARKS |= {"cite": "i", "dfn": "i", "var": "i"}
# An opening tag ends these, up to the nearest of the second set, when they were left open.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
}
_P_ENDS_WITHIN = frozenset({"blockquote", "li", "td", "th", "div"})

_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the original, never loaded by itself: `position` is where its "[image: alt]" begins in the text."""

    url: str
    alt: str
    position: int


@dataclass(frozen=True, slots=True)
class Safe:
    """`html` for the viewer; `text` with paragraph breaks, quotes as "> " lines and pictures as "[image: alt]";
    `spoken` is what they say themselves: the text without quotes, code and words of links; `notes` are sentences."""

    html: SafeHtml
    text: str
    images: tuple[Image, ...] = ()
    notes: tuple[str, ...] = ()
    spoken: str = ""


def _second_look(tag: str, attribute: str, value: str) -> str | None:
    return value if tag == "a" and attribute == "href" and safe_address(value, "") == value else None


_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    # Without the empty "*" nh3 keeps `title` and `lang` everywhere, and Qt draws a title as HTML.
    attributes={"*": set(), "a": {"href"}},
    attribute_filter=_second_look,
    url_schemes=set(ALLOWED_SCHEMES),
    url_relative="deny",
    link_rel=None,
    clean_content_tags=set(_CONTENT_DROPPED),
    strip_comments=True,
)


def make_safe(source: str, *, base_url: str) -> Safe:
    """Never raises, whatever `source` is. Relative addresses are read from `base_url`, the message's own link."""
    cut = source[:SOURCE_LIMIT]
    notes = [NOTE_SHORTENED] if len(source) > SOURCE_LIMIT else []
    if notes and cut.rfind("<") > cut.rfind(">"):
        cut = cut[: cut.rfind("<")]
    pieces = _pieces(cut)
    try:
        reading = _Reading(pieces, base_url)
        markup = write_html(reading.root)
        for _ in range(3):
            cleaned = _CLEANER.clean(markup)
            if cleaned == markup:
                break
            # nh3 took something out, such as a link whose host is none: read what it left, so that this is settled.
            settled = _Reading(_pieces(cleaned), base_url)
            markup = write_html(settled.root)
        else:
            raise TooTangled
    except TooTangled:
        return _without_layout(pieces, [*notes, NOTE_PLAIN])
    if len(markup) > HTML_LIMIT:
        return _without_layout(pieces, notes)
    text, positions = write_text(reading.root)
    images = tuple(Image(url, alt, at) for (url, alt), at in zip(reading.images, positions, strict=True) if url)[
        :IMAGE_LIMIT
    ]
    return Safe(SafeHtml(markup), text, images, (*notes, *reading.notes), write_spoken(reading.root))


def _without_layout(pieces: list[Piece], notes: list[str]) -> Safe:
    plain = plain_to_safe(_words_only(pieces))
    return Safe(plain.html, plain.text, (), tuple(dict.fromkeys((*notes, *plain.notes))), plain.spoken)


def _pieces(source: str) -> list[Piece]:
    """With words that follow each other as one piece: a hundred thousand "<" are one."""
    pieces: list[Piece] = []
    for is_words, run in groupby(read_tags(source), key=lambda piece: piece.what is What.WORDS):
        together = list(run)
        pieces += [Piece(What.WORDS, "".join(piece.value for piece in together), {})] if is_words else together
    return pieces


def plain_to_safe(text: str) -> Safe:
    """For networks that send plain text: paragraphs and lines stay, web addresses become links, "> " lines quotes."""
    notes: tuple[str, ...] = (NOTE_SHORTENED,) if len(text) > SOURCE_LIMIT else ()
    text = without_controls(text[:SOURCE_LIMIT]).strip()
    root = _read_plain(text)
    markup = write_html(root)
    while len(markup) > HTML_LIMIT:
        notes = (NOTE_SHORTENED,)
        text = text[: len(text) * HTML_LIMIT * 9 // (len(markup) * 10)]
        root = _read_plain(text)
        markup = write_html(root)
    cleaned = _CLEANER.clean(markup)
    if cleaned != markup:
        # Only addresses can be at fault: plain words come through as they are.
        root = _read_plain(text, with_links=False)
        cleaned = _CLEANER.clean(write_html(root))
    return Safe(SafeHtml(cleaned), text.replace("\u200b", ""), (), notes, write_spoken(root))


def same_as_plain(html_text: str, text: str) -> bool:
    """Whether the HTML says no more than the text would by itself; then it need not be kept."""
    return plain_to_safe(text).html == html_text


# ---------------------------------------------------------------------------------------------------- reading


@dataclass(slots=True)
class _Open:
    name: str
    mark: Mark | None = None
    block: Block | None = None
    is_quoted: bool = False


class _Reading:
    """What was understood of one message: its blocks, and on the way its pictures and notes."""

    def __init__(self, pieces: list[Piece], base_url: str) -> None:
        self.root = Block("root")
        self.images: list[tuple[str, str]] = []
        """(address or "", alternative text) in the order of the placeholders."""
        self.notes: list[str] = []
        self._base_url = base_url
        self._open: list[_Open] = []
        self._writer = Writer(self.root)
        self._read(pieces)

    def _read(self, pieces: list[Piece]) -> None:
        last_close = {piece.value: at for at, piece in enumerate(pieces) if piece.what is What.CLOSE}
        tags = 0
        skipped = ""
        depth_skipped = 0
        for at, piece in enumerate(pieces):
            name = piece.value
            if piece.what is What.OPEN:
                tags += 1
                if tags > TAG_LIMIT:
                    raise TooTangled
            if skipped:
                if name == skipped and piece.what in (What.OPEN, What.CLOSE):
                    depth_skipped += 1 if piece.what is What.OPEN else -1
                    skipped = skipped if depth_skipped else ""
            elif piece.what is What.WORDS:
                self._writer.words(piece.value, self._marks())
            elif piece.what is What.DROPPED:
                self._note(NOTE_ACTIVE)
            elif piece.what is What.CLOSE:
                self._close(name)
            elif name in _CONTENT_DROPPED and name not in _VOID:
                self._note(NOTE_ACTIVE)
                if last_close.get(name, -1) > at:
                    skipped, depth_skipped = name, 1
            else:
                self._start(name, piece.attributes)
        self._pop_to(0)
        self._writer.end_leaf()

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _marks(self) -> tuple[Mark, ...]:
        marks: dict[str, Mark] = {}
        for opened in self._open:
            if opened.mark is not None:
                if opened.mark.tag == "a":
                    marks.pop("a", None)
                marks.setdefault(opened.mark.tag, opened.mark)
        return tuple(marks.values())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        writer = self._writer
        if name in _FORM:
            self._note(NOTE_ACTIVE)
        if name in _BLOCKS:
            self._end_left_open(frozenset({"p"}), _P_ENDS_WITHIN)
            if name != "tr":
                writer.end_leaf()
        if name in _ENDS:
            self._end_left_open(*_ENDS[name])
        if name == "br":
            writer.line_break(self._marks())
        elif name == "hr":
            writer.end_leaf()
            writer.rule()
        elif name == "img":
            self._picture(attributes)
        if name in _VOID:
            return
        opened = _Open(name)
        if name in _MARKS:
            opened.mark = Mark(_MARKS[name])
        elif name == "a":
            opened.mark = self._link(attributes)
        elif name in _HEADINGS or name == "th":
            opened.mark = Mark("strong")
        elif name in ("blockquote", "ul", "ol", "menu", "dir"):
            opened.block = writer.begin(name if name in ("blockquote", "ol") else "ul")
        elif name == "li":
            opened.block = writer.begin_item()
        elif name in ("pre", "listing"):
            writer.is_verbatim = True
        elif name == "tr":
            writer.row()
        elif name == "q":
            writer.words("“", self._marks())
            opened.is_quoted = True
        if name in ("td", "th"):
            writer.cell(self._marks())
        self._open.append(opened)
        if len(self._open) > Writer.DEPTH_LIMIT:
            raise TooTangled

    def _link(self, attributes: dict[str, str]) -> Mark | None:
        if "href" not in attributes:
            return None
        href = safe_address(attributes["href"], self._base_url)
        if href is None:
            self._note(NOTE_LINK)
            return None
        return Mark("a", href)

    def _picture(self, attributes: dict[str, str]) -> None:
        alt = plain_line(attributes.get("alt", ""), 120)
        if re.search(r"emoji|smil(?:ey|ie)", attributes.get("class", "")) and 0 < len(alt) <= 12:
            self._writer.words(alt, self._marks())
            return
        if attributes.get("width", "").strip() in ("0", "1") or attributes.get("height", "").strip() in ("0", "1"):
            # A picture nobody can see only counts who reads.
            return
        url = safe_address(attributes.get("src", ""), self._base_url) or ""
        self.images.append((url if url.startswith("http") else "", alt))
        self._writer.picture(f"[image: {alt}]" if alt else "[image]", self._marks())

    def _close(self, name: str) -> None:
        if name == "br":
            self._writer.line_break(self._marks())
            return
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at].name == name:
                self._pop_to(at)
                return

    def _end_left_open(self, names: frozenset[str], within: frozenset[str]) -> None:
        outermost = None
        for at in range(len(self._open) - 1, -1, -1):
            name = self._open[at].name
            if name in names:
                outermost = at
            elif name in within:
                break
        if outermost is not None:
            self._pop_to(outermost)

    def _pop_to(self, at: int) -> None:
        while len(self._open) > at:
            opened = self._open[-1]
            if opened.is_quoted:
                self._writer.words("”", self._marks())
            if opened.name in _BLOCKS and opened.name != "tr":
                self._writer.end_leaf()
            if opened.block is not None:
                self._writer.end(opened.block)
            self._open.pop()


def _words_only(pieces: list[Piece]) -> str:
    words: list[str] = []
    for piece in pieces:
        if piece.what is What.WORDS:
            words.append(piece.value)
        elif piece.value in _BLOCKS or piece.value in ("br", "hr", "td", "th"):
            words.append("\n")
    return re.sub(r"[ \t]*\n\s*", "\n", without_controls("".join(words)))


def _read_plain(text: str, *, with_links: bool = True) -> Block:
    root = Block("root")
    for paragraph in _PARAGRAPHS.split(text):
        quoted: list[str] = []
        said: list[str] = []
        for line in [*paragraph.split("\n"), ""]:
            if line.startswith(">"):
                _add_paragraph(root, said, with_links=with_links)
                said = []
                quoted.append(line[1:])
                continue
            if quoted:
                quote = Block("blockquote")
                _add_paragraph(quote, quoted, with_links=with_links)
                if quote.children:
                    root.children.append(quote)
                quoted = []
            said.append(line)
        _add_paragraph(root, said, with_links=with_links)
    return root


def _add_paragraph(into: Block, lines: list[str], *, with_links: bool) -> None:
    writer = Writer(into)
    for number, line in enumerate(lines):
        if number:
            writer.line_break(())
        for piece, is_address in split_at_web_addresses(line):
            href = (
                safe_address(piece if ":" in piece[:8] else f"http://{piece}", "")
                if is_address and with_links
                else None
            )
            writer.words(piece, (Mark("a", href),) if href else ())
    writer.end_leaf()
