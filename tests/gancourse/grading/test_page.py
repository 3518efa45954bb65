"""Pages for students: what they show, and when they are made again."""

from __future__ import annotations

import copy
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.api import Gradebook
from nbgrader.apps import GenerateFeedbackApp

from benchmarks.classes.small_course import LESSON, answered, cell, hand_in, short_limits
from gancourse.course.places import course_root, find_lessons, release_path
from gancourse.course.roster import Student, write_roster
from gancourse.course.tidy import read
from gancourse.grading.feedback import outdated
from gancourse.grading.grade import grade
from gancourse.grading.markdown import LONGEST_FORMULA, formula, markdown
from gancourse.grading.page import Shown, load, render
from gancourse.grading.sanitize import sanitized

WRONG = "def conv_out_size(*sizes):\n    return 0\n"
SMALLER = "If $D(G(z)) < 0.5$ & $a<b$, then `x<y & z` and **so** R&D."


@pytest.fixture(scope="module")
def graded(tmp_path_factory, released_course, released) -> Path:
    """A course of three, graded once; do not change it."""
    course = short_limits(tmp_path_factory.mktemp("pages") / "c", released_course)
    hand_in(course, "ada", answered(released, conv_out_size=WRONG, why=SMALLER))
    hand_in(course, "bea", released)
    (course / "submitted" / "a&lt;b").mkdir()
    (course / "submitted" / "a&lt;b" / LESSON).symlink_to(course / "submitted" / "ada" / LESSON)
    write_roster(course, [Student("ada", "Ada <i>Allright</i>")])
    grade(course, workers=2)
    return course


@pytest.fixture
def course(graded, tmp_path) -> Path:
    return shutil.copytree(graded, tmp_path / "c")


def page_of(course: Path, student: str) -> Path:
    return course / "feedback" / student / LESSON / f"{LESSON}.html"


def text_of(course: Path, student: str) -> str:
    return page_of(course, student).read_text(encoding="utf-8")


