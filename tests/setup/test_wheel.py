"""The wheel, as `pip install gans-in-notebooks` brings it."""

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_bytes
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from uv import find_uv_bin

from tests.setup.test_light import REFUSING, refused

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def about(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_bytes(wheel.read(name))


def test_it_carries_every_lesson_as_released(wheel):
    lessons = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
    assert len(lessons) == 9
    carried = [name for name in wheel.namelist() if name.endswith(".ipynb")]
    assert sorted(carried) == [
        f"gancourse/student/notebooks/{path.stem}/{path.name}" for path in lessons
    ]
    for path in lessons:
        name = f"gancourse/student/notebooks/{path.stem}/{path.name}"
        assert wheel.read(name) == path.read_bytes()


def test_its_readme_has_whole_addresses(about):
    text = about.get_payload(decode=True).decode()
    links = re.findall(r"\]\(([^)\s]+)", text) + re.findall(r'(?:src|srcset)="([^"]+)', text)
    assert len(links) > 10
    assert [link for link in links if not re.match(r"https?:|#", link)] == []


def test_the_files_that_its_readme_names_are_there(about):
    text = about.get_payload(decode=True).decode()
    (source,) = (url for name, url in urls(about) if name == "Source")
    raw = source.replace("github.com", "raw.githubusercontent.com") + "/main/"
    names = re.findall(rf"(?:{re.escape(raw)}|{re.escape(source)}/blob/main/)([^)\s\"#]+)", text)
    assert len(names) > 10
    assert [name for name in names if not (ROOT / name).exists()] == []


def urls(about) -> list[tuple[str, str]]:
    return [tuple(line.split(", ", 1)) for line in about.get_all("Project-URL")]


# The whole way of a student who has the wheel and nothing else ------------------------------------

CHECKED = ("setup", "count-pixels", "check-count-pixels")
ANSWER = "def count_pixels(height, width):\n    return height * width\n"


class Environment:
    """A fresh environment with the wheel in it, and what the base dependencies bring."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        uv = [find_uv_bin(), "--offline", "--no-config"]
        python = [*uv, "venv", "--quiet", "--python", sys.executable, str(folder)]
        subprocess.run(python, check=True)
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = str(self.bin / "python")
        install = ["pip", "install", "--quiet", "--no-deps", "--python", self.python, str(wheel)]
        subprocess.run([*uv, *install], check=True)
        (packages,) = (path.parent for path in folder.rglob("site-packages/graders"))
        # The packages of this environment lie behind the wheel's, but for those of the extras.
        (packages / "refuse_extras.py").write_text(f"REFUSED = {sorted(refused())}\n{REFUSING}")
        behind = sysconfig.get_path("purelib")
        (packages / "behind.pth").write_text(f"{behind}\nimport refuse_extras\n")

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess:
        program = str(self.bin / command[0])
        environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "120"}
        environment.pop("PYTHONPATH", None)
        return subprocess.run(
            [program, *command[1:]], cwd=cwd, env=environment, capture_output=True, text=True,
            encoding="utf-8",
        )  # fmt: skip

    def run_cells(self, notebook: Path, ids: tuple[str, ...]) -> None:
        """Run some cells of a notebook in a kernel of this environment, and save what they show."""
        nb = nbformat.read(notebook, as_version=4)
        client = NotebookClient(nb, resources={"metadata": {"path": str(notebook.parent)}})
        client.create_kernel_manager().kernel_spec.argv[0] = self.python
        with client.setup_kernel():
            for number, cell in enumerate(nb.cells):
                if cell.id in ids:
                    client.execute_cell(cell, number)
        nbformat.write(nb, notebook)


@pytest.fixture(scope="module")
def student(wheel, tmp_path_factory) -> Environment:
    return Environment(tmp_path_factory.mktemp("student") / "env", Path(wheel.filename))


def test_a_student_starts_runs_a_check_sees_the_progress_and_submits(student, tmp_path):
    started = student.run("gancourse", "start", cwd=tmp_path)
    assert started.returncode == 0, started.stderr
    assert started.stdout.count(": copied.") == 9
    folder = tmp_path / "gans-in-notebooks"
    notebook = folder / "00_start_here" / "00_start_here.ipynb"
    nb = nbformat.read(notebook, as_version=4)
    (answer,) = (cell for cell in nb.cells if cell.id == "count-pixels")
    answer.source = ANSWER
    nbformat.write(nb, notebook)
    student.run_cells(notebook, CHECKED)

    progress = student.run("gancourse", "progress", cwd=notebook.parent)
    assert re.search(r"00_start_here +✓ +1 of 1 +1 of 1", progress.stdout), progress
    submitted = student.run("gancourse", "submit", "00", cwd=folder)
    assert "1 of 1 exercises done" in submitted.stdout, submitted
    assert (folder / "hand_in" / notebook.name).read_bytes() == notebook.read_bytes()


def test_jupyterlab_is_there(student, tmp_path):
    assert student.run("python", "-m", "jupyterlab", "--version", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("command", ["release", "execute", "grade", "demo", "new-class mine"])
def test_a_teachers_command_says_that_it_needs_the_sources(student, tmp_path, command):
    done = student.run("gancourse", *command.split(), cwd=tmp_path)
    assert done.returncode == 2
    assert "github.com" in done.stderr
    assert 'pip install -e ".[teach]"' in done.stderr
    assert "Traceback" not in done.stderr
