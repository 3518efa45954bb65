"""All answers to one question on one sheet, and the marks on it taken back."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, OTHER_DEFAULT, answered
from gancourse.cli.commands import app
from gancourse.course.lock import only_one
from gancourse.errors import CourseError
from gancourse.teaching.answer_page import answer_page
from gancourse.teaching.answer_table import COLUMNS, write_table
from gancourse.teaching.answers import Answer, Question, find_question, read_answers
from gancourse.teaching.taking import not_taken, take_answers
from tests.gancourse.marked import gradebook, mark_by_hand, write_marks

STUDENTS = ("ann", "bob", "cy", "dan")


@pytest.fixture
def course(marked_course, tmp_path) -> Path:
    return shutil.copytree(marked_course, tmp_path / "c")


@pytest.fixture(scope="module")
def why(marked_course) -> Question:
    return find_question(marked_course, "1", "why")


def by_student(course: Path, question: Question) -> dict[str, Answer]:
    return {one.student: one for one in read_answers(course, question).given}


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def fill_in(course: Path, question: Question, marks: dict[str, tuple[str, str]]) -> Path:
    """A sheet on which a person has written points and comments."""
    path = course / "sheet.csv"
    write_table(path, read_answers(course, question))
    rows = rows_of(path)
    for student, (points, comment) in marks.items():
        row = rows[by_student(course, question)[student].code]
        row["points"], row["comment"] = points, comment
    save(path, list(rows.values()))
    return path


def save(path: Path, rows: list[dict[str, str]], separator=",", encoding="utf-8-sig") -> None:
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, COLUMNS, delimiter=separator)
    table.writeheader()
    table.writerows(rows)
    path.write_bytes(file.getvalue().encode(encoding, errors="replace"))


def mark_of(course: Path, student: str, question: Question) -> tuple[float | None, bool, str]:
    with gradebook(course) as book:
        one = book.find_grade(question.name, LESSON, LESSON, student)
        comment = book.find_comment(question.answer, LESSON, LESSON, student)
        return one.manual_score, one.needs_manual_grade, comment.manual_comment or ""


# The sheet ----------------------------------------------------------------------------------------


def test_a_question_is_found_by_the_name_that_a_teacher_types(marked_course, why):
    assert (why.lesson, why.name, why.max_points, why.is_code) == (LESSON, "why", 2, False)
    assert why.solution.scheme == "One point for the word row, one for a sentence."
    assert "Say why." in why.prompt
    code = find_question(marked_course, LESSON, "count_pixels")
    assert (code.name, code.answer, code.is_code) == ("check_count_pixels", "count_pixels", True)
    with pytest.raises(CourseError, match="no item 'wy' with points; choose from why, count"):
        find_question(marked_course, "1", "wy")


def test_the_table_has_every_answer_once_and_nobodys_name(marked_course, why, tmp_path):
    path = tmp_path / "sheet.csv"
    answers = read_answers(marked_course, why)
    write_table(path, answers)
    rows = list(rows_of(path).values())
    assert answers.untouched == 1
    assert len(rows) == 3
    assert {(row["points"], row["comment"], row["note"]) for row in rows} == {("", "", "")}
    assert not re.search(r"\b(ann|bob|cy|dan)\b", path.read_text(encoding="utf-8-sig"))
    (evil,) = [row["answer"] for row in rows if "<b" in row["answer"] or "ö" in row["answer"]]
    assert evil.startswith("'=1+1 rows")
    assert "$a < b$" in evil


def test_no_cell_is_longer_than_a_spreadsheet_takes(course, released, why, tmp_path):
    """Excel would begin a row of its own with the rest of it."""
    write_marks(course, {"eve": answered(released, why="- a\n" * 20_000)})
    write_table(tmp_path / "sheet.csv", read_answers(course, why))
    assert max(len(row["answer"]) for row in rows_of(tmp_path / "sheet.csv").values()) <= 32_767


def test_codes_are_the_same_each_time_and_follow_no_order_of_names(marked_course, why):
    first, again = (read_answers(marked_course, why).given for _ in range(2))
    assert [one.code for one in first] == [one.code for one in again]
    assert [one.student for one in first] != sorted(one.student for one in first)
    assert all(re.fullmatch("[b-z]{6}", one.code) for one in first)
    other = read_answers(marked_course, find_question(marked_course, "1", "count_pixels"))
    assert not {one.code for one in first} & {one.code for one in other.given}


def test_equal_answers_stand_together_and_need_one_decision(marked_course, why):
    answers = read_answers(marked_course, why)
    order = [one.student for one in answers.given]
    assert abs(order.index("ann") - order.index("bob")) == 1
    page = answer_page(answers)
    assert page.count("<article") == 2
    assert "3 answers, 2 different ones; 1 handed in without an answer" in page


def test_the_page_shows_what_to_mark_by_and_runs_its_own_script_alone(marked_course, why):
    page = answer_page(read_answers(marked_course, why))
    assert why.solution.scheme in page
    assert "as many pixels as the image is wide" in page
    assert "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" in page
    assert "onclick" not in page
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src " in page
    assert f"'sha256-{digest}'" in page
    assert not re.search(r"\b(ann|bob|cy|dan)\b", page)


# Taking it back -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("separator", "encoding", "points"),
    [
        (",", "utf-8-sig", "1.5"),
        (";", "cp1252", "1,5"),
        (";", "utf-8", " 1,50 "),
        ("\t", "utf-16", "1.5"),
    ],
)
def test_a_table_is_read_as_spreadsheets_save_it(course, why, separator, encoding, points):
    path = fill_in(course, why, {"cy": (points, "'- schön; aber\n'- kurz")})
    save(path, list(rows_of(path).values()), separator, encoding)
    taken = take_answers(course, why, path)
    assert (taken.taken, taken.empty, taken.refused) == (1, 2, [])
    assert mark_of(course, "cy", why) == (1.5, False, "- schön; aber\n- kurz")
    assert mark_of(course, "ann", why) == (None, True, "")


def test_a_row_that_is_not_right_is_named_and_stops_no_other(course, why):
    path = fill_in(course, why, {"ann": ("2", ""), "bob": ("2,5", ""), "cy": ("01. Mai", "")})
    rows = list(rows_of(path).values())
    stranger = dict.fromkeys(COLUMNS, "") | {"code": "zzzzzz", "points": "1"}
    save(path, [*rows, stranger])
    taken = take_answers(course, why, path)
    said = "\n".join(taken.refused)
    assert (taken.taken, len(taken.refused)) == (1, 3)
    assert "2,5 points are not between 0 and 2." in said
    assert "“01. Mai” is no number of points" in said
    assert "Row 5 (zzzzzz): no answer to this question has this code." in said
    path = fill_in(course, why, {"bob": ("2", ""), "cy": ("0", "no")})
    taken = take_answers(course, why, path)
    assert (taken.taken, taken.known, taken.replaced, taken.refused) == (2, 1, 0, [])
    assert take_answers(course, why, path).known == 3
    path = fill_in(course, why, {"bob": ("1", "")})
    assert take_answers(course, why, path).replaced == 1


@pytest.mark.parametrize("points", ["-1", "nan", "1_0", "inf", "1/2", "50%", "٣"])
def test_what_is_no_number_of_points_is_refused(course, why, points):
    path = fill_in(course, why, {"ann": (points, ""), "cy": ("1", "")})
    assert len(take_answers(course, why, path).refused) == 1
    assert mark_of(course, "ann", why)[0] is None


def test_an_answer_that_has_changed_since_is_not_marked(course, why, released):
    path = fill_in(course, why, {"ann": ("2", ""), "cy": ("1", "")})
    write_marks(course, {"ann": answered(released, why="Another answer.")})
    taken = take_answers(course, why, path)
    assert taken.taken == 1
    assert "the answer has changed since the sheet was written" in taken.refused[0]
    assert mark_of(course, "ann", why) == (None, True, "")
    assert not_taken(read_answers(course, why), path) == 0


def test_a_code_that_stands_there_twice_is_not_taken(course, why):
    path = fill_in(course, why, {"ann": ("2", ""), "cy": ("1", "")})
    rows = rows_of(path)
    save(path, [*rows.values(), rows[by_student(course, why)["ann"].code] | {"points": "0"}])
    taken = take_answers(course, why, path)
    assert (taken.taken, len(taken.refused)) == (1, 2)
    assert mark_of(course, "ann", why)[0] is None


def test_another_questions_sheet_or_another_file_is_refused_as_a_whole(course, why):
    path = fill_in(course, why, {"ann": ("2", "")})
    with pytest.raises(CourseError, match="another question's sheet"):
        take_answers(course, find_question(course, "1", "count_pixels"), path)
    path.write_text("student,mark\nann,2\n")
    with pytest.raises(CourseError, match="no column code and no column points"):
        take_answers(course, why, path)
    with only_one(course), pytest.raises(CourseError, match="Another grading is running"):
        take_answers(course, why, fill_in(course, why, {}))


def test_marks_stand_on_the_next_sheet_and_what_was_marked_before_a_change(course, why, released):
    mark_by_hand(course, "ann", 1.5, comment="=fine")
    mark_by_hand(course, "cy", 2)
    write_marks(course, {"cy": answered(released, why="I know better now.")})
    path = fill_in(course, why, {})
    now = by_student(course, why)
    rows = rows_of(path)
    first = rows[now["ann"].code]
    assert (first["points"], first["comment"]) == ("1.5", "'=fine")
    changed = rows[now["cy"].code]
    assert changed["points"] == ""
    assert changed["note"] == "was marked 2; the answer has changed since"
    taken = take_answers(course, why, path)
    assert (taken.taken, taken.known, taken.empty) == (0, 1, 2)


def test_an_automatic_mark_is_overruled_only_where_another_one_is_typed(course, released):
    size = find_question(course, "1", "conv_out_size")
    write_marks(course, {"cy": answered(released, conv_out_size=OTHER_DEFAULT)})
    path = fill_in(course, size, {"cy": ("1", "nearly")})
    assert {row["note"] for row in rows_of(path).values()} == {"points of the check"}
    taken = take_answers(course, size, path)
    assert (taken.taken, taken.replaced, taken.known) == (1, 1, 3)
    assert mark_of(course, "cy", size) == (1, False, "nearly")
    assert mark_of(course, "ann", size) == (None, False, "")


def test_every_row_is_counted_once(course, why):
    path = fill_in(course, why, {"ann": ("2", ""), "bob": ("", "See me.")})
    taken = take_answers(course, why, path)
    assert (taken.taken, taken.known, taken.empty, taken.refused) == (2, 0, 1, [])
    again = take_answers(course, why, path)
    assert (again.taken, again.known, again.empty, again.refused) == (0, 2, 1, [])


# The command --------------------------------------------------------------------------------------


def test_the_command_writes_the_sheet_and_takes_it_back(course, why, monkeypatch):
    monkeypatch.chdir(course)

    def answers(*words: str):
        return CliRunner().invoke(app, ["answers", "1", "why", *words])

    done = answers()
    assert (done.exit_code, "3 answers, 3 of them without points." in done.stdout) == (0, True)
    table = course / "answers" / f"{LESSON}-why.csv"
    assert table.with_suffix(".html").exists()
    assert answers().exit_code == 0
    filled = fill_in(course, why, {"ann": ("2", ""), "bob": ("3", ""), "cy": ("0", "No.")})
    shutil.copy(filled, table)
    refused = answers()
    assert refused.exit_code == 1
    assert "holds 3 marks that the gradebook has not" in refused.stderr
    done = answers("--take", str(table))
    assert done.exit_code == 1
    assert done.stdout.startswith("2 answers marked, 1 not taken.")
    assert "3 points are not between 0 and 2." in done.stderr
    assert ",10.0,0.0,10.0,10.0,False" in (course / "grades.csv").read_text(encoding="utf-8-sig")


def test_without_a_graded_answer_there_is_no_sheet(released_course, tmp_path, monkeypatch):
    course = shutil.copytree(released_course, tmp_path / "c")
    monkeypatch.chdir(course)
    done = CliRunner().invoke(app, ["answers", "1", "why"])
    assert done.exit_code == 1
    assert "Nothing of 01_small is graded yet: run `gancourse grade 01` first." in done.stderr
    assert not (course / "answers").exists()
