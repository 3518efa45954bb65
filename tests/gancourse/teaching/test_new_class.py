"""A folder for a class: everything that the commands need, and nothing of the class's lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderApp
from nbgrader.exchange.default import Exchange
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, ROOT, answered, hand_in
from gancourse.cli.commands import app
from gancourse.course.places import release_path, source_path
from gancourse.course.settings import Points, load_config
from gancourse.errors import CourseError
from gancourse.grading.find import find
from gancourse.grading.preprocessors import TidyRelease
from gancourse.release.release import release
from gancourse.sandbox.limits import Limits
from gancourse.teaching.new_class import SETTINGS, new_class


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_it_is_a_course_with_lessons_and_settings_of_its_own(released_course, released, tmp_path):
    assert new_class(released_course, tmp_path / "mine") == [
        f"Files copied into {tmp_path / 'mine'}: 3."
    ]
    assert release(tmp_path / "mine", check=True) == [release_path(tmp_path / "mine", LESSON)]
    hand_in(tmp_path / "mine", "ada", answered(released))
    assert find(tmp_path / "mine", "ada", LESSON).remarks == ()


def test_what_a_class_may_set_is_named_as_nbgrader_and_the_course_know_it(
    released_course, tmp_path
):
    new_class(released_course, tmp_path / "mine")
    settings = tmp_path / "mine" / "nbgrader_config.py"
    lines = re.findall(r"(?m)^# (c\..*)$", SETTINGS)
    assert len(lines) > 5
    settings.write_text(settings.read_text() + "\n".join(lines), encoding="utf-8")
    config = load_config(tmp_path / "mine")
    known = {
        f"{one.__name__}.{name}": trait
        for one in (
            *NbGraderApp().all_configurable_classes(),
            Exchange,
            Limits,
            Points,
            TidyRelease,
        )
        for name, trait in one.class_traits(config=True).items()
    }
    for line in lines:
        name = line[len("c.") :].partition(" = ")[0]
        kind, trait = name.split(".")
        known[name].validate(None, config[kind][trait])


def test_nothing_is_overwritten_and_what_differs_is_named(released_course, released, tmp_path):
    mine = tmp_path / "mine"
    new_class(released_course, mine)
    hand_in(mine, "ada", released)
    with (mine / "nbgrader_config.py").open("a") as file:
        file.write("c.Limits.cell_seconds = 60\n")
    with source_path(mine, LESSON).open("a") as file:
        file.write("\n")
    before = contents(mine)
    said = new_class(released_course, mine)
    assert contents(mine) == before
    assert said[1:] == [
        f"solutions/{LESSON}/{LESSON}.ipynb differs from the course's, and was left as it is.",
        "To take the course's own, delete a file here and type this again.",
    ]


def test_what_a_new_release_has_more_is_brought(released_course, tmp_path):
    mine = tmp_path / "mine"
    new_class(released_course, mine)
    release_path(mine, LESSON).unlink()
    assert new_class(released_course, mine) == [f"Files copied into {mine}: 1."]
    assert release_path(mine, LESSON).exists()


def test_settings_of_the_course_that_have_changed_are_named(released_course, tmp_path):
    mine = tmp_path / "mine"
    new_class(released_course, mine)
    settings = mine / "nbgrader_config.py"
    settings.write_text("# an older course\n" + settings.read_text())
    assert new_class(released_course, mine)[1].startswith("nbgrader_config.py differs")


def test_a_class_can_be_made_of_another(released_course, tmp_path):
    new_class(released_course, tmp_path / "last year")
    with (tmp_path / "last year" / "nbgrader_config.py").open("a") as file:
        file.write("c.Limits.cell_seconds = 60\n")
    new_class(tmp_path / "last year", tmp_path / "this year")
    assert contents(tmp_path / "last year") == contents(tmp_path / "this year")


def test_a_database_and_an_exchange_of_last_year_are_not_shared_silently(released_course, tmp_path):
    new_class(released_course, tmp_path / "last year")
    settings = tmp_path / "last year" / "nbgrader_config.py"
    text = settings.read_text()
    assert "Give this class" not in " ".join(new_class(tmp_path / "last year", tmp_path / "one"))
    settings.write_text(re.sub(r"(?m)^# (c\.CourseDirectory)", r"\1", text))
    _, said = new_class(tmp_path / "last year", tmp_path / "two")
    assert "its own CourseDirectory.course_id and CourseDirectory.db_url, at the end" in said
    assert len(new_class(tmp_path / "last year", tmp_path / "two")) == 1


def test_other_peoples_folders_and_the_clone_are_left_alone(released_course, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CourseError, match="holds files and is not the folder of a class"):
        new_class(released_course, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(CourseError, match="is in the folder of the course"):
        new_class(ROOT, ROOT / "mine")
    assert not (ROOT / "mine").exists()


def test_a_folder_that_git_has_begun_is_as_good_as_an_empty_one(released_course, tmp_path):
    (tmp_path / ".git").mkdir()
    new_class(released_course, tmp_path)
    assert source_path(tmp_path, LESSON).exists()


def test_the_command_says_what_to_type_next(released_course, tmp_path, monkeypatch):
    monkeypatch.chdir(released_course)
    done = CliRunner().invoke(app, ["new-class", str(tmp_path / "my class")])
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == f"Files copied into {tmp_path / 'my class'}: 3."
    assert re.search("  cd [\"'].*my class", done.stdout)
    assert lines[-1].endswith("gancourse grade LESSON")
