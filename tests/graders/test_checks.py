"""What holds for every check, whatever it looks at."""

import asyncio
import itertools
import random
import re
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import graders
from benchmarks.catalogue import ITEMS, Answer, answers
from graders.core import message

RIGHT = {answer.item.name: answer for answer in answers("right_")}


@pytest.fixture(params=sorted(ITEMS))
def answer(request) -> Answer:
    """One right answer for each item."""
    return RIGHT[request.param]


def test_every_item_is_exported_under_its_name_in_snake_case():
    for name, item in ITEMS.items():
        assert getattr(graders, f"check_{name.lower()}") is item


def test_a_stub_is_not_attempted_rather_than_wrong():
    def get_noise(n_samples, z_dim, device="cpu"):
        raise NotImplementedError

    with pytest.raises(graders.NotAttempted, match=r"not attempted yet · exercise 2\.3"):
        graders.check_get_noise(get_noise)


def test_a_class_with_a_stub_in_a_method_is_not_attempted():
    class Generator(nn.Module):
        def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
            super().__init__()
            raise NotImplementedError

    with pytest.raises(graders.NotAttempted):
        graders.check_generator(Generator)


def test_the_released_stub_is_recognised_by_its_message():
    config = Path(__file__).parents[2] / "nbgrader_config.py"
    shown = re.search(r"raise NotImplementedError\(\"(.*)\"\)", config.read_text("utf-8")).group(1)

    def count_pixels(height, width):
        raise NotImplementedError(shown)

    with pytest.raises(graders.NotAttempted):
        graders.check_count_pixels(count_pixels)


def test_refusing_a_case_is_wrong_rather_than_not_attempted():
    def get_noise(n_samples, z_dim, device="cpu"):
        if str(device) != "cpu":
            raise NotImplementedError("only on the processor")
        return torch.randn(n_samples, z_dim)

    with pytest.raises(graders.CheckFailed, match="only on the processor"):
        graders.check_get_noise(get_noise)


@pytest.mark.parametrize("nonsense", [None, 3, "e", [], torch.zeros(2), nn.Linear(2, 2), object()])
@pytest.mark.parametrize("name", sorted(ITEMS))
def test_nonsense_gets_a_message_and_no_stack_trace(name, nonsense):
    for answer in (nonsense, lambda *args, **kwargs: nonsense):
        with pytest.raises(graders.CheckFailed):
            ITEMS[name](answer)


@pytest.mark.parametrize("error", [SystemExit, asyncio.CancelledError, MemoryError])
def test_whatever_an_answer_raises_becomes_a_message(error):
    def count_pixels(height, width):
        raise error

    with pytest.raises(graders.CheckFailed, match=error.__name__):
        graders.check_count_pixels(count_pixels)


def test_the_stop_button_stops():
    def count_pixels(height, width):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        graders.check_count_pixels(count_pixels)


def test_no_cuda_generator_is_seeded(monkeypatch):
    seeded = []
    monkeypatch.setattr(torch.cuda, "manual_seed_all", seeded.append)
    graders.check_get_noise(lambda n, z, device="cpu": torch.randn(n, z, device=device))
    assert seeded == []


def test_autocast_makes_no_difference():
    answer = RIGHT["Generator"].load()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        ITEMS["Generator"](answer)


@pytest.mark.parametrize("answer", [a for a in answers() if "Discriminator" in a.name], ids=str)
def test_verdicts_do_not_depend_on_the_seed(answer):
    load = answer.load()
    for seed in range(1, 5):
        verdict = answer.item.verdict(load, seed)
        assert verdict.passed == answer.is_right


def test_a_module_without_forward_is_wrong_rather_than_not_attempted():
    class Discriminator(nn.Module):
        def __init__(self, im_dim=784, hidden_dim=128):
            super().__init__()
            widths = (im_dim, 4 * hidden_dim, 2 * hidden_dim, hidden_dim, 1)
            pairs = itertools.pairwise(widths)
            self.disc = nn.Sequential(*(nn.Linear(a, b) for a, b in pairs))

    with pytest.raises(graders.CheckFailed, match="no method named forward"):
        graders.check_discriminator(Discriminator)


