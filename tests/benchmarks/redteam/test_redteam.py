"""The red team's class, graded once; each test looks at one submission of it."""

from __future__ import annotations

import os
import re
import sys

import pytest

from benchmarks.redteam.cheating import FOLDER, read_cheats
from benchmarks.redteam.damages import DAMAGES
from benchmarks.redteam.school import HONEST, SCRIPT, STOLEN, TRACES, Line, grade_everybody
from gancourse.sandbox import STRONG
from gancourse.sandbox.bubblewrap import best_isolation

NAMES = [
    *HONEST,
    *(cheat.student for cheat in read_cheats()),
    *(damage.student for damage in DAMAGES),
    "(everybody)",
]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Line]:
    if sys.platform != "linux" or best_isolation() != STRONG:
        pytest.skip("this machine has no bubblewrap, or does not let it make namespaces")
    graded = grade_everybody(tmp_path_factory.mktemp("redteam") / "course")
    return {line.student: line for line in graded}


@pytest.mark.parametrize("student", NAMES, ids=lambda name: ascii(name)[1:-1])
def test_it_earns_what_it_deserves_and_harms_nobody(lines, student):
    assert lines[student].faults == []


def test_there_are_enough_of_both():
    assert len(read_cheats()) >= 80
    assert len(DAMAGES) >= (138 if sys.platform == "linux" else 123)
    assert len(set(map(os.fsencode, NAMES))) == len(NAMES)


def test_cheats_leave_the_marks_that_are_looked_for():
    texts = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    texts = re.sub("['\" ]", "", texts)  # cheats write "STO" "LEN", so that their code is not found
    assert [mark for mark in (STOLEN, SCRIPT, *TRACES) if mark not in texts] == []
