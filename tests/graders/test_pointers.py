"""The row "look at" points to a place of the lesson that speaks of the cause."""

import json
import re
from pathlib import Path

import pytest

import graders
from benchmarks.catalogue import ITEMS
from benchmarks.words import PROMPT
from graders.core import message

SOLUTIONS = Path(__file__).parents[2] / "solutions"
POINTERS = [
    pytest.param(item, word, place, id=f"{name}-{word}")
    for name, item in ITEMS.items()
    for word, place in item.see
]


def prose(exercise: str) -> list[str]:
    """The Markdown cells of the lesson of an exercise, in their order."""
    (path,) = SOLUTIONS.glob(f"{exercise.partition('.')[0]:0>2}_*/*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def text_at(exercise: str, place: str) -> str:
    """The text of a hint, or of a section up to the next heading."""
    cells = prose(exercise)
    if place.startswith("hint"):
        heads = {head["number"]: cell for cell in cells if (head := PROMPT.match(cell))}
        hints = re.findall(r"<summary>.*?</summary>(.*?)</details>", heads[exercise], re.DOTALL)
        return hints[int(place.removeprefix("hint ")) - 1]
    parts = re.split(r"(?m)^#+ +(?:\d+\. )?(.+)$", "\n".join(cells))
    return dict(zip(parts[1::2], parts[2::2], strict=True))[place]


@pytest.mark.parametrize(("item", "word", "place"), POINTERS)
def test_a_pointer_leads_to_a_text_that_uses_the_word(item, word, place):
    assert word.lower() in text_at(item.exercise, place).lower()


def cell_at(exercise: str, ident: str) -> str:
    """The text of the cell to which a link leads."""
    (path,) = SOLUTIONS.glob(f"{exercise.partition('.')[0]:0>2}_*/*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    (source,) = ["".join(cell["source"]) for cell in cells if cell["id"] == ident]
    return source


@pytest.mark.parametrize(("item", "word", "place"), POINTERS)
def test_a_link_leads_to_the_cell_with_that_heading(item, word, place):
    if not place.startswith("hint"):
        heading = rf"(?m)^#+ +(?:\d+\. )?{re.escape(place)}$"
        assert re.search(heading, cell_at(item.exercise, place.cell))


@pytest.mark.parametrize("name", ITEMS)
def test_a_link_to_an_exercise_leads_to_its_prompt(name):
    number = ITEMS[name].exercise
    assert number in cell_at(number, message.exercise(name, number).cell).splitlines()[0]


@pytest.mark.parametrize("name", ITEMS)
def test_every_exercise_has_two_hints(name):
    exercise = ITEMS[name].exercise
    assert text_at(exercise, "hint 1").strip()
    assert text_at(exercise, "hint 2").strip()


def shown(answer, name: str) -> str:
    with pytest.raises(graders.CheckFailed) as failure:
        ITEMS[name](answer)
    return re.search(r"look at +(.*)", str(failure.value))[1]


def test_a_cause_leads_to_its_hint_an_unknown_one_to_the_last_and_others_to_the_exercise():
    assert shown(lambda p, q: p / p + q, "optimal_discriminator") == "exercise 1.1, hint 2"
    assert shown(lambda p, q: p.sum() / (p + q).sum(), "optimal_discriminator") == (
        "exercise 1.1, hint 1"
    )
    assert shown(lambda p, q: p.log() - q.log(), "optimal_discriminator") == (
        'section "The same thing in logits"'
    )
    assert shown(lambda p, q: p.sin() / (p + 3 * q), "optimal_discriminator") == (
        "exercise 1.1, hint 2"
    )
    assert shown(lambda p, q: p + 0 * q, "optimal_discriminator") == "exercise 1.1"