def test_an_error_in_the_answer_shows_the_students_line():
    def get_noise(n_samples, z_dim, device="cpu"):
        return torch.randn(n_samples, z_dimm, device=device)  # noqa: F821

    with pytest.raises(graders.CheckFailed) as failure:
        graders.check_get_noise(get_noise)
    message = " ".join(str(failure.value).split())
    assert "NameError: name 'z_dimm' is not defined" in message
    assert "`return torch.randn(n_samples, z_dimm, device=device)" in message
    assert "a typo, or the cell that defines this name has not been run" in message


def test_a_wrong_signature_is_named():
    with pytest.raises(graders.CheckFailed) as failure:
        graders.check_get_noise(lambda n_samples: torch.randn(n_samples, 10))
    message = " ".join(str(failure.value).split())
    assert "expected the parameters n_samples, z_dim, device got n_samples" in message


def test_a_notebook_shows_text_and_html_and_one_line_as_the_error(monkeypatch):
    displayed = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: displayed.append(data))
    with pytest.raises(graders.CheckFailed) as failure:
        graders.check_get_noise(lambda n, z, device="cpu": torch.rand(n, z, device=device))
    title, *rows = str(failure.value).splitlines()
    assert failure.value._render_traceback_() == [title]
    assert failure.value._render_traceback_() == [title]  # IPython asks twice
    (shown,) = displayed
    assert shown["text/plain"].splitlines() == [title, *rows]
    assert '<th scope="row"' in shown["text/html"]


def test_what_an_answer_returned_is_escaped_and_moves_no_cursor(monkeypatch):
    hostile = "<img src=x onerror=alert(1)>\x1b[2J\u202e"
    with pytest.raises(graders.CheckFailed) as failure:
        graders.check_count_pixels(lambda height, width: hostile)
    page = message.as_html(failure.value.verdict)
    assert "&lt;img" in page
    assert "<img" not in page
    assert "\x1b" not in page + str(failure.value)
    assert "\u202e" not in page + str(failure.value)


def test_an_earlier_mistake_does_not_cost_the_later_item():
    namespace = {"__name__": "__main__"}
    exec(RIGHT["Generator"].source, namespace)

    def broken(*sizes, **named_sizes):
        return nn.Linear(1, 1)

    namespace["get_generator_block"] = broken
    graders.check_generator(namespace["Generator"])
    assert namespace["get_generator_block"] is broken


def test_a_check_leaves_the_process_as_it_found_it(answer):
    load = answer.load()
    torch.manual_seed(7)
    random.seed(7)
    np.random.seed(7)
    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            before = torch.get_rng_state(), random.getstate(), str(np.random.get_state())
            answer.item(load)
            after = torch.get_rng_state(), random.getstate(), str(np.random.get_state())
        assert torch.equal(before[0], after[0])
        assert before[1:] == after[1:]
        assert not torch.is_grad_enabled()
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)


def test_what_an_answer_prints_or_warns_stays_out_of_the_verdict(capfd):
    def get_noise(n_samples, z_dim, device="cpu"):
        print("drawing", file=sys.stderr)
        warnings.warn("noisy", stacklevel=1)
        print("drawing")
        return torch.randn(n_samples, z_dim, device=device)

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # as the student may have set it
        graders.check_get_noise(get_noise)
    out, err = capfd.readouterr()
    assert out == "get_noise: all 5 checks passed.\n"
    assert err == ""


def test_observations_are_judged_without_the_answer(answer):
    seen = answer.item.observe(answer.load(), answer.item.given(seed=11), seed=11)
    assert answer.item.judge(seen, answer.item.given(seed=11)).passed


def test_another_seed_gives_other_inputs_where_inputs_are_drawn():
    first, second = (ITEMS["get_disc_loss"].given(seed)[1]["real"] for seed in (1, 2))
    assert not torch.equal(first, second)


def test_checks_need_neither_nbgrader_nor_torchvision_nor_matplotlib():
    code = (
        "import sys, graders;"
        "print([m for m in ('nbgrader', 'torchvision', 'matplotlib') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_check_leaves_the_mode_of_what_networks_share():
    relu = nn.ReLU()

    def get_generator_block(input_dim, output_dim):
        return nn.Sequential(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), relu)

    for mode in (True, False):
        relu.training = mode
        assert ITEMS["get_generator_block"].verdict(get_generator_block).passed
        assert relu.training is mode
