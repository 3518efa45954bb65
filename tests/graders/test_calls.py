"""What a message shows as called runs in the student's notebook, with a right answer, as it is."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.catalogue import ITEMS, answers
from graders.core import message
from graders.core.aspect import Finding
from graders.core.verdict import Outcome, Verdict

SOLUTIONS = Path(__file__).parents[2] / "solutions"
RIGHT = {answer.item.name: answer for answer in answers("right_")}
CALLS = [
    pytest.param(item, number, id=f"{name}-{number}")
    for name, item in ITEMS.items()
    for number in range(1, len(item.aspects) + 1)
]


def import_cell(lesson: str) -> str:
    """The first code cell of a lesson, given by its number as text."""
    (path,) = SOLUTIONS.glob(f"{lesson:0>2}_*/*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def shown(item, number: int, label: str) -> str:
    """A row of the text that says that check ``number`` failed, its lines as they are wrapped."""
    outcomes = [Outcome(aspect) for aspect in item.aspects]
    outcomes[number - 1] = Outcome(item.aspects[number - 1], Finding("this", "that"))
    text = message.text(Verdict(item.name, item.exercise, tuple(outcomes)))
    row = re.search(rf"^  {label} +(.*(?:\n {{12}}.*)*)", text, flags=re.MULTILINE)
    return row[1] if row else ""


@pytest.mark.parametrize(("item", "number"), CALLS)
def test_a_call_runs_when_it_is_pasted_into_a_notebook(item, number, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    namespace = {"__name__": "__main__"}
    exec(import_cell(item.exercise.partition(".")[0]), namespace)
    namespace |= item.stand_ins
    RIGHT[item.name].run(namespace)
    exec(shown(item, number, "first"), namespace)
    called = shown(item, number, "called")
    assert called
    exec(called, namespace)


@pytest.mark.parametrize(("item", "number"), CALLS)
def test_the_names_in_a_call_are_the_ones_that_the_message_gives(item, number):
    aspect = item.aspects[number - 1]
    for name in aspect.names:
        assert re.search(rf"\b{name}\b", aspect.call)
    assert len(aspect.example(item.given(0)[number - 1])) == len(aspect.names)


def test_the_example_of_a_check_is_what_the_check_uses():
    item = ITEMS["optimal_discriminator"]
    p, q = item.example(2)
    given = item.given(0)[1]
    assert p.equal(given["p"])
    assert q.equal(given["q"])