def mark_by_hand(course: Path, points: float, comment: str) -> None:
    """What formgrader writes for ada's free answer."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", "gans") as book:
        mark = book.find_grade("why", LESSON, LESSON, "ada")
        mark.manual_score, mark.needs_manual_grade = points, False
        book.find_comment("why", LESSON, LESSON, "ada").manual_comment = comment
        book.db.commit()


def test_a_page_shows_name_points_exercises_answers_and_messages(graded):
    page = text_of(graded, "ada")
    assert "<h1>01 · Small</h1>\n<p>Ada &lt;i&gt;Allright&lt;/i&gt;</p>" in page
    assert "6 of 10 points" in page
    assert "2 points wait for your teacher" in page
    assert page.count('<th scope="row"><a href="#exercise-') == 4
    assert '<a href="#exercise-2">1.2 conv_out_size</a>' in page
    assert '<td class="number">0 / 2</td><td>check ' in page
    assert '<td class="number">waits / 2</td><td>waits for your teacher</td>' in page
    assert "<caption" in page
    assert '<span class="nf">count_pixels</span>' in page


def test_a_page_of_a_blank_lesson_says_what_was_not_answered(graded):
    page = text_of(graded, "bea")
    assert "0 of 10 points" in page
    assert page.count("<td>not answered</td>") == page.count("<p>Not answered.</p>") == 4
    assert "What the check says" not in page
    assert "your teacher" not in page


def test_what_a_check_found_is_shown_though_the_cell_of_the_answer_is_as_it_was(
    released_course, released
):
    nb = answered(released)
    found = {"text/plain": "count_pixels: check 1 of 2 failed"}
    cell(nb, "check-count_pixels").outputs = [nbformat.v4.new_output("display_data", found)]
    blank = Shown(LESSON, "ann", blank=("count_pixels",))
    page = render(blank, nb, release_path(released_course, LESSON))
    assert "<td>check 1 of 2 failed</td>" in page
    assert "<pre>count_pixels: check 1 of 2 failed</pre>" in page


def test_what_cannot_be_graded_has_a_page_of_the_same_kind(graded):
    page = text_of(graded, "a&lt;b")
    assert "<p>a&amp;lt;b</p>" in page
    assert "Not graded" in page
    assert "links are not followed" in page
    assert "Ask your teacher whether to hand it in again." in page
    assert "rest of the lesson" not in page


def test_formulas_that_students_write_are_shown_as_such(graded):
    page = text_of(graded, "ada")
    assert "<mo>&lt;</mo><mn>0.5</mn></math>" in page
    assert "<code>x&lt; y &amp; z</code>" in page
    assert "R&amp;D" in page
    assert "&amp;lt;" not in page
    nb = read(graded / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb")
    assert "$D(G(z)) < 0.5$" in cell(nb, "why").source  # what formgrader shows


def test_only_the_pages_whose_marks_have_changed_are_made_again(course):
    mark_by_hand(course, 1.5, "Well said.\nBut <why>?")
    before = page_of(course, "bea").stat().st_mtime_ns
    grade(course, workers=1)
    page = text_of(course, "ada")
    assert "7.5 of 10 points" in page
    assert '<div class="comment">Well said.\nBut &lt;why&gt;?</div>' in page
    assert page_of(course, "bea").stat().st_mtime_ns == before
    assert "7.5 / 10" in (course / "feedback" / "ada" / "index.html").read_text()
    assert outdated(course, [("ada", LESSON), ("bea", LESSON)]) == []


def test_another_name_makes_new_pages(course):
    write_roster(course, [Student("ada", "Ada"), Student("bea", "Bea Blank")])
    assert [task[1] for task in outdated(course, [("ada", LESSON), ("bea", LESSON)])] == [
        "ada",
        "bea",
    ]


def test_nbgraders_own_command_makes_the_same_page(course, monkeypatch):
    monkeypatch.chdir(course)
    before = text_of(course, "ada")
    page_of(course, "ada").unlink()
    GenerateFeedbackApp.clear_instance()
    app = GenerateFeedbackApp.instance()
    try:
        app.initialize([LESSON, "--student", "ada", "--force"])
        app.start()
    finally:
        GenerateFeedbackApp.clear_instance()
    assert text_of(course, "ada") == before


def test_the_tables_lead_to_all_pages(graded):
    feedback = graded / "feedback"
    table = (feedback / "index.html").read_text(encoding="utf-8")
    for student, folder, mark in (
        ("ada", "ada", "6*"),
        ("bea", "bea", "0"),
        ("a&lt;b", "a%26lt%3Bb", ""),
    ):
        own = (feedback / student / "index.html").read_text(encoding="utf-8")
        assert f'<a href="{LESSON}/{LESSON}.html">01 · Small</a>' in own
        assert f'<a href="{folder}/{LESSON}/{LESSON}.html">{mark or "not graded"}</a>' in table
    assert "2 points wait for your teacher" in (feedback / "ada" / "index.html").read_text()


class Harmless(HTMLParser):
    """Complains about what runs or calls something."""

    def handle_starttag(self, tag, attrs):
        assert tag not in {"script", "iframe", "object", "embed", "link", "form", "base"}
        assert not [name for name, _ in attrs if name.startswith("on")]
        assert not [value for name, value in attrs if name == "src" and value[:5] != "data:"]


ATTEMPTS = [
    "`a$` <script>alert()</script> `$`",
    '<a title="$" href="https://x"><img src=x onerror=alert()> $',
    '<b title="`&lt;img src=x onerror=alert()&gt;`">x</b>',
    '<b title="$&quot; onmouseover=&quot;alert() $">x</b>',
    "$&lt;img src=x onerror=alert()&gt;$ and `&amp;lt;script&amp;gt;`",
    "```\n<script>alert()</script>\n```\n&lt;script&gt;",
    "$$\\text{<script>alert()</script>}$$",
    "\\begin{a}<img src=x onerror=alert()>\\end{a}",
    "> &lt;img src=x onerror=alert()&gt;",
]


@pytest.mark.parametrize("text", ATTEMPTS)
def test_no_formula_or_code_becomes_markup(text):
    shown = nbformat.v4.new_output("display_data", {"text/html": text, "text/markdown": text})
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(text, outputs=[shown])]
    nb = sanitized(nbformat.v4.new_notebook(cells=cells))
    page = render(Shown(LESSON, text), nb, Path("none"))
    Harmless().feed(page)
    Harmless().feed(MarkdownWithMath(IPythonRenderer(escape=False)).render(nb.cells[0].source))
    assert "default-src 'none'" in page


class Depth(HTMLParser):
    """How many tags are open."""

    depth = 0

    def handle_starttag(self, tag, attrs):
        self.depth += tag not in {"br", "hr", "img", "meta"}

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.depth
        self.depth -= 1


@pytest.mark.parametrize(
    "text",
    [
        "<details><summary>More</summary>\n\n    </details>\n\nfine",
        "<table><tr><td>\n\n    </td></tr></table>\n\nfine",
        "<a href='https://x'>link\n\n    </a>\n\nfine",
        "`` <div> `` fine\n\n    <div>\n\n</div></div></div></section>",
        "<div><b>fine</b><br><img src='data:image/png;base64,AA==' alt='a > b'></div> $\\;x$",
    ],
)
def test_what_stands_behind_a_students_text_is_never_in_it(text):
    nb = sanitized(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]))
    shown = markdown(nb.cells[0].source)
    depth = Depth()
    depth.feed(shown)
    assert depth.depth == 0
    assert "fine" in shown


@pytest.mark.parametrize("begin", ["\\\\(_", "*\\\\[", "\\begin{a}"])
def test_formulas_that_do_not_end_are_not_looked_for_by_the_thousand(begin):
    """For each one the whole rest would be searched."""
    text = begin * (15_000 // len(begin))
    (cell,) = sanitized(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])).cells
    assert cell.source == f"    {text}"


@pytest.mark.parametrize("attachments", [None, {"a.png": {"image/png": "AA=="}}])
def test_a_long_text_is_shown_as_it_was_typed(attachments):
    """To read this one as Markdown takes hours."""
    text = "\\\\(" * 300_000
    assert markdown(text, attachments) == f"<pre>{text}</pre>"
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    nb.cells[0].attachments = attachments or {}
    assert "The rest is left out here" in render(Shown(LESSON, "ann"), nb, Path("none"))


def test_a_picture_in_a_text_does_not_make_it_long():
    assert "<img" in markdown(f"See: ![it](data:image/png;base64,{'A' * 100_000})")


class Content(HTMLParser):
    """What a text says: its tags and words."""

    def __init__(self, page):
        super().__init__()
        self.parts = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.parts.append(
            (tag, sorted((name, re.sub(r"[ ;]", "", value)) for name, value in attrs))
        )

    def handle_data(self, data):
        self.parts += data.split()


@pytest.mark.parametrize("lesson", find_lessons(course_root()))
def test_texts_of_lessons_are_rendered_as_nbconvert_does_before_they_were_sanitised(lesson):
    released = read(release_path(course_root(), lesson))
    for before, after in zip(released.cells, sanitized(copy.deepcopy(released)).cells, strict=True):
        if before.cell_type == "markdown":
            shown = [
                MarkdownWithMath(IPythonRenderer(escape=False, attachments=one.get("attachments")))
                for one in (before, after)
            ]
            texts = [one.render(c.source) for one, c in zip(shown, (before, after), strict=True)]
            assert Content(texts[0]).parts == Content(texts[1]).parts


@pytest.mark.parametrize("lesson", find_lessons(course_root()))
def test_every_formula_of_the_lessons_is_mathml(lesson):
    for one in read(release_path(course_root(), lesson)).cells:
        if one.cell_type == "markdown":
            assert "<code>$" not in markdown(one.source, one.get("attachments"))


@pytest.mark.parametrize(
    "broken", [r"\frac{1", r"\href{x}{y}", "^" * 50, "x" * (LONGEST_FORMULA + 1), r"\def\a{\a\a}\a"]
)
def test_a_formula_that_cannot_be_read_is_shown_as_it_was_typed(broken):
    assert formula(broken) == f"<code>${broken}$</code>"


@pytest.mark.parametrize(
    "part", [r"\frac{", "{", r"\left(", "x^{", r"\sqrt{", r"\begin{matrix}", "&<"]
)
def test_deep_and_many_formulas_do_not_break_a_page(part):
    formula(part * (LONGEST_FORMULA // len(part)))
    markdown(f"${part * 20}$ " * 20)


def test_a_page_stays_small_whatever_a_student_prints(released):
    nb = answered(released, count_pixels="#" * 300_000)
    cell(nb, "count_pixels").outputs = [
        nbformat.v4.new_output("stream", text="loud\n" * 100_000),
        nbformat.v4.new_output("display_data", {"image/png": "A" * 1_000_000, "text/plain": "fig"}),
    ]
    page = render(Shown(LESSON, "ann"), nb, Path("none"))
    assert len(page) < 100_000
    assert "The rest is left out here" in page


def test_a_marked_notebook_is_read_as_nbformat_does(graded):
    path = graded / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    assert load(path) == read(path)
