"""What students need is the base installation alone: no nbgrader.

A finder refuses to import what the base dependencies do not bring, so that lessons and checks meet
the same packages as in an environment without any extra.
"""

import ast
import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]

REFUSING = """
import importlib.abc, sys

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in REFUSED:
            raise ModuleNotFoundError(f"{name} is of no base dependency", name=name)

sys.meta_path.insert(0, Refuse())
"""


def brought_by(name: str) -> set[str]:
    """The distributions that installing this one brings, itself included, in normal spelling."""
    brought: set[str] = set()
    waiting = [name]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in brought:
            continue
        brought.add(name)
        try:
            requirements = map(Requirement, importlib.metadata.requires(name) or [])
        except importlib.metadata.PackageNotFoundError:  # for another system
            continue
        waiting += [one.name for one in requirements if not one.marker or one.marker.evaluate()]
    return brought


def refused() -> set[str]:
    """The modules of all that is installed here beside the base dependencies."""
    base = brought_by("gans-in-notebooks")
    return {
        module
        for module, distributions in importlib.metadata.packages_distributions().items()
        if not base & {re.sub(r"[-_.]+", "-", one).lower() for one in distributions}
    }


def run(program: str) -> subprocess.CompletedProcess:
    program = f"REFUSED = {sorted(refused())}\n{REFUSING}\n{program}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)


def imports_of(lesson: Path) -> str:
    """All import statements of a lesson's cells."""
    cells = [cell for cell in nbformat.read(lesson, as_version=4).cells if cell.cell_type == "code"]
    nodes = [
        node
        for cell in cells
        for node in ast.walk(ast.parse(re.sub(r"(?m)^[%!].*$", "", cell.source)))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert nodes, f"{lesson} imports nothing"
    return "\n".join(map(ast.unparse, nodes))


def test_the_extras_are_refused():
    assert {"nbgrader", "sqlalchemy", "pebble", "ijson", "distributed"} <= refused()
    assert not {"torch", "IPython", "matplotlib", "jupyterlab", "graders", "ganlab"} & refused()
    assert "of no base dependency" in run("import nbgrader").stderr


def test_every_lesson_imports_what_it_needs():
    lessons = sorted(ROOT.glob("solutions/*/*.ipynb"))
    assert len(lessons) == 9
    done = run("\n".join(map(imports_of, lessons)))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("answer", "says"),
    [("get_noise", "all 5 checks passed"), ("lambda n, z, device=None: 2.0 * n", "likely")],
)
def test_a_check_runs(answer, says):
    done = run(
        "import graders\n"
        "from ganlab.networks import get_noise\n"
        "for name in graders.__all__: getattr(graders, name)\n"
        f"graders.check_get_noise({answer})"
    )
    assert says in done.stdout + done.stderr


@pytest.mark.parametrize("words", [["train", "--list"], ["progress", "00"], ["lab", "99"]])
def test_a_students_command_runs(words):
    """The whole way is tried in tests/setup/test_wheel.py."""
    done = run(f"import sys; sys.argv = ['gancourse', *{words}]\nimport runpy\n"
               "runpy.run_module('gancourse', run_name='__main__')")  # fmt: skip
    assert done.returncode == (1 if words == ["lab", "99"] else 0), done.stderr
    assert "not installed" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_teachers_command_says_which_extra_it_needs():
    done = run("import sys; sys.argv = ['gancourse', 'release', '--check']\nimport runpy\n"
               "runpy.run_module('gancourse', run_name='__main__')")  # fmt: skip
    assert done.returncode == 2
    assert 'pip install -e ".[teach]"' in done.stderr
    assert "Traceback" not in done.stderr
