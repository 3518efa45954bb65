"""A wrong answer costs its own points only: the catalogue, run lesson by lesson."""

from __future__ import annotations

import itertools

import pytest

from benchmarks.catalogue import ITEMS, Answer, answers
from benchmarks.trust.answer_cells import answer_cells

LESSONS = {
    lesson: [cell.item for cell in cells]
    for lesson, cells in itertools.groupby(answer_cells().values(), key=lambda cell: cell.lesson)
}


def notebook(lesson: str, wrong: Answer) -> dict[str, object]:
    """A lesson's answers in their order, all right but one, in one namespace as in a kernel."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    cells = answer_cells()
    exec(cells[LESSONS[lesson][0]].imports, namespace)
    for name in LESSONS[lesson]:
        if name == wrong.item.name:
            wrong.run(namespace)
        else:
            exec(compile(cells[name].source, f"<answer cell {name}>", "exec"), namespace)
    return namespace


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_wrong_answer_costs_its_own_points_only(lesson):
    for wrong in answers("wrong_"):
        if wrong.item.name not in LESSONS[lesson]:
            continue
        names = notebook(lesson, wrong)
        passed = {name for name in LESSONS[lesson] if ITEMS[name].verdict(names[name]).passed}
        assert passed == set(LESSONS[lesson]) - {wrong.item.name}, wrong.name
