"""A check says the same whatever ran before it, and leaves the process as it found it."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graders
from benchmarks.catalogue import FOLDER, ITEMS, Answer, answers
from graders.core.check import Item
from graders.core.ground import _default_device

pytestmark = pytest.mark.slow  # every check, again and again

# The same examples in every run: a test that fails must fail again. An example takes long enough
# on a busy machine that its time says nothing.
repeatable = functools.partial(
    settings,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

RIGHT = {answer.item.name: answer for answer in answers("right_")}
WRONG = {answer.item.name: answer for answer in answers("wrong_")}


# What a student's notebook may have done ---------------------------------------------------------


@contextlib.contextmanager
def setting(change: Callable[[Any], Any], value: Any, before: Any) -> Iterator[None]:
    change(value)
    try:
        yield
    finally:
        change(before)


@contextlib.contextmanager
def warnings_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@contextlib.contextmanager
def all_seeds_set() -> Iterator[None]:
    for seed in (torch.manual_seed, random.seed, np.random.seed):
        seed(1234)
    yield


DISTURBANCES: dict[str, Callable[[], contextlib.AbstractContextManager]] = {
    "gradients off": lambda: torch.set_grad_enabled(False),
    "inference mode": torch.inference_mode,
    "float64 by default": lambda: setting(torch.set_default_dtype, torch.float64, torch.float32),
    "meta by default": lambda: setting(torch.set_default_device, "meta", None),
    "a GPU by default that is not there": lambda: setting(
        torch.set_default_device, "xpu" if torch.cuda.is_available() else "cuda", None
    ),
    "inside a device": lambda: torch.device("meta"),
    "autocast": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    "anomalies": lambda: torch.autograd.set_detect_anomaly(True),
    "deterministic": lambda: setting(torch.use_deterministic_algorithms, True, False),
    "two threads": lambda: setting(torch.set_num_threads, 2, torch.get_num_threads()),
    "warnings are errors": warnings_are_errors,
    "another backend": lambda: setting(matplotlib.use, "svg", matplotlib.get_backend()),
    "an open figure": lambda: setting(lambda call: call(), plt.figure, lambda: plt.close("all")),
    "seeds set": all_seeds_set,
}

DEFAULT_DEVICES = {"meta by default", "a GPU by default that is not there"}
"""There is one at a time: torch refuses another where a device is set around it."""


def state_of_the_process() -> dict[str, Any]:
    """Everything that a check could leave changed."""
    return {
        "torch's random numbers": torch.get_rng_state().tolist(),
        "python's random numbers": random.getstate(),
        "numpy's random numbers": str(np.random.get_state()),
        "gradients": torch.is_grad_enabled(),
        "inference": torch.is_inference_mode_enabled(),
        "dtype": torch.get_default_dtype(),
        "device": _default_device(),
        "threads": torch.get_num_threads(),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
        "anomalies": torch.is_anomaly_enabled(),
        "autocast": torch.is_autocast_enabled("cpu"),
        "function modes": torch._C._len_torch_function_stack(),
        "warnings": list(warnings.filters),
        "backend": matplotlib.get_backend(),
        "figures": plt.get_fignums(),
        "output": (sys.stdout, sys.stderr, sys.displayhook, sys.excepthook),
        "folder": os.getcwd(),
        "environment": dict(os.environ),
    }


def says(item: Item, answer: Any) -> str:
    """The message of a check, or nothing if the answer passes."""
    try:
        item(answer)
    except graders.CheckFailed as failure:
        return str(failure)
    return ""


@functools.cache
def expected(name: str, answers: str) -> str:
    """What the check says in an undisturbed process."""
    return says(ITEMS[name], loaded(name, answers))


@functools.cache
def loaded(name: str, answers: str) -> Any:
    return {"right": RIGHT, "wrong": WRONG}[answers][name].load()


@repeatable(max_examples=12)
@given(
    order=st.permutations(sorted(ITEMS)),
    disturbances=st.sets(st.sampled_from(sorted(DISTURBANCES)), min_size=1).filter(
        lambda chosen: not chosen >= DEFAULT_DEVICES
    ),
    kind=st.sampled_from(["right", "wrong"]),
)
def test_neither_order_nor_settings_change_a_verdict(order, disturbances, kind):
    for name in order:
        expected(name, kind)
    with contextlib.ExitStack() as stack:
        for disturbance in sorted(disturbances):
            stack.enter_context(DISTURBANCES[disturbance]())
        before = state_of_the_process()
        for name in order:
            assert says(ITEMS[name], loaded(name, kind)) == expected(name, kind)
            assert state_of_the_process() == before


@pytest.mark.parametrize("disturbance", sorted(DISTURBANCES))
def test_each_setting_alone_changes_nothing(disturbance):
    for kind in ("right", "wrong"):
        for name in ITEMS:
            undisturbed = expected(name, kind)
            with DISTURBANCES[disturbance]():
                before = state_of_the_process()
                assert says(ITEMS[name], loaded(name, kind)) == undisturbed
                assert state_of_the_process() == before


# What an answer may do to the process while it is checked ----------------------------------------

MEDDLING = {
    "seeds": lambda: (torch.manual_seed(0), random.seed(3), np.random.seed(3)),
    "gradients": lambda: torch.set_grad_enabled(False),
    "dtype": lambda: torch.set_default_dtype(torch.float64),
    "device": lambda: torch.set_default_device("meta"),
    "threads": lambda: torch.set_num_threads(2 if torch.get_num_threads() == 1 else 1),
    "deterministic": lambda: torch.use_deterministic_algorithms(True),
    "anomalies": lambda: torch.autograd.set_detect_anomaly(True),
    "warnings": lambda: warnings.simplefilter("error"),
    "output": lambda: setattr(sys, "stdout", None),
}


@pytest.mark.parametrize("meddle", MEDDLING.values(), ids=list(MEDDLING))
@pytest.mark.parametrize("name", ["get_noise", "get_discriminator_block", "get_gen_loss", "denorm"])
def test_an_answer_cannot_leave_the_process_changed(name, meddle):
    answer = loaded(name, "right")

    def meddling(*args, **kwargs):
        meddle()
        return answer(*args, **kwargs)

    before = state_of_the_process()
    says(ITEMS[name], meddling)
    assert state_of_the_process() == before
    assert says(ITEMS[name], answer) == ""


# Any sizes, any way to write a function ----------------------------------------------------------


def with_sizes(item: Item, sizes: tuple[list[int], list[int]]) -> Item:
    """The same checks of a network, on networks of other sizes."""

    def resized(aspect):
        if not hasattr(aspect, "spec"):
            return aspect
        return dataclasses.replace(aspect, spec=dataclasses.replace(aspect.spec, sizes=sizes))

    return dataclasses.replace(item, aspects=tuple(map(resized, item.aspects)))


def sizes_of(item: Item) -> st.SearchStrategy:
    """Two sets of sizes for a network; no two sizes are equal, so that none is confused.

    They are small, because a wrong answer takes their fourth power.
    """
    spec = next(aspect.spec for aspect in item.aspects if hasattr(aspect, "spec"))
    count = len(spec.sizes[0])
    numbers = st.lists(st.integers(3, 16), min_size=2 * count, max_size=2 * count, unique=True)
    return numbers.map(lambda drawn: (drawn[:count], drawn[count:]))


NETWORKS = [
    name
    for name, item in ITEMS.items()
    # image sizes of make_dcgan are powers of two: its check takes 16, 32 and 64 pixels itself
    if name != "make_dcgan" and any(hasattr(one, "spec") for one in item.aspects)
]


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_are_told_right_from_wrong_at_any_size(name):
    item = ITEMS[name]
    catalogue: list[Answer] = [answer for answer in answers() if answer.item is item]
    load = functools.cache(lambda answer: answer.load())
    assert catalogue

    @repeatable(max_examples=2)
    @given(sizes_of(item))
    def holds(sizes):
        for answer in catalogue:
            said = says(with_sizes(item, sizes), load(answer))
            assert (said == "") == answer.is_right, answer.name

    holds()


STYLES = {
    "plain": "answer",
    "passed through": "lambda *args, **kwargs: answer(*args, **kwargs)",
    "partial": "functools.partial(answer)",
    "wrapped": "functools.wraps(answer)(lambda *args, **kwargs: answer(*args, **kwargs))",
    "an object that can be called": (
        "type('Answer', (), {'__call__': lambda self, *args, **kwargs: answer(*args, **kwargs)})()"
    ),
    "an object that keeps it": (
        "type('Answer', (), {'__init__': lambda self, inner: setattr(self, 'inner', inner),"
        " '__call__': lambda self, *args, **kwargs: self.inner(*args, **kwargs)})(answer)"
    ),
    "a method": "type('Box', (), {'run': lambda self, *args, **kw: answer(*args, **kw)})().run",
    "a static method": "type('Box', (), {'answer': staticmethod(answer)}).answer",
}
"""How the same function may be written, as an expression."""


def written(answer: Any, *styles: str, namespace: dict[str, Any]) -> Any:
    for style in styles:
        answer = eval(f"lambda answer: {STYLES[style]}", namespace)(answer)
    return answer


@pytest.mark.parametrize("name", sorted(set(ITEMS) - {"Generator", "Discriminator"}))
def test_how_a_function_is_written_makes_no_difference(name):
    notebook = RIGHT[name].run()
    notebook["functools"] = functools
    for style in STYLES:
        assert says(ITEMS[name], written(notebook[name], style, namespace=notebook)) == "", style


@pytest.mark.parametrize("place", ["in the notebook", "in a module"])
@pytest.mark.parametrize("first", STYLES)
def test_references_stand_in_however_a_function_is_written(first, place):
    answer = Answer(FOLDER / "train_epoch" / "right_plain.py")
    notebook = answer.run()  # without train_step, which the answer calls
    around = notebook if place == "in the notebook" else {"__name__": "a_module"}
    around["functools"] = functools
    for second in STYLES:
        train_epoch = written(notebook["train_epoch"], first, second, namespace=around)
        assert says(answer.item, train_epoch) == "", second
    assert "train_step" not in notebook.keys() | around.keys()
