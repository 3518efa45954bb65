"""Lessons get into a student's folder, and a new release into what was begun; nothing is lost."""

from __future__ import annotations

import copy
import os
import stat

import nbformat
import pytest
from typer.testing import CliRunner

from gancourse.cli.commands import app
from gancourse.course.tidy import read, write
from gancourse.errors import CourseError
from gancourse.student import lessons
from gancourse.student.start import start
from tests.gancourse.student.conftest import LESSON, NOISE, cell_of, changed


def begin(folder) -> str:
    return "\n".join(start(folder, [LESSON]))


def target(folder):
    return folder / LESSON / f"{LESSON}.ipynb"


def kept(folder) -> list:
    return list(target(folder).parent.glob("before/*.ipynb"))


def newer(released) -> nbformat.NotebookNode:
    """A later release: a text and a training changed, an exercise gone, a cell more."""
    new = changed(released, title="# 02 · Building blocks, once more", setup="import graders  # 2")
    gone = {"ex-discriminator", "discriminator", "check-discriminator"}
    new.cells = [cell for cell in new.cells if cell.id not in gone]
    new.cells.insert(1, nbformat.v4.new_markdown_cell("Welcome.", id="welcome"))
    return new


def test_a_fresh_folder_gets_every_lesson_byte_for_byte(folder):
    every = lessons.released_lessons()
    lines = list(start(folder, list(every)))
    assert lines == [f"{lesson}: copied." for lesson in every]
    for lesson, path in every.items():
        assert (folder / lesson / path.name).read_bytes() == path.read_bytes()


def test_starting_again_changes_nothing(folder, released):
    begin(folder)
    mine = changed(released, get_noise=NOISE)
    write(mine, target(folder))
    before = target(folder).read_bytes()
    assert begin(folder) == f"{LESSON}: up to date."
    assert target(folder).read_bytes() == before
    assert kept(folder) == []


def test_a_new_release_takes_the_answers_the_changes_and_the_outputs_with_it(
    folder, released, release
):
    begin(folder)
    mine = changed(released, get_noise=NOISE)
    own = nbformat.v4.new_code_cell("my_seed = 7", id="mine")
    own.outputs = [nbformat.v4.new_output("stream", text="7\n")]
    mine.cells.insert(3, own)
    cell_of(mine, "discriminator").source = "class Discriminator: pass"
    cell_of(mine, "check-get-noise").outputs = [nbformat.v4.new_output("stream", text="passed")]
    write(mine, target(folder))
    new = newer(released)
    release(new)
    said = begin(folder)
    got = read(target(folder))
    assert "your answer with it" in said
    assert "There is no exercise `discriminator` any more" in said
    assert cell_of(got, "get-noise").source == NOISE
    assert cell_of(got, "title").source == "# 02 · Building blocks, once more"
    assert cell_of(got, "setup").source == "import graders  # 2"
    assert cell_of(got, "welcome").source == "Welcome."
    assert cell_of(got, "check-get-noise").outputs[0].text == "passed"
    sources = [cell.source for cell in got.cells]
    assert sources.count("my_seed = 7") == 1
    assert sources.count("class Discriminator: pass") == 1
    assert "graders.check_discriminator(Discriminator)" not in sources
    (old,) = kept(folder)
    assert read(old) == mine
    assert f"before/{old.name}" in said
    assert begin(folder) == f"{LESSON}: up to date."


def test_what_the_student_alone_has_changed_stays_and_the_courses_change_wins(
    folder, released, release
):
    begin(folder)
    ordinary = [c.id for c in released.cells if "nbgrader" not in c.metadata and c.id != "title"]
    mine = copy.deepcopy(released)
    cell_of(mine, ordinary[3]).source = "My own words."
    cell_of(mine, "title").source = "# My title"
    write(mine, target(folder))
    release(newer(released))
    said = begin(folder)
    got = read(target(folder))
    assert cell_of(got, ordinary[3]).source == "My own words."
    assert cell_of(got, "title").source == "# 02 · Building blocks, once more"
    assert "Of one cell that differs beside the answers" in said


def test_an_untouched_notebook_is_replaced(folder, released, release):
    begin(folder)
    release(newer(released))
    assert "replaced by the new release" in begin(folder)
    assert read(target(folder)).cells == newer(released).cells
    assert kept(folder) == []


