"""A lesson is checked and packed; what is packed can be collected and found by grading."""

from __future__ import annotations

import copy
import shutil
import zipfile

import nbformat
import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import ROOT
from gancourse.cli.commands import app
from gancourse.course.tidy import read, write
from gancourse.grading.find import Found, find
from gancourse.platforms.collect import collect
from gancourse.student import submit as submitting
from gancourse.student.lessons import released_lessons
from tests.gancourse.student.conftest import LESSON, NOISE, cell_of, changed

FILE = f"{LESSON}.ipynb"


def submit(folder, *words: str, lesson: str = "02"):
    done = CliRunner().invoke(app, ["submit", lesson, "--folder", str(folder), *words])
    return done.exit_code, " ".join(done.output.split())


@pytest.fixture
def mine(tmp_path, released):
    """A student's folder with lesson 02, one exercise of it answered."""
    write(changed(released, get_noise=NOISE), tmp_path / LESSON / FILE)
    return tmp_path


def test_partial_work_is_packed_as_it_is_with_a_word_on_what_is_open(mine):
    code, said = submit(mine)
    assert code == 0
    assert "You have not answered exercise 2.2 (Generator)." in said
    assert "You have answered exercise 2.3 (get_noise), but not run its check." in said
    assert "02_building_blocks: 0 of 5 exercises done." in said
    assert (mine / "hand_in" / FILE).read_bytes() == (mine / LESSON / FILE).read_bytes()


def test_what_grading_will_put_right_is_said(mine, released):
    nb = changed(released, get_noise=NOISE, check_get_noise="print('passed')")
    write(nb, mine / LESSON / FILE)
    code, said = submit(mine)
    assert code == 0
    assert "The cell `check_get_noise` had been edited; the released one was put back." in said


def test_the_notebook_of_another_lesson_is_named_and_not_packed(mine):
    shutil.copy(released_lessons()["03_losses"], mine / LESSON / FILE)
    code, said = submit(mine)
    assert code == 1
    assert "This is the notebook of 03_losses, not of 02_building_blocks." in said
    assert not (mine / "hand_in").exists()


def test_no_notebook_and_a_damaged_one_are_said(mine):
    (mine / LESSON / FILE).write_text("{")
    assert "cannot be read as a notebook" in submit(mine)[1]
    (mine / LESSON / FILE).unlink()
    code, said = submit(mine)
    assert code == 1
    assert f"There is no {FILE} in" in said


def test_of_several_notebooks_the_one_with_answers_is_taken(mine, released):
    copy_ = mine / LESSON / f"{LESSON}-Copy1.ipynb"
    (mine / LESSON / FILE).rename(copy_)
    write(released, mine / LESSON / FILE)
    code, said = submit(mine)
    assert code == 0
    assert f"only {copy_.name} has answers" in said
    assert (mine / "hand_in" / FILE).read_bytes() == copy_.read_bytes()


def test_two_notebooks_with_answers_must_be_told_apart(mine):
    other = mine / LESSON / f"{LESSON} (1).ipynb"
    shutil.copy(mine / LESSON / FILE, other)
    code, said = submit(mine)
    assert code == 1
    assert "several notebooks with answers" in said
    code, said = submit(mine, lesson=str(other))
    assert code == 0
    assert (mine / "hand_in" / FILE).exists()


def test_the_right_name_alone_is_no_reason_to_ask(mine, released):
    write(released, mine / LESSON / f"{LESSON}-Copy1.ipynb")
    assert submit(mine)[0] == 0


def test_a_large_notebook_loses_its_outputs_in_the_packed_file_alone(mine, monkeypatch):
    nb = read(mine / LESSON / FILE)
    cell_of(nb, "setup").outputs = [nbformat.v4.new_output("stream", text="x" * 200_000)]
    write(nb, mine / LESSON / FILE)
    monkeypatch.setattr(submitting, "LARGE", 100_000)
    code, said = submit(mine)
    assert code == 0
    assert "packed without its outputs" in said
    assert (mine / "hand_in" / FILE).stat().st_size < 100_000
    assert read(mine / LESSON / FILE) == nb


@pytest.mark.parametrize("module", [False, True])
def test_what_is_packed_is_collected_and_found_by_grading(mine, tmp_path, released, module):
    answer = "from helper import *\n\n\n" + NOISE if module else NOISE
    write(changed(released, get_noise=answer), mine / LESSON / FILE)
    if module:
        (mine / LESSON / "helper.py").write_text("width = 2\n")
        (mine / LESSON / "unused_helper.py").write_text("not used\n")
    code, said = submit(mine, "--to", str(tmp_path / "Für die Abgabe"))
    assert code == 0, said
    (packed,) = (tmp_path / "Für die Abgabe").iterdir()
    assert packed.name == (f"{LESSON}.zip" if module else FILE)

    course = tmp_path / "course"
    for part in ("nbgrader_config.py", f"solutions/{LESSON}", f"notebooks/{LESSON}"):
        copy_ = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        (course / part).parent.mkdir(parents=True, exist_ok=True)
        copy_(ROOT / part, course / part)
    download = tmp_path / "download.zip"
    with zipfile.ZipFile(download, "w") as archive:
        archive.write(packed, f"Zoë Ünal_11_assignsubmission_file_/{packed.name}")
    collect(course, LESSON, download)
    found = find(course, "zoë-ünal-11", LESSON)
    assert isinstance(found, Found)
    assert found.remarks == ()
    assert found.text == (mine / LESSON / FILE).read_text(encoding="utf-8")
    assert found.files == ({"helper.py": "width = 2\n"} if module else {})


def test_handing_in_again_replaces_what_was_packed(mine, released):
    submit(mine)
    again = copy.deepcopy(released)
    cell_of(again, "get-noise").source = NOISE + "# better\n"
    write(again, mine / LESSON / FILE)
    assert submit(mine)[0] == 0
    assert cell_of(read(mine / "hand_in" / FILE), "get-noise").source.endswith("# better\n")
    assert [path.name for path in (mine / "hand_in").iterdir()] == [FILE]
