"""The first code cell of a released lesson installs the course where it is missing."""

import os
import subprocess
import tomllib
import venv
import zipfile
from pathlib import Path

import IPython
import nbformat
import pytest

from gancourse.release.cloud import INSTALL

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LESSONS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))

# Runs a cell with the IPython of the tests, of which the Python that runs it has none, and shows
# what has been installed. `.pth` files are not read: the tests' own `gancourse` is not found.
RUN_CELL = """
import importlib.metadata, sys
path, cell = list(sys.path), sys.argv[2]
sys.path.append(sys.argv[1])
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell(colors="nocolor").run_cell(cell).raise_error()
sys.path[:] = path
print("---", *(f"{one.name}={one.version}" for one in importlib.metadata.distributions()))
"""


def first_code(lesson: Path) -> nbformat.NotebookNode:
    cells = nbformat.read(lesson, as_version=4).cells
    return next(cell for cell in cells if cell.cell_type == "code")


def make_wheel(folder: Path, name: str, version: str, module: str) -> Path:
    """Write a wheel of one empty module, which asks for a newer pip than there is."""
    folder.mkdir(exist_ok=True)
    about = f"{name.replace('-', '_')}-{version}"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nRequires-Dist: pip>=999\n"
    path = folder / f"{about}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{module}.py", "")
        file.writestr(f"{about}.dist-info/METADATA", metadata)
        file.writestr(
            f"{about}.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        file.writestr(f"{about}.dist-info/RECORD", "")
    return path


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python without the course, with an old platformdirs, and wheels of everything beside it."""
    folder = tmp_path_factory.mktemp("machine")
    venv.create(folder / "python", with_pip=True)
    old = make_wheel(folder, "platformdirs", "1.0", "platformdirs")
    with zipfile.ZipFile(old) as file:  # as pip installs it
        (site,) = (folder / "python").rglob("site-packages")
        file.extractall(site)
    make_wheel(folder / "wheels", "gans-in-notebooks", PROJECT["version"], "gancourse")
    make_wheel(folder / "wheels", "mlxtend", "2.0", "mlxtend")
    make_wheel(folder / "wheels", "platformdirs", "2.0", "platformdirs")
    return folder


def python(machine: Path) -> Path:
    return machine / "python" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run_cell(machine: Path, links: str) -> tuple[str, dict[str, str]]:
    """Run the cell; return what it prints, and the version of each package that is there then.

    Args:
        machine: The folder of the fixture.
        links: The folder in it that holds what pip can find.
    """
    site = Path(IPython.__file__).parents[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(machine / links)}
    done = subprocess.run(
        [python(machine), "-c", RUN_CELL, site, first_code(LESSONS[0]).source],
        cwd=machine,
        env=kept,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    printed, _, packages = done.stdout.partition("---")
    return printed, dict(one.split("=") for one in packages.split())


def test_every_lesson_begins_with_it_and_grading_passes_over_it():
    cells = [first_code(lesson) for lesson in LESSONS]
    assert len(cells) == 9
    assert len({cell.source for cell in cells}) == 1
    assert {cell.id for cell in cells} == {INSTALL}
    assert all("skip-grading" in cell.metadata.tags for cell in cells)
    assert f"{PROJECT['name']}=={PROJECT['version']} " in cells[0].source


def test_without_a_network_it_says_what_to_do(machine):
    printed, packages = run_cell(machine, "nothing")
    assert "The course could not be installed" in printed
    assert PROJECT["name"] not in packages


def test_it_installs_the_course_and_replaces_nothing(machine):
    printed, packages = run_cell(machine, "wheels")
    assert "The course is installed." in printed
    assert packages[PROJECT["name"]] == PROJECT["version"]
    assert packages["mlxtend"] == "2.0"
    assert packages["platformdirs"] == "1.0"
    assert run_cell(machine, "nothing") == ("", packages), "with the course there it does nothing"
