"""A notebook's folder is on the path as in a kernel, and takes nothing from the course."""

from __future__ import annotations

from gancourse.sandbox.executor import Request
from tests.gancourse.sandbox.cells import last_line, run


def test_what_a_notebook_writes_beside_itself_can_be_imported(strong, weak):
    for executor in (strong, weak):
        execution = run(executor, "%%writefile mine.py\nx = 6", "import mine\nprint(mine.x)")
        assert last_line(execution, 1) == "6"
        gone = run(executor, "import mine")
        assert gone.outputs[0][-1]["ename"] == "ModuleNotFoundError", "the next one does not see it"


def test_files_lie_there_when_a_notebook_begins(strong, weak):
    files = {"mine.py": "é = 7", "torch.py": "raise SystemExit", "graders.py": "raise SystemExit"}
    source = "import graders, mine, torch\nprint(mine.é, torch.zeros(1).item())"
    check = Request(1, item="check_get_noise", name="get_noise", given=[{}] * 5, seed=1)
    for executor in (strong, weak):
        execution = executor.run([Request(0, source=source), check], files)
        assert last_line(execution, 0) == "7 0.0"
        assert list(execution.seen) == [1]


def test_a_file_that_does_not_fit_costs_nothing_else(strong):
    files = {"a/b.py": "x", "": "x", "x" * 300: "x", "mine.py": "x = 1"}
    execution = strong.run([Request(0, source="import mine\nprint(mine.x)")], files)
    assert last_line(execution, 0) == "1"
