"""The lesson that everybody hands in here: four checks of the course and a question in words."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gancourse.course.tidy import read, write
from gancourse.release.release import release

ROOT = Path(__file__).resolve().parents[2]
LESSON = "01_target"

SETTINGS = """
c.Limits.cell_seconds = 6
c.Limits.again_seconds = 2
c.Limits.check_seconds = 6
c.Limits.notebook_seconds = 40
c.Limits.memory_megabytes = 1024
c.Limits.disk_megabytes = 64
c.Limits.file_megabytes = 32
c.Limits.output_kilobytes = 512
"""

STUBS = {
    "conv_out_size": "def conv_out_size(size, kernel_size, stride=1, padding=0):",
    "get_noise": "def get_noise(n_samples, z_dim, device='cpu'):",
    "denorm": "def denorm(x):",
    "batch_size_answer": "def batch_size_answer():",
}
RIGHT = {
    "conv_out_size": "return (size + 2 * padding - kernel_size) // stride + 1",
    "get_noise": "return torch.randn(n_samples, z_dim, device=device)",
    "denorm": "return ((x + 1) / 2).clamp(0, 1)",
    "batch_size_answer": 'return "c"',
}
WRONG = {
    "conv_out_size": "return 7",
    "get_noise": "return None",
    "denorm": "return None",
    "batch_size_answer": 'return "a"',
}
POINTS = {"conv_out_size": 3, "get_noise": 2, "denorm": 1, "batch_size_answer": 1}
ALL = sum(POINTS.values())


def answer(name: str, line: str) -> str:
    """A whole answer cell with one line in it."""
    return f"{STUBS[name]}\n    {line}\n"


def make_course(folder: Path) -> Path:
    """A course folder with this lesson in it, released."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    write(_source(), folder / "solutions" / LESSON / f"{LESSON}.ipynb")
    release(folder)
    return folder


def released(course: Path) -> NotebookNode:
    """The student notebook."""
    return read(course / "notebooks" / LESSON / f"{LESSON}.ipynb")


def filled_in(nb: NotebookNode, lines: dict[str, str]) -> NotebookNode:
    """A copy of the student notebook with answers of one line each."""
    nb = copy.deepcopy(nb)
    for name, line in lines.items():
        cell(nb, name).source = answer(name, line)
    return nb


def cell(nb: NotebookNode, name: str) -> NotebookNode:
    """The cell of a released notebook with this name."""
    return next(one for one in nb.cells if name in (one.id, _grade_id(one)))


def hand_in(course: Path, student: str, nb: NotebookNode) -> Path:
    """Write a notebook where nbgrader expects it; return its folder."""
    path = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    write(nb, path)
    return path.parent


def _grade_id(one: NotebookNode) -> str | None:
    return one.metadata.get("nbgrader", {}).get("grade_id")


def _source() -> NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell(f"# 01 · Target\n\nPoints: {ALL + 2}", id="title"),
        nbformat.v4.new_code_cell("import torch\n\nimport graders", id="setup"),
    ]
    for name, line in RIGHT.items():
        cells.append(nbformat.v4.new_markdown_cell(f"### Exercise 1 · {name}", id=f"about-{name}"))
        marked = f"### BEGIN SOLUTION\n    {line}\n    ### END SOLUTION"
        cells.append(_graded(nbformat.v4.new_code_cell(answer(name, marked), id=name)))
        check = nbformat.v4.new_code_cell(f"graders.check_{name}({name})", id=f"check-{name}")
        cells.append(_graded(check, POINTS[name]))
        cells.append(nbformat.v4.new_code_cell(f"# Look at {name} here.", id=f"look-{name}"))
    why = nbformat.v4.new_markdown_cell("### BEGIN SOLUTION\nBecause.\n### END SOLUTION", id="why")
    cells.append(_graded(why, 2, solution=True))
    return nbformat.v4.new_notebook(cells=cells)


def _graded(one: NotebookNode, points: int | None = None, solution: bool = False) -> NotebookNode:
    is_check = points is not None and not solution
    one.metadata.nbgrader = NotebookNode(
        grade=points is not None,
        grade_id=one.id.replace("-", "_"),
        locked=is_check,
        schema_version=3,
        solution=not is_check,
        task=False,
    )
    if points is not None:
        one.metadata.nbgrader.points = points
    return one
