"""`gancourse lab` opens a lesson, and touches nobody's settings of Jupyter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from typer.testing import CliRunner

from benchmarks.classes.small_course import RIGHT, answered, cell, put
from gancourse.cli.commands import app
from gancourse.course.tidy import read
from gancourse.errors import CourseError
from gancourse.student import lab
from gancourse.student.lab import SETTINGS, notebook_to_open

ROOT = Path(__file__).resolve().parents[3]
LESSONS = ["00_start_here", "02_building_blocks", "03_losses"]


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A folder with three lessons."""
    for name in LESSONS:
        put(nbformat.v4.new_notebook(), tmp_path / "mine" / name / f"{name}.ipynb")
    return tmp_path / "mine"


def test_the_folder_with_lessons_is_found_here_or_in_the_clone(lessons):
    first = Path(LESSONS[0], f"{LESSONS[0]}.ipynb")
    assert notebook_to_open(lessons, None) == lessons / first
    assert notebook_to_open(lessons / LESSONS[1], None) == lessons / first
    for name in ("notebooks", "gans-in-notebooks"):
        lessons = lessons.rename(lessons.with_name(name))
        assert notebook_to_open(lessons.parent, None) == lessons / first
    lessons.rename(lessons.with_name("elsewhere"))
    assert notebook_to_open(lessons.parent, None) == ROOT / "notebooks" / first


def test_where_there_are_no_lessons_it_says_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "CARRIED", tmp_path / "a" / "b" / "notebooks")
    with pytest.raises(CourseError, match=r"There are no lessons in .* `gancourse start`"):
        notebook_to_open(tmp_path, None)


def test_a_lesson_is_found_by_its_number(lessons):
    for name in ("02", "2", "02_building"):
        assert notebook_to_open(lessons, name).stem == "02_building_blocks"
    with pytest.raises(CourseError, match="'77' is the name of no lesson"):
        notebook_to_open(lessons, "77")
    with pytest.raises(CourseError, match=r"has no lesson 06\. `gancourse start 06`"):
        notebook_to_open(lessons, "06")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (["02", "--no-browser", "--port", "9"], ("02", ["--no-browser", "--port", "9"])),
        (["--no-browser", "--port=9"], (None, ["--no-browser", "--port=9"])),
        ([], (None, [])),
    ],
)
def test_all_options_are_jupyterlabs(typed, wanted, monkeypatch):
    called = []
    monkeypatch.setattr("gancourse.student.lab.open_lab", lambda *these: called.append(these))
    assert CliRunner().invoke(app, ["lab", *typed]).exit_code == 0
    assert called == [(Path.cwd(), *wanted)]


SETTINGS_SEEN = """
import json
from jupyter_server.extension.config import ExtensionConfigManager
from jupyter_core.paths import jupyter_config_path
from jupyterlab.labapp import LabApp
from jupyterlab_server.config import get_page_config

def look(arguments):
    labextensions = LabApp().labextensions_path
    page = get_page_config(labextensions)
    server = ExtensionConfigManager(read_config_path=jupyter_config_path())
    print(json.dumps([page["disabledExtensions"], server.get_jpserver_extensions(), arguments]))

LabApp.launch_instance = look
from gancourse.cli.commands import app
app(["lab", "02", "--no-browser"])
"""


def settings_of(user: Path, folder: Path) -> list:
    """What JupyterLab would read, started by `gancourse lab 02` by a user with settings."""
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(user)}
    environment.pop("JUPYTER_CONFIG_PATH", None)
    command = [sys.executable, "-c", SETTINGS_SEEN]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_teachers_tools_are_off_and_nobodys_settings_are_touched(lessons, tmp_path):
    user = tmp_path / "user"
    (user / "labconfig").mkdir(parents=True)
    own = {"disabledExtensions": {"users-own": True, "@jupyter/nbgrader:menu": False}}
    (user / "labconfig" / "page_config.json").write_text(json.dumps(own))
    folders = [user, Path(sys.prefix, "etc", "jupyter"), SETTINGS]
    before = [contents(folder) for folder in folders]
    disabled, server, arguments = settings_of(user, lessons)
    assert [contents(folder) for folder in folders] == before
    assert arguments == [
        "--LabApp.default_url=/lab/tree/02_building_blocks/02_building_blocks.ipynb",
        "--no-browser",
    ]
    assert "users-own" in disabled
    tools = {name.partition(":")[2] for name in disabled if name.startswith("@jupyter/nbgrader:")}
    assert tools == {"assignment-list", "course-list", "create-assignment", "formgrader", "menu"}
    on = {
        name.rpartition(".")[2] for name, wanted in server.items() if "nbgrader" in name and wanted
    }
    assert on == {"validate_assignment"}


VALIDATE = """
import json, sys
from nbgrader.apps import NbGrader
from nbgrader.validator import Validator
app = NbGrader()
app.load_config_file()  # as the extension of the server does
print(json.dumps(Validator(config=app.config).validate(sys.argv[1])))
"""


def validate(nb: NotebookNode, folder: Path) -> list[str]:
    """What the Validate button says of a notebook: a text for each check that failed."""
    put(nb, folder / "small.ipynb")
    environment = os.environ | {"JUPYTER_CONFIG_PATH": str(SETTINGS)}
    command = [sys.executable, "-c", VALIDATE, str(folder / "small.ipynb")]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    failed = json.loads(run.stdout.splitlines()[-1]).get("failed", [])
    return [one["raw_error"] for one in failed]


def test_validate_skips_what_grading_skips_and_shows_whole_messages(released_course, tmp_path):
    released = read(released_course / "notebooks" / "01_small" / "01_small.ipynb")
    wrong = RIGHT["conv_out_size"].replace("1 +", "2 +")
    stub = cell(released, "count_pixels").source
    nb = answered(released, conv_out_size=wrong, count_pixels=stub)
    cell(nb, "training").source = "open('it-was-run', 'w').close()"
    nb.cells[-1].source = "assert False, 'a failure of a cell that is not graded'"
    not_written, failed = validate(nb, tmp_path)
    assert not_written.startswith("count_pixels: not attempted yet")
    assert failed.startswith("conv_out_size: check ")
    assert "\n  expected  " in failed
    assert not (tmp_path / "it-was-run").exists()
    assert validate(answered(released), tmp_path) == []
