"""Strangers' formatting is shown; nothing of theirs is loaded, followed or executed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser, QToolTip
from pytestqt.qtbot import QtBot

from inbox.core.model import SafeHtml
from inbox.ui.look.theme import Look, Theme, Wish
from inbox.ui.look.tokens import DARK, Type
from inbox.ui.safe import Link, SafeBrowser, SafeDocument

RED = QColor("#ff0000")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def browser(qtbot: QtBot, look: Look) -> SafeBrowser:
    made = SafeBrowser(look, "Amara, today")
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(RED)
    path = tmp_path / "x.png"
    assert image.save(str(path))
    return path


def _spellings(picture: Path) -> dict[str, str]:
    plain = picture.as_posix()
    return {
        "url": picture.as_uri(),
        "path": plain,
        "relative": picture.name,
        "capitals": f"FILE://{plain}",
        "one slash": f"file:{plain}",
        "localhost": f"file://localhost{plain}",
        "dots": f"{picture.parent.as_posix()}/./{picture.name}",
    }


def _is_red_in(widget: QTextBrowser) -> bool:
    widget.show()
    image = widget.grab().toImage()
    points = [(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    return any(image.pixelColor(x, y) == RED for x, y in points)


SHAPES = (
    '<p>hello <img src="{}" width="60" height="60"></p>',
    '<p style="background-image: url({})">hello</p>',
    '<table background="{}" width="200"><tr><td height="80">hello</td></tr></table>',
)


@pytest.mark.parametrize("spelling", ["url", "path", "relative", "capitals", "one slash", "localhost", "dots"])
def test_a_picture_on_this_computer_is_never_drawn(
    browser: SafeBrowser, picture: Path, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(picture.parent)
    for shape in SHAPES:
        browser.show_html(SafeHtml(shape.format(_spellings(picture)[spelling])))
        assert not _is_red_in(browser), shape


def test_the_same_picture_is_drawn_by_qts_own_browser(
    qtbot: QtBot, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would pass for any reason at all."""
    monkeypatch.chdir(picture.parent)
    browser = QTextBrowser()
    qtbot.addWidget(browser)
    browser.resize(400, 300)
    drawn = []
    for spelling, source in _spellings(picture).items():
        browser.setHtml(SHAPES[0].format(source))
        drawn += [spelling] if _is_red_in(browser) else []
    assert len(drawn) >= 5


def test_a_style_sheet_on_this_computer_is_never_read(browser: SafeBrowser, tmp_path: Path) -> None:
    sheet = tmp_path / "s.css"
    sheet.write_text("p { background-color: #ff0000; }")
    browser.show_html(SafeHtml(f"<style>@import url({sheet.as_uri()});</style><p>hello</p>"))
    assert not _is_red_in(browser)


def test_document_and_browser_answer_every_question_with_a_null_image(browser: SafeBrowser, picture: Path) -> None:
    for kind in QTextDocument.ResourceType:
        for answer in (
            browser.loadResource(kind.value, picture.as_uri()),
            SafeDocument().loadResource(kind.value, picture.as_uri()),
        ):
            assert isinstance(answer, QImage)
            assert answer.isNull()
    assert isinstance(browser.document(), SafeDocument)


def test_a_clicked_link_is_reported_and_nothing_else_happens(browser: SafeBrowser, picture: Path, qtbot: QtBot) -> None:
    browser.show_html(SafeHtml(f'<p><a href="{picture.as_uri()}">my photos, have a look</a></p>'))
    browser.show()
    QApplication.processEvents()
    with qtbot.waitSignal(browser.link_chosen) as chosen:
        QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    link = chosen.args[0]
    assert isinstance(link, Link)
    assert link.href == picture.as_uri()
    assert link.warning is not None
    assert "file" in link.warning
    assert browser.toPlainText() == "my photos, have a look"
    assert browser.source().isEmpty()
    assert not browser.openLinks()
    assert not browser.openExternalLinks()


def test_a_link_is_reached_and_chosen_with_keys(browser: SafeBrowser, qtbot: QtBot) -> None:
    words = '<a href="https://one.example/">one</a> and <a href="https://two.example/">two</a>'
    browser.show_html(SafeHtml(f"<p>see {words}</p>"))
    browser.show()
    browser.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(browser, Qt.Key.Key_Tab)
    with qtbot.waitSignal(browser.link_chosen) as chosen:
        QTest.keyClick(browser, Qt.Key.Key_Return)
    assert chosen.args[0].href.startswith("https://")
    assert browser.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_words_without_links_are_no_stop_for_tab(browser: SafeBrowser) -> None:
    browser.show_text("Just words")
    assert not browser.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_links_are_listed_with_what_is_wrong_with_them(browser: SafeBrowser) -> None:
    browser.show_html(
        SafeHtml(
            '<p><a href="https://a.example/">the <b>recipe</b></a> <a href="https://evil.example/">a.example</a></p>'
        )
    )
    good, bad = browser.links()
    assert (good.text, good.href, good.warning) == ("the recipe", "https://a.example/", None)
    assert bad.warning == "The words name a.example, but the link goes to evil.example."


