"""Text as people see it and compare it, in every script. How it is looked up stands in `lookup.py`."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

ANONYMOUS = "Anonymous"
NAME_LIMIT = 80

_ENTITY_TOO_LONG = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
# Format characters may join emoji (ZWJ) and shape Persian (ZWNJ); every other one can only hide or turn text around.
_JOINERS = "\u200c\u200d"
# Letters and symbols that are drawn as nothing: fillers of Hangul and Khmer, the Braille blank, object replacement.
_INVISIBLE = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufff9\ufffa\ufffb"
_SPACES = re.compile(r"\s+")
_STRAY_JOINERS = re.compile(rf"(?<=[{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?=\s|$)|(?:(?<=\s)|^)[{_JOINERS}]+")
# C0 and C1 controls except tab and line feed, bidirectional embeddings, overrides and isolates, lone surrogates, and
# the noncharacters that Qt's text document uses as its own marks.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
COMBINING_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARK_PILE = re.compile(f"([{COMBINING_MARKS}]{{5}})[{COMBINING_MARKS}]+")
_URL = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"]+|\bmailto:[^\s<>\"]+")

# Scripts written without spaces. A word of Chinese or Japanese has about two characters, one of Thai, Lao, Khmer or
# Burmese about four letters.
_IDEOGRAPHS = (
    "[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_UNSPACED = re.compile("[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3]")
_BETWEEN_WORDS = re.compile(r"[\s/\u2013\u2014\u2026|]+")
_EAST_ASIAN_NAME = "[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"

_TITLE = re.compile(
    "mrs?|ms|miss|mx|dr|prof(?:essor)?|sir|dame|rev|fr|herr|frau|hr|fru|sr(?:a|ta)?|señora?|don|doña|m|mme|mlle|madame|"
    "monsieur|pani?"
)
_NOT_A_PERSON = re.compile(
    "the|and|und|et|y|team|blog|shop|store|bakery|studio|inc|ltd|llc|gmbh|co|company|sons|admin|editor|info|support|news|"
    "newsletter|webmaster|anonymous"
)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled once, at the first need: sets of so many letters take 5 ms each, too long before the first paint."""
    return re.compile(pattern)


def set_apart(name: str) -> str:
    """A name that is written from right to left, so that it does not turn round what stands behind it in a sentence."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if turns else name


def unescape_once(text: str) -> str:
    """HTML entities decoded one time (`&amp;lt;` becomes `&lt;`); never raises, whatever number an entity holds."""
    # html.unescape hands the digits to int(), which refuses more than 4,300 of them.
    return html.unescape(_ENTITY_TOO_LONG.sub("\ufffd", text))


def without_controls(text: str) -> str:
    """Many lines of text, safe to draw: no controls, no forced direction, no lone surrogates, line ends as \\n."""
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return _MARK_PILE.sub(r"\1", text)


def plain_line(raw: str, limit: int) -> str:
    """One line of at most `limit` characters out of anything: entities decoded once, tags left as visible characters,
    nothing that hides, reverses or towers. Empty when nothing visible is left."""
    text = _SPACES.sub(" ", unescape_once(raw[: limit * 40]))
    if text.isascii() and text.isprintable():
        return shortened(text.strip(), limit)
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if category in ("Cc", "Cs") or (category == "Cf" and char not in _JOINERS):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > 3 or (marks and (not kept or kept[-1] == " ")):
            continue
        kept.append(" " if char in _INVISIBLE or category in ("Zl", "Zp", "Cn") else char)
    line = _SPACES.sub(" ", _STRAY_JOINERS.sub("", "".join(kept))).strip()
    return shortened(line, limit) if any(map(_is_visible, line)) else ""


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] not in "ZCM"


def clean_name(raw: str | None) -> str:
    """A display name as it may be drawn anywhere as plain text: at most 80 characters, "Anonymous" for nothing."""
    return plain_line(raw or "", NAME_LIMIT) or ANONYMOUS


def shortened(line: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis included; cut between words if near, never inside a character."""
    if len(line) <= limit:
        return line
    if limit < 1:
        return ""
    cut = limit - 1
    space = line.rfind(" ", cut - max(8, limit // 6), cut + 1)
    if space > 0:
        cut = space
    while cut and (line[cut] in _JOINERS or line[cut - 1] in _JOINERS or unicodedata.category(line[cut])[0] == "M"):
        cut -= 1
    return line[:cut].rstrip(" ,;:") + "…"


def snippet(text: str, limit: int = 140) -> str:
    """The beginning of what somebody said, on one line, without what they quoted (unless they only quoted)."""
    lines = without_controls(text[: limit * 60]).split("\n")
    own = [line for line in lines if not line.lstrip().startswith(">")]
    line = _SPACES.sub(" ", " ".join(own)).strip() or _SPACES.sub(" ", " ".join(lines)).strip()
    return shortened(line, limit)


def words(text: str) -> int:
    """How many words, in any script. A web address is one; two ideographs are one; four letters of Thai are one."""
    if _may_hold_an_address(text):
        text = _URL.sub(" 1 ", text)
    ideographs = 0 if text.isascii() else len(compiled(_IDEOGRAPHS).findall(text))
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    if ideographs:
        text = compiled(_IDEOGRAPHS).sub(" ", text)
    if unspaced:
        text = _UNSPACED.sub(" ", text)
    spaced = sum(any(map(str.isalnum, token)) for token in _BETWEEN_WORDS.split(text))
    return spaced + (ideographs + 1) // 2 + (unspaced + 3) // 4


def web_addresses(text: str) -> tuple[str, ...]:
    """Web addresses written out in plain text, without the punctuation that follows them."""
    return tuple(_without_tail(found) for found in _URL.findall(text)) if _may_hold_an_address(text) else ()


def without_web_addresses(text: str) -> str:
    """The text with a space for each web address."""
    return _URL.sub(" ", text) if _may_hold_an_address(text) else text


def split_at_web_addresses(text: str) -> list[tuple[str, bool]]:
    """The text in order as (piece, is an address); joined again it is the text."""
    if not _may_hold_an_address(text):
        return [(text, False)] if text else []
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _URL.finditer(text):
        address = _without_tail(found.group())
        pieces += [(text[end : found.start()], False), (address, True)]
        end = found.start() + len(address)
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]


def _may_hold_an_address(text: str) -> bool:
    """Soon told of most texts, which hold none."""
    lower = text.lower()
    return "://" in lower or "www." in lower or "to:" in lower


def _without_tail(address: str) -> str:
    address = address.rstrip(".,;:!?'*_»”’…。、，")
    # A closing bracket belongs to the sentence unless it was opened inside the address (as Wikipedia's are).
    while (opener := {")": "(", "]": "["}.get(address[-1:])) and address.count(address[-1]) > address.count(opener):
        address = address[:-1]
    return address


def comparable(text: str) -> str:
    """For "are these the same words?": compatibility forms, case, white space and invisible characters evened out."""
    text = _UNWANTED.sub("", text)
    if text.isascii():
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text)
    if formats := {char for char in set(text) if unicodedata.category(char) == "Cf"}:
        text = text.translate(dict.fromkeys(map(ord, formats)))
    return _SPACES.sub(" ", text).strip()


