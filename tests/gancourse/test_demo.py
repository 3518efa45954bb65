"""The made-up class hands in all real lessons; one run, looked at from many sides."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.classes.small_course import ROOT, source_notebook
from gancourse.cli.demo import run_demo
from gancourse.course.places import find_graded_lessons
from gancourse.course.tidy import read
from gancourse.demo import (
    MARK,
    OWN_WORDS,
    PUPILS,
    make_class,
    right_answers,
    typical_mistakes,
)
from gancourse.errors import CourseError
from gancourse.grading.result import BY_HAND, GRADED, Item, Result

MOST_SECONDS = 240


@dataclass(frozen=True)
class Demo:
    folder: Path
    results: dict[tuple[str, str], Result]
    screen: str
    seconds: float

    def of(self, student: str) -> list[Result]:
        return [one for (name, _), one in self.results.items() if name == student]

    def items(self, student: str) -> dict[str, Item]:
        """All graded cells of a pupil, of all lessons, by the id of the answer."""
        return {
            name.removeprefix("check_"): item
            for one in self.of(student)
            for name, item in one.items.items()
        }

    def lost(self, student: str) -> set[str]:
        """The items that a pupil has no points for and that nobody has to look at."""
        return {
            name
            for name, item in self.items(student).items()
            if item.points < item.max_points and not item.by_hand
        }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("somewhere") / "demo"
    left_over = folder / "submitted" / "zoe-earlier" / "00_start_here" / "00_start_here.ipynb"
    left_over.parent.mkdir(parents=True)
    left_over.write_text("{}")
    left_over.chmod(0o444)
    (folder / MARK).write_text("an earlier demo")
    (folder / "gradebook.db").write_text("no database")
    console = Console(record=True, width=140, file=io.StringIO())
    begin = time.monotonic()
    results = run_demo(folder, console, workers=2)
    return Demo(
        folder,
        {(one.student, one.lesson): one for one in results},
        console.export_text(),
        time.monotonic() - begin,
    )


pytestmark = pytest.mark.slow


def test_everyone_is_graded_in_every_lesson_in_time(demo):
    lessons = find_graded_lessons(ROOT)
    assert demo.results.keys() == {(pupil, lesson) for pupil in PUPILS for lesson in lessons}
    assert {one.status for one in demo.results.values()} <= {GRADED, BY_HAND}
    assert demo.seconds < MOST_SECONDS


def test_right_answers_get_all_points_but_those_that_a_person_gives(demo):
    assert demo.lost("ada-allright") == set()
    assert all(one.remarks == () for one in demo.of("ada-allright"))
    by_hand = {name for name, item in demo.items("ada-allright").items() if item.by_hand}
    for lesson in find_graded_lessons(ROOT):
        one = demo.results["ada-allright", lesson]
        assert one.status == (BY_HAND if by_hand & one.items.keys() else GRADED)
        assert one.points == one.max_points - sum(
            item.max_points for item in one.items.values() if item.by_hand
        )


def test_blank_notebooks_get_nothing_and_wait_for_nobody(demo):
    for one in demo.of("bea-blank"):
        assert (one.status, one.points, one.remarks) == (GRADED, 0, ())


def test_half_of_the_answers_get_the_points_of_that_half(demo):
    unanswered = set()
    for lesson in find_graded_lessons(ROOT):
        answers = right_answers(read(ROOT / "solutions" / lesson / f"{lesson}.ipynb"))
        unanswered |= set(list(answers)[1::2])
    assert demo.lost("hal-half") == unanswered - set(OWN_WORDS["hal-half"])


def test_a_typical_mistake_costs_its_own_points_only(demo):
    known = set(demo.items("tom-typical"))
    mistakes = set(typical_mistakes(ROOT))
    assert mistakes
    assert mistakes <= known
    assert demo.lost("tom-typical") == mistakes


def test_the_endless_loop_costs_one_item(demo):
    assert demo.lost("lou-loop") == {"feed"}
    remarks = [one.remarks for one in demo.of("lou-loop") if one.remarks]
    assert len(remarks) == 1
    assert "`check_feed`" in remarks[0][0]


def test_copied_and_deleted_cells_cost_nothing_and_are_named(demo):
    assert demo.lost("cora-copies") == set()
    for one in demo.of("cora-copies"):
        said = " ".join(one.remarks)
        assert "times; the last one with an answer counts" in said
        assert "times; it counts once" in said
        assert "The text cell “Exercise" in said
        feedback = demo.folder / "feedback" / one.student / one.lesson / f"{one.lesson}.html"
        assert "About this submission" in feedback.read_text(encoding="utf-8")


def test_feedback_and_grades_are_there_for_everyone(demo):
    with (demo.folder / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
    assert rows.keys() == demo.results.keys()
    for key, one in demo.results.items():
        assert float(rows[key]["score"]) == one.points
        feedback = demo.folder / "feedback" / one.student / one.lesson / f"{one.lesson}.html"
        assert feedback.stat().st_size > 1000
    assert rows["ada-allright", find_graded_lessons(ROOT)[0]]["last_name"] == "Allright"


def test_the_screen_shows_one_table_and_the_paths(demo):
    lines = demo.screen.splitlines()
    for pupil in PUPILS:
        assert sum(line.rstrip() == pupil for line in lines) == 1
    assert "5 answers to `why_it_stalls` " in demo.screen
    for name in ("gradebook.db", "grades.csv", "feedback", "grading.log"):
        assert str(demo.folder / name) in demo.screen
    assert "Traceback" not in demo.screen


def test_the_screen_ends_with_the_lines_to_type_next(demo):
    end = demo.screen.splitlines()[-4:]
    assert end[0] == "Next, type:"
    assert end[1] == f"  cd {demo.folder}"
    assert end[2].endswith("gancourse report")
    assert end[3].endswith("gancourse formgrader")


def test_every_pupil_answers_in_words_of_their_own(demo):
    by_hand = {name for name, item in demo.items("ada-allright").items() if item.by_hand}
    assert all(own.keys() == by_hand for own in OWN_WORDS.values())
    assert len({text for own in OWN_WORDS.values() for text in own.values()}) == len(OWN_WORDS)
    for page in demo.folder.glob("feedback/*/*/*.html"):
        assert "arking scheme" not in page.read_text(encoding="utf-8")


def test_what_an_earlier_demo_left_is_gone(demo):
    assert not (demo.folder / "submitted" / "zoe-earlier").exists()
    assert {path.name for path in (demo.folder / "submitted").iterdir()} == set(PUPILS)


def test_a_folder_that_no_demo_has_made_is_left_alone(tmp_path):
    precious = tmp_path / "thesis.txt"
    precious.write_text("years of work")
    with pytest.raises(CourseError, match="files that no demo has made"):
        make_class(ROOT, tmp_path)
    assert precious.read_text() == "years of work"


def test_mistakes_look_as_a_student_writes_them():
    mistakes = typical_mistakes(ROOT)
    assert mistakes["count_pixels"].startswith("def count_pixels(height, width):")
    assert not [name for name, answer in mistakes.items() if "# " in answer]


def test_without_the_sources_one_sentence_says_what_is_missing(tmp_path):
    (tmp_path / "solutions").mkdir()
    with pytest.raises(CourseError, match="no solutions/ or no tests/answers/"):
        make_class(tmp_path, tmp_path / "demo")
    assert not (tmp_path / "demo").exists()


def test_right_answers_have_neither_markers_nor_marking_scheme():
    answers = right_answers(source_notebook())
    assert answers["batch_size_answer"].endswith('    return "c"')
    assert answers["why"] == "Because each row has as many pixels as the image is wide."
