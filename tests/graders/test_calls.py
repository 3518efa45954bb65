"""What a message shows as called runs in the student's notebook, with a right answer, as it is."""

import contextlib
import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch

from benchmarks.catalogue import ITEMS, answers
from graders.core import message
from graders.core.aspect import Finding
from graders.core.values import name_of, plain, spread
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


# Every wrong answer ------------------------------------------------------------------------------

UNSEEN = (
    "its parameters",  # help() shows them
    "its layers with parameters",  # printed layers; a frozen one does not look frozen
    "its default sizes",
    "values are standard normal",  # statistics of new draws
    "every call gives a new network",
    "it changes nothing",
    "the device argument is obeyed",
    "num_images is not the number of reals",
)
"""In titles of aspects whose calls do not print what ``got`` says."""

CHANGES = {
    *("diagnoses", "feed", "repaired_step", "set_up", "train_epoch", "train_step", "update"),
    *("update_average", "weights_init"),
}
"""Items whose messages count, or speak of what the call has changed: their errors are compared."""

WRONG = answers("wrong_")


def outcome(answer, item, number: int) -> tuple[Any, str]:
    """What the pasted lines give, in a notebook in which the answer is defined: value, error."""
    namespace = {"__name__": "__main__"}
    exec(import_cell(item.exercise.partition(".")[0]), namespace)
    answer.run(namespace)
    namespace |= item.stand_ins
    with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(shown(item, number, "first"), namespace)
        try:
            return eval(shown(item, number, "called"), namespace), ""
        except Exception as error:
            return None, " ".join(f"{type(error).__name__}: {error}".split())


def words_for(value: Any) -> list[str]:
    """All that a message may say of a value, and of the values in it."""
    words = [str(value), name_of(plain(value))]
    words += [f"{value:g}"] if isinstance(value, float) else []
    if isinstance(value, torch.Size):
        words += [f"a tensor of shape {tuple(value)}"]
    elif isinstance(value, list | tuple):
        words += [word for part in value for word in words_for(part)]
    elif isinstance(value, dict):
        words += words_for(list(value.values()))
    elif isinstance(value, torch.Tensor):
        tensor = value.detach().cpu()
        words += [f"shape {tuple(tensor.shape)}", f"dtype {tensor.dtype}", spread(tensor.float())]
        numbers = {f"{n:.{digits}g}" for n in tensor.flatten().tolist() for digits in range(3, 9)}
        words += [*numbers, *(f"{number} there" for number in numbers)]
    return words


@pytest.mark.parametrize("answer", WRONG, ids=lambda answer: answer.name)
def test_the_call_shows_the_failure_that_is_reported(answer, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()):
        number, first = answer.item.verdict(answer.load()).first_failure
        if any(part in first.aspect.title for part in UNSEEN):
            return
        value, error = outcome(answer, answer.item, number)
    got = first.finding.got.partition(" (line ")[0].rstrip(" …")
    if first.finding.expected == "no error":
        assert got[:60] in error or "cannot be called" in got
    elif answer.item.name in CHANGES:
        assert not error
    elif re.search(r"\d", got) and not re.search(r"\d calls|in the pair|twice|exactly", got):
        assert any(word == got or (" " in word and word in got) for word in words_for(value))
