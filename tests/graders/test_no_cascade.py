"""A wrong answer costs its own points only: the catalogue, run lesson by lesson."""

from __future__ import annotations

import ast
import itertools

import pytest

from benchmarks.catalogue import ITEMS, Answer, answers
from benchmarks.trust.answer_cells import answer_cells

LESSONS = {
    lesson: [cell.item for cell in cells]
    for lesson, cells in itertools.groupby(answer_cells().values(), key=lambda cell: cell.lesson)
}


BUILT_ON_EACH_OTHER = {"02_building_blocks", "04_training", "06_dcgan"}
"""Lessons in which an answer calls an earlier one."""


def reads(name: str) -> set[str]:
    """The names that an item's answer cell reads."""
    tree = ast.parse(answer_cells()[name].source)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def notebook(lesson: str, wrong: Answer) -> tuple[dict[str, object], set[str]]:
    """A lesson's answers in their order, all right but one, in one namespace as in a kernel.

    Returns:
        The namespace, and the names that the wrong answer has bound in it.
    """
    namespace: dict[str, object] = {"__name__": "__main__"}
    cells = answer_cells()
    exec(cells[LESSONS[lesson][0]].imports, namespace)
    bound: set[str] = set()
    for name in LESSONS[lesson]:
        if name == wrong.item.name:
            before = dict(namespace)
            wrong.run(namespace)
            bound = {key for key, value in namespace.items() if before.get(key) is not value}
        else:
            exec(compile(cells[name].source, f"<answer cell {name}>", "exec"), namespace)
    return namespace, bound


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_wrong_answer_costs_its_own_points_only(lesson):
    """A wrong answer reaches only what reads a name that it binds; the rest is not run again."""
    reached = 0
    for wrong in answers("wrong_"):
        if wrong.item.name not in LESSONS[lesson]:
            continue
        names, bound = notebook(lesson, wrong)
        for name in LESSONS[lesson]:
            if name != wrong.item.name and reads(name) & bound:
                assert ITEMS[name].verdict(names[name]).passed, f"{wrong.name} costs {name}"
                reached += 1
    assert (reached > 20) == (lesson in BUILT_ON_EACH_OTHER), reached
