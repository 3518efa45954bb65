"""The proof that a student notebook gives nothing away and that every stub in it works."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader import utils

SECRETS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")

SHORT = 12
"""A secret line with fewer letters and digits than this says nothing by itself, e.g. ``)``,
``else:`` or ``return loss``. In the answer cell it was cut from, every line counts."""

COMMON = {
    "return nn.Sequential(",
    "loss.backward()",
    "optimizer.step()",
    "optimizer.zero_grad()",
    "with torch.no_grad():",
}
"""Lines that any lesson may show, although a solution has them too."""


@dataclass(frozen=True)
class Region:
    """What must not reach a student: the lines between two markers of one cell."""

    grade_id: str
    lines: tuple[str, ...]

    @property
    def telling(self) -> set[str]:
        """The lines that give something away wherever they stand."""
        return {
            line
            for line in self.lines
            if sum(map(str.isalnum, line)) >= SHORT and line not in COMMON
        }


def secret_regions(source: NotebookNode) -> list[Region]:
    """All solutions, marking schemes and hidden tests of a solution notebook.

    A solution cell without markers is a secret as a whole, as nbgrader treats it.
    """
    regions = []
    for cell in source.cells:
        inside = list(_inside_markers(cell.source))
        if utils.is_solution(cell) and not _has_solution_markers(cell):
            inside = cell.source.splitlines()
        lines = tuple(line.strip() for line in inside if re.search(r"[^\W_]", line))
        if lines:
            regions.append(
                Region(cell.metadata.get("nbgrader", {}).get("grade_id", cell.id), lines)
            )
    return regions


def find_leaks(sources: Mapping[str, NotebookNode], released: Mapping[str, NotebookNode]) -> list:
    """Every place where a released notebook says what only the solution may say.

    The rule: in the released notebook of its own lesson no telling line of a secret region may
    stand (see ``SHORT`` and ``COMMON`` for the lines that do not tell), in its own answer cell no
    line at all, except those that the author also put outside the region. In the notebook of
    another lesson, the telling lines of a region may not all stand.

    Args:
        sources: Solution notebooks by lesson name.
        released: Student notebooks by lesson name.

    Returns:
        One sentence for each leak.
    """
    leaks = []
    regions = [(home, region) for home, nb in sources.items() for region in secret_regions(nb)]
    for lesson, nb in released.items():
        shown = {line: cell.id for cell in nb.cells for line in _lines_shown(cell)}
        text = "\n".join(shown)
        for word in SECRETS:
            if re.search(rf"(BEGIN|END) {word}", text):
                leaks.append(f"{lesson}: a marker '{word}' is left in the student notebook.")
        for home, region in regions:
            told = region.telling & shown.keys()
            if home == lesson:
                told |= _told_in_own_cell(region, sources[home], nb)
            elif not region.telling or told < region.telling:
                continue
            for line in sorted(told):
                where = shown.get(line, region.grade_id)
                leaks.append(
                    f"{lesson}: cell {where} shows a line of the solution of "
                    f"{region.grade_id}: {line!r}."
                )
    return leaks


def find_broken_stubs(source: NotebookNode, released: NotebookNode, stubs: tuple[str, str]) -> list:
    """What is wrong with the stubs of a student notebook, a sentence each.

    Args:
        source: The solution notebook.
        released: The student notebook made of it.
        stubs: What nbgrader puts into code cells and into text cells.
    """
    problems = []
    answers = {c.metadata.nbgrader.grade_id: c for c in released.cells if utils.is_solution(c)}
    for cell in filter(utils.is_solution, source.cells):
        name = cell.metadata.nbgrader.grade_id
        if name not in answers:
            problems.append(f"The answer cell {name} is missing from the student notebook.")
            continue
        if cell.cell_type == "code" and not _has_solution_markers(cell):
            problems.append(f"The answer cell {name} has no lines ### BEGIN SOLUTION and END.")
        stub = stubs[cell.cell_type != "code"]
        lines = [line.strip() for line in answers[name].source.splitlines()]
        if not all(line.strip() in lines for line in stub.splitlines()):
            problems.append(f"The answer cell {name} has no stub in the student notebook.")
    for cell in released.cells:
        if cell.cell_type == "code":
            try:
                ast.parse(TransformerManager().transform_cell(cell.source))
            except SyntaxError as error:
                problems.append(f"Cell {cell.id} of the student notebook is no Python: {error}.")
    return problems


def _has_solution_markers(cell: NotebookNode) -> bool:
    return "BEGIN SOLUTION" in cell.source


def _inside_markers(source: str) -> Iterator[str]:
    depth = 0
    for line in source.splitlines():
        if re.search(rf"END ({'|'.join(SECRETS)})", line):
            depth -= 1
        elif re.search(rf"BEGIN ({'|'.join(SECRETS)})", line):
            depth += 1
        elif depth > 0:
            yield line


def _lines_shown(cell: NotebookNode) -> Iterator[str]:
    texts = [cell.source]
    for output in cell.get("outputs", []):
        texts.append(output.get("text", ""))
        texts += output.get("traceback", [])
        texts += [str(value) for value in output.get("data", {}).values()]
    for text in texts:
        yield from (line.strip() for line in text.splitlines())


def _told_in_own_cell(region: Region, source: NotebookNode, released: NotebookNode) -> set[str]:
    def lines_of(nb: NotebookNode) -> list[str]:
        return [
            line.strip()
            for cell in nb.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") == region.grade_id
            for line in cell.source.splitlines()
        ]

    before = lines_of(source)
    now = lines_of(released)
    return {x for x in region.lines if now.count(x) > before.count(x) - region.lines.count(x)}
