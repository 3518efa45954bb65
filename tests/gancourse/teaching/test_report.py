"""The class's report, from records as grading leaves them: nothing is graded here."""

from __future__ import annotations

import copy
import csv
import datetime
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

import graders
from benchmarks.classes.small_course import LESSON
from gancourse.course.delivery import Delivery, write_delivery
from gancourse.course.roster import Student, write_roster
from gancourse.course.tidy import read
from gancourse.grading.marks import Marks
from gancourse.grading.result import Item
from gancourse.teaching import report as module
from gancourse.teaching.findings import LONGEST_EXAMPLE, LessonReport, distribution
from gancourse.teaching.report import MOST_NAMED, NO_VERDICT, report
from gancourse.teaching.report_page import as_html, write_page, write_table

POINTS = {"check_count_pixels": 3, "check_conv_out_size": 2, "check_batch_size_answer": 3, "why": 2}
EVIL = "<script>alert(1)</script>"
LONG_WRONG = (
    f"def count_pixels(height, width):\n    one = '{EVIL}'\n    return height + width + {{}}"
)


class School:
    """A course whose students' work is written as if it had been graded."""

    def __init__(self, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.course = course
        self.released = read(course / "notebooks" / LESSON / f"{LESSON}.ipynb")
        self.marks: dict[tuple[str, str], Marks] = {}
        monkeypatch.setattr(module, "read_marks", lambda *_: self.marks)

    def hand_in(
        self,
        student: str,
        answers: dict[str, str] | None = None,
        causes: tuple[str, ...] = (),
        earned: float = 3,
        penalty: float = 0,
        notices: tuple[str, ...] = (),
        attempted: bool = True,
        seconds_late: float = 0,
    ) -> None:
        """Somebody's work: count_pixels failed by causes; the rest is right; `why` waits."""
        nb = copy.deepcopy(self.released)
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = (answers or {}).get(name, cell.source)
        folder = self.course / "autograded" / student / LESSON
        folder.mkdir(parents=True)
        (self.course / "submitted" / student / LESSON).mkdir(parents=True)
        nbformat.write(nb, folder / f"{LESSON}.ipynb")
        found = [
            {"check": 1, "cause": cause, "see": "exercise 1.1, hint 1" if cause else ""}
            for cause in causes
        ]
        verdict = {"attempted": attempted, "causes": found, "aspects": [{"title": "the number"}]}
        verdicts = {"check_count_pixels": verdict}
        record = {"verdicts": verdicts, "notices": list(notices)}
        (folder / "grading.json").write_text(json.dumps(record))
        items = {name: Item(most, most, False) for name, most in POINTS.items()}
        items |= {"check_count_pixels": Item(earned, 3, False), "why": Item(0, 2, True)}
        when = datetime.datetime(2030, 1, 31, 12)
        self.marks[LESSON, student] = Marks(items, penalty, when, seconds_late=seconds_late)

    def report(self) -> LessonReport:
        return report(self.course, LESSON)


@pytest.fixture
def school(released_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    return School(shutil.copytree(released_course, tmp_path / "course"), monkeypatch)


def answer(number: object = 1) -> dict[str, str]:
    return {"count_pixels": LONG_WRONG.format(number)}


# The verdict's data ------------------------------------------------------------------------------


def test_a_verdict_says_its_cause_and_where_to_look_as_data():
    verdict = graders.check_count_pixels.verdict(lambda height, width: height + width)
    data = verdict.data()
    assert data["attempted"] is True
    finding = verdict.first_failure[1].finding
    assert data["causes"][0] == {
        "check": verdict.first_failure[0],
        "cause": finding.likely or "",
        "see": finding.see,
    }
    right = graders.check_count_pixels.verdict(lambda height, width: height * width)
    assert right.data()["causes"] == []


# What is counted ---------------------------------------------------------------------------------


def test_causes_that_differ_in_numbers_and_names_are_one_and_each_student_counts_once(school):
    said = "a {} stands in the place of `{}` here"
    school.hand_in("ann", answer(1), (said.format(3, "a"), said.format(4, "b")), 1)
    school.hand_in("ben", answer(2), (said.format(12, "z"),), 1)
    school.hand_in("cem", answer(3), ("Conv2d stands where Conv1d belongs",), 0)
    item = school.report().items[0]
    assert [(cause.students, cause.named) for cause in item.commonest] == [(2, True), (1, True)]
    assert item.commonest[0].see == "exercise 1.1, hint 1"
    assert item.commonest[1].text == "Conv2d stands where Conv1d belongs"
    assert len(item.commonest[0].examples) == 2


def test_a_failure_without_a_named_cause_comes_last_and_only_where_no_cause_is_named(school):
    school.hand_in("ann", answer(1), ("",), 0)
    school.hand_in("ben", answer(2), ("",), 0)
    school.hand_in("cem", answer(3), ("", "added, not multiplied"), 0)
    causes = school.report().items[0].commonest
    assert [(cause.text, cause.students) for cause in causes] == [
        ("added, not multiplied", 1),
        ("no cause is named; failed: the number", 2),
    ]


def test_the_table_of_items_counts_full_none_untouched_and_what_waits(school):
    school.hand_in("ann", answer("0 if 1 else 2"))
    school.hand_in("ben", answer(2), ("added",), 1.5, penalty=2)
    school.hand_in("cem", {}, earned=0, attempted=False)
    found = school.report()
    item, *_, why = found.items
    assert (item.name, item.heading) == ("count_pixels", "Exercise 1.1 · count_pixels")
    assert (item.mean, item.full, item.none, item.untouched) == (1.5, 1, 1, 1)
    assert (why.mean, why.by_hand, found.waiting) == (None, 3, 3)
    assert found.points == [8, 4.5, 5]


def test_ranges_of_points_hold_everybody():
    counts = distribution([0, 0.9, 1, 9.99, 10], 10)
    assert counts[0] == ("0 to 1", 2)
    assert counts[9] == ("9 to 10", 2)
    assert sum(count for _, count in distribution([0.0, 0.0], 0)) == 2


def test_an_answer_without_a_verdict_is_shown_in_part(school):
    school.hand_in("ann", {"batch_size_answer": "x = 1\n" * 1_000})
    (cause,) = school.report().items[2].causes.values()
    assert cause.text == NO_VERDICT
    assert len(cause.examples[0]) == LONGEST_EXAMPLE


# Answers alike -----------------------------------------------------------------------------------


def test_blanks_and_comments_do_not_make_another_answer(school):
    school.hand_in("ann", answer(1), ("added",), 0)
    other = "# mine\n" + LONG_WRONG.format(1).replace("\n    ", "  # so\n\n        ")
    school.hand_in("ben", {"count_pixels": other}, ("added",), 0)
    school.hand_in("cem", answer(2), ("added",), 0)
    (alike,) = school.report().alike
    assert (alike.item, alike.students, alike.right) == ("count_pixels", ["ann", "ben"], False)


def test_short_right_answers_and_untouched_cells_are_nobodys_copy(school):
    school.hand_in("ann", {"count_pixels": "def count_pixels(h, w):\n    return h * w  # ok"})
    school.hand_in("ben", {"count_pixels": "def count_pixels(h, w):\n    return h * w"})
    assert school.report().alike == []


def test_of_what_many_have_only_the_number_is_told(school):
    for number in range(MOST_NAMED + 1):
        school.hand_in(f"pupil-{number}", answer(), ("added",), 0)
    page = as_html(school.report())
    assert f"{MOST_NAMED + 1} students have" in page
    assert "pupil-1" not in page


# Late, missing, names ----------------------------------------------------------------------------


def test_late_missing_and_ungraded_students_are_named_as_the_table_of_the_class_has_them(school):
    school.hand_in("ann", penalty=1)
    school.hand_in("ben")
    school.hand_in("cem")
    school.hand_in("fay", seconds_late=60)
    work = school.course / "submitted"
    write_delivery(
        work / "ben" / LESSON, Delivery("moodle", time="2030-02-01T08:15:00+00:00", late=True)
    )
    (work / "dan" / LESSON).mkdir(parents=True)
    (work / "dan" / LESSON / "essay.pdf").touch()
    (work / "eve" / LESSON).mkdir(parents=True)
    (work / "eve" / LESSON / "submission_secret.txt").touch()  # as nbgrader's exchange leaves it
    (school.course / "autograded" / "cem" / LESSON / "grading.json").write_text("{}")
    write_roster(school.course, [Student(id_, id_.upper()) for id_ in ("ann", "ben", "eve")])
    found = school.report()
    assert found.late == [
        ("ANN", "2030-01-31 12:00 UTC, penalty 1"),
        ("BEN", "2030-02-01 08:15 UTC"),
        ("fay", "2030-01-31 12:00 UTC"),
    ]
    assert (found.missing, found.ungraded) == (["EVE"], ["cem", "dan"])


# The page and the table --------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]


def test_nothing_of_a_student_becomes_markup_or_a_control_code(school):
    name = f"{EVIL}\x1b[2J\u202e"
    school.hand_in("ann", answer(1), (f"`{EVIL}` is read",), 0, notices=(EVIL,), penalty=1)
    school.hand_in("ben", answer(1), (f"`{EVIL}` is read",), 0)
    write_roster(school.course, [Student("ann", name), Student("ben", EVIL), Student("eve", EVIL)])
    page = write_page(school.course, school.report()).read_text("utf-8")
    tags = _Tags()
    tags.feed(page)
    assert "script" not in tags.found
    assert page.count("&lt;script&gt;") >= 6
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert all(link.startswith("#") for link in tags.links)  # it needs no other file
    assert "For teachers alone" in page


def test_the_table_has_a_line_for_each_cause_and_no_formula(school, tmp_path):
    school.hand_in("ann", answer(1), ("=cmd|' C'!A0",), 0)
    school.hand_in("ben", answer(2), ("added",), 0)
    write_table(tmp_path / "causes.csv", [school.report()])
    with (tmp_path / "causes.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["item"], row["cause"], row["students"]) for row in rows[:2]] == [
        ("count_pixels", "'=cmd|' C'!A0", "1"),
        ("count_pixels", "added", "1"),
    ]
    assert len(rows) == 5
    assert rows[0]["look_at"] == "exercise 1.1, hint 1"
