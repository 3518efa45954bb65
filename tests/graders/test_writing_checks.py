"""The example of the page on writing checks is complete and works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graders import CheckFailed
from graders.core.check import Item

PAGE = Path(__file__).parents[2] / "docs" / "writing_checks.md"
CHECK, *ANSWERS = re.findall(r"(?ms)^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"))


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(source, PAGE.name, "exec"), names)
    return names


@pytest.fixture(scope="module")
def item() -> Item:
    return run(CHECK)["item"]


@pytest.mark.parametrize("source", [one for one in ANSWERS if one.startswith("# right")])
def test_right_answers_pass(item, source):
    item(run(source)["clip_pixels"])


@pytest.mark.parametrize("source", [one for one in ANSWERS if one.startswith("# wrong")])
def test_wrong_answers_get_the_message_promised(item, source):
    says = source.splitlines()[1].removeprefix("# says: ")
    with pytest.raises(CheckFailed, match=says):
        item(run(source)["clip_pixels"])


def test_the_page_shows_one_right_and_two_wrong_answers():
    assert [one[:7] for one in ANSWERS] == ["# right", "# wrong", "# wrong"]


def test_doing_nothing_earns_nothing_and_a_broken_rule_costs_a_part(item):
    assert item.verdict(lambda x: None).earned == 0
    assert item.verdict(lambda x: x.clamp(0, 1)).earned == 1
    assert item.verdict(lambda x: x.clamp_(0, 1)).earned == pytest.approx(2 / 3)
