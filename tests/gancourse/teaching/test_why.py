"""An appeal: one verdict again, from the same file, and what is not as it was."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, OTHER_DEFAULT, answered, hand_in
from gancourse.cli.commands import app
from gancourse.cli.why import as_text
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.grading.grade import grade
from gancourse.grading.record import RECORD, Importer
from gancourse.grading.result import Item
from gancourse.teaching.why import CHANGES, Replay, as_it_was, replay


@pytest.fixture(scope="module")
def graded(tmp_path_factory, released_course, released) -> Path:
    """A course in which ada has an answer that is right in part, graded; do not change it."""
    course = shutil.copytree(released_course, tmp_path_factory.mktemp("why") / "c")
    hand_in(course, "ada", answered(released, conv_out_size=OTHER_DEFAULT))
    (course / "submitted" / "bob").mkdir()
    grade(course, workers=1, feedback=False)
    return course


@pytest.fixture
def course(graded, tmp_path) -> Path:
    return shutil.copytree(graded, tmp_path / "c")


def record_of(course: Path) -> tuple[Path, dict]:
    path = course / "autograded" / "ada" / LESSON / RECORD
    return path, json.loads(path.read_text(encoding="utf-8"))


def planned(course: Path):
    kept = read(course / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb")
    return as_it_was(Importer(course), "ada", LESSON, record_of(course)[1], kept)


@pytest.mark.slow
def test_a_replay_says_the_same_of_the_same_file(course):
    first = replay(course, "ada", "01", "conv_out_size")
    assert first.agrees
    assert not first.differences
    assert 0 < first.replayed.points < 2
    assert first.gradebook == first.recorded.points
    assert first.recorded.message == first.replayed.message
    assert "conv_out_size: check" in first.recorded.message


@pytest.mark.slow
def test_the_command_ends_with_1_where_the_verdict_on_the_marked_file_is_another(
    course, released, monkeypatch
):
    path, record = record_of(course)
    record["verdicts"]["check_conv_out_size"]["aspects"][0]["passed"] ^= True
    record["versions"]["torch"] = "1.0"
    path.write_text(json.dumps(record))
    hand_in(course, "ada", answered(released))  # what counts is the file that was marked
    monkeypatch.chdir(course)
    done = CliRunner().invoke(app, ["why", "ada", "01", "check_conv_out_size"])
    assert done.exit_code == 1
    (given,) = re.findall(r"given +(\S+) of 2 points", done.stdout)
    assert 0 < float(given) < 2
    assert f"replayed  {given} of 2 points: ANOTHER VERDICT" in done.stdout
    assert "not the one that was marked" in done.stdout
    assert "torch was 1.0 when it was marked, and is " in done.stdout


def test_the_same_file_is_run_with_the_seeds_and_limits_of_the_record(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Limits.cell_seconds = 7\nc.Points.all_or_nothing = True\n")
    (course / "grading.key").write_text("0" * 64)
    job, differences = planned(course)
    record = record_of(course)[1]
    assert not job.repaired
    assert (job.seeds, dict(job.limits)) == (record["seeds"], record["limits"])
    assert not job.all_or_nothing
    assert [line.split()[0] for line in differences] == [
        "c.Points.all_or_nothing",
        "grading.key",
        "cell_seconds",
    ]


def test_changed_code_and_a_new_release_are_said(course):
    path, record = record_of(course)
    record["from"]["code"] = "0"
    path.write_text(json.dumps(record))
    release = course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    release.write_text(release.read_text().replace("goodbye", "good bye"))
    job, differences = planned(course)
    assert job.repaired
    assert differences == [
        "The lesson was released anew since: the marked copy in autograded/ was run.",
        "The course's code has changed since: this is what it says today.",
    ]


def test_what_is_gone_from_submitted_is_replayed_from_the_kept_copy(course):
    shutil.rmtree(course / "submitted" / "ada" / LESSON)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Points.all_or_nothing = True\n")
    job, differences = planned(course)
    assert job.repaired
    assert not job.all_or_nothing
    assert OTHER_DEFAULT.strip() in read_sources(job.submitted)
    assert differences == [
        "submitted/ holds no notebook of it now, and not the one that was marked: its marked copy "
        "in autograded/ was run.",
        CHANGES["points"],
    ]


def read_sources(text: str) -> str:
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("adda", "01", "count_pixels"), r"Nobody is called adda: .* Is ada meant\?"),
        (("ada", "07", "count_pixels"), "'07' is the name of no lesson"),
        (("bob", "01", "count_pixels"), "bob has no mark for 01_small: nothing was graded."),
        (("ada", "01", "count_pixel"), r"no check of 'count_pixel'; choose from count_pixels\."),
        (("ada", "01", "xyz"), "choose from count_pixels, conv_out_size, batch_size_answer"),
        (("ada", "01", "why"), "why is marked by hand: no check has a verdict on it."),
    ],
)
def test_what_cannot_be_replayed_is_said(graded, words, message):
    with pytest.raises(CourseError, match=message):
        replay(graded, *words)


@pytest.mark.parametrize("text", ["", "[]", '{"from": {}}', '{"from": 3}'])
def test_a_damaged_record_is_said(course, text):
    record_of(course)[0].write_text(text)
    with pytest.raises(CourseError, match=r"cannot be read|is damaged"):
        replay(course, "ada", "01", "count_pixels")


def test_the_text_shows_what_was_given_what_it_is_now_and_a_persons_points():
    before, now = Item(1, 2, False, "f: was"), Item(2, 2, False, "f: is")
    shown = as_text(
        Replay("a\x1b[2Jda", "01", "check_f", before, now, 1.5, "ab" * 32, 7, ("So.",), "strong")
    )
    assert shown == (
        "a?[2Jda · 01 · f\n\n"
        "file      SHA-256 abababababab…, inputs drawn from the seed 7\n"
        "given     1 of 2 points\n"
        "replayed  2 of 2 points: ANOTHER VERDICT\n"
        "gradebook 1.5 points, from a person's hand\n\n"
        "f: was\n\nReplayed, it says:\n\nf: is\n\nWhat is not as it was:\n- So."
    )
