"""A device that no machine lacks shows what a GPU would show, without torch's slow start."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from graders.core.errors import describe_error
from graders.instruments.devices import on_meta
from graders.lesson_02.get_noise import NoiseDevice


def test_what_is_made_from_meta_tensors_stays_there():
    def call():
        batch = torch.randn(3, 4, device="meta")
        output = nn.Linear(4, 2).to("meta")(batch)
        return output, torch.zeros_like(output), output.new_ones(3), (output * 2 - 1).mean()

    assert [tensor.device.type for tensor in on_meta(call)] == ["meta"] * 4
    assert [tuple(tensor.shape) for tensor in on_meta(call)] == [(3, 2), (3, 2), (3,), ()]


def test_an_in_place_function_returns_the_tensor_itself():
    tensor = torch.empty(3, device="meta")
    assert on_meta(lambda: tensor.normal_()) is tensor


def test_tensors_of_two_devices_do_not_meet():
    with pytest.raises(RuntimeError, match="same device"):
        on_meta(lambda: torch.ones(3, device="meta") + torch.ones(3))


def test_a_device_that_is_named_is_obeyed():
    assert on_meta(lambda: torch.zeros_like(torch.ones(3, device="meta"), device="cpu")).is_cpu


def test_nothing_comes_back_from_meta():
    with pytest.raises(NotImplementedError):
        on_meta(lambda: torch.ones(3, device="meta").cpu())


def test_a_generator_of_the_device_is_right_and_another_one_wrong():
    def draw(device):
        return torch.randn(3, generator=torch.Generator(device=device), device="meta")

    assert on_meta(lambda: draw("meta")).is_meta
    with pytest.raises(RuntimeError, match="generator") as failure:
        on_meta(lambda: draw("cpu"))
    cause = describe_error(failure.value, draw).likely("draw(device)")
    assert "torch.Generator(device=device)" in cause
    assert isinstance(torch.Generator(), torch.Generator)


@pytest.mark.parametrize("expected", [True, False])
def test_conditions_on_values_hold_or_fail_as_an_assertion_needs(expected):
    def call():
        assert bool(torch.ones((), device="meta") > 0.5) == expected
        return "done"

    assert on_meta(call) == "done"


def test_values_can_be_printed():
    assert on_meta(lambda: f"{torch.ones(2, device='meta').mean():.1f}") == "1.0"


def test_a_loop_that_waits_for_a_value_ends():
    def call():
        while torch.ones((), device="meta").item() > 0:
            pass

    with pytest.raises(RuntimeError, match="again and again"):
        on_meta(call)


def test_whether_a_gradient_is_needed_is_known():
    def call():
        output = nn.Linear(4, 2).to("meta")(torch.randn(3, 4, device="meta"))
        return output.requires_grad, output.detach().requires_grad

    assert on_meta(call) == (True, False)


def test_a_loss_without_history_refuses_backward():
    def loss():
        return nn.Linear(4, 2).to("meta")(torch.randn(3, 4, device="meta")).mean()

    assert on_meta(lambda: loss().backward()) is None
    with pytest.raises(RuntimeError, match="does not require grad"):
        on_meta(lambda: loss().detach().backward())


def test_the_compiler_is_not_loaded():
    code = """
import sys, torch
from torch import nn
from graders.core.errors import describe_error
from graders.instruments.devices import on_meta
from graders.lesson_02.get_noise import NoiseDevice

def call():
    output = nn.Linear(4, 2).to("meta")(torch.randn(3, 4, device="meta"))
    return nn.BCEWithLogitsLoss()(output, torch.ones_like(output))

on_meta(call)
print([name for name in ("sympy", "torch._dynamo") if name in sys.modules])
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_cuda_fixed_in_the_code_is_named_where_there_is_a_gpu():
    error = RuntimeError("Expected all tensors to be on the same device, but got mat1 is on cuda:0")
    assert "'cuda' is fixed in the code" in describe_error(error, print).likely("f()")
    judge = NoiseDevice().judge
    fixed = judge({"meta": "cuda:0", "cpu": "cuda:0"}, {})
    assert "'cuda' is fixed in the code" in fixed.likely
    default = judge({"meta": "meta", "cpu": "cuda:0"}, {})
    assert "made the default" in default.likely
    assert "not passed on" not in default.likely