def test_a_notebook_from_elsewhere_keeps_its_answers(folder, released, release):
    """From a teacher, or an older course: nobody knows how it was given out."""
    release(newer(released))
    write(changed(released, get_noise=NOISE), target(folder))
    said = begin(folder)
    got = read(target(folder))
    assert cell_of(got, "get-noise").source == NOISE
    assert cell_of(got, "setup").source == "import graders  # 2"
    assert "graders.check_discriminator(Discriminator)" not in [c.source for c in got.cells]
    assert "your answer with it" in said
    assert len(kept(folder)) == 1


def test_a_notebook_from_elsewhere_that_is_this_release_is_left_alone(folder, released):
    write(changed(released, get_noise=NOISE), target(folder))
    before = target(folder).read_bytes()
    assert begin(folder) == f"{LESSON}: up to date."
    assert target(folder).read_bytes() == before


@pytest.mark.parametrize("text", ["", "{", "no notebook", '{"cells": []}', '{"cells": [{"cell_'])
def test_a_damaged_notebook_is_left_as_it_is(folder, released, release, text):
    begin(folder)
    release(newer(released))
    target(folder).write_text(text)
    assert "left as it is" in begin(folder)
    assert target(folder).read_text() == text


def test_a_file_that_is_cut_off_is_left_as_it_is(folder, released, release):
    begin(folder)
    release(newer(released))
    whole = target(folder).read_bytes()
    target(folder).write_bytes(whole[: len(whole) // 2])
    assert "left as it is" in begin(folder)
    assert target(folder).read_bytes() == whole[: len(whole) // 2]


def test_a_link_is_left_as_it_is(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere.ipynb"
    target(folder).parent.mkdir(parents=True)
    try:
        target(folder).symlink_to(elsewhere)
    except OSError:
        pytest.skip("this system makes no links")
    assert "it is a link" in begin(folder)
    assert not elsewhere.exists()


def test_the_courses_own_folders_are_refused():
    for path in ("solutions", "notebooks"):
        with pytest.raises(CourseError, match="belongs to the course itself"):
            begin(lessons.CARRIED.parents[2] / path)


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "file").touch()
    done = CliRunner().invoke(app, ["start", "02", "--folder", str(tmp_path / "file")])
    assert done.exit_code == 1
    assert "is a file, not a folder" in done.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_said(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    done = CliRunner().invoke(app, ["start", "02", "--folder", str(tmp_path / "mine")])
    tmp_path.chmod(stat.S_IRWXU)
    assert done.exit_code == 1
    assert "Permission denied" in done.stderr


def test_a_full_disk_leaves_the_old_file(folder, released, release, monkeypatch):
    begin(folder)
    write(changed(released, get_noise=NOISE), target(folder))
    before = target(folder).read_bytes()
    release(newer(released))

    def full(source, copy):
        copy.write_bytes(b"half of it")
        raise OSError(28, "No space left on device", str(copy))

    monkeypatch.setattr("gancourse.student.start.shutil.copy2", full)
    done = CliRunner().invoke(app, ["start", "02", "--folder", str(folder)])
    assert done.exit_code == 1
    assert "No space left on device" in done.stderr
    assert target(folder).read_bytes() == before
    assert kept(folder) == []


def test_a_clone_that_was_worked_in_gives_out_no_answers(folder, released, release):
    release(changed(released, get_noise=NOISE))
    with pytest.raises(CourseError, match="has answers in it"):
        begin(folder)
    assert not target(folder).exists()


def test_without_a_name_a_started_folder_is_brought_up_to_date_from_inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    assert "cd gans-in-notebooks" in run.invoke(app, ["start", "2"]).stdout
    for inside in (".", LESSON):
        monkeypatch.chdir(tmp_path / "gans-in-notebooks" / inside)
        assert f"{LESSON}: up to date." in run.invoke(app, ["start", "2"]).stdout
    assert {path.name for path in tmp_path.iterdir()} == {"gans-in-notebooks"}


def test_an_unknown_lesson_is_answered_with_the_known_ones():
    done = CliRunner().invoke(app, ["start", "11"])
    assert done.exit_code == 1
    assert "no lesson; choose from 00_start_here, 01_" in done.stderr