def first_name(name: str) -> str:
    """What to call somebody in a greeting; empty when the name is no person's ("The Slow Oven", "bread_77").

    Chinese, Japanese and Korean names are returned whole, since the family name comes first and nobody is called by
    half of it; "Dr. Weber" stays "Dr. Weber".
    """
    name = re.sub(r"\s*[(\[{|].*", "", clean_name(name))
    name = re.sub(r"[^\w\s.,'’\-@&:/]", "", name).strip(" .,-")
    if not name.isascii() and compiled(_EAST_ASIAN_NAME).search(name):
        return name
    if re.search(r"[\d@&:/_]|\w\.\w{3,}", name):
        return ""
    family, comma, given = name.partition(",")
    parts = (given if comma and " " not in family.strip() and given.strip() else family).split()
    if not parts or any(_NOT_A_PERSON.fullmatch(part.casefold().strip(".")) for part in parts):
        return ""
    title = parts[0] if len(parts) > 1 and _TITLE.fullmatch(parts[0].casefold().strip(".")) else ""
    parts = parts[1:] if title else parts
    if title and len(parts) == 1:
        return f"{title} {_unshouted(parts[0])}"
    if _is_initial(parts[0]):
        middle = [part for part in parts[1:-1] if not _is_initial(part)]
        return _unshouted(middle[0]) if middle else " ".join(map(_unshouted, parts))
    return _unshouted(parts[0])


def _is_initial(part: str) -> bool:
    return len(part.replace(".", "")) == 1 or re.fullmatch(r"(?:\w\.)+\w?", part) is not None


def _unshouted(part: str) -> str:
    return part.title() if len(part) > 3 and part.isupper() else part


def initials(name: str) -> str:
    """One or two letters for an avatar: first and last word's, one character where letters join or stand for words;
    "?" for a name without letters."""
    heads = [
        next(filter(str.isalnum, part), "")
        for part in re.split(r"[\s_.\-]+", re.sub(r"\s[(\[{].*", "", clean_name(name)))
    ]
    heads = [head for head in heads if head]
    if not heads:
        return "?"
    if unicodedata.bidirectional(heads[0]) in ("R", "AL") or (
        not heads[0].isascii() and compiled(_EAST_ASIAN_NAME).match(heads[0])
    ):
        return heads[0]
    # title(), not upper(): Georgian capitals are in few fonts, and a ligature must stay one letter.
    first, last = (head.title() if len(head.title()) == 1 else head for head in (heads[0], heads[-1]))
    return first + last if len(heads) > 1 and last.isalpha() else first