def test_a_title_does_not_become_a_tooltip(browser: SafeBrowser) -> None:
    browser.show_html(SafeHtml('<p><b title="<img src=x.png>">hello there</b></p>'))
    browser.show()
    spot = QPoint(10, 8)
    event = QHelpEvent(QEvent.Type.ToolTip, spot, browser.viewport().mapToGlobal(spot))
    QApplication.sendEvent(browser.viewport(), event)
    assert not QToolTip.isVisible()


def test_plain_text_stays_what_it_is(browser: SafeBrowser) -> None:
    browser.show_text("<b>not bold</b> & <jo@example.org>\n  indented  twice\n\nlast")
    assert browser.words() == "<b>not bold</b> & <jo@example.org>\n  indented  twice\n\nlast"


def test_an_address_in_plain_text_is_a_link_without_the_full_stop(browser: SafeBrowser) -> None:
    browser.show_text("It is here: https://a.example/bread?a=1&b=2. Or (https://b.example/x).")
    assert [link.href for link in browser.links()] == ["https://a.example/bread?a=1&b=2", "https://b.example/x"]


def test_copying_takes_the_words_only(browser: SafeBrowser) -> None:
    browser.show_html(SafeHtml("<p>one <b>two</b></p><p>thr\u200bee&nbsp;four</p>"))
    browser.selectAll()
    copied = browser.createMimeDataFromSelection()
    assert copied.formats() == ["text/plain"]
    assert copied.text() == "one two\nthree four"


COPY_AND_END = """
from PySide6.QtWidgets import QApplication
app = QApplication([])
from inbox.ui.look.theme import Look
from inbox.ui.safe import SafeBrowser
browser = SafeBrowser(Look())
browser.show_text("kept in the clipboard")
browser.selectAll()
browser.copy()
print(QApplication.clipboard().text())
"""


def test_what_was_copied_lets_the_program_end_well() -> None:
    """Where the platform keeps no clipboard itself, Qt deletes what was copied after Python has ended."""
    copied = [sys.executable, "-c", COPY_AND_END]
    ended = subprocess.run(copied, check=False, capture_output=True, text=True, cwd=ROOT)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "kept in the clipboard\n", "")


def test_it_is_as_high_as_its_words(browser: SafeBrowser, look: Look) -> None:
    line = look.line_height(Type.READ)
    browser.show_text("one")
    assert browser.heightForWidth(400) == line
    browser.show_text("one\ntwo\nthree 🥐 and an emoji")
    assert browser.heightForWidth(400) == 3 * line
    browser.show_text("many words " * 60)
    assert browser.heightForWidth(200) > browser.heightForWidth(600) > 3 * line


def test_a_word_without_an_end_breaks_inside_its_box(browser: SafeBrowser) -> None:
    browser.show_text("x" * 5000)
    browser.show()
    assert browser.document().idealWidth() <= browser.viewport().width()


def test_a_long_line_of_code_breaks_too(browser: SafeBrowser) -> None:
    browser.show_html(SafeHtml("<pre>" + "word " * 200 + "</pre>"))
    browser.show()
    assert browser.document().idealWidth() <= browser.viewport().width()


def test_the_text_size_changes_while_it_is_shown(browser: SafeBrowser, look: Look) -> None:
    browser.show_text("one\ntwo")
    before = browser.heightForWidth(400)
    look.set_scale(1.5)
    assert browser.heightForWidth(400) == round(before * 1.5)
    assert browser.words() == "one\ntwo"


def test_links_take_the_colour_of_the_theme(browser: SafeBrowser, theme: Theme) -> None:
    browser.show_html(SafeHtml('<p><a href="https://a.example/">x</a></p>'))
    browser.show()
    theme.choose(Wish.DARK)
    QApplication.processEvents()
    drawn = browser.document().begin().begin().fragment().charFormat().foreground().color()
    assert drawn == DARK.accent


def test_asking_for_a_height_does_not_change_what_is_shown(browser: SafeBrowser) -> None:
    browser.show_text("many words " * 60)
    browser.heightForWidth(120)
    assert browser.document().textWidth() == browser.viewport().width()
    browser.show()
    before = browser.grab().toImage()
    browser.heightForWidth(120)
    assert browser.grab().toImage() == before
    assert browser.document().textWidth() == browser.viewport().width()


def test_quotes_keep_their_level_and_code_its_box(browser: SafeBrowser, look: Look) -> None:
    browser.show_html(SafeHtml("<p>a</p><blockquote><p>one</p><p>two</p></blockquote><pre>x\ny</pre>"))
    browser.show()
    image = browser.grab().toImage()
    line = look.line_height(Type.READ)
    quoted = [y for y in range(image.height()) if image.pixelColor(1, y) == look.tokens.line]
    code = [y for y in range(image.height()) if image.pixelColor(200, y) == look.tokens.hover]
    assert 1.5 * line <= len(quoted) < 4 * line
    assert 1.5 * line <= len(code) < 4 * line
    assert max(quoted) < min(code)
