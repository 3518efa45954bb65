"""Whoever stops a training can go on: every later cell works with what is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from benchmarks.lessons import TRAINS
from gancourse.course.tidy import read
from tests.kernel import Shown, kernel
from tests.test_notebooks import PATHS

CHECK = re.compile(r"graders\.check_\w+\(\w+\)")
PRESSED = "Stop is pressed."  # as tests/stop_button.py says
LESSONS = PATHS[1:]  # lesson 00 trains nothing


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[..., Shown]]:
    with kernel() as started:
        yield started


@pytest.mark.parametrize("training", [1, 2], ids=["first", "second"])
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_goes_on_when_the_trainings_of_all_its_cells_are_stopped(run, path, training):
    """In the first of a cell; and in its second, when the first one was short, too."""
    run(f"%reset -f\nfrom tests import stop_button\nstop_button.press_in({training})")
    trained, troubles = 0, []
    for cell in read(path).cells:
        # What an answer is worth does not depend on how long something was trained.
        if cell.cell_type != "code" or CHECK.fullmatch(cell.source):
            continue
        shown = run(cell.source)
        pressed, stopped = (shown.printed.count(words) for words in (PRESSED, "Stopped at"))
        trains = TRAINS.match(cell.source) is not None
        trained += trains
        if shown.error:
            troubles.append(f"{cell.id}: {shown.error}")
        elif pressed != stopped:
            troubles.append(f"{cell.id} was stopped and does not say so: {shown.printed}")
        elif trains and training == 1 and not stopped:
            troubles.append(f"{cell.id} shows no progress")
    assert trained
    assert not troubles, "\n".join(troubles)
