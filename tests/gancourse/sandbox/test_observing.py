"""What a notebook's process has of the checks: enough to observe, nothing to judge with."""

from __future__ import annotations

import ast

import pytest

import graders
from benchmarks.catalogue import ITEMS, answers
from gancourse.sandbox.executor import Request
from gancourse.sandbox.observing import without_judges
from graders.core import message
from tests.gancourse.sandbox.cells import linux, run, shown

SOURCES = {
    "graders": "",
    "graders.tools": """
from graders import words
LIMIT, EDGE = 3, 4
KEY = {"a": 1}
class Look:
    chance = 0.5
    def observe(self, answer):
        return [answer(n) for n in range(LIMIT)] + self._more() + words.said()
    def judge(self, seen):
        return seen == [KEY["a"]] + self._right()
    def _more(self):
        return []
    def _right(self):
        return [formula(EDGE)]
def formula(n):
    return n + KEY["a"]
""",
    "graders.words": """
def said():
    return [WORD]
def unsaid():
    return [WORD]
def asked():
    return [WORD]
WORD = "w"
""",
    "graders.check": """
from graders.tools import Look, formula
MISTAKES = [lambda n: n + 1, formula]
item = Look()
def KEY():
    return MISTAKES
""",
}


CALLER = "from graders.words import asked"


@pytest.fixture(scope="module")
def cut() -> dict[str, str]:
    return {name: ast.unparse(tree) for name, tree in without_judges(SOURCES, [CALLER]).items()}


@pytest.mark.parametrize("word", ["judge", "chance", "KEY", "formula", "EDGE = ", "_right"])
def test_what_only_judges_use_is_gone(cut, word):
    if word == "EDGE = ":  # it shares its line with something that is needed
        assert "LIMIT, EDGE = (3, 4)" in cut["graders.tools"]
    else:
        assert not any(word in text for text in cut.values())


def test_a_table_that_nothing_else_uses_is_gone(cut):
    assert cut["graders.check"].split() == [
        "from",
        "graders.tools",
        "import",
        "Look",
        "item",
        "=",
        "Look()",
    ]


@pytest.mark.parametrize("word", ["class Look", "LIMIT", "def observe", "def _more"])
def test_what_observing_uses_stays(cut, word):
    assert word in cut["graders.tools"]


def test_of_another_module_what_is_named_through_it_stays(cut):
    assert "WORD = 'w'" in cut["graders.words"]
    assert "def said" in cut["graders.words"]
    assert "unsaid" not in cut["graders.words"]


def test_what_the_sandbox_itself_imports_stays(cut):
    assert "def asked" in cut["graders.words"]


@pytest.mark.parametrize("name", ITEMS)
def test_answers_are_observed_as_they_are_with_the_whole_check(weak, name):
    item = ITEMS[name]
    # A machine without a GPU words errors of CUDA in another way after a fork.
    both = [[one for one in answers(kind) if one.item is item] for kind in ("right_", "wrong_")]
    chosen = [one for kind in both for one in kind[-3:] if "cuda" not in one.source]
    requests = []
    for number, answer in enumerate(chosen):
        check = {"item": f"check_{name.lower()}", "name": name, "seed": 5}
        requests += [
            Request(2 * number, source=answer.source),
            Request(2 * number + 1, given=item.given(5), **check),
        ]
    execution = weak.run(requests)
    for number, answer in enumerate(chosen):
        verdict = item.judge(execution.seen[2 * number + 1], item.given(5))
        assert message.text(verdict) == message.text(item.verdict(answer.load(), 5))


LOOKS_FOR_JUDGES = """
import sys, types
import graders
for name in dir(graders):
    getattr(graders, name)
modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "graders"]
values = [value for module in modules for value in vars(module).values()]
print(len(modules) > 40, [value for value in values if hasattr(value, "judge")])
print([name for module in modules for name in vars(module)
       if name in ("KEY", "KEYS", "hashed", "_frechet", "_modes", "known_mistake")])
"""


def test_no_judge_and_no_key_is_in_the_process(weak):
    assert shown(run(weak, LOOKS_FOR_JUDGES)).split("\n") == ["True []", "[]", ""]


@linux
def test_the_source_of_the_checks_is_not_there_in_strong_isolation(strong):
    execution = run(
        strong,
        """
        import inspect, os, graders
        print(os.listdir(os.path.dirname(graders.__file__)))
        """,
        "inspect.getsource(graders.check_get_noise.observe)",
    )
    assert shown(execution) == "[]\n"
    assert "could not get source" in shown(execution, 1)


AGAIN = """
import importlib, sys
importlib.reload(graders)
for name in [name for name in sys.modules if name.startswith("graders")]:
    del sys.modules[name]
import graders
from graders.core.check import Item
print(hasattr(Item, "judge"))
"""


def test_loading_the_checks_again_brings_no_judge(weak):
    assert shown(run(weak, "import graders", AGAIN), 1) == "False\n"


def test_a_check_that_a_student_calls_breaks_no_cell(weak):
    execution = run(
        weak,
        """
        import graders
        graders.check_get_noise(lambda n, z: None)
        try:
            graders.check_denorm(None)
        except graders.CheckFailed:
            print("never")
        print(len(graders.example("get_disc_loss", 2)))
        """,
    )
    lines = shown(execution).splitlines()
    assert lines[0] == "get_noise: this call is not judged; the check's own cell is, outside."
    assert lines[1].startswith("denorm: this call is not judged")
    assert int(lines[2]) == len(graders.example("get_disc_loss", 2))


def test_observing_does_not_look_for_the_checks_in_what_a_cell_has_changed(weak):
    change = """
        import graders, graders.core.check
        graders.check_denorm = graders.core.check.Item.observe = None
        def denorm(x):
            return x
        """
    item = ITEMS["denorm"]
    check = Request(1, item="check_denorm", name="denorm", given=item.given(0))
    execution = weak.run([Request(0, source=change.replace("\n        ", "\n")), check])
    assert item.judge(execution.seen[1], item.given(0)).outcomes[3].passed
