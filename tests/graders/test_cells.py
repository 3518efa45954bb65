"""A check says when it looks at an older answer than the one in the cell, and why."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from graders.core.cells import defines, from_before

RIGHT = "def count_pixels(height, width):\n    return height * width"
WRONG = "def count_pixels(height, width):\n    return height + width"
STUB = "def count_pixels(height, width):\n    raise NotImplementedError"
UNCLOSED = "def count_pixels(height, width):\n    return (height * width"
CHECK = """\
import graders
try:
    graders.check_count_pixels(count_pixels)
except Exception as error:
    print(error)
"""


@pytest.fixture
def shown(capsys):
    """What the last of some cells shows."""
    main = sys.modules["__main__"]  # a shell puts a module of its own there
    shell = InteractiveShell.instance()
    shell.reset()

    def run(*cells: str) -> str:
        for cell in cells:
            capsys.readouterr()
            shell.run_cell(cell, store_history=True)
        return " ".join(capsys.readouterr().out.split())

    yield run
    InteractiveShell.clear_instance()
    sys.modules["__main__"] = main


BROKEN = {
    "a bracket": (UNCLOSED, "'(' was never closed (line 2 of your cell: `return (height * width`)"),
    "a colon": (RIGHT.replace(":", ""), "expected ':' (line 1"),
    "return": (RIGHT.replace("return", "retrun"), "invalid syntax (line 2"),
    "def": ("deff" + RIGHT.removeprefix("def"), "invalid syntax (line 1"),
    "no def": (RIGHT.removeprefix("def "), "(line 1"),
    "indentation": (RIGHT.replace("    ", ""), "IndentationError"),
    "return outside": (RIGHT.replace("    ", "    pass\n"), "'return' outside function"),
}


@pytest.mark.parametrize(("source", "says"), BROKEN.values(), ids=BROKEN)
def test_a_syntax_error_in_the_answer_cell_is_named(shown, source, says):
    text = shown(WRONG, source, CHECK)
    assert "the last run of the answer cell ended with a" in text
    assert says in text
    assert "what is checked is from before it" in text


def test_a_stub_from_before_is_not_said_to_stand_in_the_cell(shown):
    text = shown(STUB, UNCLOSED, CHECK)
    assert "not attempted yet" in text
    assert "'(' was never closed" in text
    assert "still stands" not in text


def test_a_right_answer_from_before_passes_with_a_warning(shown):
    text = shown(RIGHT, UNCLOSED, CHECK)
    assert text.startswith("count_pixels: the check passed. But the last run of the answer cell")


def test_an_error_before_the_definition_is_noticed(shown):
    text = shown(WRONG, "import no_such_module\n" + RIGHT, CHECK)
    assert "the last run of the answer cell ended with an error: what is checked is from" in text


@pytest.mark.parametrize(
    "cells",
    [
        (RIGHT,),
        (UNCLOSED, RIGHT),
        (RIGHT, WRONG, RIGHT),
        ("%%time\n" + RIGHT,),
        (WRONG, "%%capture\n" + RIGHT),
        ("def make():\n" + "    " + RIGHT.replace("\n", "\n    ") + "\n    return count_pixels",
         "count_pixels = make()"),
        (RIGHT, "count_pixels(3, 5"),
        (RIGHT, "count_pixels_of_two = ("),
        (RIGHT, "if True:\n    count_pixels(3, 5)"),
        ("count_pixels = lambda height, width: height * width",),
    ],
)  # fmt: skip
def test_the_newest_answer_is_not_said_to_be_old(shown, cells):
    assert shown(*cells, CHECK) == "count_pixels: the check passed."


def test_outside_of_a_notebook_nothing_is_known():
    assert from_before("count_pixels", max) is None


def test_a_call_does_not_define():
    assert not defines("graders.check_get_noise(get_noise)", "get_noise")
    assert not defines("x = get_noise(3, 5)\nget_noise == x", "get_noise")
    assert defines("get_noise: Callable = partial(f)", "get_noise")
    assert defines("class Generator(nn.Module):", "Generator")
