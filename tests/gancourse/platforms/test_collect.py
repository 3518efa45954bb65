"""A download becomes submitted/: the notebook of the lesson, and nothing is lost without a word."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON
from gancourse.cli.commands import app
from gancourse.course import places
from gancourse.course.delivery import DELIVERY
from gancourse.errors import CourseError
from gancourse.grading.find import Found, find
from gancourse.grading.recognise import lesson_names
from gancourse.platforms import archive
from gancourse.platforms import collect as collecting
from gancourse.platforms.collect import collect
from gancourse.platforms.slug import slug
from tests.gancourse.platforms import downloads
from tests.gancourse.platforms.downloads import HandIn, zipped

FILE = f"{LESSON}.ipynb"


def archived(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as inner:
        for name, text in files.items():
            inner.writestr(name, text)
    return made.getvalue()


def test_a_lesson_is_known_by_its_cells_whatever_the_file_is_called(collected, submitted, work):
    names = ["02 building blocks.ipynb", f"{FILE}.txt", f"{LESSON} (1).ipynb", "x.ipynb.json"]
    class_ = [HandIn("Ada", at, {name: work}) for at, name in enumerate(names)]
    done = collected(downloads.moodle(class_))
    assert done.complete
    assert submitted() == {f"ada-{at}/{FILE}": work for at in range(4)}


def test_a_notebook_of_another_lesson_is_named_and_not_taken(
    course, collected, submitted, work, monkeypatch
):
    lessons = lesson_names(course) | {"02_other": (frozenset({"other-item"}),)}
    monkeypatch.setattr(collecting, "lesson_names", lambda _: lessons)
    other = json.dumps({"cells": [{"id": "other-item"}]})
    class_ = [HandIn("Ada", 1, {FILE: other}), HandIn("Bo", 2, {FILE: work, "b.ipynb": other})]
    done = collected(downloads.moodle(class_))
    assert submitted() == {f"bo-2/{FILE}": work}
    assert done.lines[-1] == (
        f"2 in the download: 1 collected, 1 without a notebook (Ada (1): {FILE} is 02_other)."
    )
    assert "Notebooks of 02_other were passed over: 2." in done.lines


def test_the_download_of_another_lesson_is_refused_and_nobodys_number_kept(
    course, collected, submitted, work, monkeypatch
):
    lessons = lesson_names(course) | {"02_other": (frozenset({"other-item"}),)}
    monkeypatch.setattr(collecting, "lesson_names", lambda _: lessons)
    other = json.dumps({"cells": [{"id": "other-item"}]})
    class_ = [HandIn("Ada", at, {FILE: work if at == 7 else other}) for at in range(40)]
    with pytest.raises(CourseError, match=r"of 02_other, not .* collect 02"):
        collected(downloads.moodle(class_))
    assert submitted() == {}
    assert not (course / "students.csv").exists()


def test_who_handed_in_no_notebook_is_named_with_the_files(collected):
    class_ = [
        HandIn("Ada", 1, {FILE: "work"}),
        HandIn("Noël", 2, {"page.html": "<p>"}),
        HandIn("Søren", 3, {"work.7z": "7z", "more.pdf": "%PDF"}),
    ]
    text = {"Bo_4_assignsubmission_onlinetext/onlinetext.html": "<p>Here it is</p>"}
    done = collected(downloads.moodle(class_) | text)
    assert not done.complete
    assert done.lines[-1] == (
        "4 in the download: 1 collected, 3 without a notebook (Bo (4): onlinetext.html; "
        "Noël (2): page.html; Søren (3): more.pdf, work.7z)."
    )


def test_a_text_beside_the_notebook_does_no_harm(collected, submitted):
    text = {"Ada_1_assignsubmission_onlinetext/onlinetext.html": "<p>Here it is</p>"}
    done = collected(downloads.moodle([HandIn("Ada", 1, {FILE: "work"})]) | text)
    assert done.lines == ["1 in the download: 1 collected."]
    assert submitted() == {f"ada-1/{FILE}": "work"}


def test_files_whose_names_say_nothing_are_named(collected):
    done = collected(downloads.moodle([HandIn("Ada", 1, {FILE: "1"})]) | {"stray.ipynb": "1"})
    assert "stray.ipynb was left out: its name does not say whose it is." in done.lines
    assert not done.complete


def test_several_notebooks_of_the_lesson_are_left_to_grading(course, collected, work, released):
    stub = (course / "notebooks" / LESSON / FILE).read_text()
    collected(downloads.moodle([HandIn("Ada", 1, {FILE: stub, f"{LESSON}-Copy1.ipynb": work})]))
    found = find(course, "ada-1", LESSON)
    assert isinstance(found, Found)
    assert found.text == work


def test_what_a_platform_said_is_no_notebook_to_grading(course, collected, work):
    collected(downloads.moodle([HandIn("Ada", 1, {FILE: work})]))
    assert (course / "submitted" / "ada-1" / LESSON / DELIVERY).exists()
    found = find(course, "ada-1", LESSON)
    assert isinstance(found, Found)
    assert (found.text, found.remarks) == (work, ())


@pytest.mark.parametrize("build", [downloads.moodle, downloads.canvas, downloads.folders])
def test_modules_of_ones_own_come_along_in_a_zip_and_beside_it(collected, submitted, build):
    inner = archived({f"mine/{FILE}": "work", "mine/helper.py": "width = 2", "helper.py": "no"})
    collected(build([HandIn("Ada B", 1234, {f"{LESSON}.zip": inner, "more.py": "1"})]))
    assert sorted(submitted().values()) == ["1", "width = 2", "work"]


def test_a_second_download_replaces_what_is_in_it_and_touches_nobody_else(collected, submitted):
    class_ = [HandIn("Ada", 1, {FILE: "old", "a.py": "1"}), HandIn("Hal", 2, {FILE: "hal"})]
    collected(downloads.moodle(class_))
    done = collected(downloads.moodle([HandIn("Ada", 1, {FILE: "new"})]))
    assert submitted() == {f"ada-1/{FILE}": "new", f"hal-2/{FILE}": "hal"}
    assert done.lines[0] == "Their earlier files were replaced: ada-1."


def test_ctrl_c_leaves_the_earlier_work_or_the_new_one(collected, submitted, monkeypatch):
    collected(downloads.moodle([HandIn("Ada", 1, {FILE: "old"})]))
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        collected(downloads.moodle([HandIn("Ada", 1, {FILE: "new"})]))
    assert submitted() == {f"ada-1/{FILE}": "new"}


def test_late_ones_are_named(collected):
    done = collected(downloads.canvas([HandIn("Ada B", 1234, {FILE: "1"}, late=True)]))
    assert done.lines[0] == "Late, says the download: bada-1234."


def test_shadows_of_systems_are_nobodys_and_not_counted(collected, submitted):
    shadows = (f"__MACOSX/ada/._{FILE}", f"ada/._{FILE}", "ada/.DS_Store", ".DS_Store")
    checkpoint = f"ada/.ipynb_checkpoints/{LESSON}-checkpoint.ipynb"
    done = collected({f"ada/{FILE}": "ada", checkpoint: "old"} | dict.fromkeys(shadows, "\0"))
    assert done.lines == ["1 in the download: 1 collected."]
    assert submitted() == {f"ada/{FILE}": "ada"}


def test_nbgraders_own_form_of_folders_is_read(collected, submitted):
    collected({f"ada_allright/{LESSON}/{FILE}": "work"})
    assert submitted() == {f"ada_allright/{FILE}": "work"}


def test_a_file_that_is_too_large_is_left_out_and_named(collected, submitted, monkeypatch):
    monkeypatch.setattr(archive, "WHOLE_MEGABYTES", 0)
    monkeypatch.setattr(archive, "MOST_GROWTH", 2)
    done = collected({f"ada/{FILE}": "ada", f"bo/{FILE}": "b" * 10_000})
    assert list(submitted()) == [f"ada/{FILE}"]
    assert any(f"bo: {FILE} was left out: it fills far more space" in line for line in done.lines)


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "cut off"])
def test_what_is_no_download_is_refused_with_a_sentence(course, tmp_path, kind):
    source = tmp_path / "1.zip"
    if kind == "text":
        source.write_text("hello")
    elif kind == "empty":
        zipped(source, {"readme.txt": "nothing"})
    elif kind == "cut off":
        source.write_bytes(zipped(source, {f"ada/{FILE}": "1"}).read_bytes()[:-30])
    with pytest.raises(CourseError):
        collect(course, "01", source)
    assert not (course / "submitted").exists()
    assert not (course / "students.csv").exists()


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Ada Allright", "ada-allright"),
        ("Zoë  O'Neil-Ö", "zoë-o'neil-ö"),
        ("Ann [1] *?", "ann-1"),
        ("../..", ""),
        ("a\x1b[31mb\n", "a-31mb"),
    ],
)
def test_names_become_names_of_folders(name, student):
    assert slug(name) == student


def test_a_time_that_a_teacher_has_added_stays_while_the_work_is_the_same(course, collected, work):
    late = downloads.canvas([HandIn("Ada Late", 7, {FILE: work}, late=True)])
    (student,) = collected(late).students
    stamp = course / "submitted" / student / LESSON / "timestamp.txt"
    stamp.write_text("2026-11-10 08:00:00 UTC\n")
    assert "1 collected (1 as before)" in collected(late).lines[-1]
    assert stamp.exists()
    collected(downloads.canvas([HandIn("Ada Late", 7, {FILE: work + " "}, late=True)]))
    assert not stamp.exists()


def test_a_class_that_lands_in_the_courses_own_sources_is_told(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course)
    monkeypatch.setattr(places, "course_root", lambda: course)
    source = zipped(tmp_path / "1.zip", {f"ada/{FILE}": "1"})
    done = CliRunner().invoke(app, ["collect", "01", str(source)])
    assert f"the course's own sources, {course}. A class has a folder" in done.stdout


def test_the_command_says_what_it_did(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course)
    source = zipped(tmp_path / "1.zip", {f"ada/{FILE}": "1"})
    done = CliRunner().invoke(app, ["collect", "01", str(source)])
    assert (done.exit_code, done.stdout) == (0, "1 in the download: 1 collected.\n")
    zipped(source, {f"ada/{FILE}": "1", "bo/\x1b[31m.html": "<p>"})
    done = CliRunner().invoke(app, ["collect", "01", str(source)])
    assert done.exit_code == 1
    assert "1 without a notebook (bo: ?[31m.html)" in done.stdout
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for place, why in (("~/none.zip", "There is no "), ("students.csv", "neither a folder nor a")):
        refused = CliRunner().invoke(app, ["collect", "01", place])
        assert refused.exit_code == 1
        assert why in refused.stderr
    at_home = CliRunner().invoke(app, ["collect", "01", "~/1.zip"])
    assert "1 collected (1 as before)" in at_home.stdout


def test_collecting_loads_no_nbgrader():
    code = "import sys, gancourse.platforms.collect; print('nbgrader' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
