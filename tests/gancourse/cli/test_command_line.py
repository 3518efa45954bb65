"""The command `gancourse`: quick help, one line for each error."""

import re
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from gancourse.cli.commands import app
from gancourse.cli.errors import stop


@pytest.fixture
def empty_course(tmp_path, monkeypatch):
    """A course without lessons, as the current folder."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_answers_without_loading_torch_or_nbgrader():
    code = """
import sys
from typer.testing import CliRunner
from gancourse.cli.commands import app
assert CliRunner().invoke(app, ["--help"]).exit_code == 0
print([name for name in ("torch", "nbgrader", "IPython", "numpy") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_breaks_no_line_before_the_terminal_does():
    shown = CliRunner().invoke(app, ["new-class", "--help"], env={"COLUMNS": "80"}).stdout
    assert "more, and names what differs." in shown


def test_python_m_gancourse_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "gancourse", "--help"], capture_output=True, text=True, check=True
    )
    assert "Usage: gancourse" in done.stdout


def run_without(missing: set[str], command: str) -> subprocess.CompletedProcess:
    """`gancourse` where some packages are not installed."""
    code = f"""
import sys

class Missing:
    def find_spec(name, path=None, target=None):
        if name in {missing}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing)
sys.argv = ["gancourse", *{command.split()}]
from gancourse.__main__ import main
main()
"""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


TEACHERS_PACKAGES = {"nbgrader", "nbclient", "nbconvert", "sqlalchemy", "ijson"}


@pytest.mark.parametrize("command", ["grade", "release", "execute", "demo", "check new.ipynb"])
def test_a_teachers_command_says_which_extra_is_missing(command):
    done = run_without(TEACHERS_PACKAGES, command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(
        r"This command needs nb\w+, which is not installed\. Type this in the course's folder: "
        r'pip install -e "\.\[teach\]"\n',
        done.stderr,
    )


def test_a_students_command_works_without_the_teachers_packages():
    done = run_without(TEACHERS_PACKAGES, "train --list")
    assert done.returncode == 0, done.stderr
    assert "first-gan" in done.stdout


def test_a_missing_package_that_is_in_no_extra_is_not_explained_wrongly():
    done = run_without({"torch"}, "train first-gan")
    assert done.returncode == 1
    assert "ModuleNotFoundError" in done.stderr
    assert "pip install" not in done.stderr


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("release", 1),
        ("release --check", 1),
        ("execute", 1),
        ("execute 02", 1),
        ("grade", 2),
        ("grade 02", 2),
        ("collect 02 download.zip", 1),
    ],
)
def test_what_the_user_can_put_right_is_one_line(empty_course, command, status):
    result = CliRunner().invoke(app, command.split())
    assert result.exit_code == status
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "has no lessons" in result.stderr


@pytest.mark.parametrize(
    "command", ["collect 02 moodle.zip", "grade", "report", "marks 02 --for csv", "release"]
)
def test_typed_outside_of_a_class_nothing_is_touched(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, command.split())
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{tmp_path} is no class's folder, nor in one.")
    assert result.stderr.count("\n") == 1


def test_a_folder_in_the_class_is_as_good_as_the_class(empty_course, monkeypatch):
    (empty_course / "feedback" / "ada").mkdir(parents=True)
    monkeypatch.chdir(empty_course / "feedback" / "ada")
    result = CliRunner().invoke(app, ["grade"])
    assert f"{empty_course} has no lessons" in result.stderr


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("three years of work")
    result = CliRunner().invoke(app, ["demo", str(tmp_path)])
    assert result.exit_code == 1
    assert str(tmp_path) in result.stderr.replace("\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_download_to_a_place_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    result = CliRunner().invoke(app, ["data", "download", "--folder", str(tmp_path / "file")])
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "cannot be written" in result.stderr


def test_an_error_that_names_a_students_file_moves_no_cursor(capsys):
    with pytest.raises(typer.Exit):
        stop("The names in all.zip, \x1b[2Jx for example, say nothing.\nSay who it is.")
    assert capsys.readouterr().err == (
        "The names in all.zip, ?[2Jx for example, say nothing.\nSay who it is.\n"
    )
