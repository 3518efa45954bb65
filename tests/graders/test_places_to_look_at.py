"""Where a message sends its reader: to a hint or a section of the lesson that is there."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.catalogue import ITEMS

SOLUTIONS = Path(__file__).parents[2] / "solutions"
POINTING = sorted(name for name, item in ITEMS.items() if item.see)


def text_of(item) -> str:
    """The prose of the lesson that holds an item's exercise."""
    (path,) = SOLUTIONS.glob(f"0{item.exercise[0]}_*/*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def test_items_point_somewhere():
    assert len(POINTING) >= 10


@pytest.mark.parametrize("name", POINTING)
def test_every_place_is_in_the_lesson(name):
    item = ITEMS[name]
    text = text_of(item)
    exercise = text.partition(f"### Exercise {item.exercise} ")[2].partition("\n## ")[0]
    for _, place in item.see:
        if hint := re.fullmatch(r"hint (\d)", place):
            assert f"<summary>Hint {hint[1]}:" in exercise
            continue
        section, heading = re.fullmatch(r'section (\d), "(.+)"', place).groups()
        below = text.partition(f"## {section}. ")[2].partition("\n## ")[0]
        assert below.startswith(f"{heading}\n") or f"### {heading}\n" in below
